import Glibc
import GRDB
public import Terminations

/// Where a ledger is in its work, as far as subscribers and senders care.
public struct LedgerPosition: Sendable, Equatable {
    public let terminations: Int
    /// Of the settings in force; nil when none were applied.
    public let settingsVersion: Int?
    /// The position of the last event; 0 when there is none.
    public let lastEvent: Int64
    /// When it was recorded.
    public let lastEventAt: Instant?
    /// Up to where the events were published, or parked.
    public let relayPosition: Int64
}

/// What comes, or came, of putting a copy in the place of a ledger.
public struct LedgerRestoration: Sendable, Equatable {
    /// Of the copy.
    public let copy: LedgerPosition
    /// Of the ledger that it replaces; nil where there is none, or where it cannot be read.
    public let replaced: LedgerPosition?
    /// Where the replaced file is now; nil where there was none, and in a rehearsal.
    public let kept: String?

    /// The events that are published (again) when a worker starts on the copy: the relay had not come to them when it was
    /// made. Those that were published since come twice, under the same ids.
    public var eventsToPublish: Int64 { max(copy.lastEvent - copy.relayPosition, 0) }

    /// The events of the replaced ledger that the copy does not have: they do not come again, and their positions are used
    /// for others. nil where the replaced ledger cannot be read.
    public var eventsNotInCopy: Int64? { replaced.map { max($0.lastEvent - copy.lastEvent, 0) } }
}

extension LedgerFile {
    /// Puts a copy in the place of a ledger, for good.
    ///
    /// Guarantees:
    /// - While any process has the ledger open, to read it or to write it, nothing is done.
    /// - The copy is looked through (``check(onProgress:)``) before it has the ledger's name; what does not hold changes
    ///   nothing. FILE itself is read only, with its log where it has one.
    /// - The name leads to the old file or to the new one, never to none and never to a mixture: the log of the old one goes
    ///   along with it. Interrupted at any moment, the ledger is refused or whole; restored again, it is whole.
    /// - The old file is kept, under the name that is returned. The new one has its owner and mode.
    ///
    /// Call it while no ledger is open on either file in this process: it opens and closes the file, which lets go of the
    /// locks that SQLite has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    ///
    /// - Parameters:
    ///   - isRehearsal: only checks the copy and returns what would happen. Nothing is changed.
    ///   - planned: what a rehearsal returned, if there was one. Nothing is done where the copy or the ledger has changed.
    ///   - onProgress: how many pages are copied, of how many.
    /// - Returns: what the check found, and what came of it where it found nothing.
    /// - Throws: ``LedgerError``; `locked` while a process has the ledger open, `notPlanned` where something has changed.
    public static func restore(
        from file: String,
        to path: String,
        isRehearsal: Bool = false,
        planned: LedgerRestoration? = nil,
        at now: Instant,
        onProgress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> (findings: [LedgerFinding], restoration: LedgerRestoration?) {
        let target = LedgerPath.resolved(path)
        guard LedgerPath.resolved(file) != target else {
            throw LedgerError(.cannotOpen, "\(file) is the ledger itself.", hint: "Name a backup.")
        }
        guard LedgerPath.exists(file) else {
            throw LedgerError(.cannotOpen, "There is no file \(file).", hint: "Name a backup.")
        }
        // Looking for other processes opens and closes the file, which would release the locks of this one.
        guard !OpenLedgers.contain(target) else {
            throw LedgerError(.stillOpen, "\(path) is open in this process: it cannot be replaced.")
        }
        guard !LedgerPath.isFolder(target) else {
            throw LedgerError(.cannotOpen, "\(path) is a folder.", remedy: .makeFolderOrNameLedger)
        }
        // Before anything long, and so that reading the old one takes no lock that would be in the way.
        _ = try ExclusiveLedger(target)
        let source = try openBackup(file)
        defer { source.close() }
        let position = try source.position()
        let replaced = currentPosition(of: path)
        if let planned, planned.copy != position || planned.replaced != replaced {
            throw LedgerError(.notPlanned, "\(file) or \(path) has changed since the restoration was planned.")
        }
        if isRehearsal {
            let findings = try checkCopy(file)
            let restoration = LedgerRestoration(copy: position, replaced: replaced, kept: nil)
            return (findings, findings.isEmpty ? restoration : nil)
        }
        let partial = try PartialFile(for: target, suffix: restoringSuffix)
        try source.file.copy(to: partial, onProgress: onProgress)
        let findings = try checkCopy(partial.path)
        guard findings.isEmpty else { return (findings, nil) }
        let kept = try ExclusiveLedger(target).swap(for: partial, at: now)
        return ([], LedgerRestoration(copy: position, replaced: replaced, kept: kept))
    }

    private static let restoringSuffix = ".restoring"

    /// What a restoration has on disk until it is done: what is to be removed where a signal ends it.
    public static func partialFiles(ofRestoring path: String) -> [String] {
        PartialFile.names(LedgerPath.resolved(path) + restoringSuffix)
    }

    /// nil where there is none, or it is so damaged that it cannot be read: that may be why it is replaced.
    private static func currentPosition(of path: String) -> LedgerPosition? {
        guard let ledger = try? Ledger(path: path, access: .readOnlyOfAnyVersion) else { return nil }
        defer { ledger.close() }
        return try? ledger.position()
    }

}

extension Ledger {
    func position() throws(LedgerError) -> LedgerPosition {
        try reportingLedgerErrors {
            try pool.read { database in
                let last = try Row.fetchOne(
                    database,
                    sql: "SELECT sequence, recorded_at FROM events ORDER BY sequence DESC LIMIT 1"
                )
                let lastAt: Int64? = last?["recorded_at"]
                return LedgerPosition(
                    terminations: try Int.fetchOne(database, sql: "SELECT count(*) FROM terminations") ?? 0,
                    settingsVersion: try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions"),
                    lastEvent: last?["sequence"] ?? 0,
                    lastEventAt: lastAt.map { Instant(milliseconds: $0) },
                    relayPosition: try Int64.fetchOne(database, sql: "SELECT position FROM relay_cursor") ?? 0
                )
            }
        }
    }
}

/// The files of a ledger that no process has open, nor can open for as long as this is there: who tries finds it locked.
private struct ExclusiveLedger: ~Copyable {
    private let path: String
    /// Of the file, or where it is missing of its shared memory; -1 where both are.
    private let descriptor: Int32

    /// - Throws: ``LedgerError`` with `locked`.
    init(_ path: String) throws(LedgerError) {
        let isThere = LedgerPath.exists(path)
        let name = isThere ? path : path + "-shm"
        let file = open(name, O_RDWR | O_CLOEXEC)
        guard file >= 0 || errno == ENOENT else {
            throw LedgerError(
                .readOnly,
                "\(path) cannot be opened for writing: \(String(cString: strerror(errno))).",
                hint: "Give the command as the user that runs Terminus, or as root."
            )
        }
        let range = isThere ? ByteLock.database : ByteLock.sharedMemory
        guard file < 0 || ByteLock.take(file, range) && ExclusiveLedger.isNamed(name, file) else {
            let holder = ByteLock.holder(file, range) ?? 0
            Glibc.close(file)
            throw LedgerError(
                .locked,
                "\(holder > 0 ? "Process \(holder)" : "A process") has the ledger open.",
                hint: "Stop the worker, and what else uses the ledger, first."
            )
        }
        self.path = path
        descriptor = file
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    private static func isNamed(_ name: String, _ file: Int32) -> Bool {
        var (ours, theirs) = (stat(), stat())
        return fstat(file, &ours) == 0 && stat(name, &theirs) == 0 && ours.st_ino == theirs.st_ino
            && ours.st_dev == theirs.st_dev
    }

    /// - Returns: the name that the old file has now; nil where there was none.
    func swap(for partial: PartialFile, at now: Instant) throws(LedgerError) -> String? {
        try takeOverOwner(partial.path)
        let aside = nameAside(at: now)
        var kept: String?
        if LedgerPath.exists(path) {
            // First a second name, then the replacement in one step: there is a ledger at each moment. Where the file system
            // has no hard links there is none for a moment, and a worker that starts then is refused for the log's sake.
            guard link(path, aside) == 0 || rename(path, aside) == 0 else {
                throw LedgerError(
                    .inputOutput,
                    "\(path) cannot be kept as \(aside): \(String(cString: strerror(errno)))."
                )
            }
            kept = aside
        }
        do throws(LedgerError) {
            try partial.replace(path)
        } catch {
            // Where the name was not given away, the old file has it alone again.
            if !LedgerPath.exists(path) { rename(aside, path) }
            if descriptor >= 0, ExclusiveLedger.isNamed(path, descriptor) { unlink(aside) }
            throw error
        }
        // Only now: without its log the old file would lack what was recorded last. A worker that starts before it is gone
        // refuses the two together.
        for log in ["-wal", "-journal"] where LedgerPath.exists(path + log) {
            guard rename(path + log, aside + log) == 0 else {
                throw LedgerError(.inputOutput, "\(path + log) cannot be moved: \(String(cString: strerror(errno))).")
            }
            kept = aside
        }
        unlink(path + "-shm")
        return kept
    }

    /// What was not there is nobody's: the folder's owner has the new file.
    private func takeOverOwner(_ copy: String) throws(LedgerError) {
        var facts = stat()
        let isThere = stat(path, &facts) == 0
        guard isThere || stat(LedgerPath.folder(of: path), &facts) == 0 else { return }
        if geteuid() == 0 || facts.st_uid == geteuid() {
            guard chown(copy, facts.st_uid, facts.st_gid) == 0 || geteuid() != 0 else {
                throw LedgerError(.inputOutput, "\(copy) cannot be given to the ledger's owner.")
            }
        }
        if isThere { chmod(copy, facts.st_mode & 0o660 | 0o600) }
    }

    private func nameAside(at now: Instant) -> String {
        let time = "\(now)".prefix(19).filter { $0 != "-" && $0 != ":" }
        let name = "\(path).replaced-\(time)"
        var number = 1
        while LedgerPath.exists(number == 1 ? name : "\(name)-\(number)") { number += 1 }
        return number == 1 ? name : "\(name)-\(number)"
    }
}

extension LedgerFile {
    /// - Throws: ``LedgerError`` that names the file, since SQLite does not: it is not the ledger that is at fault.
    private static func openBackup(_ file: String) throws(LedgerError) -> Ledger {
        var facts = stat()
        guard stat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw LedgerError(.foreign, "\(file) is no regular file.", hint: "Name a backup.")
        }
        guard facts.st_size > 0 else {
            throw LedgerError(.foreign, "\(file) is empty.", remedy: .nameBackupThatHolds)
        }
        do throws(LedgerError) {
            return try Ledger(path: file, access: .readOnlyOfAnyVersion)
        } catch {
            let isNamed = error.description.contains(file)
            let text = isNamed ? error.description : "\(file) cannot be restored: \(error.description)"
            guard error.code == .cannotOpen else {
                throw LedgerError(error.code, text, remedy: .nameBackupThatHolds)
            }
            throw LedgerError(error.code, text, hint: error.hint, remedy: error.remedy)
        }
    }
}
