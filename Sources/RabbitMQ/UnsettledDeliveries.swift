/// Which deliveries of one channel still await an acknowledgement.
///
/// A tag that is settled twice, or was never delivered, makes the broker close the channel (406): so what
/// would do that is left out here.
struct UnsettledDeliveries {
    private var lastDelivered: UInt64 = 0
    private var settledThrough: UInt64 = 0
    /// Settled one by one, above `settledThrough`.
    private var settledSingly: Set<UInt64> = []
    /// The footprints of those above `settledThrough`, in the order of their tags.
    private var footprints = Ring<(tag: UInt64, bytes: Int)>(capacity: 1024)

    /// About how many bytes of memory those take that await settlement.
    private(set) var bytes = 0

    /// How many await settlement.
    var count: Int { Int(clamping: lastDelivered &- settledThrough) - settledSingly.count }

    /// - Parameter bytes: about how much memory it takes until it is settled.
    mutating func delivered(_ tag: UInt64, bytes: Int = 0) {
        lastDelivered = max(lastDelivered, tag)
        footprints.append((tag, bytes))
        self.bytes += bytes
    }

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
        while !footprints.isEmpty, footprints[0].tag <= end {
            bytes -= footprints[0].bytes
            footprints.removeFirst()
        }
        if !settledSingly.isEmpty { settledSingly = settledSingly.filter { $0 > end } }
        return isNeeded ? named : nil
    }

    /// Settles one delivery.
    ///
    /// - Returns: whether the broker still has to be told.
    mutating func settle(_ tag: UInt64) -> Bool {
        guard tag > settledThrough && tag <= lastDelivered && settledSingly.insert(tag).inserted else { return false }
        // Tags are numbered one after the other, so that the offset leads to the delivery.
        if !footprints.isEmpty, tag >= footprints[0].tag {
            let offset = Int(clamping: tag - footprints[0].tag)
            if offset < footprints.count, footprints[offset].tag == tag {
                bytes -= footprints[offset].bytes
                footprints[offset].bytes = 0
            }
        }
        return true
    }
}
