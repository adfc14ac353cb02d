import Terminations

/// How soon a termination must take effect for that to be noted at once. The scheduler finds later ones by itself, in less time
/// than this.
private let soon = Duration.seconds(60)

extension Batch {
    /// Writes a new termination with its first revision and its event.
    mutating func insert(
        _ termination: Termination,
        _ fact: RecordedChange,
        _ incoming: IncomingMessage,
        _ judged: Judgement
    ) throws -> WrittenRevision {
        let contractSequence = nextContractSequence(after: judged.contract)
        let isOver = isSilentlyInEffect(termination.billingStopsAt)
        let reason = try termination.reason.map { try reasons.use($0, transaction.database) }
        let values = TerminationValues(
            contractSequence: contractSequence,
            isInEffect: isOver,
            reason: reason,
            hasOtherTerms: !judged.contract.inForce.isEmpty,
            settingsVersion: settingsVersion,
            recordedAt: recordedAt
        )
        let row = try transaction.insert(termination, values)
        let recorded = try writeRevision(fact, incoming, of: row, contractSequence: contractSequence)
        if !isOver, termination.billingStopsAt <= recordedAt.advanced(by: soon) {
            try notePendingEffect(of: row, at: termination.billingStopsAt)
        }
        try passOn(contractSequence, in: judged.contract, otherThan: row)
        return recorded
    }

    /// Writes a revision and its event.
    ///
    /// - Parameter supersededEffect: the event with which the termination had taken effect, if that holds no longer.
    mutating func writeRevision(
        _ fact: RecordedChange,
        _ incoming: IncomingMessage,
        of termination: Int64,
        contractSequence: Int,
        supersededEffect: Int64? = nil
    ) throws -> WrittenRevision {
        let isPublished = origin.publishesEvents
        let sequence = isPublished ? nextSequence : 0
        let revision = try transaction.insertRevision(
            fact.message,
            body: incoming.body,
            of: termination,
            event: isPublished ? sequence : nil,
            supersededEffect: supersededEffect,
            importRun: origin.importRun,
            settingsVersion: settingsVersion,
            at: recordedAt
        )
        guard isPublished else { return WrittenRevision(revision: revision, sequence: 0) }
        let context = context(for: incoming.properties, contractSequence: contractSequence)
        try append(Event.announcing(fact, context: context), for: incoming.properties)
        return WrittenRevision(revision: revision, sequence: sequence)
    }

    /// The number of the contract's next event, or of its last if no event is published.
    func nextContractSequence(after contract: Contract) -> Int {
        contract.lastSequence + (origin.publishesEvents ? 1 : 0)
    }

    /// Whether the last day is over and no event is published of that: history that is imported without events.
    func isSilentlyInEffect(_ billingStopsAt: Instant) -> Bool {
        !origin.publishesEvents && billingStopsAt <= recordedAt
    }

    /// Keeps the last sequence of the contract in its other terminations in force, so that each of them takes effect without
    /// looking for the others.
    func passOn(_ lastSequence: Int, in contract: Contract, otherThan row: Int64) throws {
        for other in contract.inForce where other.row != row {
            try transaction.setContractSequence(lastSequence, of: other.row)
        }
    }

    /// Adds a revision that came after a later one to the history. Nothing else changes, and no event is published.
    mutating func insertOvertaken(
        _ message: TerminationMessage,
        _ incoming: IncomingMessage,
        of termination: Int64
    ) throws -> Int64 {
        try transaction.insertSuperseded(
            message,
            body: incoming.body,
            of: termination,
            importRun: origin.importRun,
            settingsVersion: settingsVersion,
            at: recordedAt
        )
    }
}
