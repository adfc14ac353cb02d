/// Which of the events that were handed over are confirmed up to the first that is not.
struct ConfirmedPrefix {
    /// In the order in which they were handed over; those before `start` are confirmed.
    private var handedOver: [Int64] = []
    private var start = 0
    private var isDone: Set<Int64> = []

    /// How many have no outcome, or wait behind one that has none.
    var outstanding: Int { handedOver.count - start }

    mutating func handOver(_ sequence: Int64) { handedOver.append(sequence) }

    mutating func confirm(_ sequence: Int64) { isDone.insert(sequence) }

    /// Takes off what is confirmed without a gap.
    ///
    /// - Returns: the last of them, and how many; nil where there is none.
    mutating func advance() -> (position: Int64, count: Int)? {
        let before = start
        while start < handedOver.count, isDone.remove(handedOver[start]) != nil { start += 1 }
        guard start > before else { return nil }
        let result = (handedOver[start - 1], start - before)
        if start > 4096 {
            handedOver.removeFirst(start)
            start = 0
        }
        return result
    }
}
