import ArgumentParser
import Foundation
import Ledger
import Logging
import RabbitMQ

/// Kills the worker with SIGKILL again and again while it works, and counts what became of every message.
struct KillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kill the worker while it works; count what was lost or recorded twice."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var subject: SubjectOptions
    @Option(help: "Messages to get through.")
    var messages = 20_000
    @Option(help: "How often the worker is killed.")
    var kills = 10

    func run() throws {
        let environment = try TestEnvironment(broker)
        try environment.raise()
        environment.load(messages)
        let worker = try TerminusUnderTest(binary: subject.terminus, options: broker)
        defer { worker.remove() }
        let subscriber = Subscriber(environment)

        for kill in 1...kills {
            let process = try worker.start()
            // Each life ends when a further share of the events has come out.
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
        let lastEvent = try ledger.lastEventPosition()
        ledger.close()
        try environment.strike()
        let lost = messages - subscriber.identifiers.count
        let recordedTwice = Int(lastEvent) - facts.terminations
        print(
            "published \(messages), kills \(kills), recorded \(facts.terminations), events \(lastEvent), "
                + "distinct event ids received \(subscriber.identifiers.count), "
                + "received again \(subscriber.received - subscriber.identifiers.count), lost \(lost), "
                + "recorded twice \(recordedTwice), dead letters \(facts.openDeadLetters), exit code \(exitCode)"
        )
        guard lost == 0, recordedTwice == 0, facts.terminations == messages, facts.openDeadLetters == 0, exitCode == 0
        else { throw ExitCode.failure }
    }
}

/// Billing: reads events and knows which ids it has seen.
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

    /// Reads until so many distinct events were seen, or nothing came for half a minute.
    func read(until count: Int) {
        while identifiers.count < count {
            guard take(timeout: .seconds(30)) else { return }
        }
    }

    /// Reads what is still there: events that are delivered again come before the worker is idle.
    func readRest() {
        while take(timeout: .seconds(2)) {}
    }

    func close() { consumer.close() }

    private func take(timeout: Duration) -> Bool {
        guard let batch = consumer.nextBatch(limit: 500, timeout: timeout), let last = batch.last else { return false }
        for event in batch { identifiers.insert(event.properties.messageID ?? "") }
        received += batch.count
        consumer.acknowledge(through: last.tag)
        return true
    }
}
