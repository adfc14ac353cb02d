/// Figures of a ledger for `terminus doctor`.
public struct LedgerStatistics: Sendable {
    public let sqliteVersion: String
    /// The number of the current settings; nil when none were applied.
    public let settingsVersion: Int?
    public let terminations: Int
    public let openDeadLetters: Int
    public let parkedEvents: Int
    /// The same by type and cause, the types in their order.
    public let parkedKinds: [ParkedKind]
    /// Events that are recorded and not yet published.
    public let unpublishedEvents: Int64
    /// The position of the last event before which all were published or parked; 0 where none was.
    public let publishedThrough: Int64
}

/// Events of one type that are parked for one cause.
public struct ParkedKind: Sendable, Equatable {
    public let type: String
    /// Why, in the broker's words.
    public let failure: String
    public let count: Int
    /// The position of the first.
    public let first: Int64
    /// Whether billing acts on them.
    public let isOfContract: Bool
}

extension Ledger {
    public func facts() throws(LedgerError) -> LedgerStatistics {
        try reportingLedgerErrors {
            try pool.read { database in
                let count = { (sql: String) in try Int.fetchOne(database, sql: sql) ?? 0 }
                return LedgerStatistics(
                    sqliteVersion: try database.connection.engineVersion,
                    settingsVersion: try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions"),
                    // Terminations are numbered without gaps and never deleted: counting a million takes a tenth of a second.
                    terminations: try count("SELECT coalesce(max(id), 0) FROM terminations"),
                    openDeadLetters: try count(
                        "SELECT coalesce(sum(count), 0) FROM dead_letter_counts WHERE state = 'open'"
                    ),
                    parkedEvents: try count("SELECT count(*) FROM parked_events"),
                    parkedKinds: try Row.fetchAll(
                        database,
                        sql: """
                            SELECT type, failure, count(*), min(sequence), max(parked_events.contract_id IS NOT NULL)
                            FROM parked_events JOIN events USING (sequence) GROUP BY type, failure ORDER BY type, 4
                            LIMIT 20
                            """
                    )
                    .map { ParkedKind(type: $0[0], failure: $0[1], count: $0[2], first: $0[3], isOfContract: $0[4]) },
                    unpublishedEvents: Int64(
                        try count(
                            """
                            SELECT coalesce((SELECT max(sequence) FROM events), 0)
                                - (SELECT position FROM relay_cursor)
                            """
                        )
                    ),
                    publishedThrough: Int64(try count("SELECT position FROM relay_cursor"))
                )
            }
        }
    }
}
