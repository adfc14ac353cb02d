import Foundation
import GRDB
import Terminations

extension Batch {
    /// Keeps a refused message and tells so, unless it is kept already: then that dead letter counts one more
    /// occurrence, and nobody is told twice.
    mutating func reject(_ arrival: Arrival, _ violations: [Violation]) throws -> Outcome {
        let key = ContentKey(arrival.message)
        if let known = try knownDeadLetter(arrival, key) {
            try countOccurrence(of: known, violations)
            return .rejected(deadLetterID: known, violations: violations, isRepeated: true)
        }
        let id = DeadLetterID.next(at: recordedAt)
        try insertDeadLetter(id, source: .refused, arrival, key, violations)
        let properties = arrival.message.properties
        let event = Event.rejected(
            deadLetterID: id,
            reading: arrival.reading,
            violations: violations,
            context: context(for: properties)
        )
        try append(event, for: properties, replyTo: properties.replyTo)
        return .rejected(deadLetterID: id, violations: violations, isRepeated: false)
    }

    /// Keeps a message that cannot be judged. The trouble is ours: nobody is told that it is refused.
    mutating func park(_ arrival: Arrival) throws -> Outcome {
        try forgetAttempts(at: arrival)
        if try isAccepted(arrival.reading) { return .duplicate }
        let key = ContentKey(arrival.message)
        if let known = try knownDeadLetter(arrival, key) {
            try countOccurrence(of: known, [])
            return .parked(deadLetterID: known)
        }
        let id = DeadLetterID.next(at: recordedAt)
        try insertDeadLetter(id, source: .unjudgeable, arrival, key, [])
        return .parked(deadLetterID: id)
    }

    /// The dead letter that this message is already. With a readable id the same content under that id; without one
    /// only a redelivery can be told from a second message with the same bytes.
    private func knownDeadLetter(_ arrival: Arrival, _ key: ContentKey) throws -> String? {
        guard arrival.reading.messageID != nil || arrival.isRedelivered else { return nil }
        let statement = try database.cachedStatement(
            sql: """
                SELECT id FROM dead_letters
                WHERE content_key = ? AND message_id IS ? AND (state = 'open' OR ?)
                ORDER BY number DESC LIMIT 1
                """
        )
        return try String.fetchOne(statement, arguments: [key.blob, arrival.reading.messageID, arrival.isRedelivered])
    }

    private func countOccurrence(of id: String, _ violations: [Violation]) throws {
        try database.execute(
            sql: """
                UPDATE dead_letters SET occurrences = occurrences + 1, last_seen_at = ?,
                    violations = CASE state WHEN 'open' THEN ? ELSE violations END,
                    fingerprint = CASE state WHEN 'open' THEN ? ELSE fingerprint END,
                    settings_version = CASE state WHEN 'open' THEN ? ELSE settings_version END
                WHERE id = ?
                """,
            arguments: [
                recordedAt.milliseconds, Violation.text(violations), Fingerprint(violations).description,
                knownSettingsVersion, id,
            ]
        )
    }

    private mutating func insertDeadLetter(
        _ id: String,
        source: DeadLetter.Source,
        _ arrival: Arrival,
        _ key: ContentKey,
        _ violations: [Violation]
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO dead_letters (
                    id, state, source, message_id, termination_id, contract_id, customer_id, fingerprint, violations,
                    content_key, attempts, occurrences, settings_version, received_at, last_seen_at, properties, transport, body
                ) VALUES (?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?)
                """
        )
        let reading = arrival.reading
        try statement.execute(arguments: [
            id, source.rawValue, reading.messageID, reading.terminationID, reading.contractID, reading.customerID,
            Fingerprint(violations).description, Violation.text(violations), key.blob, knownSettingsVersion,
            recordedAt.milliseconds, recordedAt.milliseconds, arrival.message.properties.text, arrival.transport().text,
            Data(arrival.message.body),
        ])
        hasOpenDeadLetters = true
    }

    private var knownSettingsVersion: Int? { settingsVersion > 0 ? settingsVersion : nil }
}
