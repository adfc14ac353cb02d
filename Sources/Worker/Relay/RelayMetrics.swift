import Ledger
import Logging
import Metrics
import RabbitMQ
import Tracing

/// The metrics, traces and log lines of the relay. Belongs to the relay's thread.
struct RelayMetrics {
    private let published = Counter(.eventsPublished)
    private let confirmed = Counter(.eventsConfirmed)
    private let returned = Counter(.eventsReturned)
    private let publishing = Metrics.Timer(.publish)
    private var traces: PublishTraces
    private var log: ParkedEventLog
    /// The pages in flight: the last position of each, and when it was published.
    private var pages: [(last: Int64, began: ContinuousClock.Instant)] = []

    init(tracer: (any Tracer)?, log: ParkedEventLog) {
        traces = PublishTraces(tracer: tracer)
        self.log = log
    }

    /// - Parameter position: the position of the last message in the log; nil for retries of parked events.
    mutating func publish(_ messages: [OutgoingMessage], upTo position: Int64?) {
        guard !messages.isEmpty else { return }
        published.increment(by: messages.count)
        if let position { pages.append((position, .now)) }
        traces.start(messages)
    }

    /// - Parameter position: the position up to which every event has an outcome.
    mutating func record(_ outcomes: [PublishOutcome], position: Int64) {
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

    mutating func log(_ failure: ParkedEvent, of event: StoredEvent) {
        log.add(failure, of: event)
    }

    /// - Parameter count: the number of parked events.
    mutating func log(parkedCount count: Int) {
        log.update(parkedCount: count)
    }

    mutating func end() { traces.endAll() }
}
