/// A metric that may be written: its name, kind and meaning.
public struct MetricDeclaration: Sendable {
    public enum Kind: Sendable, Equatable {
        /// Only rises, from 0 at each start; its name ends in `_total`.
        case counter
        case gauge
        /// - Parameter buckets: the upper bounds, inclusive, rising; `+Inf` is added. Of timers: in seconds.
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

    /// - Precondition: the name and the buckets are as the format wants them. Both are literals of a program.
    public init(name: String, kind: Kind, help: String) {
        precondition(Escape.isName(name), "\(name) is no name of a metric")
        if case .histogram(let buckets) = kind {
            precondition(zip(buckets, buckets.dropFirst()).allSatisfy(<), "the buckets of \(name) do not rise")
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
