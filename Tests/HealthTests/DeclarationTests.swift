import Foundation
import Prometheus
import Testing

@testable import Health
@testable import Worker

@Suite struct `The metrics that are declared` {
    @Test func `are those of the worker, each as what it is`() {
        #expect(MetricDeclaration.all.map(\.name) == Metric.allCases.map(\.rawValue))
        for metric in Metric.allCases {
            #expect((metric.kind == .counter) == metric.rawValue.hasSuffix("_total"), "\(metric)")
            #expect(metric.help.hasSuffix("."), "\(metric)")
        }
    }

    @Test func `name as reasons of a pause what can be one, as the guide does`() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/operations.md")
        let line = try String(contentsOf: guide, encoding: .utf8).split(separator: "\n")
            .first { $0.contains("`terminus_paused{part,reason}`") }
        let reasons = try #require(line).split(separator: ": ")[1].prefix { $0 != ";" }
        let named = reasons.split(separator: "`").enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }
        #expect(Set(named) == Set(PauseStatus.codes.map(\.label)))
    }
}
