import Terminations
import Worker

extension Liveness {
    /// The body of `/live`.
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("live")
        json.bool(isAlive)
        json.name("stuck")
        json.beginArray()
        for thread in stalled {
            json.beginObject()
            json.name("thread")
            json.string(thread.component.rawValue)
            json.name("seconds")
            json.integer(thread.age.components.seconds)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

extension Readiness {
    /// The body of `/ready`.
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("ready")
        json.bool(isReady)
        json.name("parts")
        json.beginArray()
        for entry in components {
            json.beginObject()
            json.name("part")
            json.string(entry.component.rawValue)
            json.name("ready")
            json.bool(entry.isReady)
            json.name("since")
            json.instant(entry.since)
            if let reason = entry.reason {
                json.name("reason")
                json.string(reason)
            }
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }
}
