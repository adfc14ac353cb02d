import Dispatch
import Synchronization

/// Asks long work to stop at the next place where it can, and wakes it where it waits.
public final class StopRequest: Sendable {
    private let isMade = Atomic(false)
    private let bell = DispatchSemaphore(value: 0)

    public init() {}

    public var isStopped: Bool { isMade.load(ordering: .acquiring) }

    /// May be called from any thread.
    public func make() {
        isMade.store(true, ordering: .releasing)
        bell.signal()
    }

    /// Waits so long, or until a stop is asked for. Blocks the thread.
    public func wait(for duration: Duration) {
        guard !isStopped else { return }
        let nanoseconds = Int(clamping: Int64(duration / .nanoseconds(1)))
        _ = bell.wait(timeout: .now() + .nanoseconds(nanoseconds))
    }
}
