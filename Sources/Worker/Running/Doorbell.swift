import Foundation

/// Wakes one waiting thread. A ring that nobody waits for is kept until the next wait; several count as one.
final class Doorbell: Sendable {
    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var hasRung = false

    func ring() {
        condition.lock()
        hasRung = true
        condition.signal()
        condition.unlock()
    }

    /// Blocks until the bell rings or `timeout` has passed.
    ///
    /// - Returns: whether it rang.
    @discardableResult
    func wait(for timeout: Duration) -> Bool {
        let deadline = Date(timeIntervalSinceNow: timeout / .seconds(1))
        condition.lock()
        defer { condition.unlock() }
        while !hasRung {
            if !condition.wait(until: deadline) { break }
        }
        defer { hasRung = false }
        return hasRung
    }
}
