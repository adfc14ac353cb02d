import Terminations
import Worker

/// Whether the worker's threads turn their loops: what only a restart can mend.
struct Liveness: Sendable {
    struct StuckThread: Sendable, Equatable {
        let name: String
        /// How long ago its last turn was.
        let seconds: Int64
    }

    let stuck: [StuckThread]

    var isAlive: Bool { stuck.isEmpty }

    init(_ status: WorkerStatus, longestTurn: Duration) {
        stuck = status.stuckParts(longestTurn: longestTurn).map {
            StuckThread(name: $0.part.rawValue, seconds: $0.age.components.seconds)
        }
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("live")
        json.bool(isAlive)
        json.name("stuck")
        json.beginArray()
        for thread in stuck {
            json.beginObject()
            json.name("thread")
            json.string(thread.name)
            json.name("seconds")
            json.integer(thread.seconds)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }
}
