import Foundation
import GRDB
import Terminations

extension Batch {
    /// Appends an event to the log at ``nextSequence``, in the same transaction as the fact that it tells.
    ///
    /// - Parameter replyTo: the queue that is told as well, besides the exchange.
    mutating func append(_ event: Event, for properties: MessageProperties, replyTo: String?) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO events (
                    sequence, id, type, contract_id, contract_sequence, correlation_id, traceparent, tracestate,
                    reply_to, recorded_at, body
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            nextSequence, event.id, event.type.rawValue, event.contractID, event.contractSequence,
            properties.correlationID, properties.traceparent, properties.tracestate, replyTo,
            recordedAt.milliseconds, Data(event.body),
        ])
        nextSequence += 1
    }
}
