import CoreMetrics
import Synchronization

/// The numbers of one metric with one set of labels.
protocol Series: AnyObject, Sendable {
    func write(_ name: String, _ labels: Labels, to text: inout String)
}

/// Only rises: a negative increment is dropped, since Prometheus would take a falling counter for a restart.
final class CounterSeries: Series, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        // Wraps after 292,000 million millions: swift-metrics asks for no trap.
        value.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Not for counters that Prometheus reads.
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

/// Counts values by fixed upper bounds.
final class HistogramSeries: Series, RecorderHandler, TimerHandler {
    private struct Numbers {
        /// Values up to each bound and above the one before it; the last one is above all bounds.
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
        // A value that is no number has no bucket, and would spoil the sum for ever.
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
