import RabbitMQ

/// Wakes one waiting thread. A ring that nobody waits for is kept until the next wait; several count as one.
///
/// Waits by the monotonic clock: a system clock that is set back makes nobody sleep longer.
package final class WakeSignal: Sendable {
    private let hasRung = Monitor(false)

    package init() {}

    func ring() { hasRung.change { $0 = true } }

    /// Blocks until the bell rings or `timeout` has passed.
    ///
    /// - Returns: whether it rang.
    @discardableResult
    package func wait(for timeout: Duration) -> Bool {
        let answer: Bool? = hasRung.wait(until: .after(timeout)) { hasRung in
            guard hasRung else { return nil }
            hasRung = false
            return true
        }
        return answer ?? false
    }
}
