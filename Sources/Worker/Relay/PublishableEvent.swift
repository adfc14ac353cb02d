import JSON
import Ledger
import RabbitMQ
import Terminations

/// Encodes events as AMQP messages: structured CloudEvents over AMQP.
///
/// An optional property that AMQP cannot carry is omitted, so that it never prevents publishing.
package enum PublishableEvent {
    /// The longest header that is sent (W3C Trace Context allows a `tracestate` of 512 characters).
    private static let longestHeader = 1024

    package static func sequence(ofToken token: UInt64) -> Int64 { Int64(token) }

    /// Whether the broker must return the event if no queue receives it.
    static func mustBeRouted(_ event: StoredEvent) -> Bool {
        !(EventType(rawValue: event.type)?.mayBeUnroutable ?? false)
    }

    /// The message for the exchange. It is mandatory, so that the broker returns it if no queue receives it, except for types
    /// that nobody has to subscribe to.
    package static func message(_ event: StoredEvent, exchange: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange,
            routingKey: event.type,
            body: event.body,
            properties: properties(of: event),
            mandatory: mustBeRouted(event),
            token: UInt64(event.sequence)
        )
    }

    /// A copy for one queue, through the default exchange. It is mandatory, so that a missing queue is reported.
    package static func copy(_ event: StoredEvent, to queue: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "",
            routingKey: queue,
            body: event.body,
            properties: properties(of: event),
            token: UInt64(event.sequence)
        )
    }

    /// An answer to a refused message, through the default exchange.
    static func answer(_ answer: StoredAnswer, to address: ReplyAddress) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "",
            routingKey: address.key,
            body: answer.body,
            properties: properties(
                id: Event.id(ofRejection: answer.deadLetterID),
                type: EventType.rejected.rawValue,
                answer.correlationID,
                traceparent: answer.traceparent,
                tracestate: answer.tracestate,
                partitionKey: answer.contractID.map(Event.partitionKey)
            ),
            mandatory: address.reportsUnroutable,
            token: UInt64(answer.position)
        )
    }

    private static func properties(of event: StoredEvent) -> BasicProperties {
        properties(
            id: event.id,
            type: event.type,
            event.correlationID,
            traceparent: event.traceparent,
            tracestate: event.tracestate,
            partitionKey: partitionKey(of: event)
        )
    }

    /// The partition key of the event. A consistent-hash exchange distributes events by it, so that all events of a contract
    /// reach the same queue.
    private static func partitionKey(of event: StoredEvent) -> String? {
        if let contract = event.contractID { return Event.partitionKey(ofContract: contract) }
        guard event.type == EventType.reasonChanged.rawValue else { return nil }
        return (try? JSONValue(parsing: event.body))?.object?["partitionkey"]?.string
    }

    private static func properties(
        id: String,
        type: String,
        _ correlationID: OpaqueProperty?,
        traceparent: String?,
        tracestate: String?,
        partitionKey: String?
    ) -> BasicProperties {
        var properties = BasicProperties()
        properties.contentType = "application/cloudevents+json"
        properties.deliveryMode = 2
        properties.messageID = id
        properties.type = type
        properties.correlationID = correlationID.flatMap(ShortString.init)
        func add(_ name: String, _ value: String?) {
            guard let value, value.utf8.count <= longestHeader else { return }
            properties.headers[name] = .string(value)
        }
        add("traceparent", traceparent)
        add("tracestate", tracestate)
        add("partitionkey", partitionKey)
        return properties
    }
}
