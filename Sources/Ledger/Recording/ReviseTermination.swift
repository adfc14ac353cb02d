import Terminations

extension Batch {
    /// Adds a correction, which is the termination's state from now on. Earlier revisions stay as they are.
    ///
    /// A termination that had taken effect at the same instant stays in effect; otherwise it takes effect again.
    mutating func correct(
        _ termination: Termination,
        _ fact: RecordedChange,
        _ incoming: IncomingMessage,
        _ judged: Judgement
    ) throws -> WrittenRevision {
        let row = try judged.revisedRow
        let contractSequence = nextContractSequence(after: judged.contract)
        let stopsAt = termination.billingStopsAt.milliseconds
        let staysInEffect = row.recorded.effectiveAt?.milliseconds == stopsAt
        let isInEffect = staysInEffect || isSilentlyInEffect(termination.billingStopsAt)
        if let old = row.reason { reasons.drop(old) }
        let reason = try termination.reason.map { try reasons.use($0, transaction.database) }
        let values = CorrectionValues(
            contractSequence: contractSequence,
            isInEffect: isInEffect,
            effectiveEvent: staysInEffect ? row.effectiveEvent : nil,
            reason: reason,
            settingsVersion: settingsVersion
        )
        try transaction.correct(row.id, to: termination, values)
        let recorded = try writeRevision(
            fact,
            incoming,
            of: row.id,
            contractSequence: contractSequence,
            supersededEffect: staysInEffect ? nil : row.effectiveEvent
        )
        try passOn(contractSequence, in: judged.contract, otherThan: row.id)
        if !isInEffect { try notePendingEffect(of: row.id, at: termination.billingStopsAt) }
        return recorded
    }

    /// Adds a withdrawal: the contract continues.
    mutating func withdraw(_ fact: RecordedChange, _ incoming: IncomingMessage, _ judged: Judgement) throws
        -> WrittenRevision
    {
        let row = try judged.revisedRow
        let contractSequence = nextContractSequence(after: judged.contract)
        try transaction.withdraw(
            row.id,
            revision: fact.message.revision,
            contractSequence: contractSequence,
            at: fact.message.occurredAt
        )
        let recorded = try writeRevision(
            fact,
            incoming,
            of: row.id,
            contractSequence: contractSequence,
            supersededEffect: row.effectiveEvent
        )
        try passOn(contractSequence, in: judged.contract, otherThan: row.id)
        return recorded
    }
}

extension Judgement {
    /// What a correction or withdrawal that was accepted is of.
    fileprivate var revisedRow: TerminationRow {
        get throws {
            guard let termination else {
                throw LedgerError(.other, "A revision was accepted without its termination.")
            }
            return termination
        }
    }
}
