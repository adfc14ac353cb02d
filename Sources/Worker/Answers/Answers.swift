import Ledger
import Logging
import RabbitMQ
import Synchronization
import Terminations

/// Sends the answers to refused deliveries to the queues that they named in `reply-to`, over a connection of its own.
///
/// Guarantees:
/// - Each is tried once, and is removed from the ledger whatever the broker says to it. One that did not arrive is logged
///   and counted. A crash in between leads to the same answer again, under the same id.
/// - Whatever an answer does to its connection, events, intakes and an orderly stop do not wait for it.
/// - While the broker is not there answers wait in the ledger, the latest ``waitingLimit`` of them.
///
/// Everything but ``wake()``, ``stop()``, ``abandon()`` and the outcomes happens on the thread that calls ``run()``.
final class Answers: Sendable {
    /// More than so many do not wait: the oldest are given up.
    static let waitingLimit = 10_000
    /// So many may be on their way: after a connection that broke they are sent one at a time.
    private static let window = 100
    /// How soon answers of other processes are noticed when nobody rings, and how often what waits is counted.
    private static let pollInterval = Duration.seconds(1)
    /// How long those that were sent stay in the ledger: removing them is a commit.
    private static let removalInterval = Duration.milliseconds(100)
    /// How long a stop waits for the last ones.
    private static let grace = Duration.seconds(1)
    /// How long answers rest after the broker has refused all of them: a permission that lacks, for example.
    private static let respite = Duration.seconds(10)

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
            onOutcomes: { outcomes.put($0) },
            onStateChange: { status.set(.answers, connection: $0) }
        )
    }

    /// Says that there are new answers. Never blocks.
    func wake() { wakeSignal.ring() }

    /// Sends what the broker takes at once, then ends.
    func stop() {
        phase.withLock { $0 = $0 == .running ? .stopping : $0 }
        wake()
    }

    /// Ends at once. What is left is sent at the next start.
    func abandon() {
        phase.withLock { $0 = .abandoned }
        publisher.close(timeout: .zero)
        wake()
    }

    func run() {
        defer { status.noteEnd(of: .answers) }
        publisher.start()
        var state = State()
        var stopBy: ContinuousClock.Instant?
        while phase.withLock({ $0 }) != .abandoned {
            let isIdle = turn(&state)
            if phase.withLock({ $0 }) == .stopping {
                let end = stopBy ?? .now + Self.grace
                stopBy = end
                if isIdle && state.underWay.isEmpty || .now > end { break }
            }
            if isIdle { wakeSignal.wait(for: state.nextWait(or: Self.pollInterval)) }
        }
        settle(&state)
        _ = attempt { () throws(LedgerError) in try ledger.removeAnswers(state.done) }
        publisher.close(timeout: phase.withLock { $0 } == .abandoned ? .zero : Self.grace)
    }

    /// What is on its way, and what the ledger does not know yet.
    private struct State {
        var position: Int64 = 0
        var underWay: [UInt64: StoredAnswer] = [:]
        var done: [Int64] = []
        var lastRemoval = ContinuousClock.now
        var lastTrim: ContinuousClock.Instant?
        /// Until when nothing is sent.
        var restUntil: ContinuousClock.Instant?

        var isRemovalDue: Bool {
            done.count >= 1000 || !done.isEmpty && .now - lastRemoval >= Answers.removalInterval
        }

        func nextWait(or most: Duration) -> Duration { done.isEmpty ? most : Answers.removalInterval }
    }

    /// One turn: outcomes in, what was sent off the ledger, next answers out.
    ///
    /// - Returns: whether there is nothing more to be done now.
    private func turn(_ state: inout State) -> Bool {
        heartbeat.turn()
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
            if let dropped, dropped > 0 { log.note(overflow: dropped) }
        }
        if let end = state.restUntil {
            if .now < end && !isStopping { return true }
            state.restUntil = nil
        }
        let room = Self.window - state.underWay.count
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
                state.underWay[UInt64(answer.position)] = answer
            } else {
                log.note(
                    answer,
                    .address,
                    "reply-to names no queue of the sender: keys that begin with \"amq.\" are the broker's, and the worker has its own"
                )
                state.done.append(answer.position)
            }
        }
        // Never more than the window has room for: it does not block.
        _ = publisher.publish(messages, timeout: .zero)
        return false
    }

    private func settle(_ state: inout State) {
        for outcome in outcomes.take() {
            guard let answer = state.underWay.removeValue(forKey: outcome.token) else { continue }
            state.done.append(answer.position)
            switch outcome {
            case .confirmed: break
            case .returned(_, let code, let text): log.note(answer, .unroutable, "no queue takes it: \(code) \(text)")
            case .refused: log.note(answer, .refused, "the queue refuses it")
            case .failed(_, let error):
                log.note(answer, error.code == .invalidMessage ? .unsendable : .closed, error.description)
                if error.reach == .exchange { state.restUntil = .now + Self.respite }
            }
        }
    }

    /// - Returns: nil where the ledger could not be used; the same is tried again in the next turn.
    private func attempt<Result>(_ work: () throws(LedgerError) -> Result) -> Result? {
        do throws(LedgerError) {
            let result = try work()
            pause.clear()
            return result
        } catch {
            pause.announce(error)
            return nil
        }
    }
}
