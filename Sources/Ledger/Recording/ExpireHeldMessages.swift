public import Terminations

extension Recorder {
    /// Refuses messages whose waiting time is over, in one transaction: each becomes an open dead letter, and a `rejected`
    /// event is published.
    ///
    /// - Parameters:
    ///   - limit: how many at most; some hundreds, so that the intake is not held up.
    ///   - place: those up to there are passed over.
    /// - Returns: what was refused; fewer than `limit` when there are no more.
    public func expireHeldMessages(
        at now: Instant,
        limit: Int = 500,
        after place: DuePlace = .beginning
    ) throws(LedgerError) -> [CascadedOutcome] {
        try write { database in
            try judging(database, at: now) { batch, _ in
                try batch.transaction.heldMessages(until: now, limit: limit, after: place).map { stored in
                    let violations = [Judge.unknownTermination(ParsedMessage(stored.message, limits: limits))]
                    try batch.refuseHeld(stored, violations, because: "The waiting time is over.")
                    return CascadedOutcome(
                        deadLetterID: stored.id,
                        messageID: stored.messageID,
                        result: .rejected(violations)
                    )
                }
            }
        }
    }
}

extension Recorder {
    /// Sets open and held dead letters aside. Those that are held are refused first: their senders would take silence for
    /// acceptance.
    ///
    /// The refusals are one transaction, the rest is another one: after a crash in between they are open dead letters.
    ///
    /// - Parameters:
    ///   - deadLetters: what the caller has seen: one that has another version is left as it is.
    ///   - action: the action that this is a part of; without one it cannot be undone. After an undo a dead letter that was
    ///     held is open, because its sender was answered that it is refused.
    public func discard(
        _ deadLetters: [DeadLetterVersion],
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        var deadLetters = deadLetters
        if try ledger.isAnyHeld(deadLetters.map(\.id)) { try refuseHeld(&deadLetters, at: now) }
        return try ledger.discard(deadLetters, action: action, by: actor, reason: reason, at: now)
    }

    /// - Parameter deadLetters: afterwards with the versions that those have which were held and are refused now.
    private func refuseHeld(_ deadLetters: inout [DeadLetterVersion], at now: Instant) throws(LedgerError) {
        deadLetters = try write { [deadLetters] database in
            try judging(database, at: now) { batch, _ in
                var after: [DeadLetterVersion] = []
                try StoredMessage.Selection.versions(deadLetters).forEach(database) { seen, stored in
                    guard let stored, stored.state == .held, seen.version == stored.version else {
                        after.append(seen)
                        return
                    }
                    let violations = [Judge.unknownTermination(ParsedMessage(stored.message, limits: limits))]
                    try batch.refuseHeld(stored, violations, because: "It was discarded while it waited.")
                    after.append(DeadLetterVersion(id: seen.id, version: seen.version + 1))
                }
                return after
            }
        }
    }
}

extension Ledger {
    fileprivate func isAnyHeld(_ ids: [String]) throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            try pool.read { database in
                let statement = try database.cachedStatement(
                    sql: "SELECT EXISTS (SELECT 1 FROM dead_letters WHERE id = ? AND state = 'held')"
                )
                return try ids.contains { try Bool.fetchOne(statement, arguments: [$0]) ?? false }
            }
        }
    }

    /// The message that waits and is to be refused first; nil when none waits.
    public func nextExpiry(after place: DuePlace = .beginning) throws(LedgerError) -> DuePlace? {
        try reportingLedgerErrors {
            try pool.read { database in
                try DuePlace.first(
                    database,
                    """
                    SELECT held_until, number FROM dead_letters \(EngineSQL.index("dead_letters_held"))
                    WHERE state = 'held' AND (held_until, number) > (?, ?) ORDER BY held_until, number LIMIT 1
                    """,
                    after: place
                )
            }
        }
    }
}

extension Batch {
    /// Makes an open dead letter of a held message, and publishes the refusal.
    mutating func refuseHeld(_ stored: StoredMessage, _ violations: [Violation], because words: String) throws {
        let cause = DeadLetterCause.violations(violations)
        try register(cause)
        try transaction.open(
            stored.deadLetter,
            cause: cause,
            event: nextSequence,
            settingsVersion: knownSettingsVersion
        )
        let details = refusalDetails(Violation.text(violations))
        try note(.refused, of: stored.id, by: .worker(words), details: details)
        let properties = stored.message.properties
        let parsed = ParsedMessage(stored.message, limits: limits)
        let sequence = nextSequence
        let event = Event.rejected(
            deadLetterID: stored.id,
            parsed: parsed,
            violations: violations,
            receivedAt: stored.receivedAt,
            context: context(for: properties)
        )
        try append(event, for: properties)
        try answer(properties, of: stored.id, parsed, violations, event: event)
        try answerWaiting(for: stored.id, parsed, violations, position: sequence)
        hasOpenDeadLetters = true
    }
}
