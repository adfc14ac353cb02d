import GRDB
import GRDBSQLite
import JSON
import Terminations

/// A prepared statement on the path that every message takes, bound and read through SQLite's own calls.
///
/// GRDB prepares and keeps it. Boxing each argument and column would cost as much as SQLite itself. Statements that are not
/// on that path are ``RawStatement`` or ``Statement``.
///
/// Belongs to the connection that made it: it may be used only inside of that access.
struct SQLiteStatement {
    /// Keeps the statement alive as long as its handle is used.
    private let statement: GRDB.Statement
    private let handle: OpaquePointer
    private let database: GRDB.Database
    private let room = BindBuffer()

    init(_ database: GRDB.Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        self.database = database
    }

    /// Runs a statement that returns no rows.
    func execute(_ bind: (inout Arguments) -> Void) throws {
        defer { finish() }
        var arguments = Arguments(handle, room)
        bind(&arguments)
        try check(sqlite3_step(handle), is: SQLITE_DONE, arguments)
    }

    /// Runs a statement that returns no rows, and whose last argument is large: it is not copied.
    func execute(last blob: [UInt8], _ bind: (inout Arguments) -> Void) throws {
        try blob.withUnsafeBytes { bytes in
            defer {
                finish()
                // The bytes may be gone soon. A statement takes arguments only once it is reset.
                sqlite3_bind_null(handle, sqlite3_bind_parameter_count(handle))
            }
            var arguments = Arguments(handle, room)
            bind(&arguments)
            arguments.blob(inPlace: bytes)
            try check(sqlite3_step(handle), is: SQLITE_DONE, arguments)
        }
    }

    /// The row that the connection inserted last; GRDB's own property asks for the thread each time.
    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(database.sqliteConnection) }

    /// Calls `read` with each row in turn.
    @inline(__always)
    func forEachRow(_ bind: (inout Arguments) -> Void, _ read: (SQLiteRow) throws -> Void) throws {
        try whileRows(bind) { row in
            try read(row)
            return true
        }
    }

    /// Calls `read` with each row in turn, until it returns false.
    func whileRows(_ bind: (inout Arguments) -> Void, _ read: (SQLiteRow) throws -> Bool) throws {
        defer { finish() }
        var arguments = Arguments(handle, room)
        bind(&arguments)
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW {
            guard try read(SQLiteRow(handle)) else { return }
            code = sqlite3_step(handle)
        }
        try check(code, is: SQLITE_DONE, arguments)
    }

    /// The first row, read; nil when there is none.
    func first<Result>(_ bind: (inout Arguments) -> Void, _ read: (SQLiteRow) throws -> Result) throws -> Result? {
        defer { finish() }
        var arguments = Arguments(handle, room)
        bind(&arguments)
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return try read(SQLiteRow(handle)) }
        try check(code, is: SQLITE_DONE, arguments)
        return nil
    }

    /// A statement that is not reset would keep its row, and with it the transaction's snapshot. Its arguments stay until
    /// the next ones, which are always all of them.
    private func finish() {
        sqlite3_reset(handle)
    }

    private func check(_ code: Int32, is expected: Int32, _ arguments: Arguments) throws {
        let code = arguments.failure ?? code
        guard code == expected else {
            // No text of SQLite's: it could hold a value.
            throw DatabaseError(resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)))
        }
    }
}

extension SQLiteStatement {
    /// Takes the arguments of a statement in their order.
    struct Arguments: ArgumentBinding {
        private let handle: OpaquePointer
        private let room: BindBuffer
        private var index: Int32 = 0
        /// What SQLite said when it could not take one: too big, or no memory.
        private(set) var failure: Int32?

        init(_ handle: OpaquePointer, _ room: BindBuffer) {
            self.handle = handle
            self.room = room
            room.empty()
        }

        mutating func integer(_ value: some FixedWidthInteger) {
            note(sqlite3_bind_int64(handle, next(), Int64(value)))
        }

        mutating func integer(_ value: Int64?) {
            if let value { integer(value) } else { null() }
        }

        mutating func text(_ value: String) {
            let index = next()
            note(
                value.withBytes { bytes in
                    if let kept = room.keep(bytes) {
                        return sqlite3_bind_text(handle, index, kept, Int32(bytes.count), Arguments.kept)
                    }
                    return bytes.withMemoryRebound(to: CChar.self) { bytes in
                        sqlite3_bind_text(handle, index, bytes.baseAddress, Int32(bytes.count), Arguments.copied)
                    }
                }
            )
        }

        mutating func text(_ value: String?) {
            if let value { text(value) } else { null() }
        }

        mutating func blob(_ value: [UInt8]) {
            let index = next()
            note(
                value.withUnsafeBytes { bytes in
                    // An array without elements may have no address, which would bind NULL.
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(handle, index, 0)
                        : sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), Arguments.copied)
                }
            )
        }

        /// Text as TEXT, other bytes as a BLOB.
        mutating func opaque(_ value: OpaqueProperty?) {
            switch value {
            case .text(let text): self.text(text)
            case .bytes(let bytes): blob(bytes)
            case nil: null()
            }
        }

        /// - Parameter bytes: stay where they are until the statement has run.
        fileprivate mutating func blob(inPlace bytes: UnsafeRawBufferPointer) {
            // Without an address it would be NULL.
            guard let start = bytes.baseAddress else { return note(sqlite3_bind_zeroblob(handle, next(), 0)) }
            note(sqlite3_bind_blob(handle, next(), start, Int32(bytes.count), Arguments.kept))
        }

        mutating func null() {
            note(sqlite3_bind_null(handle, next()))
        }

        private mutating func next() -> Int32 {
            index += 1
            return index
        }

        private mutating func note(_ code: Int32) {
            if code != SQLITE_OK { failure = failure ?? code }
        }

        /// SQLITE_STATIC: the bytes stay where they are until the statement has run.
        private static var kept: sqlite3_destructor_type? { nil }

        /// SQLITE_TRANSIENT: SQLite makes a copy before the call returns.
        private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
    }
}

/// The row that a statement is at; gone with the next step.
struct SQLiteRow: ColumnReader {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func optionalInteger(_ column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(column)
    }

    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func withBytes(_ column: Int32, _ read: (UnsafeRawBufferPointer) -> Void) {
        let start = sqlite3_column_blob(handle, column)
        read(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(text(column) ?? "")
        case SQLITE_BLOB: .blob(bytes(column))
        default: .null
        }
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}

/// Keeps the texts of a statement's arguments while it runs, so that SQLite need not take memory for each of them: a
/// message has some twenty, most of them short.
final class BindBuffer {
    private static let size = 1024

    private let start = UnsafeMutablePointer<CChar>.allocate(capacity: BindBuffer.size)
    private var used = 0

    deinit { start.deallocate() }

    /// Drops the kept bindings: the statement is bound again.
    func empty() { used = 0 }

    /// - Returns: where the bytes stand; nil where there is no room for them.
    func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
        guard bytes.count <= BindBuffer.size - used else { return nil }
        let place = start + used
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(place).copyMemory(from: source, byteCount: bytes.count)
        }
        used += bytes.count
        return UnsafePointer(place)
    }
}
