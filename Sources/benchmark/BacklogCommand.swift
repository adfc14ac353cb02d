import ArgumentParser
import Foundation

/// The memory of a worker that starts before a long queue.
struct BacklogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backlog",
        abstract: "Work off a backlog, and measure the peak of the worker's memory."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var subject: SubjectOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Messages that wait when the worker starts.")
    var messages = 1_000_000

    func run() throws {
        let environment = try TestEnvironment(broker)
        let worker = try TerminusUnderTest(binary: subject.terminus, options: broker)
        defer { worker.remove() }
        try environment.raise()
        environment.load(messages)
        let others = try worker.eventsRecorded()
        let round = try environment.measure(messages, besides: others) { try worker.start() }
        try environment.strike()
        print("| backlog | peak MiB | messages/s | CPU µs a message |")
        print("|---|---|---|---|")
        let peak = Double(round.peakMemory) / 1_048_576
        print("| \(messages) messages | " + String(format: "%.0f | %.0f | %.1f |", peak, round.rate, round.cpu))
        try results.note("backlog", "\(messages) messages", peak, "MiB at most")
    }
}
