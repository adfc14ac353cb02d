import Foundation

/// The disk under the ledger: filled up, and made read-only, for a while.
///
/// Where the ledger has a small file system of its own, as `scripts/torture` makes it for root, the disk is really full.
/// Elsewhere the worker's file size limit takes its place: both end a write of SQLite's in the same way.
struct LedgerDisk {
    let ledger: String
    /// Whether the ledger's folder is a file system of its own.
    let isOwn: Bool

    private var ballast: String { (ledger as NSString).deletingLastPathComponent + "/ballast" }

    /// Leaves only so many bytes.
    func fill(leaving bytes: Int) throws {
        guard isOwn else { return }
        let file = open(ballast, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchmarkError("There is no room for the ballast either.") }
        defer { close(file) }
        var facts = statvfs()
        guard fstatvfs(file, &facts) == 0 else { return }
        var step = Int(facts.f_bavail) * Int(facts.f_frsize) - bytes
        var size = 0
        // What the file system needs for itself is not known: the last pieces are tried.
        while step >= 4096 {
            if posix_fallocate(file, off_t(size), off_t(step)) == 0 {
                size += step
            } else {
                step /= 2
            }
            var now = statvfs()
            guard fstatvfs(file, &now) == 0 else { return }
            step = min(step, Int(now.f_bavail) * Int(now.f_frsize) - bytes)
        }
    }

    func free() { unlink(ballast) }

    /// The file and its log as they were at one moment.
    struct Kept {
        let file: Data
        let log: Data
    }

    /// Takes the ledger from under a worker that stands still.
    ///
    /// - Parameter backup: what a replacement is made of.
    /// - Returns: what it was.
    func take(_ loss: LedgerLoss, backup: String) throws -> Kept {
        let kept = Kept(
            file: try Data(contentsOf: URL(filePath: ledger)),
            log: try Data(contentsOf: URL(filePath: ledger + "-wal"))
        )
        let isDone =
            switch loss {
            case .removed: ["", "-wal", "-shm"].allSatisfy { unlink(ledger + $0) == 0 }
            case .replacedByBackup: rename(backup, ledger) == 0
            case .logRemoved: ["-wal", "-shm"].allSatisfy { unlink(ledger + $0) == 0 }
            case .linked: link(ledger, ledger + ".second") == 0
            }
        guard isDone else { throw BenchmarkError("The ledger cannot be taken away: \(loss).") }
        return kept
    }

    /// Puts the right file back, when no process has it.
    func putBack(_ kept: Kept, after loss: LedgerLoss) throws {
        switch loss {
        case .removed, .replacedByBackup:
            for end in ["-wal", "-shm"] { unlink(ledger + end) }
            try kept.file.write(to: URL(filePath: ledger))
            if !kept.log.isEmpty { try kept.log.write(to: URL(filePath: ledger + "-wal")) }
        case .logRemoved:
            // The worker has brought what it had of the log into the file.
            break
        case .linked:
            unlink(ledger + ".second")
        }
    }

    /// Refuses writes also to whoever has the files open, where the file system can.
    ///
    /// - Returns: whether it does.
    @discardableResult
    func setReadOnly(_ isReadOnly: Bool) throws -> Bool {
        guard isOwn else { return false }
        var isDone = true
        for file in [ledger, ledger + "-wal"] where FileManager.default.fileExists(atPath: file) {
            let chattr = try SystemUnderTest(["/usr/bin/chattr", isReadOnly ? "+i" : "-i", file], log: "/dev/null")
            isDone = chattr.wait().exitCode == 0 && isDone
        }
        return isDone
    }

    /// Makes the files read-only for whoever opens them; root is not impressed.
    func setMode(readOnly: Bool) {
        for file in [ledger, ledger + "-wal", ledger + "-shm"] { chmod(file, readOnly ? 0o400 : 0o600) }
    }
}
