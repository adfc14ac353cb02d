import RabbitMQ
import Synchronization

/// Asks long work to stop at the next place where it can, and wakes it where it waits.
public final class StopRequest: Sendable {
    private let isMade = Monitor(false)
    /// For those who only look, once a row or so.
    private let hasBeenMade = Atomic(false)

    public init() {}

    public var isStopped: Bool { hasBeenMade.load(ordering: .acquiring) }

    /// May be called from any thread.
    public func make() {
        hasBeenMade.store(true, ordering: .releasing)
        isMade.change { $0 = true }
    }

    /// Waits so long by the monotonic clock, or until a stop is asked for. Blocks the thread.
    public func wait(for duration: Duration) {
        // nil is that nobody has asked in time.
        _ = isMade.wait(until: .after(duration)) { $0 ? true : nil }
    }
}
