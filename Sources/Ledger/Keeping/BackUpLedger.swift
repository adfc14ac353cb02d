import Foundation
import GRDB

extension Ledger {
    /// Copies the ledger to a new file, beside a worker that goes on.
    ///
    /// Guarantees:
    /// - The copy is one state of the ledger: everything that was recorded when it began, and nothing of what was since.
    /// - It is checked (``check(onProgress:)``) and on disk before it has its name. Until then it is `FILE.partial`, which
    ///   is removed if anything fails.
    /// - A file that exists is never overwritten.
    /// - Only the user who made it may read it: it holds what customers said.
    ///
    /// While it is copied the write-ahead log grows by what is recorded meanwhile.
    ///
    /// - Parameter onProgress: how many pages are copied, of how many.
    /// - Returns: what the check of the copy found; the copy has no name then.
    /// - Throws: ``LedgerError``; `cannotOpen` where the file exists already.
    public func backUp(
        to target: String,
        onProgress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> [LedgerFinding] {
        try backUp(to: target, pagesAtOnce: 2000, onProgress: onProgress)
    }

    func backUp(
        to target: String,
        pagesAtOnce: Int32,
        onProgress: @escaping (_ done: Int, _ total: Int) -> Void
    ) throws(LedgerError) -> [LedgerFinding] {
        let partial = target + ".partial"
        try createEmpty(partial, for: target)
        var isDone = false
        defer { if !isDone { unlink(partial) } }
        try reportingLedgerErrors {
            let copy = try DatabaseQueue(path: partial)
            try pool.read { source in
                // The transaction of the read stays open from the first page to the last: it is one state.
                try copy.writeWithoutTransaction { target in
                    try source.backup(to: target, pagesPerStep: pagesAtOnce) { progress in
                        onProgress(progress.completedPageCount, progress.totalPageCount)
                    }
                    // A file by itself, without a log beside it; whoever opens it for writing gives it one again.
                    _ = try String.fetchOne(target, sql: "PRAGMA journal_mode = DELETE")
                }
            }
            try copy.close()
        }
        let findings = try Ledger.checkCopy(partial)
        guard findings.isEmpty else { return findings }
        try Ledger.flush(partial)
        // Unlike a renaming this fails where somebody has made the file meanwhile.
        guard link(partial, target) == 0 else { throw Ledger.exists(target) }
        unlink(partial)
        isDone = true
        try Ledger.flush(target.folder)
        return []
    }

    private func createEmpty(_ partial: String, for target: String) throws(LedgerError) {
        guard !FileManager.default.fileExists(atPath: target) else { throw Ledger.exists(target) }
        let file = open(partial, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let code = errno
            throw LedgerError(
                .cannotOpen,
                "\(partial) cannot be made: \(String(cString: strerror(code))).",
                hint: code == EEXIST
                    ? "Another backup writes it now, or one was killed: remove it then."
                    : "Name a file in a folder that exists and may be written."
            )
        }
        Glibc.close(file)
    }

    private static func exists(_ target: String) -> LedgerError {
        LedgerError(
            .cannotOpen,
            "\(target) exists already, and a backup overwrites nothing.",
            hint: "Name a file that does not exist, one with the date in its name for instance."
        )
    }

    /// A ledger of an older version is only looked through by SQLite: the rules are those of this version.
    private static func checkCopy(_ path: String) throws(LedgerError) -> [LedgerFinding] {
        let copy = try Ledger(path: path, access: .readOnlyOfAnyVersion)
        defer { copy.close() }
        if try copy.isCurrent() { return try copy.check() }
        var findings: [LedgerFinding] = []
        for rule in [LedgerRule.integrity, .foreignKeys] {
            if let finding = try copy.check(rule) { findings.append(finding) }
        }
        return findings
    }

    private static func flush(_ path: String) throws(LedgerError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        defer { Glibc.close(file) }
        guard file >= 0, fsync(file) == 0 else {
            throw LedgerError(.inputOutput, "The backup could not be brought to disk.")
        }
    }
}

extension String {
    fileprivate var folder: String {
        let folder = (self as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}
