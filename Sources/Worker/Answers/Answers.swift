import Ledger
import LogKeys
import Logging
import RabbitMQ
import Synchronization
import Terminations
import Threads

/// Sends the answers to refused messages to the queues in their `reply-to`, over a connection of its own.
///
/// Guarantees:
/// - Each answer is tried once and then removed from the ledger, whatever its outcome. An answer that was not delivered is
///   logged and counted. After a crash in between, the same answer is sent again under the same id.
/// - Whatever an answer does to this connection, events, intakes and an orderly stop do not wait for it.
/// - While the broker is unreachable, the latest ``waitingLimit`` answers wait in the ledger.
///
/// Everything but ``wake()``, ``stop()``, ``abandon()`` and the outcomes happens on the thread that calls ``run()``.
final class Answers: Sendable {
    /// The most answers that wait. The oldest above this number are dropped.
    static let waitingLimit = 10_000
    /// The most answers in flight. After a broken connection they are sent one at a time.
    private static let window = 100
    /// How soon answers of other processes are noticed without a signal, and how often waiting answers are counted.
    private static let pollInterval = Duration.seconds(1)
    /// How long sent answers stay in the ledger. Removing them costs a commit.
    private static let removalInterval = Duration.milliseconds(100)
    /// How long a stop waits for the last answers.
    private static let grace = Duration.seconds(1)
    /// How long to wait after the broker has refused all answers, for example because a permission is missing.
    private static let restInterval = Duration.seconds(10)

    private let configuration: WorkerConfiguration
    private let ledger: Ledger
    private let status: WorkerStatus
    private let now: @Sendable () -> Instant
    private let wakeSignal = WakeSignal()
    private let outcomes: OutcomeQueue
    private let publisher: Publisher
    private let heartbeat: ThreadHeartbeat
    private let pause: Pause
    private let phase = Mutex(Relay.Phase.running)
    private let log: DroppedAnswerLog

    init(
        configuration: WorkerConfiguration,
        ledger: Ledger,
        status: WorkerStatus,
        logger: Logger,
        now: @escaping @Sendable () -> Instant
    ) {
        self.configuration = configuration
        self.ledger = ledger
        self.status = status
        self.now = now
        log = DroppedAnswerLog(logger: logger)
        heartbeat = status.heartbeat(of: .answers)
        pause = Pause(of: .answers, status: status, logger: logger, now: now)
        let outcomes = OutcomeQueue(wakeSignal: wakeSignal)
        self.outcomes = outcomes
        publisher = Publisher(
            connection: configuration.connection.named("terminus answers"),
            window: Self.window,
            logger: logger,
            onOutcomes: { outcomes.append($0) },
            onStateChange: { status.set(.answers, connection: $0) }
        )
    }

    /// Signals that there are new answers. Never blocks.
    func wake() { wakeSignal.signal() }

    /// Sends the answers that the broker accepts at once, then ends.
    func stop() {
        phase.withLock { $0 = $0 == .running ? .stopping : $0 }
        wake()
    }

    /// Ends at once. The remaining answers are sent at the next start.
    func abandon() {
        phase.withLock { $0 = .abandoned }
        publisher.close(timeout: .zero)
        wake()
    }

    func run() {
        defer { status.markEnded(.answers) }
        publisher.start()
        var state = State()
        var stopBy: ContinuousClock.Instant?
        while phase.withLock({ $0 }) != .abandoned {
            let isIdle = step(&state)
            if phase.withLock({ $0 }) == .stopping {
                let end = stopBy ?? .now + Self.grace
                stopBy = end
                if isIdle && state.inFlight.isEmpty || .now > end { break }
            }
            if isIdle { wakeSignal.wait(for: state.nextWait(or: Self.pollInterval)) }
        }
        settle(&state)
        _ = attempt { () throws(LedgerError) in try ledger.removeAnswers(state.done) }
        publisher.close(timeout: phase.withLock { $0 } == .abandoned ? .zero : Self.grace)
    }

    /// The answers in flight, and the outcomes that are not in the ledger yet.
    private struct State {
        var position: Int64 = 0
        var inFlight: [UInt64: StoredAnswer] = [:]
        var done: [Int64] = []
        var lastRemoval = ContinuousClock.now
        var lastTrim: ContinuousClock.Instant?
        /// Nothing is sent before this time.
        var sendAfter: ContinuousClock.Instant?

        var isRemovalDue: Bool {
            done.count >= 1000 || !done.isEmpty && .now - lastRemoval >= Answers.removalInterval
        }

        func nextWait(or most: Duration) -> Duration { done.isEmpty ? most : Answers.removalInterval }
    }

    /// One iteration: process outcomes, remove sent answers from the ledger, publish the next answers.
    ///
    /// - Returns: whether there is nothing more to do now.
    private func step(_ state: inout State) -> Bool {
        heartbeat.beat()
        settle(&state)
        let isStopping = phase.withLock { $0 } == .stopping
        if state.isRemovalDue || isStopping && !state.done.isEmpty {
            guard attempt({ () throws(LedgerError) in try ledger.removeAnswers(state.done) }) != nil else {
                return true
            }
            state.done = []
            state.lastRemoval = .now
        }
        if state.lastTrim.map({ .now - $0 >= Self.pollInterval }) ?? true {
            state.lastTrim = .now
            let dropped = attempt { () throws(LedgerError) in try ledger.trimAnswers(to: Self.waitingLimit) }
            if let dropped, dropped > 0 { log.add(overflow: dropped) }
        }
        if let end = state.sendAfter {
            if .now < end && !isStopping { return true }
            state.sendAfter = nil
        }
        let room = Self.window - state.inFlight.count
        guard room > 0 else { return true }
        let answers = attempt { [position = state.position] () throws(LedgerError) in
            try ledger.answers(after: position, limit: room)
        }
        guard let answers, !answers.isEmpty else { return true }
        var messages: [OutgoingMessage] = []
        for answer in answers {
            state.position = answer.position
            if let address = ReplyAddress(answer.replyTo, names: configuration.names) {
                messages.append(PublishableEvent.answer(answer, to: address))
                state.inFlight[UInt64(answer.position)] = answer
            } else {
                log.add(
                    answer,
                    .address,
                    "reply-to is not a queue of the sender: names that begin with \"amq.\" are reserved for the broker, and others for the "
                        + "worker"
                )
                state.done.append(answer.position)
            }
        }
        // The window has room for all of them, so this does not block.
        _ = publisher.publish(messages, timeout: .zero)
        return false
    }

    private func settle(_ state: inout State) {
        for outcome in outcomes.dequeueAll() {
            guard let answer = state.inFlight.removeValue(forKey: outcome.token) else { continue }
            state.done.append(answer.position)
            switch outcome {
            case .confirmed: break
            case .returned(_, let code, let text): log.add(answer, .unroutable, "no queue takes it: \(code) \(text)")
            case .refused: log.add(answer, .refused, "the queue refuses it")
            case .failed(_, let error):
                log.add(answer, error.code == .invalidMessage ? .unsendable : .closed, error.description)
                if error.reach == .exchange { state.sendAfter = .now + Self.restInterval }
            }
        }
    }

    /// - Returns: nil if the ledger could not be used. The work is tried again in the next iteration.
    private func attempt<Result>(_ work: () throws(LedgerError) -> Result) -> Result? {
        do throws(LedgerError) {
            let result = try work()
            pause.end()
            return result
        } catch {
            pause.begin(error)
            return nil
        }
    }
}
