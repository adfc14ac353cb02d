import GRDB

/// What the ledger says of itself, for whoever checks an installation.
public struct LedgerFacts: Sendable {
    public let sqliteVersion: String
    /// The number of the current settings; nil when none were applied.
    public let settingsVersion: Int?
    public let terminations: Int
    public let openDeadLetters: Int
    public let parkedEvents: Int
    /// Events that are recorded and not yet published.
    public let unpublishedEvents: Int64
}

extension Ledger {
    public func facts() throws(LedgerError) -> LedgerFacts {
        try reportingLedgerErrors {
            try pool.read { database in
                let count = { (sql: String) in try Int.fetchOne(database, sql: sql) ?? 0 }
                return LedgerFacts(
                    sqliteVersion: try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "unknown",
                    settingsVersion: try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions"),
                    terminations: try count("SELECT count(*) FROM terminations"),
                    openDeadLetters: try count("SELECT count(*) FROM dead_letters WHERE state = 'open'"),
                    parkedEvents: try count("SELECT count(*) FROM parked_events"),
                    unpublishedEvents: Int64(
                        try count(
                            """
                            SELECT coalesce((SELECT max(sequence) FROM events), 0)
                                - (SELECT position FROM relay_cursor)
                            """
                        )
                    )
                )
            }
        }
    }
}
