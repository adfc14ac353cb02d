import Terminations

extension Batch {
    /// How soon a termination must take effect for that to be noted at once. What is later the scheduler finds by itself,
    /// in less time than this.
    static let soon = Duration.seconds(60)

    /// Writes a new termination with its first revision, reserves the message id, and tells of it.
    mutating func insert(
        _ termination: Termination,
        _ fact: RecordedChange,
        _ incoming: IncomingMessage,
        _ judged: Judgement
    ) throws -> Recorded {
        let message = termination.message
        let contractSequence = nextContractSequence(after: judged.contract)
        let isOver = isInEffectUntold(termination.billingStopsAt)
        let reason = try termination.reason.map { try reasons.use($0, database) }
        try statements.insertTermination.execute {
            $0.text(message.terminationID)
            $0.text(message.contractID)
            $0.integer(contractSequence)
            $0.integer(message.revision)
            $0.text(message.customerID)
            $0.text(message.terminationType.rawValue)
            $0.text(message.initiator?.rawValue)
            $0.text(message.contractType)
            $0.text(message.customerKind?.rawValue)
            $0.integer(reason)
            $0.text(termination.endDate.description)
            $0.integer(termination.billingStopsAt.milliseconds)
            $0.integer(isOver ? termination.billingStopsAt.milliseconds : nil)
            $0.integer(message.occurredAt.milliseconds)
            $0.integer(settingsVersion)
            $0.integer(recordedAt.milliseconds)
            $0.text(termination.occurredOn.description)
            $0.text(message.contract.startDate?.description)
            $0.integer(judged.contract.inForce.isEmpty ? 0 : 1)
            ReportColumns(termination).bind(to: &$0)
        }
        let row = statements.insertTermination.lastInsertedRow
        ids.note(termination: row, message.terminationID, contract: message.contractID)
        let recorded = try tell(fact, incoming, of: row, contractSequence: contractSequence)
        if !isOver, termination.billingStopsAt <= recordedAt.advanced(by: Batch.soon) {
            try notePendingEffect(of: row, at: termination.billingStopsAt)
        }
        try passOn(contractSequence, in: judged.contract, otherThan: row)
        return recorded
    }

    /// Writes a revision and the event that tells of it.
    ///
    /// - Parameter supersededEffect: the event that told that the termination had taken effect, where that holds no longer.
    mutating func tell(
        _ fact: RecordedChange,
        _ incoming: IncomingMessage,
        of termination: Int64,
        contractSequence: Int,
        supersededEffect: Int64? = nil
    ) throws -> Recorded {
        let message = fact.message
        let isTold = origin.tellsEvents
        let sequence = isTold ? nextSequence : 0
        try statements.insertRevision.execute(last: incoming.body) {
            $0.integer(termination)
            $0.integer(message.revision)
            $0.text(message.action.rawValue)
            $0.text(message.messageID)
            $0.blob(message.contentDigest.bytes)
            $0.integer(settingsVersion)
            $0.integer(recordedAt.milliseconds)
            $0.integer(isTold ? sequence : nil)
            $0.integer(supersededEffect)
            $0.integer(origin.importRun)
        }
        let revision = statements.insertRevision.lastInsertedRow
        ids.note(revision: revision, message: message.messageID)
        guard isTold else { return Recorded(revision: revision, sequence: 0) }
        let context = context(for: incoming.properties, contractSequence: contractSequence)
        try append(Event.telling(fact, context: context), for: incoming.properties)
        return Recorded(revision: revision, sequence: sequence)
    }

    /// The number of the contract's next event, or of its last where no event is told.
    func nextContractSequence(after contract: Contract) -> Int {
        contract.lastSequence + (origin.tellsEvents ? 1 : 0)
    }

    /// Whether a termination is over, and nothing is told of that: history that is imported without events.
    func isInEffectUntold(_ billingStopsAt: Instant) -> Bool {
        !origin.tellsEvents && billingStopsAt <= recordedAt
    }

    /// Keeps up that a termination in force has the last sequence of its contract: so it takes effect without looking for
    /// the others, unless it knows that there are some.
    func passOn(_ lastSequence: Int, in contract: Contract, otherThan row: Int64) throws {
        for other in contract.inForce where other.row != row {
            try database.cachedStatement(
                sql: "UPDATE terminations SET contract_sequence = ?, has_other_terms = 1 WHERE id = ?"
            )
            .execute(arguments: [lastSequence, other.row])
        }
    }

    /// Adds a revision that came after a later one to the history. Nothing else changes, and no event tells of it.
    mutating func insertOvertaken(
        _ message: TerminationMessage,
        _ incoming: IncomingMessage,
        of termination: Int64
    ) throws -> Int64 {
        let insert = try RawStatement(
            database,
            """
            INSERT INTO termination_revisions (
                termination, revision, action, message_id, content_digest, settings_version, recorded_at, import_run,
                superseded, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
            """
        )
        try insert.execute {
            $0.integer(termination)
            $0.integer(message.revision)
            $0.text(message.action.rawValue)
            $0.text(message.messageID)
            $0.blob(message.contentDigest.bytes)
            $0.integer(settingsVersion)
            $0.integer(recordedAt.milliseconds)
            $0.integer(origin.importRun)
            $0.blob(incoming.body)
        }
        let row = database.lastInsertedRowID
        ids.note(revision: row, message: message.messageID)
        return row
    }

    /// Notes that a message said what a revision says already, under another message id.
    func noteRepetition(_ message: TerminationMessage, of revision: Int64) throws {
        try RawStatement(
            database,
            "INSERT INTO repeated_messages (revision, message_id, recorded_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        )
        .execute {
            $0.integer(revision)
            $0.text(message.messageID)
            $0.integer(recordedAt.milliseconds)
        }
    }
}
