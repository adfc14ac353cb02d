import GRDB

extension LedgerFile {
    /// Copies the ledger to a new file while the worker records.
    ///
    /// Guarantees:
    /// - The copy is one state of the ledger: everything that was recorded when it began, and nothing of what was since.
    /// - It is checked (``check(onProgress:)``) and on disk before it has its name. Until then it is `FILE.partial`, which
    ///   is removed if anything fails; one that a killed process has left is replaced.
    /// - A file that exists is never overwritten, on file systems without hard links neither.
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
        guard !LedgerPath.exists(target) else { throw PartialFile.exists(target) }
        let name = target.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? target
        let place = LedgerPath.resolved(LedgerPath.folder(of: target)) + "/" + name
        let file = LedgerPath.resolved(path)
        guard !["-wal", "-shm", "-journal"].contains(where: { place == file + $0 }) else {
            throw LedgerError(
                .cannotOpen,
                "SQLite takes \(target) for a part of the ledger.",
                hint: "Give the backup another name."
            )
        }
        let partial = try PartialFile(for: target, suffix: LedgerFile.partialSuffix)
        try copy(to: partial, pagesAtOnce: pagesAtOnce, onProgress: onProgress)
        let findings = try LedgerFile.checkCopy(partial.path, migrator: migrator)
        guard findings.isEmpty else { return findings }
        try partial.publish()
        return []
    }

    private static let partialSuffix = ".partial"

    /// What a backup has on disk until it is done: what is to be removed where a signal ends it.
    public static func partialFiles(ofBackup target: String) -> [String] {
        PartialFile.names(target + partialSuffix)
    }

    /// Writes one state of the ledger into a file, and brings it to disk.
    func copy(
        to partial: PartialFile,
        pagesAtOnce: Int32 = 2000,
        onProgress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) {
        do {
            try reportingLedgerErrors {
                let copy = try DatabaseQueue(path: partial.path)
                try pool.read { source in
                    // The transaction of the read stays open from the first page to the last: it is one state.
                    try copy.writeWithoutTransaction { target in
                        // A copy that fails is thrown away: no journal on disk, which a signal could leave behind.
                        _ = try String.fetchOne(target, sql: "PRAGMA journal_mode = MEMORY")
                        try source.backup(to: target, pagesPerStep: pagesAtOnce) { progress in
                            onProgress(progress.completedPageCount, progress.totalPageCount)
                        }
                        // A single file without a log. Opening it for writing creates one, so a log beside it belongs
                        // to another file.
                        _ = try String.fetchOne(target, sql: "PRAGMA journal_mode = DELETE")
                    }
                }
                try copy.close()
            }
        } catch  where error.code == .diskFull {
            // What is read needs no room: it is the copy's disk that is full, not the ledger's.
            throw LedgerError(
                .diskFull,
                rawCode: error.rawCode,
                "There is no room left for \(partial.path).",
                hint: "Free space on the disk of \(LedgerPath.folder(of: partial.path)), or take another one."
            )
        }
        try partial.flush()
    }

    /// A ledger of an older version is only checked by SQLite: the rules are those of this version.
    static func checkCopy(
        _ path: String,
        migrator: DatabaseMigrator = Schema.migrator
    ) throws(LedgerError) -> [LedgerFinding] {
        let file = try LedgerFile(path: path, access: .readOnlyOfAnyVersion, migrator: migrator)
        let copy = try Ledger(file: file, .readOnlyOfAnyVersion)
        defer { copy.close() }
        if try file.isCurrent() { return try copy.check() }
        var findings: [LedgerFinding] = []
        for rule in [LedgerRule.integrity, .foreignKeys] {
            if let finding = try copy.check(rule) { findings.append(finding) }
        }
        return findings
    }
}
