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
        let deadLetters = try transaction.openDeadLetters(ofMessage: message.messageID)
        let resolution = DeadLetterResolution(
            row: revision,
            terminationID: message.terminationID,
            revision: message.revision
        )
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
        try transaction.forEachOpenDeadLetter(
            ofTermination: message.terminationID,
            contract: message.contractID
        ) { stored in
            guard ParsedMessage(stored.message, limits: limits).isEarlierAttempt(at: message) else { return }
            deadLetters.append(stored.deadLetter)
        }
        return deadLetters
    }

    /// - Parameter attempt: 1 where it was judged on purpose, 0 where its message came again by itself.
    mutating func resolve(
        _ deadLetter: OpenDeadLetter,
        by author: AuditTrail.Author,
        as resolution: DeadLetterResolution,
        attempt: Int = 0
    ) throws {
        try transaction.resolve(
            deadLetter,
            by: resolution.row,
            attempt: attempt,
            settingsVersion: knownSettingsVersion,
            at: recordedAt
        )
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

    var knownSettingsVersion: Int64? { settingsVersion > 0 ? Int64(settingsVersion) : nil }
}
