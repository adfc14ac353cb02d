import Ledger
import RabbitMQ
import Terminations

/// How an event goes onto the wire: structured CloudEvents over AMQP.
enum PublishableEvent {
    /// Marks the outcome of the copy that goes to `reply-to`, to tell it from that of the exchange.
    private static let replyMark: UInt64 = 1 << 63

    static func isReply(_ token: UInt64) -> Bool { token & replyMark != 0 }
    static func sequence(ofToken token: UInt64) -> Int64 { Int64(token & ~replyMark) }

    /// Whether the broker must return it when no queue takes it.
    static func mustBeHeard(_ event: StoredEvent) -> Bool {
        !(EventType(rawValue: event.type)?.mayGoUnheard ?? false)
    }

    /// The message for the exchange. Mandatory, so that the broker returns what no queue takes, except for the types
    /// that nobody has to subscribe to.
    static func message(_ event: StoredEvent, exchange: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange,
            routingKey: event.type,
            body: event.body,
            properties: properties(of: event),
            mandatory: mustBeHeard(event),
            token: UInt64(event.sequence)
        )
    }

    /// The copy for the queue that the message named in `reply-to`, through the default exchange. Not mandatory, since
    /// who asked may be gone; dispensable, since the worker's user may not be allowed to answer there, and the event
    /// itself goes out all the same.
    static func reply(_ event: StoredEvent, to queue: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "",
            routingKey: queue,
            body: event.body,
            properties: properties(of: event),
            mandatory: false,
            isDispensable: true,
            token: UInt64(event.sequence) | replyMark
        )
    }

    /// A copy for one queue, through the default exchange. Mandatory: who asked for it wants to know that it is there.
    static func copy(_ event: StoredEvent, to queue: String) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "",
            routingKey: queue,
            body: event.body,
            properties: properties(of: event),
            token: UInt64(event.sequence)
        )
    }

    private static func properties(of event: StoredEvent) -> BasicProperties {
        var properties = BasicProperties()
        properties.contentType = "application/cloudevents+json"
        properties.deliveryMode = 2
        properties.messageID = event.id
        properties.type = event.type
        properties.correlationID = event.correlationID
        if let traceparent = event.traceparent { properties.headers["traceparent"] = .string(traceparent) }
        if let tracestate = event.tracestate { properties.headers["tracestate"] = .string(tracestate) }
        return properties
    }
}
