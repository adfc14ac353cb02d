import Ledger
import RabbitMQ
import Terminations
import Tracing

/// The spans of a batch's messages: for each a `receive`, from when it was taken until its outcome is on disk, and in it
/// a `judge` and a `record`.
///
/// Steps belong to batches, spans to messages: each message's span has the instants of the transaction that it was in.
/// Belongs to the intake's thread.
final class BatchTraces {
    private let tracer: any Tracer
    private let time = TraceTime()
    /// By the message's place in the batch; nil once it has ended.
    private var spans: [(any Span)?]
    /// How each message's trace goes on.
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

    /// Nobody will say more of those that are left: they go back to the queue.
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
    /// As metrics and traces name it.
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
