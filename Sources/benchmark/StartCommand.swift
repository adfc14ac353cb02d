import ArgumentParser
import Foundation

/// How soon a worker works after its process started, with a ledger that is ready.
struct StartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Measure process start to first message recorded."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var subject: SubjectOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "How often.")
    var rounds = 20

    func run() throws {
        let environment = try TestEnvironment(broker)
        try environment.raise()
        let worker = try TerminusUnderTest(binary: subject.terminus, options: broker)
        defer { worker.remove() }
        // The first start of all also publishes the events of the settings.
        _ = try FirstMessage.measure(environment, worker, number: 0, run: 0)
        let found = try (1...rounds).map { try FirstMessage.measure(environment, worker, number: $0, run: 0) }
        try environment.strike()
        print("| from the start of the process, \(rounds) times | median ms | max ms |")
        print("|---|---|---|")
        for (name, times) in [
            ("first message recorded", found.map(\.recorded)), ("its event received", found.map(\.received)),
        ] {
            print("| \(name) | " + String(format: "%.0f | %.0f |", median(times), times.max() ?? 0))
            try results.note("start", name, median(times), "ms")
        }
    }
}
