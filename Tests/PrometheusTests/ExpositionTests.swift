import Metrics
import Testing

@testable import Prometheus

@Suite struct `The Prometheus text format` {
    private let registry = PrometheusRegistry([
        MetricDeclaration(name: "messages_total", kind: .counter, help: "Messages, by \\ and\nline."),
        MetricDeclaration(name: "level", kind: .gauge, help: "A level."),
        MetricDeclaration(name: "wait_seconds", kind: .histogram(buckets: [0.1, 1]), help: "A wait."),
        MetricDeclaration(name: "silent_total", kind: .counter, help: "Nobody counts it."),
    ])

    private func lines() -> [String] { registry.exposition().split(separator: "\n").map(String.init) }

    @Test func `is empty while nothing was made`() {
        #expect(registry.exposition() == "")
    }

    @Test func `writes counters by label in a fixed order, with what they mean`() {
        Counter(label: "messages_total", dimensions: [("verdict", "stale")], factory: registry).increment(by: 2)
        Counter(label: "messages_total", dimensions: [("verdict", "accepted")], factory: registry).increment()
        #expect(
            registry.exposition() == """
                # HELP messages_total Messages, by \\\\ and\\nline.
                # TYPE messages_total counter
                messages_total{verdict="accepted"} 1
                messages_total{verdict="stale"} 2

                """
        )
    }

    @Test func `has one series for the same labels, in whatever order they are given, and however often they are made`()
    {
        for labels in [[("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")]] {
            let counter = Counter(label: "messages_total", dimensions: labels, factory: registry)
            counter.increment()
            counter.destroy()
        }
        #expect(lines().last == #"messages_total{a="1",b="2"} 2"#)
        #expect(lines().count == 3)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\"b", #"a\"b"#), (#"a\b"#, #"a\\b"#), ("a\nb", #"a\nb"#), ("é", "é"), ("", ""),
    ])
    func `escapes the values of labels`(value: String, written: String) {
        Counter(label: "messages_total", dimensions: [("k", value)], factory: registry).increment()
        #expect(lines().last == "messages_total{k=\"\(written)\"} 1")
        #expect(lines().count == 3)
    }

    @Test(arguments: [("a-b", "a_b"), ("1st", "_1st"), ("__name__", "name__"), ("é", "_"), ("ok_1", "ok_1")])
    func `mends the names of labels`(name: String, written: String) {
        #expect(Escape.labelName(name) == written)
    }

    @Test func `counts the values of a histogram in every bucket that they fit into`() {
        let timer = Metrics.Timer(label: "wait_seconds", factory: registry)
        timer.recordNanoseconds(100_000_000)
        timer.recordNanoseconds(500_000_000)
        timer.recordNanoseconds(2_000_000_000)
        #expect(
            lines() == [
                "# HELP wait_seconds A wait.", "# TYPE wait_seconds histogram",
                #"wait_seconds_bucket{le="0.1"} 1"#, #"wait_seconds_bucket{le="1"} 2"#,
                #"wait_seconds_bucket{le="+Inf"} 3"#, "wait_seconds_sum 2.6", "wait_seconds_count 3",
            ]
        )
    }

    @Test func `puts the bound behind a histogram's other labels`() {
        Metrics.Recorder(label: "wait_seconds", dimensions: [("stage", "x")], factory: registry).record(Double.nan)
        #expect(lines().contains(#"wait_seconds_bucket{stage="x",le="+Inf"} 0"#))
        #expect(lines().contains(#"wait_seconds_sum{stage="x"} 0"#), "a value that is no number is dropped")
    }

    @Test(arguments: [
        (0, "0"), (1, "1"), (-2.5, "-2.5"), (0.00025, "0.00025"), (1e20, "1e+20"), (.infinity, "+Inf"),
        (-.infinity, "-Inf"), (.nan, "NaN"), (590_792, "590792"),
    ])
    func `writes gauges as numbers that Prometheus reads`(value: Double, written: String) {
        Meter(label: "level", factory: registry).set(value)
        #expect(lines().last == "level \(written)")
    }

    @Test func `lets a gauge rise and fall`() {
        let meter = Meter(label: "level", factory: registry)
        meter.set(5)
        meter.increment(by: 2)
        meter.decrement(by: 4)
        #expect(lines().last == "level 3")
        Gauge(label: "level", factory: registry).record(9)
        #expect(lines().last == "level 9")
    }

    @Test func `never lets a counter fall`() {
        let counter = Counter(label: "messages_total", factory: registry)
        counter.increment(by: 3)
        counter.increment(by: -1)
        counter.reset()
        #expect(lines().last == "messages_total 3")
    }

    @Test func `drops what is not declared, and what is declared as another kind`() {
        Counter(label: "somebody_elses_total", factory: registry).increment()
        Counter(label: "level", factory: registry).increment()
        Meter(label: "messages_total", factory: registry).set(1)
        Metrics.Timer(label: "level", factory: registry).recordNanoseconds(1)
        FloatingPointCounter(label: "messages_total", factory: registry).increment(by: 1)
        #expect(registry.exposition() == "")
    }

    @Test func `loses no count of many threads`() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 1...8 {
                group.addTask { [registry] in
                    let counter = Counter(label: "messages_total", factory: registry)
                    let timer = Metrics.Timer(label: "wait_seconds", factory: registry)
                    for _ in 1...1000 {
                        counter.increment()
                        timer.recordNanoseconds(1_000_000_000)
                    }
                    _ = registry.exposition()
                }
            }
        }
        #expect(lines().contains("messages_total 8000"))
        #expect(lines().contains("wait_seconds_count 8000"))
        #expect(lines().contains("wait_seconds_sum 8000"))
    }
}
