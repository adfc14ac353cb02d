import GRDB
import GRDBSQLite
import JSON

/// What SQLite does for ``Database``: a connection of GRDB's pool.
extension GRDB.Database: EngineConnection {
    func prepare(_ sql: String, isCached: Bool) throws -> any PreparedStatement {
        let statement = try isCached ? cachedStatement(sql: sql) : makeStatement(sql: sql)
        return SQLitePreparedStatement(statement, self)
    }

    var engineVersion: String {
        get throws { try String.fetchOne(self, sql: "SELECT sqlite_version()") ?? "unknown" }
    }

    func run(script: String) throws { try execute(sql: script) }

    func recordedRows(_ kind: IDKey.Kind, _ id: String) throws -> [Int64] {
        try TerminationLookup(kind: kind, id: id).fetch(self)
    }

    func recordedTerminations(among ids: [String]) throws -> Set<[UInt8]> {
        try TerminationLookup.recorded(among: ids, self)
    }

    func overwrite(_ bytes: UnsafeRawBufferPointer, at offset: Int, ofFactsIn row: Int64) throws {
        // In place: the row's other pages are not written.
        var blob: OpaquePointer?
        try check(sqlite3_blob_open(sqliteConnection, "main", "report_facts", "facts", row, 1, &blob))
        let written = sqlite3_blob_write(blob, bytes.baseAddress, Int32(bytes.count), Int32(offset))
        let closed = sqlite3_blob_close(blob)
        try check(written)
        try check(closed)
    }

    /// Deletes the rows and inserts them again without their bodies: pages whose rows only became shorter would stay, half
    /// empty, since SQLite joins pages when rows go.
    func removeBodies(of revisions: [Int64]) throws {
        guard let first = revisions.first, let last = revisions.last else { return }
        let body = try cachedStatement(sql: "UPDATE termination_revisions SET body = zeroblob(0) WHERE id = ?")
        for row in revisions { try body.execute(arguments: [row]) }
        // Rows that name a deleted row find it again before the transaction ends.
        try execute(
            sql: """
                PRAGMA defer_foreign_keys = ON;
                CREATE TEMP TABLE IF NOT EXISTS pruned_revisions AS SELECT * FROM termination_revisions WHERE false;
                """
        )
        for sql in [
            """
            INSERT INTO pruned_revisions SELECT * FROM termination_revisions
            WHERE id BETWEEN ? AND ? AND length(body) = 0 ORDER BY id
            """,
            "DELETE FROM termination_revisions WHERE id BETWEEN ? AND ? AND length(body) = 0",
        ] { try cachedStatement(sql: sql).execute(arguments: [first, last]) }
        try execute(
            sql: """
                INSERT INTO termination_revisions SELECT * FROM pruned_revisions ORDER BY id;
                DELETE FROM pruned_revisions;
                """
        )
    }

    func forEachDefect(_ take: (String) -> Void) throws {
        let lines = try String.fetchCursor(self, sql: "PRAGMA integrity_check")
        while let line = try lines.next() {
            if line != "ok" { take(line) }
        }
    }

    func forEachDanglingRow(_ take: (_ table: String, _ key: Int64?) -> Void) throws {
        let rows = try GRDB.Row.fetchCursor(self, sql: "PRAGMA foreign_key_check")
        while let row = try rows.next() { take(row[0], row[1]) }
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}

/// A statement of SQLite for ``Statement`` and ``RawStatement``.
private final class SQLitePreparedStatement: PreparedStatement {
    /// Keeps the statement alive as long as its handle is used.
    private let statement: GRDB.Statement
    private let handle: OpaquePointer
    private let database: GRDB.Database
    private var index: Int32 = 0
    /// The result code of the first argument that SQLite refused: too big, or no memory.
    private var failure: Int32?

    init(_ statement: GRDB.Statement, _ database: GRDB.Database) {
        self.statement = statement
        self.database = database
        handle = statement.sqliteStatement
    }

    var argumentCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

    func argumentName(_ index: Int) -> String? {
        sqlite3_bind_parameter_name(handle, Int32(index)).map { String(cString: $0 + 1) }
    }

    func beginBinding() {
        index = 0
        failure = nil
    }

    func bind(_ value: Int64) { note(sqlite3_bind_int64(handle, next(), value)) }
    func bind(_ value: Double) { note(sqlite3_bind_double(handle, next(), value)) }

    func bind(_ value: String) {
        let index = next()
        note(
            value.withBytes { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    // Without an address it would be NULL.
                    guard let start = bytes.baseAddress else {
                        return sqlite3_bind_text(handle, index, "", 0, Self.copied)
                    }
                    return sqlite3_bind_text(handle, index, start, Int32(bytes.count), Self.copied)
                }
            }
        )
    }

    func bind(_ value: [UInt8]) {
        let index = next()
        note(
            value.withUnsafeBytes { bytes in
                // An array without elements may have no address, which would bind NULL.
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Self.copied)
            }
        )
    }

    func bindNull() { note(sqlite3_bind_null(handle, next())) }

    func step() throws -> Bool {
        let code = failure ?? sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else {
            // No text of SQLite's: it could hold a value.
            throw DatabaseError(resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)))
        }
        return false
    }

    func reset() { sqlite3_reset(handle) }

    var row: RawRow { RawRow(SQLiteRow(handle)) }

    var columnNames: [String] { statement.columnNames }

    private func next() -> Int32 {
        index += 1
        return index
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK { failure = failure ?? code }
    }

    /// SQLITE_TRANSIENT: SQLite makes a copy before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
