/// When the relay writes its cursor, and when it tries parked events again.
struct RelayClock {
    let retryInterval: Duration
    private var lastCursorWrite = ContinuousClock.now
    private var lastRead = ContinuousClock.now - Relay.pollInterval
    private var nextRetry = ContinuousClock.now
    /// Where the walk over the parked events is: a page that nobody wants must not keep the next one waiting.
    private(set) var retryPosition: Int64 = 0

    init(retryInterval: Duration) {
        self.retryInterval = retryInterval
    }

    /// - Parameter events: how many the cursor is behind.
    func isCursorDue(behindBy events: Int64) -> Bool {
        events >= Relay.cursorStep || .now - lastCursorWrite >= Relay.cursorInterval
    }
    /// Whether it is time to look for events of other processes, which ring no bell.
    var isPollDue: Bool { .now - lastRead >= Relay.pollInterval }
    var isRetryDue: Bool { .now >= nextRetry }

    mutating func noteRead() { lastRead = .now }

    mutating func noteCursorWritten() { lastCursorWrite = .now }

    /// - Parameter position: the last parked event of the page, nil when there are none behind it.
    mutating func noteRetry(upTo position: Int64?) {
        retryPosition = position ?? 0
        nextRetry = .now + retryInterval
    }

    /// Somebody listens again: what else is parked is tried without waiting.
    mutating func retryAtOnce() {
        retryPosition = 0
        nextRetry = .now
    }
}
