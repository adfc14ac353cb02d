import ArgumentParser
import Logging

/// What `scripts/benchmark` runs. Every figure comes from a real broker and real processes.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Measures Terminus against the broker's own limit.",
        subcommands: [
            ThroughputCommand.self, PassThroughCommand.self, LatencyCommand.self, KillCommand.self,
            DeadLettersCommand.self,
            GrowthCommand.self, BacklogCommand.self, LargeMessagesCommand.self, SoakCommand.self, StartCommand.self,
            PlotCommand.self,
            SeedCommand.self, LoadCommand.self, RecordingCommand.self, ReportsCommand.self, TortureCommand.self,
        ]
    )
}

extension Benchmark {
    static func main() {
        // Only figures are printed; what fails says so by itself.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        self.main(nil)
    }
}

struct BrokerOptions: ParsableArguments {
    @Option(help: "The broker; its queues with the prefix are deleted.")
    var url = "amqp://guest:guest@127.0.0.1:25673"
    @Option(help: "The prefix of exchange and queue names.")
    var prefix = "benchmark"
}

struct SubjectOptions: ParsableArguments {
    @Option(help: "The binary of Terminus.")
    var terminus: String
}
