import ArgumentParser
import Foundation

/// A long run at a steady rate: does anything grow?
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run for minutes at a steady rate, and watch memory and file descriptors."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var subject: SubjectOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Minutes.")
    var minutes = 60.0
    @Option(help: "Messages a second.")
    var rate = 500
    @Option(help: "A ledger that is there, such as `benchmark seed` makes; by default an empty one.")
    var ledger: String?
    @Option(help: "Rows in the table; the worker is sampled ten times as often.")
    var rows = 12

    private struct Sample {
        let second: Double
        let figures: ProcessFigures
        let received: Int
    }

    func run() throws {
        let environment = try TestEnvironment(broker)
        try environment.raise()
        let worker = try TerminusUnderTest(binary: subject.terminus, options: broker, ledger: ledger)
        defer { worker.remove() }
        let process = try worker.start()
        defer { _ = process.end(with: SIGTERM) }

        let count = Int(minutes * 60 * Double(rate))
        // Ids that no ledger has, however often it is used.
        let load = PacedLoad(environment, rate: rate, count: count, run: Int(Date.now.timeIntervalSince1970))
        var receivedMessages = PacedArrivals(environment, load)
        defer { receivedMessages.consumer.close() }
        let interval = minutes * 60 / Double(rows * 10)
        var samples: [Sample] = []
        let begin = ContinuousClock.now
        var lastProgress = begin
        load.start()
        while receivedMessages.milliseconds.count < count {
            let now = ContinuousClock.now
            if receivedMessages.take() > 0 { lastProgress = now }
            guard now - lastProgress < .seconds(60), let figures = ProcessFigures(of: process.pid) else {
                throw BenchmarkError("Only \(receivedMessages.milliseconds.count) of \(count) events came.")
            }
            let second = (now - begin) / .seconds(1)
            if second >= Double(samples.count) * interval {
                samples.append(Sample(second: second, figures: figures, received: receivedMessages.milliseconds.count))
            }
        }
        try environment.strike()
        report(samples, receivedMessages.milliseconds)
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

    /// The growth is the slope of the line through the samples after the first quarter (least squares).
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
        try results.note("soak", "growth of memory", memory, "MiB an hour")
    }

    private func slope(_ x: [Double], _ y: [Double]) -> Double {
        guard x.count > 1 else { return 0 }
        let meanX = x.reduce(0, +) / Double(x.count)
        let meanY = y.reduce(0, +) / Double(y.count)
        let spread = x.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
        return spread == 0 ? 0 : zip(x, y).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +) / spread
    }
}
