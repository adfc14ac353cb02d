import ArgumentParser
import Foundation

/// Fills the intake queue, for profiling a worker by hand.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Make the queues afresh and fill the intake; with --wait, wait for the events instead."
    )

    @OptionGroup var broker: BrokerOptions
    @Option(help: "How many messages.")
    var messages = 100_000
    @Flag(help: "Publish nothing; wait until that many events have arrived in billing's queue.")
    var wait = false

    func run() throws {
        let environment = try TestEnvironment(broker)
        guard wait else {
            try environment.raise()
            environment.load(messages)
            return
        }
        // Asked, not subscribed: a subscriber would take part in what is profiled.
        while try environment.arrived() < messages { Thread.sleep(forTimeInterval: 0.05) }
    }
}
