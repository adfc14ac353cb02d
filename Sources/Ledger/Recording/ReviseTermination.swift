import Terminations

extension Batch {
    /// Adds a correction: the termination is as it says from now on. The revisions before it stay as they are.
    ///
    /// A termination that had taken effect at the same instant stays in effect; otherwise it takes effect anew.
    mutating func correct(
        _ termination: Termination,
        _ fact: RecordedChange,
        _ incoming: IncomingMessage,
        _ judged: Judgement
    ) throws -> Recorded {
        let row = try judged.revisedRow
        let message = termination.message
        let contractSequence = nextContractSequence(after: judged.contract)
        let stopsAt = termination.billingStopsAt.milliseconds
        let staysInEffect = row.recorded.effectiveAt?.milliseconds == stopsAt
        let isInEffect = staysInEffect || isInEffectUntold(termination.billingStopsAt)
        if let old = row.reason { reasons.drop(old) }
        let reason = try termination.reason.map { try reasons.use($0, database) }
        try RawStatement(
            database,
            """
            UPDATE terminations SET contract_sequence = ?, revision = ?, termination_type = ?, initiator = ?,
                contract_type = ?, customer_kind = ?, reason = ?, end_date = ?, billing_stops_at = ?,
                effective_at = ?, effective_event = ?, settings_version = ?, revised_at = ?,
                starts_on = coalesce(?, starts_on), (\(ReportColumns.names)) = (?, ?, ?, ?, ?, ?)
            WHERE id = ?
            """
        )
        .execute {
            $0.integer(contractSequence)
            $0.integer(message.revision)
            $0.text(message.terminationType.rawValue)
            $0.text(message.initiator?.rawValue)
            $0.text(message.contractType)
            $0.text(message.customerKind?.rawValue)
            $0.integer(reason)
            $0.text(termination.endDate.description)
            $0.integer(stopsAt)
            $0.integer(isInEffect ? stopsAt : nil)
            $0.integer(staysInEffect ? row.effectiveEvent : nil)
            $0.integer(settingsVersion)
            $0.integer(message.occurredAt.milliseconds)
            $0.text(message.contract.startDate?.description)
            ReportColumns(termination).bind(to: &$0)
            $0.integer(row.id)
        }
        let recorded = try tell(
            fact,
            incoming,
            of: row.id,
            contractSequence: contractSequence,
            supersededEffect: staysInEffect ? nil : row.effectiveEvent
        )
        try noteChangedFact(of: row.id)
        try passOn(contractSequence, in: judged.contract, otherThan: row.id)
        if !isInEffect { try notePendingEffect(of: row.id, at: termination.billingStopsAt) }
        return recorded
    }

    /// Adds a withdrawal: the contract goes on.
    mutating func withdraw(_ fact: RecordedChange, _ incoming: IncomingMessage, _ judged: Judgement) throws -> Recorded
    {
        let row = try judged.revisedRow
        let contractSequence = nextContractSequence(after: judged.contract)
        try database.cachedStatement(
            sql: """
                UPDATE terminations SET contract_sequence = ?, revision = ?, ended = id, effective_at = NULL,
                    effective_event = NULL, revised_at = ?
                WHERE id = ?
                """
        )
        .execute(
            arguments: [contractSequence, fact.message.revision, fact.message.occurredAt.milliseconds, row.id]
        )
        let recorded = try tell(
            fact,
            incoming,
            of: row.id,
            contractSequence: contractSequence,
            supersededEffect: row.effectiveEvent
        )
        try noteChangedFact(of: row.id)
        try passOn(contractSequence, in: judged.contract, otherThan: row.id)
        return recorded
    }

    /// What reports count of it is packed anew.
    private func noteChangedFact(of termination: Int64) throws {
        try RawStatement(database, "INSERT INTO report_changes (termination) VALUES (?) ON CONFLICT DO NOTHING").execute
        {
            $0.integer(termination)
        }
    }
}

extension Batch.Judgement {
    /// What a correction or withdrawal that was accepted is of.
    fileprivate var revisedRow: RecordedRow {
        get throws {
            guard let termination else {
                throw LedgerError(.other, "A revision was accepted without its termination.")
            }
            return termination
        }
    }
}
