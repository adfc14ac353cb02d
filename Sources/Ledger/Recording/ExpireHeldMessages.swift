import GRDB
public import Terminations

extension Recorder {
    /// Refuses messages whose waiting time is over: each becomes an open dead letter, and the CRM is told, in one
    /// transaction.
    ///
    /// - Parameter limit: how many at most; some hundreds, so that the intake is not held up.
    /// - Returns: what was refused; fewer than `limit` when there are no more.
    public func expireHeldMessages(at now: Instant, limit: Int = 500) throws(LedgerError) -> [FollowUp] {
        try write { database in
            try judging(database, at: now) { batch, _ in
                try batch.heldMessages(until: now, limit: limit).map { stored in
                    let violations = [Judge.unknownTermination(Reading(stored.message, limits: limits))]
                    try batch.refuseHeld(stored, violations, because: "The waiting time is over.")
                    return FollowUp(
                        deadLetterID: stored.id,
                        messageID: stored.messageID,
                        result: .rejected(violations)
                    )
                }
            }
        }
    }
}

extension Ledger {
    /// When the first message that waits is to be refused; nil when none waits.
    public func nextExpiry() throws(LedgerError) -> Instant? {
        try reportingLedgerErrors {
            try pool.read { database in
                try Int64.fetchOne(database, sql: "SELECT min(held_until) FROM dead_letters WHERE state = 'held'")
                    .map(Instant.init(milliseconds:))
            }
        }
    }
}

extension Batch {
    func heldMessages(until now: Instant, limit: Int) throws -> [StoredMessage] {
        let statement = try HotStatement(
            database,
            """
            SELECT \(StoredMessage.columns) FROM dead_letters INDEXED BY dead_letters_held
            WHERE state = 'held' AND held_until <= ? ORDER BY held_until, number LIMIT ?
            """
        )
        var held: [StoredMessage] = []
        try statement.forEachRow {
            $0.integer(now.milliseconds)
            $0.integer(limit)
        } _: { row in
            held.append(try StoredMessage(row))
        }
        return held
    }

    /// Makes an open dead letter of a message that waited, and tells so.
    mutating func refuseHeld(_ stored: StoredMessage, _ violations: [Violation], because words: String) throws {
        let cause = DeadLetterCause.violations(violations)
        try register(cause)
        let text = Violation.text(violations)
        try HotStatement(
            database,
            """
            UPDATE dead_letters SET state = 'open', held_until = NULL, version = version + 1, violations = ?,
                fingerprint = ?, settings_version = ?
            WHERE number = ? AND state = 'held' AND version = ?
            """
        )
        .execute {
            $0.text(text)
            $0.text(cause.fingerprint)
            $0.integer(knownSettingsVersion)
            $0.integer(stored.number)
            $0.integer(stored.version)
        }
        try demandOneChange()
        try note(.refused, of: stored.id, by: .worker(words), details: refusalDetails(text))
        let properties = stored.message.properties
        let event = Event.rejected(
            deadLetterID: stored.id,
            reading: Reading(stored.message, limits: limits),
            violations: violations,
            receivedAt: stored.receivedAt,
            context: context(for: properties)
        )
        try append(event, for: properties, replyTo: properties.replyTo)
        hasOpenDeadLetters = true
    }
}
