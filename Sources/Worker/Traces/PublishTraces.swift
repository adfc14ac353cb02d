import RabbitMQ
import Tracing

/// The spans of events in flight: a span `publish` for each, until its outcome.
///
/// Does nothing without a tracer. Belongs to the relay's thread.
struct PublishTraces {
    private let tracer: (any Tracer)?
    private var spans: [UInt64: any Span] = [:]

    init(tracer: (any Tracer)?) {
        self.tracer = tracer
    }

    mutating func start(_ messages: [OutgoingMessage]) {
        guard let tracer else { return }
        for message in messages {
            let span: any Span = tracer.startSpan(
                "publish",
                context: .extracted(from: message.properties.headers, by: tracer),
                ofKind: .producer
            )
            span.attributes["messaging.system"] = "rabbitmq"
            span.attributes["messaging.destination.name"] = message.exchange
            span.attributes["messaging.rabbitmq.destination.routing_key"] = message.routingKey.description
            if let id = message.properties.messageID { span.attributes["messaging.message.id"] = id }
            spans[message.token] = span
        }
    }

    mutating func end(_ outcome: PublishOutcome) {
        guard tracer != nil, let span = spans.removeValue(forKey: outcome.token) else { return }
        switch outcome {
        case .confirmed: break
        case .returned: span.setStatus(SpanStatus(code: .error, message: "returned"))
        case .refused: span.setStatus(SpanStatus(code: .error, message: "refused"))
        case .failed: span.setStatus(SpanStatus(code: .error, message: "cannot be sent"))
        }
        span.end()
    }

    /// Ends all spans, because the relay ends. The outcomes are unknown; the events are published again at the next start.
    mutating func endAll() {
        for span in spans.values {
            span.setStatus(SpanStatus(code: .error, message: "not confirmed"))
            span.end()
        }
        spans = [:]
    }
}
