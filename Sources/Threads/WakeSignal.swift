/// Wakes one waiting thread.
///
/// A signal that no thread waits for is kept until the next wait; several signals before a wait count as one. Waits use
/// the monotonic clock.
package final class WakeSignal: Sendable {
    private let isSignalled = Monitor(false)

    package init() {}

    /// Wakes the waiting thread. Never blocks. May be called from any thread.
    package func signal() { isSignalled.change { $0 = true } }

    /// Blocks until ``signal()`` is called or the timeout has passed.
    ///
    /// - Returns: whether there was a signal.
    @discardableResult
    package func wait(for timeout: Duration) -> Bool {
        let hasSignal: Bool? = isSignalled.wait(until: .after(timeout)) { isSignalled in
            guard isSignalled else { return nil }
            isSignalled = false
            return true
        }
        return hasSignal ?? false
    }
}
