/// A queue in a circular buffer: adding at the end and removing at the front move nothing.
struct Ring<Element> {
    private var slots: [Element?]
    private var head = 0
    private(set) var count = 0

    /// - Parameter capacity: how many fit before it grows; rounded up to a power of two.
    init(capacity: Int) {
        var size = 16
        while size < capacity { size *= 2 }
        slots = Array(repeating: nil, count: size)
    }

    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: consuming Element) {
        if count == slots.count { grow() }
        slots[(head + count) & (slots.count - 1)] = .some(element)
        count += 1
    }

    /// The place of the element at an offset from the front; for `withElement` and `update`.
    private func slot(_ offset: Int) -> Int {
        precondition(offset >= 0 && offset < count, "offset beyond the ring")
        return (head + offset) & (slots.count - 1)
    }

    /// The element at an offset from the front, in place.
    subscript(offset: Int) -> Element {
        _read { yield slots[slot(offset)]! }
        _modify { yield &slots[slot(offset)]! }
    }

    mutating func removeFirst() {
        precondition(count > 0, "nothing to remove")
        slots[head] = nil
        head = (head + 1) & (slots.count - 1)
        count -= 1
    }

    /// Removes all, and returns them in order.
    mutating func removeAll() -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        while count > 0 {
            elements.append(self[0])
            removeFirst()
        }
        return elements
    }

    private mutating func grow() {
        var larger: [Element?] = []
        larger.reserveCapacity(slots.count * 2)
        for offset in 0..<count { larger.append(slots[slot(offset)]) }
        larger.append(contentsOf: repeatElement(nil, count: slots.count * 2 - count))
        slots = larger
        head = 0
    }
}
