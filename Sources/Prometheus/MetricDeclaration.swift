/// A declared metric: name, kind and help text.
public struct MetricDeclaration: Sendable {
    public enum Kind: Sendable, Equatable {
        /// Starts at 0 and only rises. Its name ends with `_total`.
        case counter
        case gauge
        /// - Parameter buckets: the upper bounds, inclusive, in ascending order; `+Inf` is added. In seconds for timers.
        case histogram(buckets: [Double])

        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    public let name: String
    public let kind: Kind
    /// One sentence.
    public let help: String

    /// - Precondition: the name is valid and the buckets ascend. Both are literals in the program.
    public init(name: String, kind: Kind, help: String) {
        precondition(Escape.isName(name), "\(name) is not a valid metric name")
        if case .histogram(let buckets) = kind {
            precondition(zip(buckets, buckets.dropFirst()).allSatisfy(<), "the buckets of \(name) do not ascend")
        }
        self.name = name
        self.kind = kind
        self.help = help
    }

    func makeSeries() -> any Series {
        switch kind {
        case .counter: CounterSeries()
        case .gauge: GaugeSeries()
        case .histogram(let buckets): HistogramSeries(buckets: buckets)
        }
    }
}
