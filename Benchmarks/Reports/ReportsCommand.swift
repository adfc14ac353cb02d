import ArgumentParser
import Foundation
import Ledger
import RabbitMQ

/// The duration of reports over millions of terminations, and their effect on the worker.
struct ReportsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports",
        abstract: "Measure reports over a large ledger, and the worker with and without them, alternating."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Number of terminations in the ledger.")
    var terminations = 10_000_000
    @Option(help: "Keep the ledger in this folder, and reuse an existing one.")
    var keep: String?
    @Option(help: "Messages a round of the worker.")
    var messages = 100_000
    @Option(help: "Runs of each report, and rounds of the worker with and without reports.")
    var rounds = 3

    /// Options of the measured reports: each kind of grouping, from a quarter to the whole ledger.
    private static let questions: [[String]] = [
        ["--period", "2026-Q3"],
        ["--period", "2026-Q3", "--across", "contract-type"],
        ["--period", "2025", "--group-by", "category", "--by-date", "occurred"],
        ["--from", "2023-01-01", "--through", "2026-12-31"],
        ["--from", "2023-01-01", "--through", "2026-12-31", "--group-by", "month"],
        ["--from", "2023-01-01", "--through", "2026-12-31", "--group-by", "reason", "--across", "month"],
        ["--from", "2023-01-01", "--through", "2026-12-31", "--group-by", "contract-type", "--across", "channel"],
        ["--period", "2026-Q3", "--format", "html"],
    ]

    func run() throws {
        let folder =
            keep.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "terminus-reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { if keep == nil { try? FileManager.default.removeItem(at: folder) } }
        let path = folder.appending(path: "reports-\(terminations).sqlite").path
        if let seconds = try SeededReportLedger.make(path, terminations: terminations) {
            print("facts of \(terminations) terminations packed in " + String(format: "%.1f s", seconds))
        }
        try timeReports(path)
        try compareWorker(path)
    }

    private func timeReports(_ path: String) throws {
        let log = path + ".log"
        let environment = ["TERMINUS_LEDGER_PATH": path]
        // The first report reads the file from the disk.
        _ = try SystemUnderTest([program.terminus, "report"] + Self.questions[3], environment: environment, log: log)
            .wait()
        print("")
        print("| report over \(terminations) terminations | median ms | slowest ms | peak MiB |")
        print("|---|---|---|---|")
        for question in Self.questions {
            var times: [Double] = []
            var peak = 0
            for _ in 0..<max(rounds, 3) {
                let began = ContinuousClock.now
                let usage = try SystemUnderTest(
                    [program.terminus, "report"] + question,
                    environment: environment,
                    log: log
                ).wait()
                guard usage.exitCode == 0 else { throw BenchmarkError("The report failed: see \(log)") }
                times.append((ContinuousClock.now - began) / .milliseconds(1))
                peak = max(peak, usage.peakMemory)
            }
            print(
                "| `\(question.joined(separator: " "))` | "
                    + String(format: "%.0f | %.0f | %d |", median(times), times.max() ?? 0, peak / 1_048_576)
            )
            fflush(nil)
            try results.append("reports", question.joined(separator: " "), median(times), "ms")
        }
    }

    /// Measures the worker on this ledger, alone and while one report follows the other.
    private func compareWorker(_ path: String) throws {
        let environment = try TestEnvironment(broker)
        var run = Int(Date.now.timeIntervalSince1970)
        var alone: [Round] = []
        var beside: [Round] = []
        for _ in 0..<rounds {
            for hasReports in [false, true] {
                run += 1
                try environment.setUp()
                environment.load(messages, run: run)
                let worker = try TerminusUnderTest(
                    binary: program.terminus,
                    options: broker,
                    ledger: path,
                    settings: SeededReportLedger.settings
                )
                defer { worker.remove() }
                let round = try environment.measure(messages) {
                    let process = try worker.start()
                    if hasReports { try Self.report(while: process, program.terminus, path) }
                    return process
                }
                if hasReports { beside.append(round) } else { alone.append(round) }
            }
        }
        try environment.tearDown()
        let ratios = zip(beside, alone).map { $0.rate / $1.rate }
        print("")
        print("| worker on this ledger | messages/s |")
        print("|---|---|")
        print("| alone | \(Int(median(alone.map(\.rate)))) |")
        print("| while one report follows the other | \(Int(median(beside.map(\.rate)))) |")
        print("")
        print("ratio: median " + String(format: "%.2f", median(ratios)))
    }

    /// Runs one report after the other on its own thread, until the worker ends.
    private static func report(while worker: SystemUnderTest, _ terminus: String, _ path: String) throws {
        let thread = Thread {
            while worker.isRunning {
                let report = try? SystemUnderTest(
                    [terminus, "report"] + questions[5],
                    environment: ["TERMINUS_LEDGER_PATH": path],
                    log: "/dev/null"
                )
                guard report?.wait().exitCode == 0 else { return }
            }
        }
        thread.start()
    }
}
