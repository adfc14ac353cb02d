import Terminations

extension SQLiteTransaction {
    func deadLetter(_ content: ContentKey, messageID: String?, isRedelivered: Bool) throws -> ExistingDeadLetter? {
        try statement(
            """
            SELECT id, state, edited_body IS NOT NULL, fingerprint,
                coalesce((SELECT publishes_events FROM import_runs WHERE number = import_run), 1), event
            FROM dead_letters INDEXED BY dead_letters_by_content
            WHERE content_key = ? AND message_id IS NOT DISTINCT FROM ?
                AND (state IN ('open', 'held') OR (? AND import_run IS NULL))
            ORDER BY number DESC LIMIT 1
            """
        )
        .first {
            $0.blob([UInt8](content.blob))
            $0.text(messageID)
            $0.integer(isRedelivered ? 1 : 0)
        } _: { row in
            ExistingDeadLetter(
                id: row.text(0) ?? "",
                state: row.text(1).flatMap(DeadLetter.State.init(rawValue:)),
                isEdited: row.integer(2) != 0,
                fingerprint: row.text(3) ?? "",
                isPublished: row.integer(4) != 0,
                event: row.optionalInteger(5)
            )
        }
    }

    func openDeadLetters(ofMessage id: String) throws -> [OpenDeadLetter] {
        var deadLetters: [OpenDeadLetter] = []
        try statements.openDeadLetters.forEachRow {
            $0.text(id)
        } _: { row in
            deadLetters.append(OpenDeadLetter(number: row.integer(0), id: row.text(1) ?? "", version: row.integer(2)))
        }
        return deadLetters
    }

    func forEachOpenDeadLetter(
        ofTermination id: String,
        contract: String,
        _ read: (StoredMessage) throws -> Void
    ) throws {
        try statements.openDeadLettersOfTermination.forEachRow {
            $0.text(id)
            $0.text(contract)
        } _: { row in
            try read(StoredMessage(RawRow(row)))
        }
    }

    func heldMessages(ofTermination id: String) throws -> [StoredMessage] {
        try messages(
            "dead_letters INDEXED BY dead_letters_held_by_termination WHERE termination_id = ? AND state = 'held' ORDER BY number"
        ) {
            $0.text(id)
        }
    }

    func heldMessages(until now: Instant, limit: Int, after place: DuePlace) throws -> [StoredMessage] {
        try messages(
            """
            dead_letters INDEXED BY dead_letters_held
            WHERE state = 'held' AND held_until <= ? AND (held_until, number) > (?, ?)
            ORDER BY held_until, number LIMIT ?
            """
        ) {
            $0.integer(now.milliseconds)
            $0.integer(place.milliseconds)
            $0.integer(place.row)
            $0.integer(limit)
        }
    }

    func openDeadLetters(ofContract id: String, causes: [DeadLetterCause]) throws -> [StoredMessage] {
        let marks = causes.map { _ in "?" }.joined(separator: ", ")
        return try messages(
            """
            dead_letters INDEXED BY dead_letters_by_contract
            WHERE contract_id = ? AND state = 'open' AND fingerprint IN (\(marks)) ORDER BY received_at, number
            """
        ) {
            $0.text(id)
            for cause in causes { $0.text(cause.fingerprint) }
        }
    }

    /// - Parameter source: the rest of the statement, from its table on.
    private func messages(
        _ source: String,
        _ bind: (inout SQLiteStatement.Arguments) -> Void
    ) throws -> [StoredMessage] {
        var messages: [StoredMessage] = []
        try statement("SELECT \(StoredMessage.columns) FROM \(source)").forEachRow(bind) { row in
            messages.append(try StoredMessage(RawRow(row)))
        }
        return messages
    }

    func version(ofDeadLetter number: Int64) throws -> Int64? {
        try statement("SELECT version FROM dead_letters WHERE number = ?").first {
            $0.integer(number)
        } _: {
            $0.integer(0)
        }
    }

    func properties(ofDeadLetter id: String) throws -> MessageProperties? {
        try statement("SELECT properties FROM dead_letters WHERE id = ?").first {
            $0.text(id)
        } _: {
            try MessageProperties(text: $0.text(0) ?? "")
        }
    }

    func insert(_ deadLetter: NewDeadLetter) throws -> Int64 {
        let parsed = deadLetter.received.parsed
        let insert = try statement(
            """
            INSERT INTO dead_letters (
                id, state, source, message_id, termination_id, contract_id, customer_id, fingerprint, violations,
                content_key, attempts, occurrences, settings_version, received_at, last_seen_at, properties,
                transport, held_until, import_run, event, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        try insert.execute(last: deadLetter.received.message.body) {
            $0.text(deadLetter.id)
            $0.text((deadLetter.heldUntil == nil ? DeadLetter.State.open : .held).rawValue)
            $0.text(deadLetter.source.rawValue)
            $0.text(parsed.messageID)
            $0.text(parsed.terminationID)
            $0.text(parsed.contractID)
            $0.text(parsed.customerID)
            $0.text(deadLetter.cause.fingerprint)
            $0.text(Violation.text(deadLetter.cause.violations))
            $0.blob([UInt8](deadLetter.content.blob))
            $0.integer(deadLetter.settingsVersion)
            $0.integer(deadLetter.receivedAt.milliseconds)
            $0.integer(deadLetter.receivedAt.milliseconds)
            $0.text(deadLetter.received.message.properties.text)
            $0.text(deadLetter.received.transport().text)
            $0.integer(deadLetter.heldUntil?.milliseconds)
            $0.integer(deadLetter.importRun)
            $0.integer(deadLetter.event)
        }
        return insert.lastInsertedRow
    }

    func countOccurrence(of id: String, at now: Instant) throws {
        try statement("UPDATE dead_letters SET occurrences = occurrences + 1, last_seen_at = ? WHERE id = ?").execute {
            $0.integer(now.milliseconds)
            $0.text(id)
        }
    }

    func setCause(
        _ cause: DeadLetterCause,
        of id: String,
        settingsVersion: Int64?,
        raisesVersion: Bool
    ) throws {
        try statement(
            """
            UPDATE dead_letters SET violations = ?, fingerprint = ?, settings_version = ?, version = version + ?
            WHERE id = ?
            """
        )
        .execute {
            $0.text(Violation.text(cause.violations))
            $0.text(cause.fingerprint)
            $0.integer(settingsVersion)
            $0.integer(raisesVersion ? 1 : 0)
            $0.text(id)
        }
    }

    func setOrigin(importRun: Int64?, event: Int64?, of id: String) throws {
        try statement("UPDATE dead_letters SET import_run = ?, event = ? WHERE id = ?").execute {
            $0.integer(importRun)
            $0.integer(event)
            $0.text(id)
        }
    }

    func resolve(
        _ deadLetter: OpenDeadLetter,
        by revision: Int64,
        attempt: Int,
        settingsVersion: Int64?,
        at now: Instant
    )
        throws
    {
        try statement(
            """
            UPDATE dead_letters SET state = 'resolved', version = version + 1, resolved_at = ?, resolved_by = ?,
                attempts = attempts + ?, settings_version = ?, held_until = NULL
            WHERE number = ? AND state IN ('open', 'held') AND version = ?
            """
        )
        .execute {
            $0.integer(now.milliseconds)
            $0.integer(revision)
            $0.integer(attempt)
            $0.integer(settingsVersion)
            $0.integer(deadLetter.number)
            $0.integer(deadLetter.version)
        }
        try requireOneChange()
    }

    func open(_ held: OpenDeadLetter, cause: DeadLetterCause, event: Int64, settingsVersion: Int64?) throws {
        try statement(
            """
            UPDATE dead_letters SET state = 'open', held_until = NULL, version = version + 1, violations = ?,
                fingerprint = ?, settings_version = ?, event = ?
            WHERE number = ? AND state = 'held' AND version = ?
            """
        )
        .execute {
            $0.text(Violation.text(cause.violations))
            $0.text(cause.fingerprint)
            $0.integer(settingsVersion)
            $0.integer(event)
            $0.integer(held.number)
            $0.integer(held.version)
        }
        try requireOneChange()
    }

    func countAttempt(of deadLetter: OpenDeadLetter, cause: DeadLetterCause, settingsVersion: Int64?) throws {
        try statement(
            """
            UPDATE dead_letters SET attempts = attempts + 1, version = version + 1, violations = ?, fingerprint = ?,
                settings_version = ?
            WHERE number = ? AND state = 'open' AND version = ?
            """
        )
        .execute {
            $0.text(Violation.text(cause.violations))
            $0.text(cause.fingerprint)
            $0.integer(settingsVersion)
            $0.integer(deadLetter.number)
            $0.integer(deadLetter.version)
        }
        try requireOneChange()
    }

    func forgetAttempts(at content: ContentKey) throws {
        try statement("DELETE FROM attempts WHERE content_key = ?").execute { $0.blob([UInt8](content.blob)) }
    }
}
