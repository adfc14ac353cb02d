public import Terminations

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

/// One row of the event log, as the relay publishes it.
public struct StoredEvent: Sendable, Equatable {
    /// The position in the log, from 1, without gaps.
    public let sequence: Int64
    /// The CloudEvents `id`: the same however often the event is published.
    public let id: String
    public let type: String
    public let contractID: String?
    public let correlationID: OpaqueProperty?
    public let traceparent: String?
    public let tracestate: String?
    /// The complete structured CloudEvent.
    public let body: [UInt8]
    /// Whether an earlier event of its contract's sequence is parked.
    public let isBehindParked: Bool
}

extension StoredEvent {
    static let columns = """
        sequence, id, type, contract_id, correlation_id, traceparent, tracestate, body, \
        contract_sequence IS NOT NULL AND EXISTS (
            SELECT 1 FROM parked_events
            WHERE parked_events.contract_id = events.contract_id AND parked_events.sequence < events.sequence
        )
        """

    /// Reads a row of ``columns``, in that order.
    init(_ row: RawRow) {
        sequence = row.integer(0)
        id = row.text(1) ?? ""
        type = row.text(2) ?? ""
        contractID = row.text(3)
        correlationID = row.opaque(4)
        traceparent = row.text(5)
        tracestate = row.text(6)
        body = row.bytes(7)
        isBehindParked = row.integer(8) != 0
    }
}
