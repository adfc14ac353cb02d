import ArgumentParser
import Foundation

/// Fills the intake queue, to profile a worker by hand.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Declare empty queues and fill the intake; with --wait, wait for the events instead."
    )

    @OptionGroup var broker: BrokerOptions
    @Option(help: "Number of messages.")
    var messages = 100_000
    @Flag(help: "Publish nothing. Wait until billing's queue has so many events.")
    var wait = false

    func run() throws {
        let environment = try TestEnvironment(broker)
        guard wait else {
            try environment.setUp()
            environment.load(messages)
            return
        }
        // Polls the queue's length: a subscriber would change what is profiled.
        while try environment.countEvents() < messages { Thread.sleep(forTimeInterval: 0.05) }
    }
}
