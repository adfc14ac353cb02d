import ArgumentParser
import Foundation

/// The memory of a worker that starts with a long queue.
struct BacklogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backlog",
        abstract: "Process a backlog; measure the worker's peak memory."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Messages in the queue when the worker starts.")
    var messages = 1_000_000

    func run() throws {
        let environment = try TestEnvironment(broker)
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        try environment.setUp()
        environment.load(messages)
        let settingsEvents = try worker.countRecordedEvents()
        let round = try environment.measure(messages, besides: settingsEvents) { try worker.start() }
        try environment.tearDown()
        print("| backlog | peak MiB | messages/s | CPU µs a message |")
        print("|---|---|---|---|")
        let peak = Double(round.peakMemory) / 1_048_576
        print("| \(messages) messages | " + String(format: "%.0f | %.0f | %.1f |", peak, round.rate, round.cpu))
        try results.append("backlog", "\(messages) messages", peak, "MiB at most")
    }
}
