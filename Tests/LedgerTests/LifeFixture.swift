import Terminations

@testable import Ledger

extension ReceivedMessage {
    /// One message of the life of a termination, all that is not named being the same in each.
    ///
    /// - Parameter endDate: nil for the usual one; a withdrawal has none.
    static func life(
        _ id: String,
        _ action: Action = .terminate,
        revision: Int = 1,
        contract: String? = nil,
        customer: String = "k-1",
        message: String? = nil,
        endDate: String? = nil,
        reason: String = "price",
        timeZone: String = "Europe/Amsterdam",
        occurredAt: Instant = Instant(rfc3339: "2026-03-01T09:00:00Z")!,
        replyTo: OpaqueProperty? = nil,
        isRedelivered: Bool = false
    ) -> ReceivedMessage {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in [
            ("messageId", message ?? "\(id)-\(revision)"), ("action", action.rawValue), ("terminationId", id),
            ("contractId", contract ?? "c-\(id)"), ("customerId", customer), ("timeZone", timeZone),
        ] {
            writer.name(escaping: name)
            writer.string(value)
        }
        writer.name("revision")
        writer.integer(revision)
        writer.name("occurredAt")
        writer.instant(occurredAt)
        if action != .withdraw {
            writer.name("endDate")
            writer.string(endDate ?? "2026-03-31")
            writer.name("reasonCode")
            writer.string(reason)
        }
        writer.endObject()
        return .bytes(
            writer.bytes,
            properties: MessageProperties(correlationID: "of \(id)", replyTo: replyTo),
            isRedelivered: isRedelivered
        )
    }
}

extension LedgerFixture {
    func noteEffects() throws {
        while try recorder.notePendingEffects() > 0 {}
    }

    /// The types of all events, in order.
    func types() throws -> [String] {
        try ledger.events(after: 0, limit: 1000).map(\.type)
    }

    func data(of sequence: Int) throws -> JSONObject {
        let event = try ledger.events(after: Int64(sequence - 1), limit: 1)
        return try event.first.flatMap { try JSONValue(parsing: $0.body).object?["data"]?.object } ?? JSONObject()
    }
}
