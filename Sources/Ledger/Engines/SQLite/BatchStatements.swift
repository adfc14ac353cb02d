import GRDB

/// The statements that every message takes. A class, because a copy would retain them all.
///
/// A ledger keeps those of its writing connection (``LedgerFile/statements(_:)``): looking them up for each batch would cost as
/// much as a message.
final class BatchStatements {
    let ids: IDIndexStatements
    let contract: SQLiteStatement
    let acceptedContent: SQLiteStatement
    let recordedTermination: SQLiteStatement
    let insertTermination: SQLiteStatement
    let insertRevision: SQLiteStatement
    let insertEvent: SQLiteStatement
    let openDeadLetters: SQLiteStatement
    let openDeadLettersOfTermination: SQLiteStatement
    private let selectState: SQLiteStatement

    init(_ database: GRDB.Database) throws {
        ids = try IDIndexStatements(database)
        contract = try SQLiteStatement(
            database,
            """
            SELECT termination_id, ended, contract_sequence, occurred_at, id, customer_id, starts_on, end_date
            FROM terminations WHERE id = ? AND contract_id = ?
            """
        )
        acceptedContent = try SQLiteStatement(
            database,
            "SELECT content_digest FROM termination_revisions WHERE id = ? AND message_id = ?"
        )
        recordedTermination = try SQLiteStatement(
            database,
            """
            SELECT \(TerminationRow.columns) FROM \(TerminationRow.tables)
            WHERE terminations.id = ? AND termination_id = ?
            """
        )
        insertTermination = try SQLiteStatement(
            database,
            """
            INSERT INTO terminations (
                termination_id, contract_id, contract_sequence, revision, customer_id, termination_type, initiator,
                contract_type, customer_kind, reason, end_date, billing_stops_at, effective_at, occurred_at,
                settings_version, recorded_at, occurred_on, starts_on, has_other_terms, \(ReportColumns.names)
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        insertRevision = try SQLiteStatement(
            database,
            """
            INSERT INTO termination_revisions (
                termination, revision, action, message_id, content_digest, settings_version, recorded_at, event,
                superseded_effect, import_run, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        insertEvent = try SQLiteStatement(
            database,
            """
            INSERT INTO events (
                sequence, id, type, contract_id, contract_sequence, correlation_id, traceparent, tracestate,
                recorded_at, body
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        )
        // Without the hint SQLite would scan all open dead letters.
        openDeadLetters = try SQLiteStatement(
            database,
            """
            SELECT number, id, version FROM dead_letters INDEXED BY dead_letters_by_message
            WHERE message_id = ? AND state = 'open'
            """
        )
        openDeadLettersOfTermination = try SQLiteStatement(
            database,
            """
            SELECT \(StoredMessage.columns) FROM dead_letters INDEXED BY dead_letters_open_by_termination
            WHERE termination_id = ? AND state = 'open' AND (contract_id IS NULL OR contract_id = ?)
            """
        )
        selectState = try SQLiteStatement(
            database,
            """
            SELECT (SELECT max(version) FROM settings_versions), (SELECT max(sequence) FROM events),
                EXISTS (SELECT 1 FROM dead_letters WHERE state = 'open'),
                EXISTS (SELECT 1 FROM dead_letters WHERE state = 'held')
            """
        )
    }

    func state() throws -> LedgerState {
        let state = try selectState.first { _ in
        } _: { row in
            LedgerState(
                settingsVersion: row.optionalInteger(0).map { Int($0) },
                lastSequence: row.integer(1),
                hasOpenDeadLetters: row.integer(2) != 0,
                hasHeldMessages: row.integer(3) != 0
            )
        }
        guard let state else { throw LedgerError(.other, "A query without a table came to nothing.") }
        return state
    }
}
