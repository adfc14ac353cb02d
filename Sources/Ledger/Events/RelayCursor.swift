import GRDB

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
