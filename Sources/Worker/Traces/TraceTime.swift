import Tracing

/// Converts instants of the monotonic clock, which measures the steps, into instants of the wall clock for spans.
struct TraceTime: Sendable {
    private let measured: ContinuousClock.Instant
    private let nanoseconds: UInt64

    /// Reads both clocks at this moment.
    init() {
        measured = .now
        nanoseconds = DefaultTracerClock.now.nanosecondsSinceEpoch
    }

    func instant(_ instant: ContinuousClock.Instant) -> DefaultTracerClock.Timestamp {
        let distance = Int64(clamping: Int((instant - measured) / .nanoseconds(1)))
        return .init(nanosecondsSinceEpoch: nanoseconds &+ UInt64(bitPattern: distance))
    }
}
