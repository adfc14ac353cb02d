/// A histogram of days, with the exact median.
///
/// The first values are kept as they are. Beyond that, each usual value has a counter, so that memory does not grow with
/// the number of values.
struct DayHistogram {
    private static let maximumValues = 256
    /// The range of most notice periods: from a month after the last day of the contract to four years before it.
    private static let usual = -31..<1461

    private(set) var count = 0
    private var values: [Int32] = []
    private var counts: [UInt32] = []
    private var unusual: [Int: Int] = [:]

    mutating func add(_ days: Int) {
        count += 1
        if counts.isEmpty {
            values.append(Int32(days))
            if values.count > Self.maximumValues { replaceValuesByCounts() }
        } else {
            increment(days)
        }
    }

    /// The median; the mean of the middle two of an even number of values; nil without values.
    var median: Double? {
        guard count > 0 else { return nil }
        let sorted: [(days: Int, count: Int)] =
            counts.isEmpty
            ? values.sorted().map { (Int($0), 1) }
            : (counts.indices.lazy.filter { counts[$0] > 0 }.map { (Self.usual.lowerBound + $0, Int(counts[$0])) }
                + unusual.map { ($0.key, $0.value) }).sorted { $0.0 < $1.0 }
        return Double(Self.value(at: (count - 1) / 2, sorted) + Self.value(at: count / 2, sorted)) / 2
    }

    private mutating func replaceValuesByCounts() {
        counts = [UInt32](repeating: 0, count: Self.usual.count)
        for value in values { increment(Int(value)) }
        values = []
    }

    private mutating func increment(_ days: Int) {
        if Self.usual ~= days {
            counts[days - Self.usual.lowerBound] += 1
        } else {
            unusual[days, default: 0] += 1
        }
    }

    private static func value(at position: Int, _ sorted: [(days: Int, count: Int)]) -> Int {
        var passed = 0
        for (days, count) in sorted {
            passed += count
            if position < passed { return days }
        }
        return sorted.last?.days ?? 0
    }
}
