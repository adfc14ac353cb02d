/// Which events are on their way, and up to where all of them have arrived.
///
/// Pure bookkeeping: positions are handed over in rising order, outcomes come in any order, and ``position`` moves only
/// over events that are done.
struct RelayProgress {
    /// Every event up to here is done.
    private(set) var position: Int64
    /// Events beyond ``position`` that are done while an earlier one is not.
    private var doneAhead: Set<Int64> = []
    /// The last event that was handed over.
    private(set) var handedOver: Int64

    init(position: Int64) {
        self.position = position
        handedOver = position
    }

    /// Whether everything that was handed over is done.
    var isSettled: Bool { position == handedOver }

    mutating func handOver(_ sequence: Int64) { handedOver = sequence }

    /// Notes that an event was confirmed, or parked.
    mutating func settle(_ sequence: Int64) {
        guard sequence == position + 1 else {
            doneAhead.insert(sequence)
            return
        }
        position = sequence
        while doneAhead.remove(position + 1) != nil { position += 1 }
    }
}
