/// What a consumer's callers and its thread tell each other, under one lock.
struct ConsumerMailbox {
    /// What to tell the broker about deliveries, in the order in which it was asked for.
    enum Settlement: Equatable {
        case acknowledge(through: UInt64)
        case reject(UInt64, requeue: Bool)
    }

    /// Delivered and not yet taken. The broker's prefetch is the bound.
    private var deliveries: [Delivery] = []
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
    var lifeline: Lifeline?

    /// Takes what has come, in order; nil when there is nothing and something may still come.
    mutating func take(_ limit: Int) -> [Delivery]? {
        if deliveries.isEmpty { return nil }
        if deliveries.count <= limit {
            defer { deliveries = [] }
            return deliveries
        }
        defer { deliveries.removeFirst(limit) }
        return Array(deliveries.prefix(limit))
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
        deliveries = []
    }

    mutating func resume() { isPaused = false }

    mutating func append(_ burst: inout [Delivery]) {
        if mustGiveBack {
            burst.removeAll(keepingCapacity: true)
        } else if deliveries.isEmpty {
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
        deliveries = []
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
