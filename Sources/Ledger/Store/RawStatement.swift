import Terminations

/// A prepared statement whose arguments and columns are read by type and in order, without boxing them: for statements that
/// run for many rows.
///
/// Belongs to the access to the database that made it.
struct RawStatement {
    private let statement: any PreparedStatement

    init(_ database: Database, _ sql: String) throws {
        statement = try database.connection.prepare(sql, isCached: true)
    }

    /// Runs a statement that returns no rows.
    func execute(_ bind: (inout Arguments) -> Void) throws {
        try whileRows(bind) { _ in true }
    }

    /// Calls `read` with each row in turn.
    func forEachRow(_ bind: (inout Arguments) -> Void, _ read: (RawRow) throws -> Void) throws {
        try whileRows(bind) { row in
            try read(row)
            return true
        }
    }

    /// Calls `read` with each row in turn, until it returns false.
    func whileRows(_ bind: (inout Arguments) -> Void, _ read: (RawRow) throws -> Bool) throws {
        // A statement that is not reset would keep its row, and with it the transaction's snapshot.
        defer { statement.reset() }
        statement.beginBinding()
        var arguments = Arguments(statement)
        bind(&arguments)
        while try statement.step() {
            guard try read(statement.row) else { return }
        }
    }

    /// The first row, read; nil when there is none.
    func first<Result>(_ bind: (inout Arguments) -> Void, _ read: (RawRow) throws -> Result) throws -> Result? {
        var result: Result?
        try whileRows(bind) { row in
            result = try read(row)
            return false
        }
        return result
    }

    /// Takes the arguments of a statement in their order.
    struct Arguments: ArgumentBinding {
        private let statement: any PreparedStatement

        fileprivate init(_ statement: any PreparedStatement) { self.statement = statement }

        mutating func integer(_ value: some FixedWidthInteger) { statement.bind(Int64(value)) }
        mutating func text(_ value: String) { statement.bind(value) }
        mutating func blob(_ value: [UInt8]) { statement.bind(value) }
        mutating func null() { statement.bindNull() }
    }
}

/// What takes the arguments of a statement in their order.
protocol ArgumentBinding {
    mutating func integer(_ value: some FixedWidthInteger)
    mutating func text(_ value: String)
    mutating func blob(_ value: [UInt8])
    mutating func null()
}

extension ArgumentBinding {
    mutating func integer(_ value: Int64?) { if let value { integer(value) } else { null() } }
    mutating func text(_ value: String?) { if let value { text(value) } else { null() } }

    /// Text as text, other bytes as bytes.
    mutating func opaque(_ value: OpaqueProperty?) {
        switch value {
        case .text(let text): self.text(text)
        case .bytes(let bytes): blob(bytes)
        case nil: null()
        }
    }
}

/// The columns of a row that a statement is at; gone with the next step.
protocol ColumnReader {
    func integer(_ column: Int32) -> Int64
    func isNull(_ column: Int32) -> Bool
    func text(_ column: Int32) -> String?
    func bytes(_ column: Int32) -> [UInt8]
    /// The bytes where the engine has them, without a copy.
    func withBytes(_ column: Int32, _ read: (UnsafeRawBufferPointer) -> Void)
    func value(_ column: Int32) -> SQLValue
}

/// The row that a ``RawStatement`` is at; gone with the next step.
struct RawRow {
    private let columns: any ColumnReader

    init(_ columns: any ColumnReader) { self.columns = columns }

    func integer(_ column: Int32) -> Int64 { columns.integer(column) }
    func optionalInteger(_ column: Int32) -> Int64? { columns.isNull(column) ? nil : columns.integer(column) }
    func text(_ column: Int32) -> String? { columns.text(column) }
    func bytes(_ column: Int32) -> [UInt8] { columns.bytes(column) }
    func withBytes(_ column: Int32, _ read: (UnsafeRawBufferPointer) -> Void) { columns.withBytes(column, read) }
    func value(_ column: Int32) -> SQLValue { columns.value(column) }

    /// Text, or bytes where the column holds them.
    func opaque(_ column: Int32) -> OpaqueProperty? {
        switch columns.value(column) {
        case .null: nil
        case .blob(let bytes): OpaqueProperty(bytes)
        case .text(let text): .text(text)
        case .integer, .real: columns.text(column).map { .text($0) }
        }
    }
}
