import Glibc
import GRDB
import GRDBSQLite
import Synchronization

/// The three files of a ledger that is open for writing, by which it notices that they are no longer those it opened.
///
/// SQLite goes on with a file that was removed, moved or replaced: its commits succeed, and are gone with the process.
/// Through a second name of the file (a hard link) it would write a second log, of which the first one knows nothing
/// (https://www.sqlite.org/howtocorrupt.html, 2.4 and 2.5).
///
/// Guarantees: a transaction that is about to commit while the files are others is rolled back instead, whoever began it.
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
    private let loss = Mutex<LedgerError?>(nil)

    /// - Parameters:
    ///   - path: as it was given: a link that leads elsewhere later is noticed too.
    ///   - database: has written, so that its log is there.
    /// - Throws: ``LedgerError`` with `replaced` where the files are others by now, or the file has a second name.
    init(_ path: String, _ database: Database) throws {
        self.path = path
        let file = LedgerPath.resolved(path)
        let facts = try OpenFiles.facts(path)
        main = OpenFiles.identity(facts)
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

    /// Whether somebody has emptied the file or its log. The log must not be brought into the file then: its holes would
    /// overwrite what the file still has.
    var isEmptied: Bool {
        !isLogWhole || ((try? OpenFiles.facts(path)).map { OpenFiles.identity($0) == main && $0.st_size == 0 } ?? false)
    }

    /// Costs three calls of stat(2), and a look at the log's first bytes.
    ///
    /// - Throws: ``LedgerError`` with `replaced`.
    func demandUnchanged() throws(LedgerError) {
        if let loss = loss.withLock({ $0 }) { throw loss }
        guard let found = findLoss() else { return }
        loss.withLock { $0 = found }
        throw found
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
        return isLogWhole ? nil : .replaced("The ledger's log was emptied while it was open.")
    }

    /// Whether the log begins as one. SQLite cuts it to nothing and begins it anew with its header; whoever else empties it
    /// leaves a hole there, since SQLite writes on where it was (https://www.sqlite.org/walformat.html, 2.1).
    ///
    /// No lock of SQLite's lies on the log, so that closing it gives none up.
    private var isLogWhole: Bool {
        let file = open(log.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, OpenFiles.identity(facts) == log.identity else { return true }
        var mark: UInt32 = 0
        guard pread(file, &mark, 4, 0) == 4 else { return true }
        return UInt32(bigEndian: mark) & ~1 == 0x377F_0682
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
    func databaseWillCommit() throws { try demandUnchanged() }
    func databaseDidCommit(_ database: Database) {}
    func databaseDidRollback(_ database: Database) {}
}

extension LedgerError {
    fileprivate static func replaced(_ description: String) -> LedgerError {
        LedgerError(
            .replaced,
            description,
            hint:
                "Nothing more is recorded or acknowledged: messages wait in the queue. Stop what uses the ledger, then "
                + "put the file back with its log, or a backup: terminus ledger restore FILE"
        )
    }

    static var secondName: LedgerError {
        LedgerError(
            .replaced,
            "The ledger's file has a second name, a hard link, by which another process would not see its log.",
            hint: "Stop what uses the ledger and remove the other name (find / -xdev -samefile FILE). To have a copy: "
                + "terminus ledger backup FILE"
        )
    }
}

extension Ledger {
    /// Why a worker could not work on the ledger at a path; nil where nothing is known to be in the way. Changes nothing.
    public static func obstacle(toWriting path: String) -> LedgerError? { LedgerPath.obstacle(toWriting: path) }

    /// Finds out whether the files are still those that were opened: not removed, moved, replaced, or reached by a second
    /// name. Who records asks by itself, before each commit and after it.
    ///
    /// - Throws: ``LedgerError`` with `replaced`; from then on always, so that whatever records comes to its end.
    public func demandUnchangedFiles() throws(LedgerError) {
        try files?.demandUnchanged()
    }
}
