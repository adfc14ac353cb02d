/// Decides when the relay writes its cursor, reads the log and retries parked events.
struct RelayClock {
    let retryInterval: Duration
    private var lastCursorWrite = ContinuousClock.now
    private var lastRead = ContinuousClock.now - Relay.pollInterval
    private var nextRetry = ContinuousClock.now
    /// The position of the pass over the parked events. A page that fails again must not delay the next page.
    private(set) var retryPosition: Int64 = 0

    init(retryInterval: Duration) {
        self.retryInterval = retryInterval
    }

    /// - Parameter events: the number of events by which the cursor lags.
    func isCursorDue(behindBy events: Int64) -> Bool {
        events >= Relay.cursorStep || .now - lastCursorWrite >= Relay.cursorInterval
    }

    /// Whether it is time to read the log for events of other processes, which send no signal.
    var isPollDue: Bool { .now - lastRead >= Relay.pollInterval }

    var isRetryDue: Bool { .now >= nextRetry }

    mutating func markRead() { lastRead = .now }

    mutating func markCursorWritten() { lastCursorWrite = .now }

    /// - Parameter position: the last parked event of the page; nil if no parked event follows.
    mutating func markRetried(upTo position: Int64?) {
        retryPosition = position ?? 0
        nextRetry = .now + retryInterval
    }

    /// A subscriber is back: all parked events are retried without waiting.
    mutating func retryAtOnce() {
        retryPosition = 0
        nextRetry = .now
    }
}
