/// Tracks the events in flight and the position up to which all events are done.
///
/// Pure bookkeeping: events are published in ascending order, outcomes arrive in any order, and ``position`` moves only over
/// events that are done.
struct RelayProgress {
    /// Every event up to here is done.
    private(set) var position: Int64
    /// Events after ``position`` that are done while an earlier one is not.
    private var doneAhead: Set<Int64> = []
    /// The last published event.
    private(set) var published: Int64

    init(position: Int64) {
        self.position = position
        published = position
    }

    /// Whether every published event is done.
    var isSettled: Bool { position == published }

    mutating func publish(_ sequence: Int64) { published = sequence }

    /// Records that an event was confirmed or parked.
    mutating func settle(_ sequence: Int64) {
        guard sequence == position + 1 else {
            doneAhead.insert(sequence)
            return
        }
        position = sequence
        while doneAhead.remove(position + 1) != nil { position += 1 }
    }
}
