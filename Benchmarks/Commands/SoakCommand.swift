import ArgumentParser
import Foundation

/// A long run at a steady rate, to see whether memory or file descriptors grow.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run for minutes at a steady rate; measure memory and file descriptors."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Duration in minutes.")
    var minutes = 60.0
    @Option(help: "Messages a second.")
    var rate = 500
    @Option(help: "An existing ledger, such as one of `benchmark seed` (default: an empty one).")
    var ledger: String?
    @Option(help: "Rows of the table. The worker is sampled ten times a row.")
    var rows = 12

    private struct Sample {
        let second: Double
        let figures: ProcessFigures
        let received: Int
    }

    func run() throws {
        let environment = try TestEnvironment(broker)
        try environment.setUp()
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker, ledger: ledger)
        defer { worker.remove() }
        let process = try worker.start()
        defer { _ = process.end(with: SIGTERM) }

        let count = Int(minutes * 60 * Double(rate))
        // New ids for each run, because a ledger can be used again.
        let load = PacedLoad(environment, rate: rate, count: count, run: Int(Date.now.timeIntervalSince1970))
        var deliveries = PacedDeliveries(environment, load)
        defer { deliveries.consumer.close() }
        let interval = minutes * 60 / Double(rows * 10)
        var samples: [Sample] = []
        let begin = ContinuousClock.now
        var lastProgress = begin
        load.start()
        while deliveries.milliseconds.count < count {
            let now = ContinuousClock.now
            if deliveries.receive() > 0 { lastProgress = now }
            guard now - lastProgress < .seconds(60), let figures = ProcessFigures(of: process.pid) else {
                throw BenchmarkError("Only \(deliveries.milliseconds.count) of \(count) events came.")
            }
            let second = (now - begin) / .seconds(1)
            if second >= Double(samples.count) * interval {
                samples.append(Sample(second: second, figures: figures, received: deliveries.milliseconds.count))
            }
        }
        try environment.tearDown()
        report(samples, deliveries.milliseconds)
        try summarize(samples)
    }

    private func report(_ samples: [Sample], _ milliseconds: [Double]) {
        print("| minute | resident MiB | file descriptors | threads | events received | p99 ms since the row above |")
        print("|---|---|---|---|---|---|")
        var from = 0
        for sample in samples.enumerated().filter({ $0.offset % 10 == 9 }).map(\.element) {
            let part = Array(milliseconds[from..<max(from, sample.received)])
            let worst = part.isEmpty ? "" : String(format: "%.1f", percentile(part, 0.99))
            let figures = sample.figures
            print(
                String(format: "| %.1f | %.1f ", sample.second / 60, Double(figures.residentMemory) / 1_048_576)
                    + "| \(figures.fileDescriptors) | \(figures.threads) | \(sample.received) | \(worst) |"
            )
            from = sample.received
        }
    }

    /// The growth is the slope of the regression line of the samples after the first quarter (least squares).
    private func summarize(_ samples: [Sample]) throws {
        let settled = Array(samples.dropFirst(samples.count / 4))
        let hours = settled.map { $0.second / 3600 }
        let memory = slope(hours, settled.map { Double($0.figures.residentMemory) / 1_048_576 })
        let descriptors = slope(hours, settled.map { Double($0.figures.fileDescriptors) })
        print("")
        print(
            String(
                format: "growth after the first quarter: %+.2f MiB an hour, %+.1f file descriptors an hour",
                memory,
                descriptors
            )
        )
        try results.append("soak", "growth of memory", memory, "MiB an hour")
    }

    private func slope(_ x: [Double], _ y: [Double]) -> Double {
        guard x.count > 1 else { return 0 }
        let meanX = x.reduce(0, +) / Double(x.count)
        let meanY = y.reduce(0, +) / Double(y.count)
        let spread = x.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
        return spread == 0 ? 0 : zip(x, y).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +) / spread
    }
}
