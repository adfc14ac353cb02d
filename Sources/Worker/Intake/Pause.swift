import Ledger
import Logging
import Synchronization
import Terminations

/// The state in which a part of the worker does nothing because something of ours is in trouble.
///
/// The trouble is logged once when it begins and once when it changes; when it ends, how long it was and how often the
/// work was tried.
final class Pause: Sendable {
    private struct State {
        var status: PauseStatus?
        var since: ContinuousClock.Instant?
        var retries = 0
    }

    /// What the worker does, and no command.
    private static let goesOn = " Work goes on by itself then."

    private let state = Mutex(State())
    private let wakeSignal = WakeSignal()
    private let part: WorkerStatus.Component
    private let status: WorkerStatus
    private let logger: Logger
    private let now: @Sendable () -> Instant

    /// - Parameter part: whose pause it is; the status is told when one begins, changes and ends.
    init(
        of part: WorkerStatus.Component = .intake,
        status: WorkerStatus,
        logger: Logger,
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.part = part
        self.status = status
        self.logger = logger
        self.now = now
    }

    /// How long the pause lasts by now; zero when there is none.
    var length: Duration {
        state.withLock { state in state.since.map { .now - $0 } ?? .zero }
    }

    func announce(_ error: LedgerError) {
        if error.needsRestore { status.note(ledgerLoss: error) }
        announce(error.code, error.description, hint: error.hint.map { error.isRetriable ? $0 + Self.goesOn : $0 })
    }

    func announce(_ code: LedgerError.Code, _ reason: String, hint: String?) {
        let news = state.withLock { state -> PauseStatus? in
            state.since = state.since ?? .now
            guard state.status?.reason != reason else { return nil }
            let status = PauseStatus(code: code, reason: reason, since: state.status?.since ?? now())
            state.status = status
            return status
        }
        guard let news else { return }
        status.set(part, pause: news)
        logger.log(
            .warning,
            words.begin,
            [.reason: "\(reason)", .hint: "\(hint ?? "It goes on by itself.")"]
        )
    }

    func clear() {
        let (length, retries) = state.withLock { state in
            defer { state = State() }
            return (state.since.map { ContinuousClock.now - $0 }, state.retries)
        }
        guard let length else { return }
        status.set(part, pause: nil)
        logger.log(
            .notice,
            words.end,
            [.duration: "\(length)", .attempt: "\(retries)"]
        )
    }

    private var words: (begin: Logger.Message, end: Logger.Message) {
        switch part {
        case .intake, .deadLetters: ("Intake paused", "Intake goes on")
        case .relay: ("Relay paused", "Relay goes on")
        case .answers: ("Answers paused", "Answers go on")
        case .scheduler: ("What is due cannot be recorded", "What is due is recorded again")
        }
    }

    /// Waits longer with each retry, from 100 ms to 5 s; ``end()`` cuts it short.
    func waitBeforeRetry() {
        let retries = countRetry()
        wait(for: min(.milliseconds(100) * (1 << min(retries, 6)), .seconds(5)))
    }

    /// Notes that the work is tried again.
    @discardableResult
    func countRetry() -> Int {
        state.withLock { state in
            state.retries += 1
            return state.retries
        }
    }

    func wait(for duration: Duration) {
        wakeSignal.wait(for: duration)
    }

    /// Wakes whoever waits: the worker is stopping.
    func end() {
        wakeSignal.ring()
    }
}
