import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import JSON
import Synchronization
import Terminations

/// The SQLite file of a ledger, opened, and what can be done with it as a file.
///
/// Guarantees:
/// - A transaction that returned is on disk: WAL with `synchronous=FULL`, asserted when the file is opened.
/// - Several processes may open one file at once; a writer waits up to ``Ledger/busyTimeout`` for another's transaction.
/// - A file of another program, or of a newer Terminus, is refused and left untouched; so is one beside the log of another.
/// - Nothing is committed to a file that is no longer the one that was opened (``demandUnchanged()``).
/// - Closed in order, by the last process that has it open, it is one file without a log. A new file can be read by its owner
///   alone.
///
/// Writes belong on a thread of their own, never inside a task that can be cancelled: GRDB rolls a transaction back when the
/// task that runs it is cancelled.
public final class LedgerFile: Sendable {
    public let path: String
    let pool: DatabasePool
    /// nil where it was opened for reading.
    let files: OpenFiles?
    let migrator: DatabaseMigrator
    private let isClosed = Atomic(false)
    private let openEntry: OpenLedgers.Entry
    /// Only used within a writing transaction, of which there is one at a time.
    private nonisolated(unsafe) var keptStatements: BatchStatements?

    /// - Parameter migrator: brings the tables up to date; other than ``Schema/migrator`` only in tests.
    init(path: String, access: Ledger.Access, migrator: DatabaseMigrator = Schema.migrator) throws(LedgerError) {
        self.path = path
        self.migrator = migrator
        if access != .readWrite, !FileManager.default.fileExists(atPath: path) {
            throw LedgerError(
                .cannotOpen,
                "There is no ledger at \(path).",
                remedy: .nameOrCreateLedger
            )
        }
        try LedgerPath.refuseForeignLog(beside: path)
        if access == .readWrite {
            if let obstacle = LedgerPath.obstacle(toWriting: path) { throw obstacle }
            try LedgerPath.createPrivately(path)
        }
        let hadLog = LedgerPath.size(LedgerPath.resolved(path) + "-wal") > 0
        let pool = try LedgerFile.explaining(path, access, hadLog) { () throws(LedgerError) in
            try reportingLedgerErrors {
                try DatabasePool(path: path, configuration: LedgerFile.configuration(for: access))
            }
        }
        self.pool = pool
        openEntry = OpenLedgers.Entry(path)
        do {
            try LedgerFile.explaining(path, access, hadLog) { () throws(LedgerError) in
                try LedgerFile.refuseForeignFile(path, pool, migrator)
            }
            files =
                access == .readWrite
                ? try LedgerFile.explaining(path, access, hadLog) { () throws(LedgerError) in
                    try LedgerFile.watchFiles(path, pool)
                }
                : nil
        } catch {
            // The log stays as it is: it may be that of another ledger.
            try? pool.close()
            throw error
        }
        do {
            switch access {
            case .readWrite:
                try migrate()
                try demandFullSynchronous()
            case .readOnly:
                try demandCurrentSchema()
            case .readOnlyOfAnyVersion:
                break
            }
        } catch {
            // SQLite takes files that were removed or replaced meanwhile for a failing disk.
            let loss = files?.loss
            close()
            throw loss ?? error
        }
    }

    /// Explains why a ledger cannot be opened, where SQLite only gives a number.
    private static func explaining<Result>(
        _ path: String,
        _ access: Ledger.Access,
        _ hadLog: Bool,
        _ open: () throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        do {
            return try open()
        } catch  where access != .readWrite && [.cannotOpen, .readOnly].contains(error.code) {
            throw LedgerPath.obstacle(toReading: path, error)
        } catch  where access == .readWrite && [.inputOutput, .other].contains(error.code) {
            throw OpenFiles.lossWhileOpening(path, hadLog: hadLog) ?? error
        }
    }

    private static func watchFiles(_ path: String, _ pool: DatabasePool) throws(LedgerError) -> OpenFiles {
        try reportingLedgerErrors {
            try pool.writeWithoutTransaction { database in
                let files = try OpenFiles(path, database)
                database.add(transactionObserver: files, extent: .databaseLifetime)
                return files
            }
        }
    }

    /// Closes the file. Later operations fail.
    ///
    /// A close that fails loses nothing: each transaction was on disk when it returned.
    public func close() {
        // SQLite does not survive a call on a closed connection.
        guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        if !pool.configuration.readonly {
            // GRDB closes its reading connections last, and these would leave the log where it is.
            pool.releaseMemory()
            pool.writeWithoutTransaction { database in
                // SQLite does not close a connection whose statements are still held.
                keptStatements = nil
                guard let files else { return }
                // The file was overwritten by another one: the log is complete only together with its own file.
                guard !files.isCut, (try? LedgerFile.demandOwnHeader(database)) != nil else {
                    _ = csqlite_keep_log(UnsafeMutableRawPointer(database.sqliteConnection))
                    return
                }
                // Another file has this name now: it is not touched.
                guard files.isInPlace else { return }
                // From here on this process removes the log itself.
                database.remove(transactionObserver: files)
                // Another process that has the ledger open keeps its log; it is not waited for.
                try? database.execute(sql: "PRAGMA busy_timeout = 0")
                _ = try? database.checkpoint(.passive)
                // A single file without a log: it can be read without write access, and a copy by hand is complete.
                _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
        }
        try? pool.close()
        openEntry.end()
    }

    /// Must run before SQLite is used in the process; except in tests, a ledger is the first to use it.
    private static let hasSetUpSQLite: Bool = csqlite_do_without_memory_statistics() == SQLITE_OK

    private static func configuration(for access: Ledger.Access) -> Configuration {
        _ = hasSetUpSQLite
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.readonly = access != .readWrite
        // SQLite's own busy handler waits up to a tenth of a second between two attempts. A process that records much at once
        // releases the lock only for a moment, so the lock is tried each millisecond.
        configuration.busyMode = .callback { tries in
            guard tries < Int(Ledger.busyTimeout / .milliseconds(1)) else { return false }
            usleep(1000)
            return true
        }
        configuration.maximumReaderCount = 3
        configuration.prepareDatabase { database in
            LedgerFile.addFunctions(to: database)
            // The page size applies only to a new file. Pages of 16 KiB measured fastest for rows of one KiB: every page costs
            // system calls. Deleted content is overwritten, so that a removed note is gone from the file; Debian's SQLite does
            // that by default.
            try database.execute(
                sql: """
                    PRAGMA page_size = 16384;
                    PRAGMA cache_size = -2048;
                    PRAGMA wal_autocheckpoint = 2000;
                    PRAGMA secure_delete = ON;
                    """
            )
            if access == .readWrite, database.configuration.readonly {
                // The readers of a process that writes read mostly the last rows, once.
                try database.execute(sql: "PRAGMA cache_size = -512")
            }
            if access == .readWrite, try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
                // Only a file that begins with this can give back the space that retention frees.
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            }
        }
        return configuration
    }

    /// Adds what the ledger's triggers and queries call.
    static func addFunctions(to database: GRDB.Database) {
        database.add(function: .hasOffendingValue)
        database.add(function: .offendingValues)
    }

    /// The statements that every message takes, of the connection that writes, and only within its transactions.
    func statements(_ database: GRDB.Database) throws -> BatchStatements {
        if let keptStatements { return keptStatements }
        let statements = try BatchStatements(database)
        keptStatements = statements
        return statements
    }

    private func migrate() throws(LedgerError) {
        try reportingLedgerErrors {
            try migrator.migrate(pool)
        }
    }

    /// An empty file has application id 0 and no tables; any other file must have our application id.
    private static func refuseForeignFile(
        _ path: String,
        _ pool: DatabasePool,
        _ migrator: DatabaseMigrator
    ) throws(LedgerError) {
        let (isForeign, isNewer) = try reportingLedgerErrors {
            try pool.read { database in
                let mark = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                return (
                    tables > 0 && mark != Schema.applicationID,
                    try migrator.hasBeenSuperseded(database)
                )
            }
        }
        if isForeign {
            throw LedgerError(
                .foreign,
                "\(path) is an SQLite database of another program.",
                remedy: .nameLedgerOrNewFile
            )
        }
        if isNewer {
            throw LedgerError(
                .foreign,
                "\(path) was written by a newer version of Terminus.",
                hint: "Run the newer version, or restore a backup that this version wrote."
            )
        }
    }

    func isCurrent() throws(LedgerError) -> Bool {
        try reportingLedgerErrors { try pool.read { try migrator.hasCompletedMigrations($0) } }
    }

    /// What opening the file for writing would do to its tables.
    func migration() throws(LedgerError) -> LedgerMigration {
        try reportingLedgerErrors {
            try pool.read { database in
                let all = migrator.migrations
                let done = try migrator.completedMigrations(database)
                return LedgerMigration(
                    from: LedgerFile.version(done.last),
                    to: LedgerFile.version(all.last),
                    steps: all.filter { !done.contains($0) }
                )
            }
        }
    }

    /// The number that a migration's name begins with.
    private static func version(_ migration: String?) -> Int {
        migration.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
    }

    private func demandCurrentSchema() throws(LedgerError) {
        if try !isCurrent() {
            throw LedgerError(
                .foreign,
                "\(path) is empty or was written by an older version of Terminus.",
                remedy: .migrate
            )
        }
    }

    /// Finds out whether somebody has written another file over the open one, under the same inode (`cp backup ledger`). A
    /// ledger that is open says in its header that it has a log; a backup, or a ledger that was closed, says that it has none.
    ///
    /// - Throws: ``LedgerError`` with `replaced`.
    public func demandOwnHeader() throws(LedgerError) {
        try reportingLedgerErrors { try pool.unsafeRead { try LedgerFile.demandOwnHeader($0) } }
    }

    private static func demandOwnHeader(_ database: GRDB.Database) throws {
        var header = [UInt8](repeating: 0, count: Int(CSQLITE_HEADER_SIZE))
        let code = csqlite_read_open_header(UnsafeMutableRawPointer(database.sqliteConnection), &header)
        // SQLite reports a file that cannot be read. A file that is too short is one that is being written.
        guard code == SQLITE_OK || code == ResultCode.SQLITE_IOERR_SHORT_READ.rawValue else { return }
        guard code == ResultCode.SQLITE_IOERR_SHORT_READ.rawValue || LedgerPath.saysRollbackMode(header) else { return }
        throw LedgerError(
            .replaced,
            "The ledger's file was overwritten by another one while it was open.",
            remedy: .stopAndRestore
        )
    }

    /// `DatabasePool` sets `synchronous` back to NORMAL after its configuration ran, so FULL is set last and read back.
    private func demandFullSynchronous() throws(LedgerError) {
        let level = try reportingLedgerErrors {
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
        }
        let full = 2
        guard level == full else {
            throw LedgerError(.other, "SQLite did not accept synchronous=FULL: commits would not be durable.")
        }
    }
}

extension LedgerFile: ConnectionPool {
    func read<Result>(_ work: (Database) throws -> Result) throws -> Result {
        try pool.read { try work(Database(connection: $0)) }
    }

    func unsafeRead<Result>(_ work: (Database) throws -> Result) throws -> Result {
        try pool.unsafeRead { try work(Database(connection: $0)) }
    }

    func write<Result>(_ work: (Database) throws -> Result) throws -> Result {
        try pool.write { try work(Database(connection: $0)) }
    }

    func dryRun(_ work: (Database) throws -> Void) throws {
        try pool.writeInTransaction { database in
            try work(Database(connection: database))
            return .rollback
        }
    }

    func keepMorePages() throws {
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = -65536") }
    }
}

extension DatabaseFunction {
    /// `has_offending_value(body, pointers, value)`: whether a body has this value at one of the places in a JSON array.
    static let hasOffendingValue = DatabaseFunction("has_offending_value", argumentCount: 3, pure: true) { arguments in
        guard let body = Data.fromDatabaseValue(arguments[0]), let places = String.fromDatabaseValue(arguments[1]),
            let value = String.fromDatabaseValue(arguments[2]),
            let pointers = try? JSONValue(kept: places).array?.compactMap({
                $0.string.flatMap(JSONPointer.init(parsing:))
            })
        else { return false }
        return OffendingValues(of: [UInt8](body)).has(value, at: pointers)
    }

    /// `offending_values(body, violations)`: a JSON array of the places and digests of ``OffendingValueDigest``.
    static let offendingValues = DatabaseFunction("offending_values", argumentCount: 2, pure: true) { arguments in
        guard let body = Data.fromDatabaseValue(arguments[0]), let violations = String.fromDatabaseValue(arguments[1])
        else {
            return "[]"
        }
        let digests = OffendingValueDigest.digests(of: [UInt8](body), violations: violations)
        var writer = JSONWriter()
        writer.beginArray()
        for digest in digests {
            writer.beginArray()
            writer.string(digest.pointer.description)
            writer.integer(digest.digest)
            writer.endArray()
        }
        writer.endArray()
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
