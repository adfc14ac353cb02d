import Threads

@testable import RabbitMQ

/// Records the arguments of callbacks in order. A test can wait for an expected state.
final class Record<Element: Sendable>: Sendable {
    private let elements = Monitor<[Element]>([])

    func add(_ element: Element) { elements.change { $0.append(element) } }

    func add(contentsOf more: [Element]) { elements.change { $0 += more } }

    var all: [Element] { elements.withLock { $0 } }

    /// Waits until the condition holds; nil if it does not hold in time.
    @discardableResult
    func wait(within time: Duration = .seconds(30), _ condition: ([Element]) -> Bool) -> [Element]? {
        elements.wait(until: .after(time)) { condition($0) ? $0 : nil }
    }

    /// Waits until there are so many elements.
    @discardableResult
    func wait(count: Int) -> [Element]? { wait { $0.count >= count } }
}
