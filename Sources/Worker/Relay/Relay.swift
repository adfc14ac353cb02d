import Ledger
import Logging
import RabbitMQ
import Synchronization
import Terminations
import Threads
import Tracing

/// Publishes the event log in sequence order, with confirms.
///
/// Guarantees:
/// - The cursor in the ledger moves only over events that are confirmed or parked. A crash can publish an event twice, but
///   never loses one.
/// - An event that the broker returns or refuses, with whatever error, or that cannot be sent, is parked: it is kept,
///   counted and tried again, and does not block other events. Later events of its contract are parked behind it, so that
///   their order holds.
/// - Events of other processes (a replay, changed settings) are noticed within ``pollInterval``.
///
/// Everything but ``wake()``, ``stop()``, ``abandon()`` and the outcomes happens on the thread that calls ``run()``.
final class Relay: Sendable {
    /// How soon events of another process are noticed without a signal.
    static let pollInterval = Duration.milliseconds(200)
    /// How far the cursor may lag, in time and in events. After a crash that much is published again. Each write of the cursor
    /// is a commit.
    static let cursorInterval = Duration.milliseconds(250)
    static let cursorStep: Int64 = 1000
    static let pageSize = 500
    /// A page ends with the event that brings its bodies to this size.
    static let pageBytes = 4 * 1024 * 1024

    /// The phase of a component that publishes; shared with ``Answers``.
    enum Phase { case running, stopping, abandoned }

    private let configuration: WorkerConfiguration
    private let ledger: Ledger
    private let status: WorkerStatus
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let wakeSignal = WakeSignal()
    private let publisher: Publisher
    private let outcomes: OutcomeQueue
    private let phase = Mutex(Phase.running)
    /// Whether events may have been appended since the log was last read.
    private let hasNewEvents = Atomic(true)
    private let heartbeat: ThreadHeartbeat
    private let pause: Pause
    private let tracer: (any Tracer)?

    init(
        configuration: WorkerConfiguration,
        ledger: Ledger,
        status: WorkerStatus,
        logger: Logger,
        tracer: (any Tracer)? = InstrumentationSystem.installedTracer,
        now: @escaping @Sendable () -> Instant
    ) {
        self.tracer = tracer
        heartbeat = status.heartbeat(of: .relay)
        pause = Pause(of: .relay, status: status, logger: logger, now: now)
        self.configuration = configuration
        self.ledger = ledger
        self.status = status
        self.logger = logger
        self.now = now
        let outcomes = OutcomeQueue(wakeSignal: wakeSignal)
        let blockedBroker = BlockedBroker(logger: logger)
        let crashPoint = configuration.crashPoint
        self.outcomes = outcomes
        publisher = Publisher(
            connection: configuration.connection.named("terminus relay"),
            window: configuration.confirmWindow,
            topology: configuration.declaresTopology ? configuration.names.eventsTopology : nil,
            logger: logger,
            onSent: crashPoint?.callback(at: .afterPublish),
            onOutcomes: { burst in
                crashPoint?.pass(.beforeConfirm)
                outcomes.append(burst)
            },
            onStateChange: { state in
                status.set(.relay, connection: state)
                blockedBroker.update(state)
            }
        )
    }

    /// Signals that there are new events. Never blocks.
    func wake() {
        hasNewEvents.store(true, ordering: .sequentiallyConsistent)
        wakeSignal.signal()
    }

    /// Publishes the remaining events of the ledger, then ends.
    func stop() {
        phase.withLock { $0 = $0 == .running ? .stopping : $0 }
        wake()
    }

    /// Ends at once. Unconfirmed events stay in the ledger and are published at the next start.
    func abandon() {
        status.markAbandoned()
        phase.withLock { $0 = .abandoned }
        publisher.close(timeout: .zero)
        wakeSignal.signal()
    }

    func run() {
        defer { status.markEnded(.relay) }
        let log = ParkedEventLog(
            exchange: configuration.names.events,
            connection: configuration.connection,
            logger: logger
        )
        var metrics = RelayMetrics(tracer: tracer, log: log)
        publisher.start()
        if let position = withLedger({ () throws(LedgerError) in try ledger.relayPosition() }) {
            var state = RelayState(position: position)
            var clock = RelayClock(retryInterval: configuration.parkedRetryInterval)
            while phase.withLock({ $0 }) != .abandoned {
                guard let isIdle = withLedger({ () throws(LedgerError) in try step(&state, &clock, &metrics) }) else {
                    break
                }
                guard isIdle else { continue }
                let isStopping = phase.withLock { $0 } == .stopping
                if isStopping && state.isSettled && !hasNewEvents.load(ordering: .sequentiallyConsistent) { break }
                wakeSignal.wait(for: Relay.pollInterval)
            }
            processOutcomes(&state, &metrics)
            _ = withLedger { () throws(LedgerError) in
                try inspectFailures(&state, &metrics)
                try writeCursor(&state, &clock, &metrics)
            }
        }
        metrics.end()
        publisher.close()
    }

    /// One iteration: process outcomes, write the cursor, publish the next events.
    ///
    /// - Returns: whether there was nothing to publish.
    private func step(
        _ state: inout RelayState,
        _ clock: inout RelayClock,
        _ metrics: inout RelayMetrics
    ) throws(LedgerError) -> Bool {
        processOutcomes(&state, &metrics)
        try inspectFailures(&state, &metrics)
        if state.hasUnwrittenChanges || clock.isCursorDue(behindBy: state.positionsAhead) {
            try writeCursor(&state, &clock, &metrics)
        }
        let exchange = configuration.names.events
        if state.leftEvents || hasNewEvents.exchange(false, ordering: .sequentiallyConsistent) || clock.isPollDue {
            let events = try ledger.events(
                after: state.progress.published,
                limit: Relay.pageSize,
                bytes: Relay.pageBytes
            )
            clock.markRead()
            let pageSize = events.isFullPage ? events.count : Relay.pageSize
            let messages = state.publish(events, pageSize: pageSize, exchange: exchange, now: now())
            if !messages.isEmpty {
                metrics.publish(messages, upTo: state.progress.published)
                publish(messages)
                return false
            }
        }
        guard state.retrying.isEmpty, clock.isRetryDue else { return true }
        let parked = try ledger.parkedEvents(
            after: clock.retryPosition,
            limit: Relay.pageSize,
            bytes: Relay.pageBytes
        )
        clock.markRetried(upTo: parked.isFullPage ? parked.last?.sequence : nil)
        let messages = state.retry(parked, exchange: exchange)
        metrics.publish(messages, upTo: nil)
        publish(messages)
        return parked.isEmpty
    }

    /// Publishes messages. Blocks while the confirm window is full.
    private func publish(_ messages: [OutgoingMessage]) {
        guard !messages.isEmpty else { return }
        _ = heartbeat.waitingForBroker { publisher.publish(messages) }
    }

    private func processOutcomes(_ state: inout RelayState, _ metrics: inout RelayMetrics) {
        let burst = outcomes.dequeueAll()
        guard !burst.isEmpty else { return }
        let now = now()
        state.apply(burst, now: now)
        metrics.record(burst, position: state.progress.position)
        configuration.crashPoint?.pass(.afterConfirm)
    }

    /// Inspects the events of new failures: logs them, and records the types that the broker refuses.
    private func inspectFailures(_ state: inout RelayState, _ metrics: inout RelayMetrics) throws(LedgerError) {
        guard !state.newFailures.isEmpty else { return }
        var counts: [String: Int] = [:]
        for failure in state.newFailures {
            // Thousands of events can fail for one reason. A few of them show the affected types.
            counts[failure.failure, default: 0] += 1
            guard counts[failure.failure, default: 0] <= 20 else { continue }
            guard let event = try event(at: failure.sequence) else { continue }
            state.recordType(of: event, failure: failure)
            metrics.log(failure, of: event)
        }
        state.markTypesKnown()
    }

    /// Writes the cursor to the ledger, together with newly parked and recovered events.
    private func writeCursor(
        _ state: inout RelayState,
        _ clock: inout RelayClock,
        _ metrics: inout RelayMetrics
    ) throws(LedgerError) {
        guard state.hasUnwrittenChanges || state.positionsAhead > 0 else { return }
        let position = state.progress.position
        let parkedCount = try ledger.advanceRelay(to: position, parking: state.failures, unparking: state.recovered)
        metrics.log(parkedCount: parkedCount)
        if !state.recovered.isEmpty { clock.retryAtOnce() }
        state.markWritten(position: position)
        clock.markCursorWritten()
        status.set(relayPosition: position, parkedEvents: parkedCount)
    }

    private func event(at sequence: Int64) throws(LedgerError) -> StoredEvent? {
        try ledger.events(after: sequence - 1, limit: 1).first
    }

    /// Repeats ledger work until it succeeds. Publishing continues meanwhile.
    ///
    /// - Returns: nil if the relay was abandoned before.
    private func withLedger<Result>(_ work: () throws(LedgerError) -> Result) -> Result? {
        while true {
            heartbeat.beat()
            do throws(LedgerError) {
                let result = try work()
                pause.end()
                return result
            } catch {
                pause.begin(error)
            }
            guard phase.withLock({ $0 }) != .abandoned else { return nil }
            wakeSignal.wait(for: .seconds(1))
            pause.countRetry()
        }
    }
}

extension [StoredEvent] {
    /// Whether the log may have more events than this page.
    fileprivate var isFullPage: Bool {
        count >= Relay.pageSize || reduce(0) { $0 + $1.body.count } >= Relay.pageBytes
    }
}
