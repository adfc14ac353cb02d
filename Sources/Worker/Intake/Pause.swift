import Logging
import Synchronization

/// The state in which work does not go on because something of ours is in trouble.
///
/// The trouble is logged once when it begins and once when it changes, and its length when it ends.
final class Pause: Sendable {
    private struct State {
        var reason: String?
        var since: ContinuousClock.Instant?
        var retries = 0
    }

    private let state = Mutex(State())
    private let doorbell = Doorbell()
    private let report: @Sendable (String?) -> Void
    private let logger: Logger
    private let begins: Logger.Message
    private let ends: Logger.Message

    /// The pause of the intake of terminations.
    convenience init(status: WorkerStatus, logger: Logger) {
        self.init(logger: logger) { status.set(pauseReason: $0) }
    }

    /// - Parameters:
    ///   - begins: what is logged when the pause begins, or its reason changes.
    ///   - ends: what is logged when it is over.
    ///   - report: told the reason of a pause, and nil when it is over.
    init(
        logger: Logger,
        begins: Logger.Message = "Intake paused",
        ends: Logger.Message = "Intake goes on",
        report: @escaping @Sendable (String?) -> Void
    ) {
        self.report = report
        self.logger = logger
        self.begins = begins
        self.ends = ends
    }

    /// How long the pause lasts by now; zero when there is none.
    var length: Duration {
        state.withLock { state in state.since.map { .now - $0 } ?? .zero }
    }

    func announce(_ reason: String, hint: String?) {
        let isNews = state.withLock { state in
            defer { state.reason = reason }
            state.since = state.since ?? .now
            return state.reason != reason
        }
        guard isNews else { return }
        report(reason)
        logger.log(.warning, begins, [.reason: "\(reason)", .hint: "\(hint ?? "It goes on by itself.")"])
    }

    func clear() {
        let (length, retries) = state.withLock { state in
            defer { state = State() }
            return (state.since.map { ContinuousClock.now - $0 }, state.retries)
        }
        guard let length else { return }
        report(nil)
        logger.log(.notice, ends, [.duration: "\(length)", .attempt: "\(retries)"])
    }

    /// Waits longer with each retry, from 100 ms to 5 s; ``end()`` cuts it short.
    func waitBeforeRetry() {
        let retries = state.withLock { state in
            state.retries += 1
            return state.retries
        }
        wait(for: min(.milliseconds(100) * (1 << min(retries, 6)), .seconds(5)))
    }

    func wait(for duration: Duration) {
        doorbell.wait(for: duration)
    }

    /// Wakes whoever waits: the worker is stopping.
    func end() {
        doorbell.ring()
    }
}
