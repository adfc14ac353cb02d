import Foundation

/// The disk of the ledger, which can be full or read-only.
///
/// If the ledger has its own small file system, which `scripts/torture` makes for root, the disk is really full. Otherwise the
/// worker's file size limit takes its place: both fail a write of SQLite in the same way.
struct LedgerDisk {
    let ledger: String
    /// Whether the ledger's folder is its own file system.
    let isOwn: Bool

    private var ballast: String { (ledger as NSString).deletingLastPathComponent + "/ballast" }

    /// Leaves so many bytes free.
    func fill(leaving bytes: Int) throws {
        guard isOwn else { return }
        let file = open(ballast, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchmarkError("The ballast file cannot be created.") }
        defer { close(file) }
        var facts = statvfs()
        guard fstatvfs(file, &facts) == 0 else { return }
        var step = Int(facts.f_bavail) * Int(facts.f_frsize) - bytes
        var size = 0
        // The file system's own needs are unknown, so the last pieces are tried.
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

    /// The file and its write-ahead log at one moment.
    struct Kept {
        let file: Data
        let log: Data
    }

    /// Removes or replaces the ledger of a stopped worker.
    ///
    /// - Parameter backup: the file of a replacement.
    /// - Returns: the files before.
    func apply(_ loss: LedgerLoss, backup: String) throws -> Kept {
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
        guard isDone else { throw BenchmarkError("The ledger cannot be changed: \(loss).") }
        return kept
    }

    /// Restores the files. No process may have them open.
    func restore(_ kept: Kept, after loss: LedgerLoss) throws {
        switch loss {
        case .removed, .replacedByBackup:
            for end in ["-wal", "-shm"] { unlink(ledger + end) }
            try kept.file.write(to: URL(filePath: ledger))
            if !kept.log.isEmpty { try kept.log.write(to: URL(filePath: ledger + "-wal")) }
        case .logRemoved:
            // The worker has checkpointed its log into the file.
            break
        case .linked:
            unlink(ledger + ".second")
        }
    }

    /// Makes the files immutable, even for processes that have them open, if the file system can.
    ///
    /// - Returns: whether it can.
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

    /// Makes the files read-only for processes that open them, except root's.
    func setMode(readOnly: Bool) {
        for file in [ledger, ledger + "-wal", ledger + "-shm"] { chmod(file, readOnly ? 0o400 : 0o600) }
    }
}
