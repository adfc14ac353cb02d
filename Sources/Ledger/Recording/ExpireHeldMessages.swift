public import Terminations

extension Recorder {
    /// Refuses messages whose waiting time is over: each becomes an open dead letter, and the CRM is told, in one
    /// transaction.
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
                try batch.heldMessages(until: now, limit: limit, after: place).map { stored in
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
    /// Sets open and held letters aside for good. Those that were held are refused first: silence would read as acceptance.
    ///
    /// The refusals are one transaction, the rest is another one: after a crash in between they are open dead letters.
    ///
    /// - Parameters:
    ///   - versions: where given, ``DeadLetter/version`` as the caller saw it, in the order of `ids`: a letter that was
    ///     changed since is left as it is.
    ///   - action: the action that this is a part of; without one it cannot be taken back. Taken back, a letter that was
    ///     held is open: its sender was told that it is refused.
    public func discard(
        _ ids: [String],
        ifVersions versions: [Int]? = nil,
        action: Int64? = nil,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [DeadLetterChange] {
        var versions = versions
        if try ledger.isAnyHeld(ids) {
            for index in try refuseHeld(ids, ifVersions: versions, at: now) { versions?[index] += 1 }
        }
        return try ledger.discard(ids, ifVersions: versions, action: action, by: actor, reason: reason, at: now)
    }

    /// - Returns: the places of those that were held and are refused now: each is a version further.
    private func refuseHeld(
        _ ids: [String],
        ifVersions versions: [Int]?,
        at now: Instant
    ) throws(LedgerError) -> [Int] {
        try write { database in
            try judging(database, at: now) { batch, _ in
                var refused: [Int] = []
                var next = 0
                try ReplaySelection.ids(ids).forEach(database) { _, stored in
                    defer { next += 1 }
                    guard let stored, stored.state == .held else { return }
                    if let versions, Int64(versions[next]) != stored.version { return }
                    let violations = [Judge.unknownTermination(ParsedMessage(stored.message, limits: limits))]
                    try batch.refuseHeld(stored, violations, because: "It was discarded while it waited.")
                    refused.append(next)
                }
                return refused
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
                    SELECT held_until, number FROM dead_letters INDEXED BY dead_letters_held
                    WHERE state = 'held' AND (held_until, number) > (?, ?) ORDER BY held_until, number LIMIT 1
                    """,
                    after: place
                )
            }
        }
    }
}

extension Batch {
    func heldMessages(until now: Instant, limit: Int, after place: DuePlace) throws -> [StoredMessage] {
        let statement = try RawStatement(
            database,
            """
            SELECT \(StoredMessage.columns) FROM dead_letters INDEXED BY dead_letters_held
            WHERE state = 'held' AND held_until <= ? AND (held_until, number) > (?, ?)
            ORDER BY held_until, number LIMIT ?
            """
        )
        var held: [StoredMessage] = []
        try statement.forEachRow {
            $0.integer(now.milliseconds)
            $0.integer(place.milliseconds)
            $0.integer(place.row)
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
        try RawStatement(
            database,
            """
            UPDATE dead_letters SET state = 'open', held_until = NULL, version = version + 1, violations = ?,
                fingerprint = ?, settings_version = ?, event = ?
            WHERE number = ? AND state = 'held' AND version = ?
            """
        )
        .execute {
            $0.text(text)
            $0.text(cause.fingerprint)
            $0.integer(knownSettingsVersion)
            $0.integer(nextSequence)
            $0.integer(stored.number)
            $0.integer(stored.version)
        }
        try demandOneChange()
        try note(.refused, of: stored.id, by: .worker(words), details: refusalDetails(text))
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
        try answerThoseWhoWait(for: stored.id, parsed, violations, position: sequence)
        hasOpenDeadLetters = true
    }
}
