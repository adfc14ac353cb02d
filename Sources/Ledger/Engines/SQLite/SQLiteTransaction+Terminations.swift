import Terminations

extension SQLiteTransaction {
    func insert(_ termination: Termination, _ values: TerminationValues) throws -> Int64 {
        let message = termination.message
        try statements.insertTermination.execute {
            $0.text(message.terminationID)
            $0.text(message.contractID)
            $0.integer(values.contractSequence)
            $0.integer(message.revision)
            $0.text(message.customerID)
            $0.text(message.terminationType.rawValue)
            $0.text(message.initiator?.rawValue)
            $0.text(message.contractType)
            $0.text(message.customerKind?.rawValue)
            $0.integer(values.reason)
            $0.text(termination.endDate.description)
            $0.integer(termination.billingStopsAt.milliseconds)
            $0.integer(values.isInEffect ? termination.billingStopsAt.milliseconds : nil)
            $0.integer(message.occurredAt.milliseconds)
            $0.integer(values.settingsVersion)
            $0.integer(values.recordedAt.milliseconds)
            $0.text(termination.occurredOn.description)
            $0.text(message.contract.startDate?.description)
            $0.integer(values.hasOtherTerms ? 1 : 0)
            ReportColumns(termination).bind(to: &$0)
        }
        let row = statements.insertTermination.lastInsertedRow
        ids.add(termination: row, message.terminationID, contract: message.contractID)
        return row
    }

    func insertRevision(
        _ message: TerminationMessage,
        body: [UInt8],
        of termination: Int64,
        event: Int64?,
        supersededEffect: Int64?,
        importRun: Int64?,
        settingsVersion: Int,
        at now: Instant
    ) throws -> Int64 {
        try statements.insertRevision.execute(last: body) {
            $0.integer(termination)
            $0.integer(message.revision)
            $0.text(message.action.rawValue)
            $0.text(message.messageID)
            $0.blob(message.contentDigest.bytes)
            $0.integer(settingsVersion)
            $0.integer(now.milliseconds)
            $0.integer(event)
            $0.integer(supersededEffect)
            $0.integer(importRun)
        }
        let revision = statements.insertRevision.lastInsertedRow
        ids.add(revision: revision, message: message.messageID)
        return revision
    }

    func insertSuperseded(
        _ message: TerminationMessage,
        body: [UInt8],
        of termination: Int64,
        importRun: Int64?,
        settingsVersion: Int,
        at now: Instant
    ) throws -> Int64 {
        let insert = try statement(
            """
            INSERT INTO termination_revisions (
                termination, revision, action, message_id, content_digest, settings_version, recorded_at, import_run,
                superseded, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
            """
        )
        try insert.execute(last: body) {
            $0.integer(termination)
            $0.integer(message.revision)
            $0.text(message.action.rawValue)
            $0.text(message.messageID)
            $0.blob(message.contentDigest.bytes)
            $0.integer(settingsVersion)
            $0.integer(now.milliseconds)
            $0.integer(importRun)
        }
        ids.add(revision: insert.lastInsertedRow, message: message.messageID)
        return insert.lastInsertedRow
    }

    func insertRepetition(_ messageID: String, of revision: Int64, at now: Instant) throws {
        try statement(
            """
            INSERT INTO repeated_messages (revision, message_id, recorded_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
            """
        )
        .execute {
            $0.integer(revision)
            $0.text(messageID)
            $0.integer(now.milliseconds)
        }
    }

    func correct(_ row: Int64, to termination: Termination, _ values: CorrectionValues) throws {
        let message = termination.message
        let stopsAt = termination.billingStopsAt.milliseconds
        try statement(
            """
            UPDATE terminations SET contract_sequence = ?, revision = ?, termination_type = ?, initiator = ?,
                contract_type = ?, customer_kind = ?, reason = ?, end_date = ?, billing_stops_at = ?,
                effective_at = ?, effective_event = ?, settings_version = ?, revised_at = ?,
                starts_on = coalesce(?, starts_on), (\(ReportColumns.names)) = (?, ?, ?, ?, ?, ?)
            WHERE id = ?
            """
        )
        .execute {
            $0.integer(values.contractSequence)
            $0.integer(message.revision)
            $0.text(message.terminationType.rawValue)
            $0.text(message.initiator?.rawValue)
            $0.text(message.contractType)
            $0.text(message.customerKind?.rawValue)
            $0.integer(values.reason)
            $0.text(termination.endDate.description)
            $0.integer(stopsAt)
            $0.integer(values.isInEffect ? stopsAt : nil)
            $0.integer(values.effectiveEvent)
            $0.integer(values.settingsVersion)
            $0.integer(message.occurredAt.milliseconds)
            $0.text(message.contract.startDate?.description)
            ReportColumns(termination).bind(to: &$0)
            $0.integer(row)
        }
        try noteChangedFact(of: row)
    }

    func withdraw(_ row: Int64, revision: Int, contractSequence: Int, at revisedAt: Instant) throws {
        try statement(
            """
            UPDATE terminations SET contract_sequence = ?, revision = ?, ended = id, effective_at = NULL,
                effective_event = NULL, revised_at = ?
            WHERE id = ?
            """
        )
        .execute {
            $0.integer(contractSequence)
            $0.integer(revision)
            $0.integer(revisedAt.milliseconds)
            $0.integer(row)
        }
        try noteChangedFact(of: row)
    }

    /// The facts that reports count of it are packed again.
    private func noteChangedFact(of termination: Int64) throws {
        try statement("INSERT INTO report_changes (termination) VALUES (?) ON CONFLICT DO NOTHING").execute {
            $0.integer(termination)
        }
    }

    func setContractSequence(_ sequence: Int, of row: Int64) throws {
        try statement("UPDATE terminations SET contract_sequence = ?, has_other_terms = 1 WHERE id = ?").execute {
            $0.integer(sequence)
            $0.integer(row)
        }
    }

    func takeEffect(_ row: Int64, event: Int64, contractSequence: Int) throws {
        try statement(
            """
            UPDATE terminations SET effective_at = billing_stops_at, effective_event = ?, contract_sequence = ?
            WHERE id = ?
            """
        )
        .execute {
            $0.integer(event)
            $0.integer(contractSequence)
            $0.integer(row)
        }
    }

    func pendingEffects(until now: Instant, limit: Int, after place: DuePlace) throws -> [PendingEffect] {
        var pending: [PendingEffect] = []
        try statement(
            """
            SELECT at, termination FROM pending_effects WHERE at <= ? AND (at, termination) > (?, ?)
            ORDER BY at, termination LIMIT ?
            """
        )
        .forEachRow {
            $0.integer(now.milliseconds)
            $0.integer(place.milliseconds)
            $0.integer(place.row)
            $0.integer(limit)
        } _: { row in
            pending.append(PendingEffect(at: row.integer(0), termination: row.integer(1)))
        }
        return pending
    }

    func insert(_ effect: PendingEffect) throws {
        try statement(PendingEffect.insertion).execute {
            $0.integer(effect.at)
            $0.integer(effect.termination)
        }
    }

    func remove(_ effect: PendingEffect) throws {
        try statement("DELETE FROM pending_effects WHERE at = ? AND termination = ?").execute {
            $0.integer(effect.at)
            $0.integer(effect.termination)
        }
    }
}
