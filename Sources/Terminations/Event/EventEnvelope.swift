import JSON

/// The attributes of a CloudEvent, in structured mode, around its data.
struct EventEnvelope {
    let id: String
    let type: EventType
    let subject: String
    /// The contract, whose events keep their order.
    let partitionKey: String?
    /// The message that caused the event.
    let causationID: String?
    let context: EventContext

    /// The complete event: the attributes, followed by `data`, which the closure writes.
    func body(capacity: Int, data: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.member("specversion", "1.0")
        writer.member("id", id)
        writer.member("source", context.source)
        writer.member("type", type.rawValue)
        writer.member("subject", subject)
        writer.member("time", context.recordedAt)
        writer.member("datacontenttype", "application/json")
        writer.member("dataschema", type.dataSchema)
        // A string, as in the CloudEvents sequence extension.
        writer.member("sequence", String(context.sequence))
        writer.member("partitionkey", partitionKey)
        writer.member("causationid", causationID)
        writer.member("correlationid", CloudEventText.allowed(context.correlationID))
        if let traceparent = TraceContext.traceparent(context.traceparent) {
            writer.member("traceparent", traceparent)
            writer.member("tracestate", TraceContext.tracestate(context.tracestate))
        }
        writer.name("data")
        data(&writer)
        writer.endObject()
        return writer.bytes
    }
}

/// The attributes of an event that come from the ledger and the delivery.
public struct EventContext: Sendable, Equatable {
    /// The position in the ledger's event log.
    public var sequence: Int64
    /// The position among the events of the contract, from 1 and without gaps.
    public var contractSequence: Int
    /// The CloudEvents `source`: a URI reference.
    public var source: String
    public var recordedAt: Instant
    /// From the message; left out of the event where CloudEvents does not allow its characters.
    public var correlationID: String?
    public var traceparent: String?
    public var tracestate: String?

    public init(
        sequence: Int64,
        contractSequence: Int,
        source: String,
        recordedAt: Instant,
        correlationID: String? = nil,
        traceparent: String? = nil,
        tracestate: String? = nil
    ) {
        self.sequence = sequence
        self.contractSequence = contractSequence
        self.source = source
        self.recordedAt = recordedAt
        self.correlationID = correlationID
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}

/// The characters that CloudEvents 1.0 allows in an attribute (section "Type System", String).
enum CloudEventText {
    /// The text, or nil where it is empty or contains control characters or noncharacters.
    static func allowed(_ text: String?) -> String? {
        guard let text, !text.isEmpty,
            text.isPrintableASCII || text.unicodeScalars.allSatisfy(isAllowed)
        else { return nil }
        return text
    }

    /// The id with U+FFFD for each noncharacter, which an id in a message may contain but an attribute may not. (Neither may
    /// contain control characters.)
    static func replacing(_ text: String) -> String {
        if text.isPrintableASCII { return text }
        var replaced = ""
        for scalar in text.unicodeScalars { replaced.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
        return replaced
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFDD0...0xFDEF: false
        default: !scalar.isControl && scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
