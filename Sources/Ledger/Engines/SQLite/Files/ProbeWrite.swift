import GRDB
import Glibc

extension LedgerFile {
    /// Finds out whether a batch could be recorded now: writes as much as a large batch, and rolls it back. A small write could
    /// succeed where a batch fails.
    ///
    /// - Throws: the error that the batch would throw.
    public func probeWrite() throws(LedgerError) {
        // Without a commit, nothing else checks the files.
        try demandUnchanged()
        try reportingLedgerErrors {
            try pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    // More than the page cache holds, so that it reaches the disk before it is rolled back.
                    let bytes = 4 * 1024 * 1024
                    try database.execute(sql: "CREATE TABLE probe (bytes BLOB)")
                    try database.execute(sql: "INSERT INTO probe (bytes) VALUES (zeroblob(?))", arguments: [bytes])
                    return .rollback
                }
            }
        }
    }
}

extension LedgerFile {
    /// Tries to write beside a ledger without touching it: creates a file in its folder, flushes it to disk, and removes it.
    ///
    /// Finds a full disk, a quota and a read-only file system without waiting for the ledger's lock.
    ///
    /// - Returns: the bytes that are free for this user, if known.
    /// - Throws: ``LedgerError`` with `diskFull`, `readOnly` or `inputOutput`.
    public static func tryWriting(beside path: String) throws(LedgerError) -> Int64? {
        let folder = LedgerPath.folder(of: LedgerPath.resolved(path))
        var name = Array("\(folder)/.terminus-trial-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw failure(errno, folder) }
        defer { Glibc.close(file) }
        // Gone with the descriptor, whatever becomes of this process.
        unlink(name)
        let bytes = [UInt8](repeating: 0xA5, count: 64 * 1024)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(errno, folder) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw failure(errno, folder) }
        var facts = statvfs()
        guard fstatvfs(file, &facts) == 0 else { return nil }
        return Int64(clamping: UInt64(facts.f_bavail) * UInt64(facts.f_frsize))
    }

    private static func failure(_ number: Int32, _ folder: String) -> LedgerError {
        let code: LedgerError.Code =
            switch number {
            case ENOSPC, EDQUOT: .diskFull
            case EROFS, EACCES, EPERM: .readOnly
            default: .inputOutput
            }
        return LedgerError(
            code,
            rawCode: 0,
            "\(folder), the ledger's folder, cannot be written: \(String(cString: strerror(number))).",
            hint: code == .diskFull
                ? "Free space there: messages wait in the queue until a batch can be written."
                : "Give the user that runs Terminus write access to the folder, or mount its file system for writing."
        )
    }
}
