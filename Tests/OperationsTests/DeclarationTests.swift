import Prometheus
import Testing

@testable import Operations
@testable import Worker

@Suite struct `The metrics that are declared` {
    @Test func `are those of the worker, each as what it is`() {
        #expect(MetricDeclaration.all.map(\.name) == Metric.allCases.map(\.rawValue))
        for metric in Metric.allCases {
            #expect((metric.kind == .counter) == metric.rawValue.hasSuffix("_total"), "\(metric)")
            #expect(metric.help.hasSuffix("."), "\(metric)")
        }
    }
}
