import Foundation
import GRDB
import Terminations

extension Batch {
    /// Keeps a refused message and tells so, unless it is kept already: then that dead letter counts one more
    /// occurrence, and no second event is published. Of one that came with an import without events nobody was told yet.
    /// Who asked for an answer gets one each time.
    mutating func reject(
        _ received: ReceivedMessage,
        _ violations: [Violation],
        source: DeadLetter.Source = .refused
    ) throws -> Outcome {
        let key = ContentKey(received.message)
        if let known = try knownDeadLetter(received, key) {
            try countOccurrence(of: known, .violations(violations))
            // What waits is judged when what it waits for has come, or when its time is over.
            if known.state == .held {
                try awaitVerdict(received, of: known.id)
                return .held(deadLetterID: known.id, isRepeated: true)
            }
            if try claim(known, event: nextSequence) {
                try tell(of: known.id, received, violations)
                return .rejected(deadLetterID: known.id, violations: violations, isRepeated: false)
            }
            try answer(
                received.message.properties,
                of: known.id,
                received.parsed,
                violations,
                position: known.event
            )
            return .rejected(deadLetterID: known.id, violations: violations, isRepeated: true)
        }
        let event = origin.tellsEvents ? nextSequence : nil
        let id = try insertDeadLetter(source, received, key, .violations(violations), event: event).id
        if origin.tellsEvents { try tell(of: id, received, violations) }
        return .rejected(deadLetterID: id, violations: violations, isRepeated: false)
    }

    private mutating func tell(of id: String, _ received: ReceivedMessage, _ violations: [Violation]) throws {
        let properties = received.message.properties
        let event = Event.rejected(
            deadLetterID: id,
            parsed: received.parsed,
            violations: violations,
            context: context(for: properties)
        )
        try append(event, for: properties)
        try answer(properties, of: id, received.parsed, violations, event: event)
    }

    /// Makes the letter that of a message that is told about, where it came with an import without events.
    ///
    /// - Parameter event: the position of the event that tells so; nil where none does.
    /// - Returns: whether it was such a letter, and this message is told about.
    private func claim(_ known: ExistingDeadLetter, event: Int64? = nil) throws -> Bool {
        guard !known.isTold, origin.tellsEvents else { return false }
        try database.cachedStatement(sql: "UPDATE dead_letters SET import_run = ?, event = ? WHERE id = ?")
            .execute(arguments: [origin.importRun, event, known.id])
        return true
    }

    /// Keeps a message that cannot be judged. The trouble is ours: nobody is told that it is refused.
    mutating func park(_ received: ReceivedMessage, source: DeadLetter.Source) throws -> Outcome {
        try forgetAttempts(at: received)
        if try isAccepted(received.parsed) { return .duplicate }
        let key = ContentKey(received.message)
        if let known = try knownDeadLetter(received, key) {
            try countOccurrence(of: known, .unjudgeable)
            _ = try claim(known)
            return .parked(deadLetterID: known.id)
        }
        return .parked(deadLetterID: try insertDeadLetter(source, received, key, .unjudgeable).id)
    }

    /// A dead letter that a message is already.
    struct ExistingDeadLetter {
        var id: String
        var state: DeadLetter.State?
        var isMended: Bool
        var fingerprint: String
        /// Whether subscribers hear of it: not where it came with an import without events.
        var isTold: Bool
        /// The position of the event that told of it, where that is known.
        var event: Int64?
    }

    /// The dead letter that this message is already. With a readable id the same content under that id; without one
    /// only a redelivery can be told from a second message with the same bytes. What came with an import was not
    /// delivered: closed, it is no redelivery's letter.
    func knownDeadLetter(_ received: ReceivedMessage, _ key: ContentKey) throws -> ExistingDeadLetter? {
        guard received.parsed.messageID != nil || received.isRedelivered else { return nil }
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, state, edited_body IS NOT NULL, fingerprint,
                    coalesce((SELECT publishes_events FROM import_runs WHERE number = import_run), 1), event
                FROM dead_letters INDEXED BY dead_letters_by_content
                WHERE content_key = ? AND message_id IS ? AND (state IN ('open', 'held') OR (? AND import_run IS NULL))
                ORDER BY number DESC LIMIT 1
                """
        )
        let row = try Row.fetchOne(
            statement,
            arguments: [key.blob, received.parsed.messageID, received.isRedelivered]
        )
        return row.map { row in
            ExistingDeadLetter(
                id: row[0],
                state: DeadLetter.State(rawValue: row[1]),
                isMended: row[2],
                fingerprint: row[3],
                isTold: row[4],
                event: row[5]
            )
        }
    }

    /// - Parameter cause: why it was not accepted this time; nil where nobody judged it. It replaces what the letter
    ///   says, since it says what is wrong now; but not once the letter is closed, nor where it was mended, since then
    ///   other bytes than these are to be judged.
    mutating func countOccurrence(of known: ExistingDeadLetter, _ cause: DeadLetterCause?) throws {
        try database.cachedStatement(
            sql: "UPDATE dead_letters SET occurrences = occurrences + 1, last_seen_at = ? WHERE id = ?"
        )
        .execute(arguments: [recordedAt.milliseconds, known.id])
        guard let cause, known.state == .open, !known.isMended else { return }
        try register(cause)
        let isNews = cause.fingerprint != known.fingerprint
        let violations = Violation.text(cause.violations)
        try database.cachedStatement(
            sql: """
                UPDATE dead_letters SET violations = ?, fingerprint = ?, settings_version = ?, version = version + ?
                WHERE id = ?
                """
        )
        .execute(arguments: [violations, cause.fingerprint, knownSettingsVersion, isNews ? 1 : 0, known.id])
        if isNews {
            let author = AuditTrail.Author.worker("The message came again and was refused for another cause.")
            try note(.refused, of: known.id, by: author, details: refusalDetails(violations))
        }
    }

    /// What the audit trail keeps of a refusal.
    ///
    /// - Parameter replay: the number of the replay that it is a part of.
    func refusalDetails(_ violations: String, replay: Int64? = nil) -> String {
        let replay = replay.map { ",\"replay\":\($0)" } ?? ""
        return "{\"violations\":\(violations),\"settingsVersion\":\(settingsVersion)\(replay)}"
    }

    mutating func insertDeadLetter(
        _ source: DeadLetter.Source,
        _ received: ReceivedMessage,
        _ key: ContentKey,
        _ cause: DeadLetterCause,
        heldUntil: Instant? = nil,
        event: Int64? = nil
    ) throws -> OpenDeadLetter {
        try register(cause)
        let id = DeadLetterID.next(at: recordedAt)
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO dead_letters (
                    id, state, source, message_id, termination_id, contract_id, customer_id, fingerprint, violations,
                    content_key, attempts, occurrences, settings_version, received_at, last_seen_at, properties,
                    transport, body, held_until, import_run, event
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        let parsed = received.parsed
        try statement.execute(arguments: [
            id, (heldUntil == nil ? DeadLetter.State.open : .held).rawValue, source.rawValue, parsed.messageID,
            parsed.terminationID, parsed.contractID, parsed.customerID,
            cause.fingerprint, Violation.text(cause.violations), key.blob, knownSettingsVersion,
            recordedAt.milliseconds, recordedAt.milliseconds, received.message.properties.text,
            received.transport().text, Data(received.message.body), heldUntil?.milliseconds,
            origin.importRun, event,
        ])
        if heldUntil == nil { hasOpenDeadLetters = true } else { hasHeldMessages = true }
        return OpenDeadLetter(number: database.lastInsertedRowID, id: id, version: 1)
    }
}
