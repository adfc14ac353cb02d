import Ledger
import LogKeys
import RabbitMQ
import Terminations
import Tracing

/// The spans of a batch's messages. Each message has a span `receive`, from its receipt until its outcome is on disk, with
/// the child spans `judge` and `record`.
///
/// Messages of one transaction share the instants of the transaction. Belongs to the intake's thread.
final class BatchTraces {
    private let tracer: any Tracer
    private let time = TraceTime()
    /// By the index of the message in the batch; nil once the span has ended.
    private var spans: [(any Span)?]
    /// The trace context that events of each message continue.
    let headers: [TraceHeaders?]

    init(_ deliveries: [Delivery], queue: String, tracer: any Tracer) {
        self.tracer = tracer
        let start = time.instant(.now)
        let spans = deliveries.map { delivery in
            let span: any Span = tracer.startSpan(
                "receive",
                context: .extracted(from: delivery.properties.headers, by: tracer),
                ofKind: .consumer,
                at: start
            )
            span.attributes["messaging.system"] = "rabbitmq"
            span.attributes["messaging.destination.name"] = queue
            return span
        }
        headers = spans.map { TraceHeaders($0.context, by: tracer) }
        self.spans = spans
    }

    /// Ends the spans of messages that were not recorded and return to the queue.
    deinit {
        for case let span? in spans {
            span.setStatus(SpanStatus(code: .error, message: "not recorded"))
            span.end(at: time.instant(.now))
        }
    }

    /// Ends the spans of messages whose outcomes are on disk.
    func end(_ receivedMessages: ArraySlice<ReceivedMessage>, _ outcomes: [Outcome], _ times: RecordingTimes) {
        let (began, worked, committed) = (
            time.instant(times.began), time.instant(times.worked), time.instant(times.committed)
        )
        for (index, outcome) in zip(receivedMessages.indices, outcomes) {
            guard let span = spans[index] else { continue }
            spans[index] = nil
            let parsed = receivedMessages[index].parsed
            if let id = parsed.messageID { span.attributes[LogKey.messageID.rawValue] = id }
            if let id = parsed.contractID { span.attributes[LogKey.contractID.rawValue] = id }
            span.attributes["terminus.verdict"] = outcome.verdictName
            tracer.startSpan("judge", context: span.context, at: began).end(at: worked)
            tracer.startSpan("record", context: span.context, at: worked).end(at: committed)
            span.end(at: committed)
        }
    }
}

extension Outcome {
    /// The name in metrics and traces.
    var verdictName: String {
        switch self {
        case .accepted: "accepted"
        case .duplicate: "duplicate"
        case .stale: "stale"
        case .held: "held"
        case .rejected: "rejected"
        case .parked: "unjudgeable"
        }
    }
}
