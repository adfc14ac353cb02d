import CSQLite
import Glibc
import GRDB
import GRDBSQLite
import Synchronization

/// The three files of a ledger that is open for writing, by which it notices that they are no longer those it opened.
///
/// SQLite keeps writing to a file that was removed, moved or replaced: its commits succeed, and are lost with the process.
/// Through a second name of the file (a hard link) it would write a second log, of which the first one knows nothing
/// (https://www.sqlite.org/howtocorrupt.html, 2.4 and 2.5).
///
/// Guarantees: a transaction that is about to commit while the files are others is rolled back instead, whichever code began it.
/// Once the files were found to be others, that stays so.
final class OpenFiles: TransactionObserver, Sendable {
    /// Which file a name leads to.
    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t
    }

    private let path: String
    private let main: Identity
    private let log: (path: String, identity: Identity)
    private let sharedMemory: (path: String, identity: Identity)
    private let state: Mutex<State>
    /// Of the connection that writes. Used by the thread that commits alone.
    private nonisolated(unsafe) let connection: UnsafeMutableRawPointer

    private struct State {
        var loss: LedgerError?
        /// Whether one of the files was cut off.
        var isCut = false
        /// The size of the ledger's file at the last look.
        var size: off_t
        /// The size of the log at the last look, and which log it was: SQLite restarts it with other salts.
        var log: (size: off_t, salts: UInt64) = (0, 0)
    }

    /// - Parameters:
    ///   - path: as it was given: a link that leads elsewhere later is noticed too.
    ///   - database: has written, so that its log is there.
    /// - Throws: ``LedgerError`` with `replaced` where the files are others by now, or the file has a second name.
    init(_ path: String, _ database: GRDB.Database) throws {
        self.path = path
        let file = LedgerPath.resolved(path)
        let facts = try OpenFiles.facts(path)
        main = OpenFiles.identity(facts)
        state = Mutex(State(size: facts.st_size))
        connection = UnsafeMutableRawPointer(database.sqliteConnection!)
        log = (file + "-wal", OpenFiles.identity(try OpenFiles.facts(file + "-wal")))
        sharedMemory = (file + "-shm", OpenFiles.identity(try OpenFiles.facts(file + "-shm")))
        // What SQLite has opened is what the name leads to: so nothing was replaced in between.
        var hasMoved: Int32 = 0
        sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard hasMoved == 0 else { throw LedgerError.replaced("The ledger's file was replaced while it was opened.") }
        guard facts.st_nlink == 1 else { throw LedgerError.secondName }
        try demandUnchanged()
    }

    /// Whether the file itself is in its place, whatever became of its log.
    var isInPlace: Bool { (try? OpenFiles.facts(path)).map(OpenFiles.identity) == main }

    /// Whether somebody has emptied the file or its log, or cut off a part. The log must not be brought into the file then:
    /// its holes would overwrite what the file still has.
    ///
    /// Asked by the thread that commits.
    var isCut: Bool {
        if state.withLock({ $0.isCut }) || !isLogWhole { return true }
        guard let facts = try? OpenFiles.facts(path), OpenFiles.identity(facts) == main else { return false }
        return facts.st_size == 0 || isCutOff(facts.st_size)
    }

    /// What became of files that go while the ledger is opened, which shows as some failure of another kind; nil where they
    /// are there. A process that closes the ledger in order leaves the log to one that has begun to open it.
    ///
    /// - Parameter hadLog: whether the log was there before.
    static func lossWhileOpening(_ path: String, hadLog: Bool) -> LedgerError? {
        let file = LedgerPath.resolved(path)
        guard LedgerPath.exists(file) else { return .replaced("The ledger's file was removed while it was opened.") }
        guard hadLog, LedgerPath.size(file + "-wal") == 0 else { return nil }
        return .replaced("The ledger's log was removed or emptied while the ledger was opened.")
    }

    /// What became of the files; nil while they are those that were opened.
    var loss: LedgerError? {
        do throws(LedgerError) {
            try demandUnchanged()
            return nil
        } catch {
            return error
        }
    }

    /// Costs three calls of stat(2), and a look at the log's first bytes.
    ///
    /// - Throws: ``LedgerError`` with `replaced`.
    func demandUnchanged() throws(LedgerError) {
        if let loss = state.withLock({ $0.loss }) { throw loss }
        guard let found = findLoss() else { return }
        state.withLock { $0.loss = found }
        throw found
    }

    /// Finds a file that has become shorter than it says. SQLite shortens it too, and then says so in it. By the thread that
    /// commits, before whatever it commits can be brought into the file.
    private func demandWhole() throws(LedgerError) {
        guard let facts = try? OpenFiles.facts(path), isCutOff(facts.st_size) else { return }
        let loss = LedgerError.replaced("The ledger's file was cut off while it was open.")
        state.withLock { state in
            state.loss = loss
            state.isCut = true
        }
        throw loss
    }

    private func isCutOff(_ size: off_t) -> Bool {
        state.withLock { state in
            guard size < state.size else {
                state.size = size
                return false
            }
            var header = [UInt8](repeating: 0, count: Int(CSQLITE_HEADER_SIZE))
            guard csqlite_read_open_header(connection, &header) == SQLITE_OK else { return true }
            // Its pages, and their size (https://www.sqlite.org/fileformat.html, 1.3.2 and 1.3.8).
            let pageSize = off_t(header[16]) << 8 | off_t(header[17])
            let pages = header[28..<32].reduce(0) { $0 << 8 | off_t($1) }
            guard pages * (pageSize == 1 ? 65_536 : pageSize) <= size else { return true }
            state.size = size
            return false
        }
    }

    private func findLoss() -> LedgerError? {
        guard let facts = try? OpenFiles.facts(path) else {
            return .replaced("The ledger's file was removed or moved while it was open.")
        }
        guard OpenFiles.identity(facts) == main else {
            return .replaced("The ledger's file was replaced by another one while it was open.")
        }
        guard facts.st_nlink == 1 else { return .secondName }
        guard facts.st_size > 0 else { return .replaced("The ledger's file was emptied while it was open.") }
        for part in [log, sharedMemory] {
            guard let facts = try? OpenFiles.facts(part.path), OpenFiles.identity(facts) == part.identity else {
                return .replaced("The ledger's log was removed or replaced while it was open.")
            }
        }
        return isLogWhole ? nil : .replaced("The ledger's log was emptied or cut off while it was open.")
    }

    /// Whether the log begins as one, and has not become shorter. SQLite truncates it and restarts it with a
    /// header of its own; another program that empties it leaves a hole there, since SQLite writes on where it was
    /// (https://www.sqlite.org/walformat.html, 2.1).
    ///
    /// SQLite holds no lock on the log, so closing it releases none.
    private var isLogWhole: Bool {
        let file = open(log.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, OpenFiles.identity(facts) == log.identity else { return true }
        var header: (mark: UInt32, version: UInt32, pageSize: UInt32, sequence: UInt32, salts: UInt64) = (0, 0, 0, 0, 0)
        guard pread(file, &header, 24, 0) == 24 else {
            state.withLock { $0.log = (0, 0) }
            return true
        }
        guard UInt32(bigEndian: header.mark) & ~1 == 0x377F_0682 else { return false }
        return state.withLock { state in
            guard facts.st_size < state.log.size, header.salts == state.log.salts else {
                state.log = (facts.st_size, header.salts)
                return true
            }
            state.isCut = true
            return false
        }
    }

    private static func facts(_ path: String) throws(LedgerError) -> stat {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            throw .replaced("The ledger's file was removed or moved while it was opened.")
        }
        return facts
    }

    private static func identity(_ facts: stat) -> Identity { Identity(device: facts.st_dev, number: facts.st_ino) }

    // MARK: - TransactionObserver

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws {
        try demandUnchanged()
        try demandWhole()
    }
    func databaseDidCommit(_ database: GRDB.Database) {}
    func databaseDidRollback(_ database: GRDB.Database) {}
}

extension LedgerError {
    fileprivate static func replaced(_ description: String) -> LedgerError {
        LedgerError(
            .replaced,
            description,
            remedy: .stopAndReturnFileOrRestore
        )
    }

    static var secondName: LedgerError {
        LedgerError(
            .replaced,
            "The ledger's file has a second name, a hard link, by which another process would not see its log.",
            remedy: .removeSecondName
        )
    }
}

extension LedgerFile {
    /// Why a worker could not work on the ledger at a path; nil where no obstacle is known. Changes nothing.
    public static func obstacle(toWriting path: String) -> LedgerError? { LedgerPath.obstacle(toWriting: path) }

    /// Finds out whether the files are still those that were opened: not removed, moved, replaced, or reached by a second
    /// name. The recorder asks by itself, before each commit and after it.
    ///
    /// - Throws: ``LedgerError`` with `replaced`; from then on always, so that recording ends.
    public func demandUnchanged() throws(LedgerError) { try files?.demandUnchanged() }

    /// What became of the files, of code `replaced`; nil while they are those that were opened.
    public var loss: LedgerError? { files?.loss }

    /// Of the file and its log.
    var bytes: Int64 {
        let file = LedgerPath.resolved(path)
        return LedgerPath.size(file) + LedgerPath.size(file + "-wal")
    }
}
