import DequeModule

/// Tracks the deliveries of one channel that await settlement.
///
/// The broker closes the channel (406) if a tag is settled twice or was never delivered, so such settlements are dropped
/// here.
struct UnsettledDeliveries {
    private var lastDelivered: UInt64 = 0
    private var settledThrough: UInt64 = 0
    /// Settled one by one, above `settledThrough`.
    private var settledSingly: Set<UInt64> = []
    /// The footprints of the deliveries above `settledThrough`, in the order of their tags.
    private var footprints = Deque<(tag: UInt64, bytes: Int)>(minimumCapacity: 1024)

    /// About how many bytes of memory the unsettled deliveries take.
    private(set) var bytes = 0

    /// The number of unsettled deliveries.
    var count: Int { Int(clamping: lastDelivered &- settledThrough) - settledSingly.count }

    /// Records a delivery.
    ///
    /// - Parameter bytes: about how much memory it takes until it is settled.
    mutating func delivered(_ tag: UInt64, bytes: Int = 0) {
        lastDelivered = max(lastDelivered, tag)
        footprints.append((tag, bytes))
        self.bytes += bytes
    }

    /// Settles everything up to and including the tag.
    ///
    /// - Returns: the tag to acknowledge with `multiple`, or nil if nothing remains to be settled. The broker does not know
    ///   a tag that was settled singly, so the result is the nearest unsettled tag below it.
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
    /// - Returns: whether the settlement must be sent to the broker.
    mutating func settle(_ tag: UInt64) -> Bool {
        guard tag > settledThrough && tag <= lastDelivered && settledSingly.insert(tag).inserted else { return false }
        // Tags are consecutive, so the difference to the first tag is the offset.
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
