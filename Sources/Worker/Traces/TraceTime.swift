import Tracing

/// Turns instants of the monotonic clock, by which steps are measured, into those of the wall clock, which spans have.
struct TraceTime: Sendable {
    private let measured: ContinuousClock.Instant
    private let nanoseconds: UInt64

    /// Both clocks at this moment.
    init() {
        measured = .now
        nanoseconds = DefaultTracerClock.now.nanosecondsSinceEpoch
    }

    func instant(_ instant: ContinuousClock.Instant) -> DefaultTracerClock.Timestamp {
        let distance = Int64(clamping: Int((instant - measured) / .nanoseconds(1)))
        return .init(nanosecondsSinceEpoch: nanoseconds &+ UInt64(bitPattern: distance))
    }
}
