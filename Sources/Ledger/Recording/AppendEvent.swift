import Terminations

extension Batch {
    /// Appends an event to the log at ``nextSequence``, in the same transaction as the fact that it tells.
    mutating func append(_ event: Event, for properties: MessageProperties) throws {
        try statements.insertEvent.execute(last: event.body) {
            $0.integer(nextSequence)
            $0.text(event.id)
            $0.text(event.type.rawValue)
            $0.text(event.contractID)
            if let contractSequence = event.contractSequence { $0.integer(contractSequence) } else { $0.null() }
            $0.opaque(properties.correlationID)
            $0.text(properties.traceparent)
            $0.text(properties.tracestate)
            $0.integer(recordedAt.milliseconds)
        }
        nextSequence += 1
    }
}
