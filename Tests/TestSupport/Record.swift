import Foundation

/// Records elements in order. A test can wait for an expected state.
public final class Record<Element: Sendable>: Sendable {
    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var elements: [Element] = []

    public init() {}

    public func add(_ element: Element) {
        condition.lock()
        elements.append(element)
        condition.broadcast()
        condition.unlock()
    }

    public var all: [Element] {
        condition.lock()
        defer { condition.unlock() }
        return elements
    }

    /// Blocks until the condition holds.
    ///
    /// - Returns: the elements so far; nil if the condition does not hold in time.
    @discardableResult
    public func wait(timeout: Duration = .seconds(30), until isEnough: ([Element]) -> Bool) -> [Element]? {
        let deadline = Date(timeIntervalSinceNow: timeout / .seconds(1))
        condition.lock()
        defer { condition.unlock() }
        while !isEnough(elements) {
            guard condition.wait(until: deadline) else { return isEnough(elements) ? elements : nil }
        }
        return elements
    }

    /// Blocks until there are so many elements.
    @discardableResult
    public func wait(count: Int, timeout: Duration = .seconds(30)) -> [Element]? {
        wait(timeout: timeout) { $0.count >= count }
    }
}
