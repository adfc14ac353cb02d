import Foundation

/// A value of a column, or of an argument.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A type whose values columns hold and arguments take.
protocol SQLConvertible {
    var sqlValue: SQLValue { get }
    /// nil for NULL, and for what is no such value.
    init?(_ value: SQLValue)
}

/// The arguments of a statement: by position (`?`, `?1`), or by name (`:name`).
struct StatementArguments: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    private(set) var values: [SQLValue] = []
    private(set) var named: [String: SQLValue] = [:]

    var isEmpty: Bool { values.isEmpty && named.isEmpty }

    init() {}

    init(arrayLiteral elements: (any SQLConvertible)?...) { values = elements.map { $0?.sqlValue ?? .null } }

    init(dictionaryLiteral elements: (String, (any SQLConvertible)?)...) {
        for (name, value) in elements { named[name] = value?.sqlValue ?? .null }
    }

    init(_ values: [String: (any SQLConvertible)?]) { named = values.mapValues { $0?.sqlValue ?? .null } }

    static func += (arguments: inout StatementArguments, more: StatementArguments) { arguments.values += more.values }

    fileprivate func bind(to statement: any PreparedStatement) throws {
        statement.beginBinding()
        let count = statement.argumentCount
        guard named.isEmpty else {
            for index in 0..<count {
                guard let name = statement.argumentName(index + 1), let value = named[name] else {
                    throw LedgerError(.other, "A statement lacks an argument.")
                }
                value.bind(to: statement)
            }
            return
        }
        guard values.count == count else {
            throw LedgerError(.other, "A statement has not as many arguments as it takes.")
        }
        for value in values { value.bind(to: statement) }
    }
}

extension SQLValue {
    fileprivate func bind(to statement: any PreparedStatement) {
        switch self {
        case .null: statement.bindNull()
        case .integer(let value): statement.bind(value)
        case .real(let value): statement.bind(value)
        case .text(let value): statement.bind(value)
        case .blob(let value): statement.bind(value)
        }
    }
}

/// A prepared statement with arguments and rows as values.
struct Statement {
    private let statement: any PreparedStatement

    init(_ statement: any PreparedStatement) { self.statement = statement }

    /// Runs a statement that returns no rows.
    func execute(arguments: StatementArguments = StatementArguments()) throws {
        try whileRows(arguments) { _ in true }
    }

    fileprivate func whileRows(_ arguments: StatementArguments, _ read: (RawRow) throws -> Bool) throws {
        defer { statement.reset() }
        try arguments.bind(to: statement)
        while try statement.step() {
            guard try read(statement.row) else { return }
        }
    }

    fileprivate var columnNames: [String] { statement.columnNames }

    fileprivate func cursor(_ arguments: StatementArguments) throws -> RowCursor {
        try arguments.bind(to: statement)
        return RowCursor(statement)
    }
}

/// The rows of a statement, one after the other.
final class RowCursor {
    private let statement: any PreparedStatement
    private let names: [String]

    fileprivate init(_ statement: any PreparedStatement) {
        self.statement = statement
        names = statement.columnNames
    }

    deinit { statement.reset() }

    func next() throws -> Row? { try statement.step() ? Row(statement.row, names) : nil }
}

/// A row, copied: it stays as it is whatever the statement does.
struct Row: Sendable {
    private let names: [String]
    let values: [SQLValue]

    fileprivate init(_ row: RawRow, _ names: [String]) {
        self.names = names
        values = names.indices.map { row.value(Int32($0)) }
    }

    subscript<Value: SQLConvertible>(_ index: Int) -> Value? { Value(values[index]) }

    /// A column that the schema lets hold nothing else.
    subscript<Value: SQLConvertible>(_ index: Int) -> Value {
        guard let value = Value(values[index]) else { fatalError("Column \(index) holds no \(Value.self).") }
        return value
    }

    subscript<Value: SQLConvertible>(_ name: String) -> Value? { self[index(name)] }
    subscript<Value: SQLConvertible>(_ name: String) -> Value { self[index(name)] }

    private func index(_ name: String) -> Int {
        guard let index = names.firstIndex(of: name) else { fatalError("The row has no column \(name).") }
        return index
    }
}

extension Row {
    static func fetchOne(_ statement: Statement, arguments: StatementArguments = StatementArguments()) throws -> Row? {
        var row: Row?
        try statement.whileRows(arguments) {
            row = Row($0, statement.columnNames)
            return false
        }
        return row
    }

    static func fetchAll(_ statement: Statement, arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        var rows: [Row] = []
        let names = statement.columnNames
        try statement.whileRows(arguments) {
            rows.append(Row($0, names))
            return true
        }
        return rows
    }

    static func fetchOne(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments()
    ) throws -> Row? {
        try fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments()
    ) throws -> [Row] {
        try fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchCursor(
        _ statement: Statement,
        arguments: StatementArguments = StatementArguments()
    ) throws -> RowCursor {
        try statement.cursor(arguments)
    }

    /// A statement of its own: another one with the same text may run while the rows are read.
    static func fetchCursor(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments()
    ) throws -> RowCursor {
        try Statement(database.connection.prepare(sql, isCached: false)).cursor(arguments)
    }
}

extension SQLConvertible {
    static func fetchOne(_ statement: Statement, arguments: StatementArguments = StatementArguments()) throws -> Self? {
        var value: Self?
        try statement.whileRows(arguments) {
            value = Self($0.value(0))
            return false
        }
        return value
    }

    static func fetchAll(_ statement: Statement, arguments: StatementArguments = StatementArguments()) throws -> [Self]
    {
        var values: [Self] = []
        try statement.whileRows(arguments) {
            guard let value = Self($0.value(0)) else { throw LedgerError(.damaged, "A column holds no \(Self.self).") }
            values.append(value)
            return true
        }
        return values
    }

    static func fetchOne(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments()
    ) throws -> Self? {
        try fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
    }

    static func fetchAll(
        _ database: Database,
        sql: String,
        arguments: StatementArguments = StatementArguments()
    ) throws -> [Self] {
        try fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    }
}

extension SQLConvertible where Self: Hashable {
    static func fetchSet(_ database: Database, sql: String) throws -> Set<Self> {
        Set(try fetchAll(database, sql: sql))
    }
}

extension Int64: SQLConvertible {
    var sqlValue: SQLValue { .integer(self) }

    init?(_ value: SQLValue) {
        switch value {
        case .integer(let value): self = value
        case .real(let value): self.init(exactly: value)
        case .null, .text, .blob: return nil
        }
    }
}

extension Int: SQLConvertible {
    var sqlValue: SQLValue { .integer(Int64(self)) }
    init?(_ value: SQLValue) {
        guard let value = Int64(value) else { return nil }
        self = Int(value)
    }
}

extension Bool: SQLConvertible {
    var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    init?(_ value: SQLValue) {
        guard let value = Int64(value) else { return nil }
        self = value != 0
    }
}

extension String: SQLConvertible {
    var sqlValue: SQLValue { .text(self) }
    init?(_ value: SQLValue) {
        switch value {
        case .text(let text): self = text
        case .blob(let bytes): self.init(validating: bytes, as: UTF8.self)
        case .null, .integer, .real: return nil
        }
    }
}

extension Data: SQLConvertible {
    var sqlValue: SQLValue { .blob([UInt8](self)) }
    init?(_ value: SQLValue) {
        switch value {
        case .blob(let bytes): self.init(bytes)
        case .text(let text): self.init(text.utf8)
        case .null, .integer, .real: return nil
        }
    }
}
