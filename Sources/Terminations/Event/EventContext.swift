/// What the ledger and the delivery add to an event.
public struct EventContext: Sendable, Equatable {
    /// The position in the ledger's event log.
    public var sequence: Int64
    /// The position among the events of the contract, from 1 and without gaps.
    public var contractSequence: Int
    /// The CloudEvents `source`: a URI reference.
    public var source: String
    public var recordedAt: Instant
    /// From the message; left out of the event where CloudEvents does not allow its characters.
    public var correlationID: String?
    public var traceparent: String?
    public var tracestate: String?

    public init(
        sequence: Int64,
        contractSequence: Int,
        source: String,
        recordedAt: Instant,
        correlationID: String? = nil,
        traceparent: String? = nil,
        tracestate: String? = nil
    ) {
        self.sequence = sequence
        self.contractSequence = contractSequence
        self.source = source
        self.recordedAt = recordedAt
        self.correlationID = correlationID
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}
