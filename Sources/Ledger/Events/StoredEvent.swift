/// One row of the event log, as the relay publishes it.
public struct StoredEvent: Sendable, Equatable {
    /// The position in the log, from 1, without gaps.
    public let sequence: Int64
    /// The CloudEvents `id`: the same however often the event is published.
    public let id: String
    public let type: String
    public let contractID: String?
    public let correlationID: String?
    public let traceparent: String?
    public let tracestate: String?
    /// The queue that is told as well, besides the exchange.
    public let replyTo: String?
    /// The complete structured CloudEvent.
    public let body: [UInt8]
    /// Whether an earlier event of its contract's sequence is parked.
    public let isBehindParked: Bool
}

extension StoredEvent {
    static let columns = """
        sequence, id, type, contract_id, correlation_id, traceparent, tracestate, reply_to, body, \
        contract_sequence IS NOT NULL AND EXISTS (
            SELECT 1 FROM parked_events
            WHERE parked_events.contract_id = events.contract_id AND parked_events.sequence < events.sequence
        )
        """

    /// Reads a row of ``columns``, in that order.
    init(_ row: HotRow) {
        sequence = row.integer(0)
        id = row.text(1) ?? ""
        type = row.text(2) ?? ""
        contractID = row.text(3)
        correlationID = row.text(4)
        traceparent = row.text(5)
        tracestate = row.text(6)
        replyTo = row.text(7)
        body = row.bytes(8)
        isBehindParked = row.integer(9) != 0
    }
}
