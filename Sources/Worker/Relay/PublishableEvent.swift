import Ledger
import RabbitMQ
import Terminations

/// How an event goes onto the wire: structured CloudEvents over AMQP.
///
/// A property that only decorates an event never keeps it back: what AMQP cannot carry is left out.
package enum PublishableEvent {
    /// The longest header that is sent (W3C Trace Context allows a `tracestate` of 512 characters).
    private static let longestHeader = 1024

    package static func sequence(ofToken token: UInt64) -> Int64 { Int64(token) }

    /// Whether the broker must return it when no queue takes it.
    static func mustBeHeard(_ event: StoredEvent) -> Bool {
        !(EventType(rawValue: event.type)?.mayGoUnheard ?? false)
    }

    /// The message for the exchange. Mandatory, so that the broker returns what no queue takes, except for the types
    /// that nobody has to subscribe to.
    package static func message(_ event: StoredEvent, exchange: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange,
            routingKey: event.type,
            body: event.body,
            properties: properties(of: event),
            mandatory: mustBeHeard(event),
            token: UInt64(event.sequence)
        )
    }

    /// A copy for one queue, through the default exchange. Mandatory: who asked for it wants to know that it is there.
    package static func copy(_ event: StoredEvent, to queue: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "",
            routingKey: queue,
            body: event.body,
            properties: properties(of: event),
            token: UInt64(event.sequence)
        )
    }

    /// An answer to a refused delivery, through the default exchange.
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
            mandatory: address.tellsWhetherTaken,
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

    /// As the event itself says it: what a consistent-hash exchange shares events out by, so that all of a contract reach
    /// one queue.
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
