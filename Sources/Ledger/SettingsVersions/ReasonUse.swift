import GRDB

/// How many recorded terminations have a reason as it read at one time.
public struct ReasonUse: Sendable, Equatable {
    public let code: String
    /// As the messages gave it: an alias perhaps.
    public let givenCode: String
    /// In the default language of that time.
    public let label: String
    public let settingsVersion: Int
    public let isSensitive: Bool
    /// Withdrawn terminations included.
    public let count: Int
}

extension Ledger {
    /// What recorded terminations have for their reason, by code and then by version; reasons without a use left out.
    public func reasonUses() throws(LedgerError) -> [ReasonUse] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT code, given_code, label, settings_version, is_sensitive, uses FROM reason_snapshots
                        WHERE uses > 0 ORDER BY code, settings_version, given_code
                        """
                ).map { row in
                    ReasonUse(
                        code: row[0],
                        givenCode: row[1],
                        label: row[2],
                        settingsVersion: row[3],
                        isSensitive: row[4],
                        count: row[5]
                    )
                }
            }
        }
    }

    /// How many recorded terminations have no reason, withdrawn ones included. Reads all of them.
    public func countTerminationsWithoutReason() throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM terminations WHERE reason IS NULL") ?? 0
            }
        }
    }
}
