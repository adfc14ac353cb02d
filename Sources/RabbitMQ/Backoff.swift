/// Exponential backoff with a maximum and jitter.
///
/// The jitter spreads clients that lost the same broker over half of each interval.
public struct Backoff: Sendable, Equatable {
    public var initial: Duration
    public var maximum: Duration
    public var factor: Double

    public init(initial: Duration = .milliseconds(100), maximum: Duration = .seconds(30), factor: Double = 2) {
        self.initial = initial
        self.maximum = maximum
        self.factor = factor
    }

    /// The wait before the given attempt, counted from 1: between half of the interval and all of it.
    func interval(beforeAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        // A factor that is not a number, or not above 1, leaves the interval unchanged.
        let growth = factor > 1 ? min(factor, 1_000) : 1
        var interval = initial
        var step = 1
        while growth > 1 && step < attempt && interval > .zero && interval < maximum {
            interval = interval * growth
            step += 1
        }
        return min(interval, maximum) * Double.random(in: 0.5...1, using: &generator)
    }
}
