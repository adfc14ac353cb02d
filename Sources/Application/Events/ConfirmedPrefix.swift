/// Which of the events that were handed over are done up to the first that is not: confirmed, or not taken.
struct ConfirmedPrefix {
    /// In the order in which they were handed over; those before `start` are done.
    private var handedOver: [Int64] = []
    private var start = 0
    /// Whether each of those that are done beyond the prefix was confirmed.
    private var done: [Int64: Bool] = [:]

    /// How many have no outcome, or wait behind one that has none.
    var outstanding: Int { handedOver.count - start }

    mutating func handOver(_ sequence: Int64) { handedOver.append(sequence) }

    mutating func settle(_ sequence: Int64, isConfirmed: Bool) { done[sequence] = isConfirmed }

    /// Takes off what is done without a gap.
    ///
    /// - Returns: the last of them, and how many of them were confirmed; nil where there is none.
    mutating func advance() -> (position: Int64, confirmed: Int)? {
        let before = start
        var confirmed = 0
        while start < handedOver.count, let isConfirmed = done.removeValue(forKey: handedOver[start]) {
            confirmed += isConfirmed ? 1 : 0
            start += 1
        }
        guard start > before else { return nil }
        let result = (handedOver[start - 1], confirmed)
        if start > 4096 {
            handedOver.removeFirst(start)
            start = 0
        }
        return result
    }
}
