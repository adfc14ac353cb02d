import ArgumentParser
import Foundation
import Logging

/// The commands of `scripts/benchmark` and `scripts/torture`. All figures come from a real broker and real processes.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Measure Terminus, and test it under faults.",
        subcommands: [
            ThroughputCommand.self, PassThroughCommand.self, LatencyCommand.self, KillCommand.self,
            DeadLettersCommand.self,
            GrowthCommand.self, BacklogCommand.self, LargeMessagesCommand.self, SoakCommand.self, StartCommand.self,
            PlotCommand.self,
            SeedCommand.self, LoadCommand.self, RecordingCommand.self, ReportsCommand.self, ConsoleCommand.self,
            TortureCommand.self,
        ]
    )
}

extension Benchmark {
    static func main() {
        // The output has figures only. Failures are thrown.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        self.main(nil)
    }
}

struct BrokerOptions: ParsableArguments {
    @Option(help: "URL of the broker. Queues with the prefix are deleted.")
    var url = "amqp://guest:guest@127.0.0.1:25673"
    @Option(help: "Prefix of exchange and queue names.")
    var prefix = "benchmark"
}

struct ProgramOptions: ParsableArguments {
    @Option(help: "Path of the terminus binary.")
    var terminus: String
}

/// The file of figures for `benchmark plot`.
struct ResultsOptions: ParsableArguments {
    @Option(help: "Append the figures to this file, for benchmark plot.")
    var results: String?

    /// Appends a line with part, name, value and unit, separated by tabs.
    func append(_ part: String, _ name: String, _ value: Double, _ unit: String) throws {
        guard let results else { return }
        if !FileManager.default.fileExists(atPath: results) {
            _ = FileManager.default.createFile(atPath: results, contents: nil)
        }
        guard let file = FileHandle(forWritingAtPath: results) else {
            throw BenchmarkError("\(results) cannot be written.")
        }
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data("\(part)\t\(name)\t\(value)\t\(unit)\n".utf8))
    }
}
