/// The store: the inbox, the terminations, the event log, the dead letters and the settings.
///
/// Every operation blocks the calling thread. Writes belong on a thread of their own, never inside a task that can be
/// cancelled. Its files are the business of ``file``.
public final class Ledger: Sendable {
    public enum Access: Sendable {
        /// Creates the file where it is missing and migrates an older one.
        case readWrite
        /// Needs an existing, current file and changes nothing in it.
        case readOnly
        /// Needs an existing file of this version or an older one, and changes nothing in it.
        case readOnlyOfAnyVersion
    }

    /// How long a statement waits for another process's transaction before it is reported as locked.
    public static let busyTimeout = Duration.seconds(5)

    public let path: String
    /// What its files are, and what can be done with them.
    public let file: LedgerFile
    let pool: any ConnectionPool

    public convenience init(path: String, access: Access = .readWrite) throws(LedgerError) {
        try self.init(file: LedgerFile(path: path, access: access), access)
    }

    init(file: LedgerFile, _ access: Access) throws(LedgerError) {
        path = file.path
        self.file = file
        pool = file
        guard access == .readWrite else { return }
        do throws(LedgerError) {
            try demandConsistency()
        } catch {
            // SQLite takes files that were removed or replaced meanwhile for a failing disk.
            let loss = file.loss
            close()
            throw loss ?? error
        }
    }

    /// Closes the ledger. Later operations fail.
    ///
    /// A close that fails leaves nothing undone: each transaction was on disk when it returned.
    public func close() { file.close() }

    /// Finds a file over which the log of another one was written: the newest rows name rows that are not there. Cheap enough for
    /// each opening; `ledger check` checks all rows.
    ///
    /// - Throws: ``LedgerError`` with `damaged`.
    public func demandConsistency() throws(LedgerError) {
        let isMixed = try reportingLedgerErrors {
            try pool.read { database in
                try Bool.fetchOne(
                    database,
                    sql: """
                        SELECT (SELECT position FROM relay_cursor) > (SELECT max(sequence) FROM events)
                            OR EXISTS (
                                SELECT 1 FROM (SELECT settings_version FROM termination_revisions ORDER BY id DESC LIMIT 1000)
                                WHERE settings_version > coalesce((SELECT max(version) FROM settings_versions), 0))
                        """
                ) ?? false
            }
        }
        if isMixed {
            throw LedgerError(
                .damaged,
                "\(path) is a mixture of two ledgers: its newest rows name events or settings that it does not have.",
                remedy: .restore
            )
        }
    }
}
