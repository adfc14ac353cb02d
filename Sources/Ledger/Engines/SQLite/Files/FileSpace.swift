import GRDB

/// How large the file is, and how much of it is not used.
public struct LedgerSpace: Sendable, Equatable {
    /// Bytes.
    public let size: Int
    /// Bytes of the size.
    public let free: Int
    /// Whether free space can be given back page by page. A file that another program has rewritten without
    /// `auto_vacuum` has to be rewritten once.
    public let canShrink: Bool
}

extension LedgerFile {
    public func space() throws(LedgerError) -> LedgerSpace {
        try reportingLedgerErrors {
            try pool.read { database in
                let page = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
                let incremental = 2
                return LedgerSpace(
                    size: page * (try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0),
                    free: page * (try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0),
                    canShrink: try Int.fetchOne(database, sql: "PRAGMA auto_vacuum") == incremental
                )
            }
        }
    }

    /// Cuts some free pages off the file's end, in one short transaction. The file itself shrinks when the log is emptied.
    ///
    /// - Returns: whether there are more.
    public func giveBackPages() throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            try pool.writeWithoutTransaction { database in
                let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                guard free > 0 else { return false }
                try database.execute(sql: "PRAGMA incremental_vacuum(128)")
                let left = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                return left > 0 && left < free
            }
        }
    }

    /// Rewrites the whole file, without free pages, so that from then on space can be given back page by page.
    ///
    /// Holds the write lock all the while, and needs as much room on the disk as the ledger has: the worker's intake waits.
    public func rewriteFile() throws(LedgerError) {
        try reportingLedgerErrors {
            try pool.barrierWriteWithoutTransaction { database in
                try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
                try database.execute(sql: "VACUUM")
            }
        }
    }
}

extension LedgerFile {
    /// Writes the whole write-ahead log into the file and truncates it, so that it no longer holds older content of pages.
    ///
    /// - Returns: false if a reader of another process still needs the log; nothing is lost, and it can be tried again.
    public func emptyLog() throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            do {
                _ = try pool.barrierWriteWithoutTransaction { try $0.checkpoint(.truncate) }
                return true
            } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
                return false
            }
        }
    }
}
