import Ledger
import Logging
import RabbitMQ
import Synchronization
import Terminations
import Tracing

/// Publishes the event log: in sequence order, with confirms, for ever.
///
/// Guarantees:
/// - The cursor in the ledger moves only over events that are confirmed or parked. A crash leads to the same event
///   again, never to a lost one.
/// - An event that the broker returns or refuses, by whatever error, or that cannot be sent, is parked: kept, counted,
///   tried again, and not in the way of others. Later events of its contract are parked behind it, so that their order
///   holds.
/// - What other processes append (a replay, changed settings) is noticed within ``pollInterval``.
///
/// Everything but ``wake()``, ``stop()``, ``abandon()`` and the outcomes happens on the thread that calls ``run()``.
final class Relay: Sendable {
    /// How soon events of another process are noticed when nobody rings.
    static let pollInterval = Duration.milliseconds(200)
    /// How long and how many events the cursor may be behind: that much is published again after a crash. Each write is
    /// a commit.
    static let cursorInterval = Duration.milliseconds(250)
    static let cursorStep: Int64 = 1000
    static let pageSize = 500
    /// A page ends with the event by which its bodies have so many bytes.
    static let pageBytes = 4 * 1024 * 1024

    /// How a part that publishes is to go on; shared with ``Answers``.
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
    /// Whether events may have been appended since the log was read.
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
        let blockage = BlockedBroker(logger: logger)
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
                outcomes.put(burst)
            },
            onStateChange: { state in
                status.set(.relay, connection: state)
                blockage.note(state)
            }
        )
    }

    /// Says that there are new events. Never blocks.
    func wake() {
        hasNewEvents.store(true, ordering: .sequentiallyConsistent)
        wakeSignal.ring()
    }

    /// Publishes what the ledger still holds, then ends.
    func stop() {
        phase.withLock { $0 = $0 == .running ? .stopping : $0 }
        wake()
    }

    /// Ends at once. What is not confirmed stays in the ledger and is published at the next start.
    func abandon() {
        status.noteAbandoned()
        phase.withLock { $0 = .abandoned }
        publisher.close(timeout: .zero)
        wakeSignal.ring()
    }

    func run() {
        defer { status.noteEnd(of: .relay) }
        let log = ParkedEventLog(
            exchange: configuration.names.events,
            connection: configuration.connection,
            logger: logger
        )
        var account = RelayMetrics(tracer: tracer, log: log)
        publisher.start()
        if let position = withLedger({ () throws(LedgerError) in try ledger.relayPosition() }) {
            var state = RelayState(position: position)
            var clock = RelayClock(retryInterval: configuration.parkedRetryInterval)
            while phase.withLock({ $0 }) != .abandoned {
                guard let isIdle = withLedger({ () throws(LedgerError) in try turn(&state, &clock, &account) }) else {
                    break
                }
                guard isIdle else { continue }
                let isStopping = phase.withLock { $0 } == .stopping
                if isStopping && state.isSettled && !hasNewEvents.load(ordering: .sequentiallyConsistent) { break }
                wakeSignal.wait(for: Relay.pollInterval)
            }
            take(&state, &account)
            _ = withLedger { () throws(LedgerError) in
                try lookAtFailures(&state, &account)
                try write(&state, &clock, &account)
            }
        }
        account.end()
        publisher.close()
    }

    /// One turn: outcomes in, cursor on, next events out.
    ///
    /// - Returns: whether there was nothing to hand over.
    private func turn(
        _ state: inout RelayState,
        _ clock: inout RelayClock,
        _ account: inout RelayMetrics
    ) throws(LedgerError) -> Bool {
        take(&state, &account)
        try lookAtFailures(&state, &account)
        if state.hasNews || clock.isCursorDue(behindBy: state.positionsAhead) {
            try write(&state, &clock, &account)
        }
        let exchange = configuration.names.events
        if state.leftEvents || hasNewEvents.exchange(false, ordering: .sequentiallyConsistent) || clock.isPollDue {
            let events = try ledger.events(
                after: state.progress.handedOver,
                limit: Relay.pageSize,
                bytes: Relay.pageBytes
            )
            clock.noteRead()
            let pageSize = events.isFullPage ? events.count : Relay.pageSize
            let messages = state.handOver(events, pageSize: pageSize, exchange: exchange, now: now())
            if !messages.isEmpty {
                account.handOver(messages, upTo: state.progress.handedOver)
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
        clock.noteRetry(upTo: parked.isFullPage ? parked.last?.sequence : nil)
        let messages = state.retry(parked, exchange: exchange)
        account.handOver(messages, upTo: nil)
        publish(messages)
        return parked.isEmpty
    }

    /// Waits while as many events as may be are without an outcome.
    private func publish(_ messages: [OutgoingMessage]) {
        guard !messages.isEmpty else { return }
        _ = heartbeat.waitingForBroker { publisher.publish(messages) }
    }

    private func take(_ state: inout RelayState, _ account: inout RelayMetrics) {
        let burst = outcomes.take()
        guard !burst.isEmpty else { return }
        let now = now()
        state.take(burst, now: now)
        account.take(burst, position: state.progress.position)
        configuration.crashPoint?.pass(.afterConfirm)
    }

    /// Finds out which events have failed, since then: the log names them, and a type that is refused is sent no more.
    private func lookAtFailures(_ state: inout RelayState, _ account: inout RelayMetrics) throws(LedgerError) {
        guard !state.newFailures.isEmpty else { return }
        var looked: [String: Int] = [:]
        for failure in state.newFailures {
            // Thousands may have failed in one way: a few of them tell which types it met.
            looked[failure.failure, default: 0] += 1
            guard looked[failure.failure, default: 0] <= 20 else { continue }
            guard let event = try event(at: failure.sequence) else { continue }
            state.noteType(of: event, failure: failure)
            account.note(failure, of: event)
        }
        state.noteTypesKnown()
    }

    /// Tells the ledger how far the relay is, and what was parked and recovered on the way.
    private func write(
        _ state: inout RelayState,
        _ clock: inout RelayClock,
        _ account: inout RelayMetrics
    ) throws(LedgerError) {
        guard state.hasNews || state.positionsAhead > 0 else { return }
        let position = state.progress.position
        let parkedCount = try ledger.advanceRelay(to: position, parking: state.failures, unparking: state.recovered)
        account.note(parked: parkedCount)
        if !state.recovered.isEmpty { clock.retryAtOnce() }
        state.noteWritten(position: position)
        clock.noteCursorWritten()
        status.set(relayPosition: position, parkedEvents: parkedCount)
    }

    private func event(at sequence: Int64) throws(LedgerError) -> StoredEvent? {
        try ledger.events(after: sequence - 1, limit: 1).first
    }

    /// Does ledger work until it holds. What is on its way goes on meanwhile; nothing is forgotten.
    ///
    /// - Returns: nil when the relay was abandoned first.
    private func withLedger<Result>(_ work: () throws(LedgerError) -> Result) -> Result? {
        while true {
            heartbeat.turn()
            do throws(LedgerError) {
                let result = try work()
                pause.clear()
                return result
            } catch {
                pause.announce(error)
            }
            guard phase.withLock({ $0 }) != .abandoned else { return nil }
            wakeSignal.wait(for: .seconds(1))
            pause.countRetry()
        }
    }
}

extension [StoredEvent] {
    /// Whether the log may have more than was read at once.
    fileprivate var isFullPage: Bool {
        count >= Relay.pageSize || reduce(0) { $0 + $1.body.count } >= Relay.pageBytes
    }
}
