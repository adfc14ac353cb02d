import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// The store: one SQLite file that holds the inbox, the terminations, the event log, the dead letters and the settings.
///
/// Guarantees:
/// - A transaction that returned is on disk: WAL with `synchronous=FULL`, asserted when the ledger is opened.
/// - Several processes may open one file at once; a writer waits up to ``busyTimeout`` for another's transaction.
/// - A file of another program, or of a newer Terminus, is refused and left untouched; so is one beside the log of another.
/// - Nothing is committed to a file that is no longer the one that was opened (``demandUnchangedFiles()``).
/// - Closed in order, by the last process that has it, it is one file without a log. A new one is its owner's alone.
///
/// Every operation blocks the calling thread. Writes belong on a thread of their own, never inside a task that can be
/// cancelled: GRDB rolls a transaction back when the task that runs it is cancelled.
public final class Ledger: Sendable {
    public enum Access: Sendable {
        /// Creates the file where it is missing and migrates an older one.
        case readWrite
        /// Needs an existing, current file and changes nothing in it.
        case readOnly
        /// Needs an existing file of this version or an older one, and changes nothing in it.
        case readOnlyOfAnyVersion
    }

    /// How long a statement waits for another process's transaction before it is reported as locked.
    public static let busyTimeout = Duration.seconds(5)

    public let path: String
    let pool: DatabasePool
    /// nil where it was opened for reading.
    let files: OpenFiles?
    let migrator: DatabaseMigrator
    private let isClosed = Atomic(false)
    private let openEntry: OpenLedgers.Entry
    /// Only touched by who writes, of whom there is one at a time.
    private nonisolated(unsafe) var keptStatements: BatchStatements?

    public convenience init(path: String, access: Access = .readWrite) throws(LedgerError) {
        try self.init(path: path, access: access, migrator: Schema.migrator)
    }

    /// - Parameter migrator: brings the tables up to date; other than ``Schema/migrator`` only in tests.
    init(path: String, access: Access, migrator: DatabaseMigrator) throws(LedgerError) {
        self.path = path
        self.migrator = migrator
        if access != .readWrite, !FileManager.default.fileExists(atPath: path) {
            throw LedgerError(
                .cannotOpen,
                "There is no ledger at \(path).",
                hint:
                    "Name the ledger with --config or --ledger-path. To make a new one: terminus settings apply FILE --create"
            )
        }
        try LedgerPath.refuseForeignLog(beside: path)
        if access == .readWrite {
            if let obstacle = LedgerPath.obstacle(toWriting: path) { throw obstacle }
            try LedgerPath.createPrivately(path)
        }
        let hadLog = LedgerPath.size(LedgerPath.resolved(path) + "-wal") > 0
        let pool = try Ledger.explaining(path, access, hadLog) { () throws(LedgerError) in
            try reportingLedgerErrors {
                try DatabasePool(path: path, configuration: Ledger.configuration(for: access))
            }
        }
        self.pool = pool
        openEntry = OpenLedgers.Entry(path)
        do {
            try Ledger.explaining(path, access, hadLog) { () throws(LedgerError) in
                try Ledger.refuseForeignFile(path, pool, migrator)
            }
            files =
                access == .readWrite
                ? try Ledger.explaining(path, access, hadLog) { () throws(LedgerError) in
                    try Ledger.watchFiles(path, pool)
                }
                : nil
        } catch {
            // Its log stays as it is: it may be another's.
            try? pool.close()
            throw error
        }
        do {
            switch access {
            case .readWrite:
                try migrate()
                try demandFullSynchronous()
                try demandConsistency()
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

    /// Says what lacks where a ledger cannot be read, or what became of its log: SQLite has a number for it.
    private static func explaining<Result>(
        _ path: String,
        _ access: Access,
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
    /// A close that fails leaves nothing undone: each transaction was on disk when it returned.
    public func close() {
        // SQLite does not survive a call on a closed connection.
        guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
        if !pool.configuration.readonly {
            // GRDB closes its reading connections last, and these would leave the log where it is.
            pool.releaseMemory()
            pool.writeWithoutTransaction { database in
                // SQLite closes no connection of which somebody holds a statement.
                keptStatements = nil
                guard let files else { return }
                // A log beside a file that another one was written over: only together with its own file it is whole.
                guard !files.isCut, (try? Ledger.demandOwnHeader(database)) != nil else {
                    _ = csqlite_keep_log(UnsafeMutableRawPointer(database.sqliteConnection))
                    return
                }
                // Whatever another process has under this name now is not ours to touch.
                guard files.isInPlace else { return }
                // From here on it is this process that takes the log away.
                database.remove(transactionObserver: files)
                // Another process that has the ledger open keeps its log, and is not waited for.
                try? database.execute(sql: "PRAGMA busy_timeout = 0")
                _ = try? database.checkpoint(.passive)
                // One file by itself: who may only read can read it, and a copy by hand is a whole one.
                _ = try? String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            }
        }
        try? pool.close()
        openEntry.end()
    }

    /// Whatever uses SQLite first in a process decides; elsewhere than in tests that is a ledger.
    private static let hasSetUpSQLite: Bool = csqlite_do_without_memory_statistics() == SQLITE_OK

    private static func configuration(for access: Access) -> Configuration {
        _ = hasSetUpSQLite
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.readonly = access != .readWrite
        // SQLite's own waiting grows to a tenth of a second between two looks. Who records much at once lets go of the
        // lock for a moment only; so we look each millisecond.
        configuration.busyMode = .callback { tries in
            guard tries < Int(busyTimeout / .milliseconds(1)) else { return false }
            usleep(1000)
            return true
        }
        configuration.maximumReaderCount = 3
        configuration.prepareDatabase { database in
            database.add(function: .hasOffendingValue)
            // The page size counts only for a new file; 16 KiB pages measured fastest for rows of one KiB: every page costs
            // system calls. What is deleted or written anew is overwritten, so that a note that is gone is gone from the
            // file; Debian's SQLite does that by default.
            try database.execute(
                sql: """
                    PRAGMA page_size = 16384;
                    PRAGMA cache_size = -2048;
                    PRAGMA wal_autocheckpoint = 2000;
                    PRAGMA secure_delete = ON;
                    """
            )
            if access == .readWrite, database.configuration.readonly {
                // Beside who writes one reads mostly what was appended last, and once.
                try database.execute(sql: "PRAGMA cache_size = -512")
            }
            if access == .readWrite, try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 {
                // Space that retention frees can be given back only by a file that began like this.
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            }
        }
        return configuration
    }

    /// The statements that every message takes, of the connection that writes, and only within its transactions.
    func statements(_ database: Database) throws -> BatchStatements {
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

    /// An empty file has application id 0 and no tables; anything else must carry our mark.
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
                hint: "Point TERMINUS_LEDGER_PATH at the ledger, or at a file that does not exist yet."
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
                    from: Ledger.version(done.last),
                    to: Ledger.version(all.last),
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
                hint: "Run: terminus ledger migrate"
            )
        }
    }

    /// Finds a file over which the log of another one was written: the newest rows name what is not there. Cheap, so that
    /// whoever opens the ledger can ask; `ledger check` looks at all of it.
    ///
    /// - Throws: ``LedgerError`` with `damaged`.
    public func demandConsistency() throws(LedgerError) {
        let isMixed = try reportingLedgerErrors {
            try pool.read { database in
                try Bool.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT position FROM relay_cursor) > (SELECT max(sequence) FROM events)
                            OR EXISTS (
                                SELECT 1 FROM (SELECT settings_version FROM termination_revisions ORDER BY id DESC LIMIT 1000)
                                WHERE settings_version > coalesce((SELECT max(version) FROM settings_versions), 0))
                        """
                ) ?? false
            }
        }
        if isMixed {
            throw LedgerError(
                .damaged,
                "\(path) is a mixture of two ledgers: its newest rows name events or settings that it does not have.",
                hint: "Restore a backup: terminus ledger restore FILE. See: terminus ledger check"
            )
        }
    }

    /// Finds out whether somebody has written another file over the open one, under the same inode (`cp backup ledger`). A
    /// ledger that is open says in its header that it has a log; a backup, or a ledger that was closed, says that it has none.
    ///
    /// - Throws: ``LedgerError`` with `replaced`.
    public func demandOwnHeader() throws(LedgerError) {
        try reportingLedgerErrors { try pool.unsafeRead { try Ledger.demandOwnHeader($0) } }
    }

    private static func demandOwnHeader(_ database: Database) throws {
        var header = [UInt8](repeating: 0, count: Int(CSQLITE_HEADER_SIZE))
        let code = csqlite_read_open_header(UnsafeMutableRawPointer(database.sqliteConnection), &header)
        // What cannot be read is left to SQLite to name. A file that is too short is one that is just being written.
        guard code == SQLITE_OK || code == ResultCode.SQLITE_IOERR_SHORT_READ.rawValue else { return }
        guard code == ResultCode.SQLITE_IOERR_SHORT_READ.rawValue || LedgerPath.saysRollbackMode(header) else { return }
        throw LedgerError(
            .replaced,
            "The ledger's file was overwritten by another one while it was open.",
            hint:
                "Nothing more is recorded or acknowledged: messages wait in the queue. Stop what uses the ledger, then "
                + "restore a backup: terminus ledger restore FILE"
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
