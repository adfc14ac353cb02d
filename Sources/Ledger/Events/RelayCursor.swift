public import Terminations

extension Ledger {
    /// The position up to which every event is published and confirmed, or parked.
    public func relayPosition() throws(LedgerError) -> Int64 {
        try reportingLedgerErrors {
            try pool.read { try Int64.fetchOne($0, sql: "SELECT position FROM relay_cursor") ?? 0 }
        }
    }

    /// Moves the cursor forward, parks what could not be published on the way and strikes off what now could, in one
    /// transaction.
    ///
    /// The cursor never moves back: a second relay on the same ledger can only publish an event again.
    ///
    /// - Returns: how many events are parked now.
    public func advanceRelay(
        to position: Int64,
        parking failures: [ParkedEvent] = [],
        unparking recovered: [Int64] = []
    ) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.write { database in
                try database.execute(
                    sql: "UPDATE relay_cursor SET position = ?1 WHERE position < ?1",
                    arguments: [position]
                )
                for failure in failures {
                    try failure.insertOrCountAttempt(database)
                }
                let unpark = try database.cachedStatement(sql: "DELETE FROM parked_events WHERE sequence = ?")
                for sequence in recovered {
                    try unpark.execute(arguments: [sequence])
                }
                return try Int.fetchOne(database, sql: "SELECT count(*) FROM parked_events") ?? 0
            }
        }
    }
}

/// An event that the broker returned or refused, or that waits behind such a one of its contract.
///
/// It is not published: it is kept, shown and tried again, and does not hold up the events of other contracts.
public struct ParkedEvent: Sendable, Equatable {
    public let sequence: Int64
    /// Why, in the broker's words.
    public let failure: String
    /// When it was tried the last time.
    public let attemptedAt: Instant

    public init(sequence: Int64, failure: String, attemptedAt: Instant) {
        self.sequence = sequence
        self.failure = failure
        self.attemptedAt = attemptedAt
    }

    func insertOrCountAttempt(_ database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO parked_events (sequence, contract_id, failure, attempts, parked_at, last_attempt_at)
                SELECT sequence, CASE WHEN contract_sequence IS NOT NULL THEN contract_id END, ?2, 1, ?3, ?3
                FROM events WHERE sequence = ?1
                ON CONFLICT (sequence) DO UPDATE SET
                    failure = excluded.failure, attempts = attempts + 1, last_attempt_at = excluded.last_attempt_at
                """
        )
        try statement.execute(arguments: [sequence, failure, attemptedAt.milliseconds])
    }
}

extension Ledger {
    /// The parked events after a position that may be tried again, in sequence order: of each contract only the first,
    /// so that the order of a contract holds whatever the broker says to the retry.
    ///
    /// - Parameter bytes: how many bytes their bodies may have before no further one is read.
    public func parkedEvents(after position: Int64, limit: Int, bytes: Int = .max) throws(LedgerError) -> [StoredEvent]
    {
        try reportingLedgerErrors {
            try pool.read { database in
                let statement = try RawStatement(
                    database,
                    """
                    SELECT \(StoredEvent.columns) FROM events
                    WHERE sequence IN (
                        SELECT sequence FROM parked_events AS parked
                        WHERE sequence > ? AND NOT EXISTS (
                            SELECT 1 FROM parked_events AS earlier
                            WHERE earlier.contract_id = parked.contract_id AND earlier.sequence < parked.sequence
                        ) ORDER BY sequence LIMIT ?
                    ) ORDER BY sequence
                    """
                )
                return try StoredEvent.fetch(statement, after: position, limit: limit, bytes: bytes)
            }
        }
    }
}
