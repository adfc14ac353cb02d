public import Terminations

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
