import Foundation

/// One access to the ledger's database: what a statement runs on, within ``ConnectionPool/read(_:)`` or
/// ``ConnectionPool/write(_:)``.
///
/// The SQL of the ledger is written once, in what SQLite and PostgreSQL have in common: `?` and `:name` for arguments,
/// `ON CONFLICT`, `CASE`, `RETURNING`. What they write differently is a fragment of ``EngineSQL`` or an operation of
/// ``EngineConnection``.
///
/// Belongs to the access that gave it.
struct Database {
    let connection: any EngineConnection

    /// Runs statements that return no rows: one with arguments, or several without.
    func execute(sql: String, arguments: StatementArguments = StatementArguments()) throws {
        if arguments.isEmpty {
            try connection.run(script: sql)
        } else {
            try cachedStatement(sql: sql).execute(arguments: arguments)
        }
    }

    /// A prepared statement, which the connection keeps for the next call with the same text.
    func cachedStatement(sql: String) throws -> Statement { Statement(try connection.prepare(sql, isCached: true)) }

    /// Rows that the last statement has inserted, updated or deleted.
    var changesCount: Int { connection.changesCount }

    /// The integer key of the row that was inserted last.
    var lastInsertedRowID: Int64 { connection.lastInsertedRowID }
}

/// Connections to one ledger. Every access blocks the calling thread.
protocol ConnectionPool: AnyObject, Sendable {
    /// Reads one state of the ledger.
    func read<Result>(_ work: (Database) throws -> Result) throws -> Result
    /// Reads with one statement, which sees one state of the ledger by itself: cheaper than ``read(_:)``.
    func unsafeRead<Result>(_ work: (Database) throws -> Result) throws -> Result
    /// Writes in one transaction, alone; what `work` throws rolls it back. On disk when it returns.
    func write<Result>(_ work: (Database) throws -> Result) throws -> Result
    /// Writes in one transaction that is rolled back in the end.
    func dryRun(_ work: (Database) throws -> Void) throws
    /// Keeps more of the ledger in memory while much is recorded at once, until it is closed.
    func keepMorePages() throws
}

/// What an engine does for ``Database``.
protocol EngineConnection: AnyObject {
    /// - Parameter isCached: the statement is kept for the next call. Not for a statement whose rows are read while another
    ///   one of the same text runs.
    func prepare(_ sql: String, isCached: Bool) throws -> any PreparedStatement
    /// Runs statements without arguments that return no rows.
    func run(script: String) throws
    var changesCount: Int { get }
    var lastInsertedRowID: Int64 { get }
    var engineVersion: String { get throws }
    /// The rows of `terminations` that are recorded under an id, compared byte by byte, found without reading the others.
    /// Several only for a contract.
    func recordedRows(_ kind: IDKey.Kind, _ id: String) throws -> [Int64]
    /// Those of many termination ids that are recorded, in UTF-8, at less than the price of looking up each.
    func recordedTerminations(among ids: [String]) throws -> Set<[UInt8]>
    /// Overwrites some packed facts of a row of `report_facts`.
    func overwrite(_ bytes: UnsafeRawBufferPointer, at offset: Int, ofFactsIn row: Int64) throws
    /// Takes the bodies out of revisions, and with them the room that they took.
    func removeBodies(of revisions: [Int64]) throws
    /// What the engine itself finds wrong with its pages, indexes and constraints; one line for each.
    func forEachDefect(_ take: (String) -> Void) throws
    /// Rows that name a row which is not there: the table, and the key of the row.
    func forEachDanglingRow(_ take: (_ table: String, _ key: Int64?) -> Void) throws
}

/// A prepared statement of an engine: bound, then stepped through its rows, then reset.
protocol PreparedStatement: AnyObject {
    /// How many arguments it takes.
    var argumentCount: Int { get }
    /// The name of an argument, without its colon; nil where it has none. Counted from 1.
    func argumentName(_ index: Int) -> String?
    /// Begins to bind arguments, in their order.
    func beginBinding()
    func bind(_ value: Int64)
    func bind(_ value: Double)
    func bind(_ value: String)
    func bind(_ value: [UInt8])
    func bindNull()
    /// - Returns: whether there is a row; once there is none the statement is done.
    func step() throws -> Bool
    /// Ends the execution, so that the statement can be bound again. Called after each one, even if it failed.
    func reset()
    /// The row that the last step came to; gone with the next.
    var row: RawRow { get }
    var columnNames: [String] { get }
}

/// An error of an engine, in the ledger's terms.
protocol EngineError: Error {
    var ledgerError: LedgerError { get }
}
