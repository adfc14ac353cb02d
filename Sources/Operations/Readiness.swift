import Terminations

/// Whether messages become events now; where they do not, which part is why, since when, and what is wrong.
struct Readiness: Sendable {
    enum Component: String, CaseIterable, Sendable {
        /// The connection over which terminations come, and the part that records them.
        case intake
        /// The same for what the broker has dead-lettered.
        case deadLetters = "dead-letters"
        /// The connection over which events go.
        case relay
        /// Whether what is due at a certain time is done.
        case scheduler
        /// Whether events go as fast as they come.
        case relayLag = "relay-lag"
        /// Whether events that billing acts on reach somebody.
        case parkedEvents = "parked-events"
        /// Whether the exchanges are there.
        case exchanges
        /// Whether the file can be read and written.
        case ledger
        /// Whether settings were applied.
        case settings
    }

    struct Part: Sendable {
        let component: Component
        let since: Instant
        /// One sentence; nil where it is ready.
        let reason: String?

        var isReady: Bool { reason == nil }
    }

    let parts: [Part]

    var isReady: Bool { parts.allSatisfy(\.isReady) }

    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("ready")
        json.bool(isReady)
        json.name("parts")
        json.beginArray()
        for part in parts {
            json.beginObject()
            json.name("part")
            json.string(part.component.rawValue)
            json.name("ready")
            json.bool(part.isReady)
            json.name("since")
            json.instant(part.since)
            if let reason = part.reason {
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
