import Synchronization

/// A cancellation flag: asks work to stop at its next safe point, and ends its waits.
public final class StopRequest: Sendable {
    private let isMade = Monitor(false)
    /// A copy for work that checks the flag often: one atomic load instead of a lock.
    private let hasBeenMade = Atomic(false)

    public init() {}

    /// Whether a stop was requested.
    public var isStopped: Bool { hasBeenMade.load(ordering: .acquiring) }

    /// Requests the stop. May be called from any thread, and more than once.
    public func make() {
        hasBeenMade.store(true, ordering: .releasing)
        isMade.change { $0 = true }
    }

    /// Blocks the thread until the duration has passed on the monotonic clock, or until a stop is requested.
    public func wait(for duration: Duration) {
        // nil means that no stop was requested in time.
        _ = isMade.wait(until: .after(duration)) { $0 ? true : nil }
    }
}
