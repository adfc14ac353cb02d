import Threads

@testable import RabbitMQ

/// What callbacks have said, in order; a test waits for what it expects.
final class Record<Element: Sendable>: Sendable {
    private let elements = Monitor<[Element]>([])

    func add(_ element: Element) { elements.change { $0.append(element) } }

    func add(contentsOf more: [Element]) { elements.change { $0 += more } }

    var all: [Element] { elements.withLock { $0 } }

    /// Waits until the condition holds; nil when it does not within this time.
    @discardableResult
    func wait(within time: Duration = .seconds(30), _ condition: ([Element]) -> Bool) -> [Element]? {
        elements.wait(until: .after(time)) { condition($0) ? $0 : nil }
    }

    /// Waits until there are so many.
    @discardableResult
    func wait(count: Int) -> [Element]? { wait { $0.count >= count } }
}
