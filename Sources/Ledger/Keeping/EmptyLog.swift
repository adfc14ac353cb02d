import GRDB

extension Ledger {
    /// Brings the whole write-ahead log over into the file and cuts it to nothing: what it held before, pages as they read
    /// before they were changed included, is gone.
    ///
    /// - Returns: false where a reader of another process still needs the log; nothing is lost, and it can be tried again.
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
