import CoreMetrics
import Synchronization

/// The values of one metric with one set of labels.
protocol Series: AnyObject, Sendable {
    func write(_ name: String, _ labels: Labels, to text: inout String)
}

/// Only rises. A negative increment is ignored, because Prometheus treats a falling counter as a restart.
final class CounterSeries: Series, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        // Wraps at 2^63. swift-metrics requires that it does not trap.
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Does nothing: Prometheus counters are never reset.
    func reset() {}

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        text += "\(name)\(labels.braced()) \(value.load(ordering: .relaxed))\n"
    }
}

final class GaugeSeries: Series, RecorderHandler, MeterHandler {
    private let value = Mutex(0.0)

    func record(_ value: Int64) { set(value) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        text += "\(name)\(labels.braced()) \(Escape.number(value.withLock { $0 }))\n"
    }
}

/// Counts values in buckets with fixed upper bounds.
final class HistogramSeries: Series, RecorderHandler, TimerHandler {
    private struct Numbers {
        /// The number of values in each bucket; the last bucket has no upper bound.
        var counts: [UInt64]
        var sum = 0.0
    }

    private let buckets: [Double]
    private let numbers: Mutex<Numbers>

    init(buckets: [Double]) {
        self.buckets = buckets
        numbers = Mutex(Numbers(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        // NaN has no bucket and would make the sum NaN forever.
        guard !value.isNaN else { return }
        let index = buckets.firstIndex { value <= $0 } ?? buckets.count
        numbers.withLock { numbers in
            numbers.counts[index] += 1
            numbers.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func write(_ name: String, _ labels: Labels, to text: inout String) {
        let numbers = numbers.withLock { $0 }
        var count: UInt64 = 0
        for (bound, more) in zip(buckets + [.infinity], numbers.counts) {
            count += more
            text += "\(name)_bucket\(labels.braced("le=\"\(Escape.number(bound))\"")) \(count)\n"
        }
        text += "\(name)_sum\(labels.braced()) \(Escape.number(numbers.sum))\n"
        text += "\(name)_count\(labels.braced()) \(count)\n"
    }
}
