import Terminations

extension Batch {
    /// Closes the open dead letters that a message was before it was recorded: those of its message id (the settings
    /// changed, or the CRM mended the message), and those of its termination and revision (the CRM mended it under another
    /// message id).
    ///
    /// - Parameters:
    ///   - revision: the row of `termination_revisions` that the message became.
    ///   - number: a dead letter that the caller resolves itself.
    mutating func resolveDeadLetters(
        of message: TerminationMessage,
        by revision: Int64,
        leaving number: Int64? = nil
    ) throws {
        guard hasOpenDeadLetters else { return }
        var deadLetters: [OpenDeadLetter] = []
        try statements.openDeadLetters.forEachRow {
            $0.text(message.messageID)
        } _: { row in
            deadLetters.append(OpenDeadLetter(number: row.integer(0), id: row.text(1) ?? "", version: row.integer(2)))
        }
        let resolution = Resolution(row: revision, terminationID: message.terminationID, revision: message.revision)
        for deadLetter in deadLetters where deadLetter.number != number {
            try resolve(deadLetter, by: .worker("A message with this id was accepted."), as: resolution)
        }
        let resolved = Set(deadLetters.map(\.number))
        for deadLetter in try earlierAttempts(at: message)
        where deadLetter.number != number && !resolved.contains(deadLetter.number) {
            try resolve(
                deadLetter,
                by: .worker("This revision of the termination was accepted under another message id."),
                as: resolution
            )
        }
    }

    /// The open dead letters that a message was under another message id. Thousands may be of one termination: of each no
    /// more is kept than what a change of it needs.
    private func earlierAttempts(at message: TerminationMessage) throws -> [OpenDeadLetter] {
        var deadLetters: [OpenDeadLetter] = []
        try statements.openDeadLettersOfTermination.forEachRow {
            $0.text(message.terminationID)
            $0.text(message.contractID)
        } _: { row in
            let stored = try StoredMessage(RawRow(row))
            guard ParsedMessage(stored.message, limits: limits).isEarlierAttempt(at: message) else { return }
            deadLetters.append(stored.deadLetter)
        }
        return deadLetters
    }

    /// A dead letter that this transaction has found to be open or held.
    struct OpenDeadLetter {
        var number: Int64
        var id: String
        /// As it was found: a change is made only if it still is so.
        var version: Int64
    }

    /// What a dead letter became.
    struct Resolution {
        /// Of `termination_revisions`.
        var row: Int64
        var terminationID: String
        var revision: Int
    }

    /// - Parameter attempt: 1 where it was judged on purpose, 0 where its message came again by itself.
    mutating func resolve(
        _ deadLetter: OpenDeadLetter,
        by author: AuditTrail.Author,
        as resolution: Resolution,
        attempt: Int = 0
    ) throws {
        try RawStatement(
            database,
            """
            UPDATE dead_letters SET state = 'resolved', version = version + 1, resolved_at = ?, resolved_by = ?,
                attempts = attempts + ?, settings_version = ?, held_until = NULL
            WHERE number = ? AND state IN ('open', 'held') AND version = ?
            """
        )
        .execute {
            $0.integer(recordedAt.milliseconds)
            $0.integer(resolution.row)
            $0.integer(attempt)
            $0.integer(knownSettingsVersion)
            $0.integer(deadLetter.number)
            $0.integer(deadLetter.version)
        }
        try demandOneChange()
        var details = JSONWriter()
        details.beginObject()
        details.name("terminationId")
        details.string(resolution.terminationID)
        details.name("revision")
        details.integer(resolution.revision)
        details.name("settingsVersion")
        details.integer(settingsVersion)
        if let replay = author.replay {
            details.name("replay")
            details.integer(replay)
        }
        details.endObject()
        try note(.resolved, of: deadLetter.id, by: author, details: String(decoding: details.bytes, as: UTF8.self))
    }

    /// A letter was read in this transaction: that it is another one now cannot be.
    func demandOneChange() throws {
        guard database.changesCount == 1 else {
            throw LedgerError(.other, "A dead letter changed within the transaction that had read it.")
        }
    }

    var knownSettingsVersion: Int64? { settingsVersion > 0 ? Int64(settingsVersion) : nil }
}
