import GRDB

extension Ledger {
    /// Finds out whether a batch could be recorded now: writes as much as a large one, and rolls it back.
    ///
    /// A small write could still fit where a batch does not.
    ///
    /// - Throws: what the batch would throw.
    public func probeWrite() throws(LedgerError) {
        // What is rolled back is not looked at by a commit.
        try demandUnchangedFiles()
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
