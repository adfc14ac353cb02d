/// Which deliveries of one channel still await an acknowledgement.
///
/// A tag that is settled twice, or was never delivered, makes the broker close the channel (406): so what
/// would do that is left out here.
struct UnsettledDeliveries {
    private var lastDelivered: UInt64 = 0
    private var settledThrough: UInt64 = 0
    /// Settled one by one, above `settledThrough`.
    private var settledSingly: Set<UInt64> = []

    /// How many await settlement.
    var count: Int { Int(clamping: lastDelivered &- settledThrough) - settledSingly.count }

    mutating func delivered(_ tag: UInt64) { lastDelivered = max(lastDelivered, tag) }

    /// Settles everything up to and including the tag.
    ///
    /// - Returns: the tag to acknowledge with `multiple`, or nil when nothing is left to say. A tag that
    ///   was settled singly is unknown to the broker, so the nearest unsettled one below is named.
    mutating func settle(through tag: UInt64) -> UInt64? {
        let end = min(tag, lastDelivered)
        guard end > settledThrough else { return nil }
        var named = end
        while named > settledThrough && settledSingly.contains(named) { named -= 1 }
        let isNeeded = named > settledThrough
        settledThrough = end
        if !settledSingly.isEmpty { settledSingly = settledSingly.filter { $0 > end } }
        return isNeeded ? named : nil
    }

    /// Settles one delivery.
    ///
    /// - Returns: whether the broker still has to be told.
    mutating func settle(_ tag: UInt64) -> Bool {
        tag > settledThrough && tag <= lastDelivered && settledSingly.insert(tag).inserted
    }
}
