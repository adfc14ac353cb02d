public import CoreMetrics
import Synchronization

/// A backend of swift-metrics that writes the Prometheus text format.
///
/// Guarantees:
/// - Only declared metrics are kept. Metrics of other libraries are dropped, so that their labels cannot grow the memory of
///   the process or the size of the answer.
/// - Thread-safe. Counting is one atomic addition, and measuring takes a short lock. Making a handler takes the registry's
///   lock, so handlers should be made once and kept.
/// - A series is never removed: a handler that is made again continues its series.
public final class PrometheusRegistry: MetricsFactory {
    private struct Key: Hashable {
        let name: String
        let labels: Labels
    }

    private let declarations: [String: MetricDeclaration]
    /// The names in the order of their declaration, which is the order of the output.
    private let names: [String]
    private let series = Mutex<[Key: any Series]>([:])

    public init(_ declarations: [MetricDeclaration]) {
        self.declarations = Dictionary(declarations.map { ($0.name, $0) }) { first, _ in first }
        names = declarations.map(\.name)
    }

    /// The series of a metric with these labels; nil if no metric of that kind and name is declared.
    private func series<Kind: Series>(_ name: String, _ dimensions: [(String, String)], _: Kind.Type) -> Kind? {
        guard let declaration = declarations[name], let fresh = declaration.makeSeries() as? Kind else { return nil }
        let key = Key(name: name, labels: Labels(dimensions))
        return series.withLock { series in
            if let known = series[key] { return known as? Kind }
            series[key] = fresh
            return fresh
        }
    }

    /// All metrics with at least one series, in text format 0.0.4.
    public func exposition() -> String {
        let all = Dictionary(grouping: series.withLock { Array($0) }, by: \.key.name)
        var text = ""
        for name in names {
            guard let declaration = declarations[name], let members = all[name] else { continue }
            text += "# HELP \(name) \(Escape.help(declaration.help))\n# TYPE \(name) \(declaration.kind.word)\n"
            for (key, series) in members.sorted(by: { $0.key.labels.text < $1.key.labels.text }) {
                series.write(name, key.labels, to: &text)
            }
        }
        return text
    }

    // MARK: - MetricsFactory

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, CounterSeries.self) ?? NOOPMetricsHandler.instance
    }

    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        NOOPMetricsHandler.instance
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, GaugeSeries.self) ?? NOOPMetricsHandler.instance
    }

    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate { return series(label, dimensions, HistogramSeries.self) ?? NOOPMetricsHandler.instance }
        return series(label, dimensions, GaugeSeries.self) ?? NOOPMetricsHandler.instance
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, HistogramSeries.self) ?? NOOPMetricsHandler.instance
    }

    // A series outlives its handlers: a counter that restarted at zero would look like a restart of the process.
    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}
}
