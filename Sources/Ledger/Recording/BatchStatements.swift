import GRDB

/// The statements that every message takes, looked up once a batch. A class, for a copy would retain them all.
final class BatchStatements {
    let contract: HotStatement
    let acceptedContent: HotStatement
    let recordedTermination: HotStatement
    let insertTermination: HotStatement
    let insertRevision: HotStatement
    let insertEvent: HotStatement
    let openDeadLetters: HotStatement

    init(_ database: Database) throws {
        contract = try HotStatement(
            database,
            """
            SELECT termination_id, ended, contract_sequence, occurred_at, id FROM terminations
            WHERE id = ? AND contract_id = ?
            """
        )
        acceptedContent = try HotStatement(
            database,
            "SELECT content_digest FROM termination_revisions WHERE id = ? AND message_id = ?"
        )
        recordedTermination = try HotStatement(
            database,
            """
            SELECT \(RecordedRow.columns) FROM \(RecordedRow.tables)
            WHERE terminations.id = ? AND termination_id = ?
            """
        )
        insertTermination = try HotStatement(
            database,
            """
            INSERT INTO terminations (
                termination_id, contract_id, contract_sequence, revision, customer_id, termination_type, initiator,
                contract_type, customer_kind, reason, end_date, billing_stops_at, effective_at, occurred_at,
                settings_version, recorded_at, occurred_on, \(ReportColumns.names)
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        insertRevision = try HotStatement(
            database,
            """
            INSERT INTO termination_revisions (
                termination, revision, action, message_id, content_digest, settings_version, recorded_at, event,
                superseded_effect, import_run, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        insertEvent = try HotStatement(
            database,
            """
            INSERT INTO events (
                sequence, id, type, contract_id, contract_sequence, correlation_id, traceparent, tracestate,
                reply_to, recorded_at, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        // Left to itself SQLite goes through all open letters.
        openDeadLetters = try HotStatement(
            database,
            """
            SELECT number, id, version FROM dead_letters INDEXED BY dead_letters_by_message
            WHERE message_id = ? AND state = 'open'
            """
        )
    }
}
