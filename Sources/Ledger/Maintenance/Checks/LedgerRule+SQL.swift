extension LedgerRule {
    /// The query that finds the rows that break a rule.
    struct Query {
        /// Whose rows are found, by their integer keys.
        let table: String
        let sql: String
    }

    /// Nil for rules that SQL alone cannot check.
    ///
    /// Old events may have been removed from the log's beginning, so no rule depends on them.
    var query: Query? {
        switch self {
        case .integrity, .foreignKeys, .recordedIDs, .reportFacts, .deadLetterValues, .auditTrail: nil
        case .settingsVersions:
            Query(
                table: "settings_versions",
                sql: """
                    SELECT version FROM (SELECT version, row_number() OVER (ORDER BY version) AS number
                        FROM settings_versions) WHERE version <> number
                    """
            )
        case .eventSequence:
            Query(
                table: "events",
                sql: """
                    SELECT sequence FROM (SELECT sequence, lag(sequence) OVER (ORDER BY sequence) AS before FROM events)
                    WHERE before <> sequence - 1
                    """
            )
        case .eventIDs:
            Query(table: "events", sql: "SELECT max(sequence) FROM events GROUP BY id HAVING count(*) > 1")
        case .contractSequence:
            Query(
                table: "events",
                sql: """
                    SELECT sequence FROM (
                        SELECT sequence, contract_sequence AS number, lag(contract_sequence)
                            OVER (PARTITION BY contract_id ORDER BY sequence) AS before
                        FROM events WHERE contract_sequence IS NOT NULL)
                    WHERE number <> CASE
                        WHEN before IS NOT NULL THEN before + 1
                        WHEN (SELECT min(sequence) FROM events) = 1 THEN 1 ELSE number END
                    """
            )
        case .relayCursor:
            Query(
                table: "relay_cursor",
                sql: """
                    SELECT 1 WHERE (SELECT count(*) FROM relay_cursor) <> 1 UNION
                    SELECT id FROM relay_cursor
                    WHERE position > coalesce((SELECT max(sequence) FROM events), position)
                        OR position < coalesce((SELECT min(sequence) - 1 FROM events), position)
                    """
            )
        case .parkedEvents:
            Query(
                table: "parked_events",
                sql: """
                    SELECT sequence FROM parked_events JOIN events USING (sequence)
                    WHERE sequence > (SELECT position FROM relay_cursor)
                        OR parked_events.contract_id IS NOT CASE WHEN contract_sequence IS NOT NULL THEN events.contract_id END
                    """
            )
        case .messageIDs:
            Query(
                table: "termination_revisions",
                sql: "SELECT max(id) FROM termination_revisions GROUP BY message_id HAVING count(*) > 1"
            )
        case .dates:
            // A text that is no date, such as a 30th of February, becomes another text or NULL.
            Query(
                table: "terminations",
                sql: """
                    SELECT id FROM terminations WHERE \(EngineSQL.isNoDate("end_date"))
                        OR \(EngineSQL.isNoDate("occurred_on"))
                        OR received_on IS NOT NULL AND \(EngineSQL.isNoDate("received_on"))
                    """
            )
        case .revisions:
            Query(
                table: "terminations",
                sql: """
                    SELECT id FROM terminations WHERE revision IS NOT (
                        SELECT max(revision) FROM termination_revisions WHERE termination = terminations.id)
                    """
            )
        case .revisionEvents:
            Query(
                table: "termination_revisions",
                sql: """
                    SELECT termination_revisions.id FROM termination_revisions
                    JOIN terminations ON terminations.id = termination
                    LEFT JOIN events ON sequence = event AND events.contract_id = terminations.contract_id
                    WHERE superseded = 0 AND sequence IS NULL AND coalesce(event >= (SELECT min(sequence) FROM events), import_run IS NULL)
                    """
            )
        case .toldFacts:
            Query(
                table: "events",
                sql: """
                    SELECT sequence FROM events WHERE type IN ('contract.terminated.v1',
                        'contract.termination.corrected.v1', 'contract.termination.withdrawn.v1')
                    EXCEPT SELECT event FROM termination_revisions
                    """
            )
        case .withdrawals, .oneInForce, .lastSequence, .effects, .pendingEffects: terminationQuery
        case .reasonUses, .deadLetterCounts, .deadLetterCauses: countQuery
        case .redactedNotes:
            Query(
                table: "termination_revisions",
                sql: """
                    SELECT id FROM redacted_revisions JOIN termination_revisions ON id = redacted_revisions.revision
                    WHERE length(body) > 0 AND trim(coalesce(\(EngineSQL.member("note", ofDocument: "body")),
                        \(EngineSQL.member("data.note", ofDocument: "body")), '')) <> ''
                    """
            )
        }
    }

    private var terminationQuery: Query? {
        let sql: String? =
            switch self {
            case .withdrawals:
                """
                SELECT terminations.id FROM terminations JOIN termination_revisions
                    ON termination = terminations.id AND termination_revisions.revision = terminations.revision
                WHERE (ended <> 0) <> (action = 'withdraw')
                """
            case .oneInForce:
                """
                SELECT max(later.id) FROM (
                    SELECT contract_id FROM terminations WHERE ended = 0 GROUP BY contract_id HAVING count(*) > 1)
                JOIN terminations AS earlier USING (contract_id) JOIN terminations AS later USING (contract_id)
                WHERE earlier.ended = 0 AND later.ended = 0 AND earlier.id < later.id
                    AND NOT coalesce(later.starts_on > earlier.end_date, false)
                    AND NOT coalesce(earlier.starts_on > later.end_date, false)
                GROUP BY contract_id
                """
            case .lastSequence:
                """
                SELECT id FROM terminations JOIN (SELECT contract_id, max(contract_sequence) AS last FROM events
                    WHERE contract_sequence IS NOT NULL GROUP BY contract_id) USING (contract_id)
                WHERE ended = 0 AND contract_sequence <> last
                """
            case .effects:
                """
                SELECT id FROM terminations WHERE effective_event >= (SELECT min(sequence) FROM events)
                    AND NOT EXISTS (SELECT 1 FROM events WHERE sequence = effective_event
                        AND events.contract_id = terminations.contract_id
                        AND type = 'contract.termination.effective.v1')
                """
            case .pendingEffects:
                """
                SELECT id FROM terminations
                WHERE ended = 0 AND effective_at IS NULL
                    AND id <= (SELECT termination FROM pending_effects_progress)
                    AND NOT EXISTS (SELECT 1 FROM pending_effects
                        WHERE at = billing_stops_at AND termination = terminations.id)
                """
            default: nil
            }
        return sql.map { Query(table: "terminations", sql: $0) }
    }

    private var countQuery: Query? {
        switch self {
        case .reasonUses:
            Query(
                table: "reason_snapshots",
                sql: """
                    SELECT reason_snapshots.id FROM reason_snapshots LEFT JOIN (
                        SELECT reason, count(*) AS found FROM terminations WHERE reason IS NOT NULL GROUP BY reason
                    ) ON reason = reason_snapshots.id WHERE uses <> coalesce(found, 0)
                    """
            )
        case .deadLetterCounts:
            Query(
                table: "dead_letters",
                sql: """
                    SELECT coalesce(first, 0) FROM dead_letter_counts FULL JOIN (
                        SELECT fingerprint, state, count(*) AS found, min(number) AS first
                        FROM dead_letters GROUP BY fingerprint, state
                    ) USING (fingerprint, state) WHERE coalesce(count, 0) <> coalesce(found, 0)
                    """
            )
        case .deadLetterCauses:
            Query(
                table: "dead_letters",
                sql: """
                    SELECT number FROM dead_letters WHERE \(EngineSQL.count(ofArray: "violations")) > 0 AND NOT EXISTS (
                        SELECT 1 FROM fingerprints WHERE fingerprints.fingerprint = dead_letters.fingerprint)
                    """
            )
        default: nil
        }
    }
}
