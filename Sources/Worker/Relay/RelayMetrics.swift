import Ledger
import Logging
import Metrics
import RabbitMQ
import Tracing

/// What the relay tells of its work: metrics, traces, and one log line a trouble.
///
/// Belongs to the relay's thread.
struct RelayMetrics {
    private let published = Counter(.eventsPublished)
    private let confirmed = Counter(.eventsConfirmed)
    private let returned = Counter(.eventsReturned)
    private let publishing = Metrics.Timer(.publish)
    private var traces: PublishTraces
    private var log: ParkedEventLog
    /// Pages on their way: the last position of each, and when it was handed over.
    private var pages: [(last: Int64, began: ContinuousClock.Instant)] = []

    init(tracer: (any Tracer)?, log: ParkedEventLog) {
        traces = PublishTraces(tracer: tracer)
        self.log = log
    }

    /// - Parameter position: of the last of them in the log; nil for events that are tried again.
    mutating func handOver(_ messages: [OutgoingMessage], upTo position: Int64?) {
        guard !messages.isEmpty else { return }
        published.increment(by: messages.count)
        if let position { pages.append((position, .now)) }
        traces.start(messages)
    }

    /// - Parameter position: up to which every event has an outcome.
    mutating func take(_ outcomes: [PublishOutcome], position: Int64) {
        var (confirmations, failures) = (0, 0)
        for outcome in outcomes {
            switch outcome {
            case .confirmed: confirmations += 1
            case .returned, .refused, .failed: failures += 1
            }
            traces.end(outcome)
        }
        confirmed.increment(by: confirmations)
        returned.increment(by: failures)
        let arrived = pages.prefix { $0.last <= position }
        for page in arrived { publishing.record(duration: .now - page.began) }
        pages.removeFirst(arrived.count)
    }

    mutating func note(_ failure: ParkedEvent, of event: StoredEvent) {
        log.note(failure, of: event)
    }

    /// - Parameter count: how many events are parked now.
    mutating func note(parked count: Int) {
        log.note(parked: count)
    }

    mutating func end() { traces.endAll() }
}
