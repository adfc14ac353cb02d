import GRDB

extension Ledger {
    /// The events after a position of the log, in sequence order.
    ///
    /// - Parameters:
    ///   - limit: how many at most; the caller pages, so that no long reader keeps the log from being checkpointed.
    ///   - bytes: how many bytes their bodies may have before no further one is read.
    public func events(after position: Int64, limit: Int, bytes: Int = .max) throws(LedgerError) -> [StoredEvent] {
        try reportingLedgerErrors {
            // One statement reads one state of the ledger by itself: without the transaction of `read`, which costs more.
            try pool.unsafeRead { database in
                let statement = try RawStatement(
                    database,
                    "SELECT \(StoredEvent.columns) FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?"
                )
                return try StoredEvent.fetch(statement, after: position, limit: limit, bytes: bytes)
            }
        }
    }

    /// The position of the last event, 0 when there is none.
    public func lastEventPosition() throws(LedgerError) -> Int64 {
        try reportingLedgerErrors {
            try pool.read { try Int64.fetchOne($0, sql: "SELECT max(sequence) FROM events") ?? 0 }
        }
    }
}

extension StoredEvent {
    static func fetch(
        _ statement: RawStatement,
        after position: Int64,
        limit: Int,
        bytes: Int = .max
    ) throws -> [StoredEvent] {
        var events: [StoredEvent] = []
        var read = 0
        try statement.whileRows {
            $0.integer(position)
            $0.integer(limit)
        } _: { row in
            let event = StoredEvent(row)
            events.append(event)
            read += event.body.count
            return read < bytes
        }
        return events
    }
}
