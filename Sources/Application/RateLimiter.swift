/// Lets through so many a second: a token bucket that begins empty and holds at most one second's worth.
///
/// Over any span from the start the count is never above the rate times the time, and no more than one message below
/// it as long as the work between keeps up. What a pause costs is caught up for one second's worth, so that a slow
/// commit does not lower the rate, and a long stop does not end in a burst.
public struct RateLimiter: Sendable {
    public let perSecond: Int
    private var tokens = 0.0
    private var filledAt: ContinuousClock.Instant

    /// - Parameter perSecond: at least 1.
    public init(perSecond: Int, at start: ContinuousClock.Instant = .now) {
        self.perSecond = max(perSecond, 1)
        filledAt = start
    }

    /// How many are taken at once: a twentieth of a second's worth, so that the flow is even.
    public var burst: Int { max(perSecond / 20, 1) }

    /// Takes as many tokens as are wanted, at most ``burst``; or none, and returns how long it takes until they are available.
    public mutating func take(_ wanted: Int, at now: ContinuousClock.Instant) -> (count: Int, wait: Duration) {
        guard wanted > 0 else { return (0, .zero) }
        tokens = min(tokens + (now - filledAt) / .seconds(1) * Double(perSecond), max(Double(perSecond), 1))
        filledAt = now
        let count = min(wanted, burst)
        // The tolerance is for the rounding of a token's fraction.
        guard tokens + 1e-6 >= Double(count) else {
            return (0, .seconds((Double(count) - tokens) / Double(perSecond)))
        }
        tokens -= Double(count)
        return (count, .zero)
    }

    /// Puts tokens back that were taken and not used.
    public mutating func giveBack(_ count: Int) { tokens += Double(count) }
}
