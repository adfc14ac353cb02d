/// What a consumer's callers and its thread tell each other, under one lock.
struct ConsumerMailbox {
    /// What to tell the broker about deliveries, in the order in which it was asked for.
    enum Settlement: Equatable {
        case acknowledge(through: UInt64)
        case reject(UInt64, requeue: Bool)
    }

    /// Delivered and not yet taken. The broker's prefetch and the consumer's byte limit are the bounds.
    private var deliveries: [Delivery] = []
    /// About how many bytes of memory they take.
    private var bytes = 0
    private var settlements: [Settlement] = []
    /// The connection whose deliveries are in here; 0 when there is none.
    private(set) var generation: UInt64 = 0

    var isStarted = false
    private(set) var isPaused = false
    /// Paused, even if resumed since: the connection that is there must go.
    private(set) var mustGiveBack = false
    var isCancelled = false
    /// By when a close must be done, once one was asked for.
    var closesBy: Deadline?
    /// The broker has confirmed that nothing more will come.
    var isDrained = false
    /// The thread has ended, or never will start.
    var hasEnded = false
    /// Whether the thread sleeps in `poll`, or is about to.
    var isAsleep = false
    var state = ConnectionState.connecting(attempt: 1, lastError: nil)
    /// Of the connection that is there, or is being made.
    var lifeline: SocketGuard?

    /// Takes what has come, in order; nil when there is nothing and something may still come.
    ///
    /// - Parameter bytes: about how many bytes of memory they may take together; one is always taken.
    mutating func take(_ limit: Int, bytes mostBytes: Int) -> [Delivery]? {
        if deliveries.isEmpty { return nil }
        if deliveries.count <= limit && bytes <= mostBytes {
            defer { removeAll() }
            return deliveries
        }
        var (count, taken) = (0, 0)
        for delivery in deliveries.prefix(limit) {
            let footprint = delivery.footprint
            if count > 0 && taken + footprint > mostBytes { break }
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

    /// Whether nothing will ever come again.
    var isOver: Bool { hasEnded || closesBy != nil || (isDrained && deliveries.isEmpty) }

    /// Forgets what has come, so that late acknowledgements of it are dropped; those that were asked for
    /// before are still sent.
    mutating func pause() {
        isPaused = true
        mustGiveBack = true
        generation = 0
        removeAll()
    }

    mutating func resume() { isPaused = false }

    /// - Parameter bytes: about how many bytes of memory the burst takes.
    mutating func append(_ burst: inout [Delivery], bytes: Int) {
        if mustGiveBack {
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

    /// Begins with a new connection, or with none (0). What came by the one before is forgotten: the
    /// broker gives it to somebody again.
    mutating func begin(_ generation: UInt64) {
        self.generation = generation
        removeAll()
        settlements = []
        mustGiveBack = false
    }

    /// Notes a settlement; one of an earlier connection is dropped.
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

    mutating func takeSettlements() -> [Settlement] {
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
