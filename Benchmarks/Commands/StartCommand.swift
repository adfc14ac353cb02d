import ArgumentParser
import Foundation

/// Start time of a worker with an existing ledger.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Measure process start to first message recorded."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Number of starts.")
    var rounds = 20

    func run() throws {
        let environment = try TestEnvironment(broker)
        try environment.setUp()
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        // The first start also publishes the events of the settings.
        _ = try FirstMessage.measure(environment, worker, number: 0, run: 0)
        let found = try (1...rounds).map { try FirstMessage.measure(environment, worker, number: $0, run: 0) }
        try environment.tearDown()
        print("| from the start of the process, \(rounds) times | median ms | max ms |")
        print("|---|---|---|")
        for (name, times) in [
            ("first message recorded", found.map(\.recorded)), ("its event received", found.map(\.received)),
        ] {
            print("| \(name) | " + String(format: "%.0f | %.0f |", median(times), times.max() ?? 0))
            try results.append("start", name, median(times), "ms")
        }
    }
}
