public import Prometheus
import Worker

extension MetricDeclaration {
    /// The declarations of all metrics of the worker.
    public static let all = Metric.allCases.map { metric in
        let kind: Kind =
            switch metric.kind {
            case .counter: .counter
            case .gauge: .gauge
            case .histogram(let buckets): .histogram(buckets: buckets)
            }
        return MetricDeclaration(name: metric.rawValue, kind: kind, help: metric.help)
    }
}
