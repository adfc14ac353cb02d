public import Terminations

/// The state of a ledger for monitoring, cheap enough to be read every few seconds.
public struct HealthSnapshot: Sendable {
    /// The number of the current settings; nil when none were applied.
    public let settingsVersion: Int?
    /// When settings were applied first; nil when none were.
    public let firstSettingsAt: Instant?
    /// Events that are recorded and neither confirmed nor parked.
    public let unpublishedEvents: Int64
    /// When the first of them was recorded; nil when there is none.
    public let oldestUnpublishedAt: Instant?
    public let parkedEvents: Int
    /// The parked events of a contract's sequence, on which billing acts.
    public let parkedContractEvents: Int
    /// When the first of those was parked; nil when there is none.
    public let contractEventsParkedAt: Instant?
    /// How many there are in each state.
    public let deadLetters: [DeadLetter.State: Int]
    /// Of the file and its log.
    public let bytes: Int64
}

extension Ledger {
    /// Reads one state of the ledger. The counts are kept by triggers: it takes as long with a million dead letters as with none.
    public func healthSnapshot() throws(LedgerError) -> HealthSnapshot {
        // A removed file can still be read.
        try file.demandUnchanged()
        let bytes = file.bytes
        return try reportingLedgerErrors {
            try pool.read { database in
                let settings = try Row.fetchOne(
                    database,
                    sql: "SELECT max(version) AS version, min(applied_at) AS first FROM settings_versions"
                )
                let first: Int64? = settings?["first"]
                let position = try Int64.fetchOne(database, sql: "SELECT position FROM relay_cursor") ?? 0
                let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM events") ?? 0
                let oldest = try Int64.fetchOne(
                    database,
                    sql: "SELECT recorded_at FROM events WHERE sequence > ? ORDER BY sequence LIMIT 1",
                    arguments: [position]
                )
                let counts = try Row.fetchAll(
                    database,
                    sql: "SELECT state, sum(count) AS count FROM dead_letter_counts GROUP BY state"
                )
                let parked = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT count(*), count(contract_id),
                            (SELECT parked_at FROM parked_events WHERE contract_id IS NOT NULL ORDER BY sequence LIMIT 1)
                        FROM parked_events
                        """
                )
                let parkedAt: Int64? = parked?[2]
                var deadLetters = Dictionary(uniqueKeysWithValues: DeadLetter.State.allCases.map { ($0, 0) })
                for row in counts {
                    if let state = DeadLetter.State(rawValue: row["state"]) { deadLetters[state] = row["count"] }
                }
                return HealthSnapshot(
                    settingsVersion: settings?["version"],
                    firstSettingsAt: first.map { Instant(milliseconds: $0) },
                    unpublishedEvents: max(last - position, 0),
                    oldestUnpublishedAt: oldest.map { Instant(milliseconds: $0) },
                    parkedEvents: parked?[0] ?? 0,
                    parkedContractEvents: parked?[1] ?? 0,
                    contractEventsParkedAt: parkedAt.map { Instant(milliseconds: $0) },
                    deadLetters: deadLetters,
                    bytes: bytes
                )
            }
        }
    }
}
