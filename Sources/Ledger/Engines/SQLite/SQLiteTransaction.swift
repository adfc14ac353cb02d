import GRDB
import Terminations

/// What a recorder keeps of SQLite between its transactions: the index of ids.
///
/// Belongs to one thread, as the recorder.
final class SQLiteSession {
    private let file: LedgerFile
    private let ids: IDIndex

    init(_ file: LedgerFile, ids: IDIndex) {
        self.file = file
        self.ids = ids
    }

    /// The transaction that `database` is in.
    func transaction(_ database: Database) throws -> SQLiteTransaction {
        guard let connection = database.connection as? GRDB.Database else {
            throw LedgerError(.other, "A transaction of SQLite runs on its connections only.")
        }
        return SQLiteTransaction(connection: connection, statements: try file.statements(connection), ids: ids)
    }

    /// Writes the next slice of a compaction of the index, if there is one. Called at the end of a transaction.
    func compact() throws { try ids.compact() }

    /// Writes slice after slice, one with each call.
    ///
    /// - Returns: whether all ids are in the index on disk, and the filter is complete.
    func flush(_ database: Database) throws -> Bool {
        try ids.synchronize(transaction(database).statements.ids)
        return try ids.flush()
    }

    /// Rows that are recorded from now on will be rolled back.
    func beginDryRun(_ database: Database) throws {
        try ids.synchronize(transaction(database).statements.ids)
        ids.beginDryRun()
    }

    /// The rows since ``beginDryRun(_:)`` are rolled back.
    func endDryRun() { ids.endDryRun() }

    /// The transaction has ended.
    func endTransaction() { ids.endTransaction() }

    /// The transaction was rolled back by a failure.
    func forget() { ids.forget() }
}

/// One writing transaction on SQLite. Statements that every message takes are kept by the file; the others are found by
/// their text.
struct SQLiteTransaction: RecordingTransaction {
    let connection: GRDB.Database
    let statements: BatchStatements
    let ids: IDIndex

    var database: Database { Database(connection: connection) }

    func state() throws -> LedgerState { try statements.state() }

    func statement(_ sql: String) throws -> SQLiteStatement { try SQLiteStatement(connection, sql) }

    /// The row was read in this transaction, so it cannot have changed.
    func requireOneChange() throws {
        guard connection.changesCount == 1 else {
            throw LedgerError(.other, "A dead letter changed within the transaction that had read it.")
        }
    }
}
