import Threads

/// The state that a consumer's callers share with its thread, under one lock.
struct ConsumerMailbox {
    /// An acknowledgement or rejection to send, in the order of the requests.
    enum Settlement: Equatable {
        case acknowledge(through: UInt64)
        case reject(UInt64, requeue: Bool)
    }

    /// Deliveries that were not taken yet. The prefetch and the byte limit bound them.
    private var deliveries: [Delivery] = []
    /// About how many bytes of memory the deliveries take.
    private var bytes = 0
    private var settlements: [Settlement] = []
    /// The connection that delivered them; 0 when there is none.
    private(set) var generation: UInt64 = 0

    var isStarted = false
    private(set) var isPaused = false
    /// A pause was requested, even if `resume` came since: the present connection must be closed.
    private(set) var mustReturnDeliveries = false
    var isCancelled = false
    /// The deadline of a requested close.
    var closesBy: Deadline?
    /// The broker has confirmed that no delivery will follow.
    var isDrained = false
    /// The thread has ended, or will never start.
    var hasEnded = false
    /// Whether the thread sleeps in `poll`, or is about to.
    var isAsleep = false
    var state = ConnectionState.connecting(attempt: 1, lastError: nil)
    /// The guard of the present connection, or of the one that is being opened.
    var socketGuard: SocketGuard?

    /// Removes and returns deliveries in order; nil when there are none.
    ///
    /// - Parameter byteLimit: about how many bytes of memory they may take together; at least one delivery is returned.
    mutating func dequeue(_ limit: Int, bytes byteLimit: Int) -> [Delivery]? {
        if deliveries.isEmpty { return nil }
        if deliveries.count <= limit && bytes <= byteLimit {
            defer { removeAll() }
            return deliveries
        }
        var (count, taken) = (0, 0)
        for delivery in deliveries.prefix(limit) {
            let footprint = delivery.footprint
            if count > 0 && taken + footprint > byteLimit { break }
            count += 1
            taken += footprint
        }
        defer {
            deliveries.removeFirst(count)
            bytes -= taken
        }
        return Array(deliveries.prefix(count))
    }

    private mutating func removeAll() {
        deliveries = []
        bytes = 0
    }

    var waiting: Int { deliveries.count }

    /// Whether no delivery will ever come again.
    var isOver: Bool { hasEnded || closesBy != nil || (isDrained && deliveries.isEmpty) }

    /// Discards the deliveries, so that later acknowledgements of them are ignored. Settlements that were requested before
    /// are still sent.
    mutating func pause() {
        isPaused = true
        mustReturnDeliveries = true
        generation = 0
        removeAll()
    }

    mutating func resume() { isPaused = false }

    /// Appends a burst of deliveries and empties the array.
    ///
    /// - Parameter bytes: about how many bytes of memory the burst takes.
    mutating func append(_ burst: inout [Delivery], bytes: Int) {
        if mustReturnDeliveries {
            burst.removeAll(keepingCapacity: true)
            return
        }
        self.bytes += bytes
        if deliveries.isEmpty {
            swap(&deliveries, &burst)
        } else {
            deliveries.append(contentsOf: burst)
            burst.removeAll(keepingCapacity: true)
        }
    }

    /// Starts a new connection, or none (0). Discards the deliveries and settlements of the previous connection, because
    /// the broker delivers those messages again.
    mutating func startGeneration(_ generation: UInt64) {
        self.generation = generation
        removeAll()
        settlements = []
        mustReturnDeliveries = false
    }

    /// Adds a settlement. Ignores one that belongs to an earlier connection.
    ///
    /// - Returns: whether the thread must be woken for it.
    mutating func settle(_ generation: UInt64, _ settlement: Settlement) -> Bool {
        guard generation == self.generation else { return false }
        if case .acknowledge(let tag) = settlement, case .acknowledge(let last)? = settlements.last {
            settlements[settlements.count - 1] = .acknowledge(through: max(tag, last))
        } else {
            settlements.append(settlement)
        }
        return wakeIfAsleep()
    }

    mutating func dequeueSettlements() -> [Settlement] {
        if settlements.isEmpty { return [] }
        defer { settlements = [] }
        return settlements
    }

    /// - Returns: whether the thread must be woken.
    mutating func wakeIfAsleep() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }
}
