import Ledger
import LogKeys
import Logging
import Synchronization
import Terminations
import Threads

/// The pause of a component that cannot work because of a failure on our side.
///
/// Logs the failure when the pause begins and when the reason changes. At the end, logs the duration and the number of
/// retries.
final class Pause: Sendable {
    private struct State {
        var status: PauseStatus?
        var since: ContinuousClock.Instant?
        var retries = 0
    }

    /// Describes the worker and is not an instruction, so commands leave it out.
    private static let resumesSentence = " Work resumes by itself."

    private let state = Mutex(State())
    private let wakeSignal = WakeSignal()
    private let component: WorkerStatus.Component
    private let status: WorkerStatus
    private let logger: Logger
    private let now: @Sendable () -> Instant

    /// - Parameter component: the component that pauses. Its status shows the pause.
    init(
        of component: WorkerStatus.Component = .intake,
        status: WorkerStatus,
        logger: Logger,
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.component = component
        self.status = status
        self.logger = logger
        self.now = now
    }

    /// The duration of the pause so far; zero without a pause.
    var duration: Duration {
        state.withLock { state in state.since.map { .now - $0 } ?? .zero }
    }

    /// Begins the pause, or changes its reason.
    func begin(_ error: LedgerError) {
        if error.needsRestore { status.report(ledgerLoss: error) }
        begin(
            error.code,
            error.description,
            hint: error.operatorHint.map { error.isRetriable ? $0 + Self.resumesSentence : $0 }
        )
    }

    /// Begins the pause, or changes its reason.
    func begin(_ code: LedgerError.Code, _ reason: String, hint: String?) {
        let change = state.withLock { state -> PauseStatus? in
            state.since = state.since ?? .now
            guard state.status?.reason != reason else { return nil }
            let status = PauseStatus(code: code, reason: reason, since: state.status?.since ?? now())
            state.status = status
            return status
        }
        guard let change else { return }
        status.set(component, pause: change)
        logger.log(
            .warning,
            messages.paused,
            [.reason: "\(reason)", .hint: "\(hint ?? "Work resumes by itself.")"]
        )
    }

    /// Ends the pause. Does nothing without one.
    func end() {
        let (duration, retries) = state.withLock { state in
            defer { state = State() }
            return (state.since.map { ContinuousClock.now - $0 }, state.retries)
        }
        guard let duration else { return }
        status.set(component, pause: nil)
        logger.log(
            .notice,
            messages.resumed,
            [.duration: "\(duration)", .attempt: "\(retries)"]
        )
    }

    private var messages: (paused: Logger.Message, resumed: Logger.Message) {
        switch component {
        case .intake, .deadLetters: ("Intake paused", "Intake resumed")
        case .relay: ("Relay paused", "Relay resumed")
        case .answers: ("Answers paused", "Answers resumed")
        case .scheduler: ("Scheduler paused", "Scheduler resumed")
        }
    }

    /// Waits before a retry: longer with each one, from 100 ms to 5 s. ``cancelWait()`` ends the wait early.
    func waitBeforeRetry() {
        let retries = countRetry()
        wait(for: min(.milliseconds(100) * (1 << min(retries, 6)), .seconds(5)))
    }

    /// Counts a retry of the work.
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

    /// Ends the present or the next wait, because the worker stops.
    func cancelWait() {
        wakeSignal.signal()
    }
}
