import GRDB
import Terminations

/// What a recorder keeps of SQLite between its transactions: the index of ids.
///
/// Belongs to one thread, as the recorder.
final class SQLiteSession: RecordingSession {
    private let file: LedgerFile
    private let ids: IDIndex

    init(_ file: LedgerFile, ids: IDIndex) {
        self.file = file
        self.ids = ids
    }

    func transaction(_ database: Database) throws -> SQLiteTransaction {
        guard let connection = database.connection as? GRDB.Database else {
            throw LedgerError(.other, "A transaction of SQLite runs on its connections only.")
        }
        return SQLiteTransaction(connection: connection, statements: try file.statements(connection), ids: ids)
    }

    func compact() throws { try ids.compact() }

    func flush(_ database: Database) throws -> Bool {
        try ids.synchronize(transaction(database).statements.ids)
        return try ids.flush()
    }

    func beginDryRun(_ database: Database) throws {
        try ids.synchronize(transaction(database).statements.ids)
        ids.beginDryRun()
    }

    func endDryRun() { ids.endDryRun() }

    func endTransaction() { ids.endTransaction() }

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
