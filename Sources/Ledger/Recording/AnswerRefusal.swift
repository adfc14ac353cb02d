import Foundation
import Terminations

// Silence reads as acceptance: every delivery that ends in a refusal leaves an answer for its own `reply-to`, with its
// own `correlation-id`, in the transaction of the refusal. The event's id is the same in all answers about one letter.

extension Batch {
    /// Leaves the answer to a delivery that was refused.
    ///
    /// - Parameters:
    ///   - event: as this delivery gets it; nil where its letter was told of by an earlier event.
    ///   - position: of the event that told of the letter first; nil where that is not known.
    mutating func answer(
        _ properties: MessageProperties,
        of deadLetterID: String,
        _ parsed: ParsedMessage,
        _ violations: [Violation],
        receivedAt: Instant? = nil,
        event: Event? = nil,
        position: Int64? = nil
    ) throws {
        guard let replyTo = properties.replyTo?.bytes, 1...255 ~= replyTo.count else { return }
        var context = context(for: properties)
        context.sequence = position ?? max(nextSequence - 1, 1)
        let event =
            event
            ?? Event.rejected(
                deadLetterID: deadLetterID,
                parsed: parsed,
                violations: violations,
                receivedAt: receivedAt,
                context: context
            )
        try insertAnswer(properties, replyTo, of: deadLetterID, parsed, body: event.body)
        leftAnswers = true
    }

    /// Notes who else wants to know what becomes of a message that waits: its sender sent it again, with an address or a
    /// `correlation-id` of its own.
    func awaitVerdict(_ received: ReceivedMessage, of deadLetterID: String) throws {
        let properties = received.message.properties
        guard let replyTo = properties.replyTo?.bytes, 1...255 ~= replyTo.count else { return }
        let first = try String.fetchOne(
            database,
            sql: "SELECT properties FROM dead_letters WHERE id = ?",
            arguments: [deadLetterID]
        )
        if let first = try first.map(MessageProperties.init(text:)), first.replyTo == properties.replyTo,
            first.correlationID == properties.correlationID
        {
            return
        }
        let isKnown = try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM answers
                    WHERE dead_letter = ? AND body IS NULL AND reply_to = ? AND correlation_id IS NOT DISTINCT FROM ?)
                """,
            arguments: [deadLetterID, Data(replyTo), properties.carriedCorrelation]
        )
        if isKnown == true { return }
        try insertAnswer(properties, replyTo, of: deadLetterID, received.parsed, body: nil)
    }

    /// Answers all who wait for the verdict on a letter: it is refused.
    mutating func answerThoseWhoWait(
        for deadLetterID: String,
        _ parsed: ParsedMessage,
        _ violations: [Violation],
        position: Int64
    ) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                DELETE FROM answers WHERE dead_letter = ? AND body IS NULL
                RETURNING position, reply_to, correlation_id, traceparent, tracestate, recorded_at
                """,
            arguments: [deadLetterID]
        )
        for row in rows.sorted(by: { ($0[0] as Int64) < ($1[0] as Int64) }) {
            let properties = MessageProperties(
                correlationID: (row[2] as Data?).map(OpaqueProperty.init),
                replyTo: OpaqueProperty(row[1] as Data),
                traceparent: row[3],
                tracestate: row[4]
            )
            try answer(
                properties,
                of: deadLetterID,
                parsed,
                violations,
                receivedAt: Instant(milliseconds: row[5]),
                position: position
            )
        }
    }

    private func insertAnswer(
        _ properties: MessageProperties,
        _ replyTo: [UInt8],
        of deadLetterID: String,
        _ parsed: ParsedMessage,
        body: [UInt8]?
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO answers (
                    dead_letter, message_id, contract_id, reply_to, correlation_id, traceparent, tracestate,
                    recorded_at, body
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        .execute(arguments: [
            deadLetterID, parsed.messageID, parsed.contractID, Data(replyTo), properties.carriedCorrelation,
            properties.traceparent, properties.tracestate, recordedAt.milliseconds, body.map { Data($0) },
        ])
    }
}

extension MessageProperties {
    /// The `correlation-id` as an answer can carry it: a short string has 255 bytes (AMQP 0-9-1, 4.2.5.3).
    fileprivate var carriedCorrelation: Data? {
        correlationID.map { Data($0.bytes) }.flatMap { $0.count <= 255 ? $0 : nil }
    }
}
