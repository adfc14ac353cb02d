import ArgumentParser
import Foundation
import Ledger
import Logging
import RabbitMQ

/// Kills the worker with SIGKILL repeatedly under load, and counts the outcome of every message.
struct KillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kill the worker under load; count messages that were lost or recorded twice."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @Option(help: "Number of messages.")
    var messages = 20_000
    @Option(help: "Number of kills.")
    var kills = 10

    func run() throws {
        let environment = try TestEnvironment(broker)
        try environment.setUp()
        environment.load(messages)
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        let settingsEvents = try worker.countRecordedEvents()
        let subscriber = Subscriber(environment)

        for kill in 1...kills {
            let process = try worker.start()
            // Each process is killed when a further share of the events was published.
            subscriber.read(until: messages * kill / (kills + 1))
            _ = process.end(with: SIGKILL)
        }
        let last = try worker.start()
        subscriber.read(until: messages)
        subscriber.readRest()
        let exitCode = last.end(with: SIGTERM).exitCode
        subscriber.close()

        let ledger = try Ledger(path: worker.ledgerPath, access: .readOnly)
        let facts = try ledger.facts()
        let events = Int(try ledger.lastEventPosition()) - settingsEvents
        ledger.close()
        try environment.tearDown()
        let lost = messages - subscriber.identifiers.count
        let recordedTwice = events - facts.terminations
        print(
            "published \(messages), kills \(kills), recorded \(facts.terminations), events \(events), "
                + "distinct event ids received \(subscriber.identifiers.count), "
                + "received again \(subscriber.received - subscriber.identifiers.count), lost \(lost), "
                + "recorded twice \(recordedTwice), dead letters \(facts.openDeadLetters), exit code \(exitCode)"
        )
        guard lost == 0, recordedTwice == 0, facts.terminations == messages, facts.openDeadLetters == 0, exitCode == 0
        else { throw ExitCode.failure }
    }
}

/// Billing: reads the events of terminations, and collects their ids.
private final class Subscriber {
    private let consumer: Consumer
    private(set) var identifiers: Set<String> = []
    private(set) var received = 0

    init(_ environment: TestEnvironment) {
        consumer = Consumer(
            connection: environment.connection,
            queue: environment.billing,
            prefetch: 500,
            logger: Logger(label: "subscriber")
        )
        consumer.start()
    }

    /// Reads until it has so many distinct events, or nothing arrives for half a minute.
    func read(until count: Int) {
        while identifiers.count < count {
            guard receive(timeout: .seconds(30)) else { return }
        }
    }

    /// Reads the rest of the queue, including events that are published again.
    func readRest() {
        while receive(timeout: .seconds(2)) {}
    }

    func close() { consumer.close() }

    private func receive(timeout: Duration) -> Bool {
        guard let batch = consumer.nextBatch(limit: 500, timeout: timeout), let last = batch.last else { return false }
        // The first start also publishes the events of the settings.
        for event in batch where event.properties.type == "contract.terminated.v1" {
            identifiers.insert(event.properties.messageID ?? "")
            received += 1
        }
        consumer.acknowledge(through: last.tag)
        return true
    }
}
