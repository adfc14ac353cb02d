/// How long to wait before an attempt: exponentially longer, up to a maximum, with jitter.
///
/// The jitter spreads the clients that lost one broker together over half of each interval.
public struct Backoff: Sendable, Equatable {
    public var initial: Duration
    public var maximum: Duration
    public var factor: Double

    public init(initial: Duration = .milliseconds(100), maximum: Duration = .seconds(30), factor: Double = 2) {
        self.initial = initial
        self.maximum = maximum
        self.factor = factor
    }

    /// The interval before the given attempt, counted from 1: between half of it and all of it.
    func interval(beforeAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        // A factor that is no number, or does not grow, leaves the interval as it is.
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
