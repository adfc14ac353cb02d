import ArgumentParser
import Dispatch
import Glibc
import Logging
import RabbitMQ
import Synchronization

/// The broker's limit with this client library: consumes, publishes with confirms a body as long as an event of Terminus, and
/// acknowledges. No decoding, no database.
struct PassThroughCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pass-through",
        abstract: "Consume, publish with confirms, acknowledge, without decoding and database."
    )

    @OptionGroup var broker: BrokerOptions
    @Option(help: "Size of each published body, in bytes.")
    var bodySize = 1100
    @Option(help: "Maximum number of unacknowledged deliveries.")
    var prefetch: UInt16 = 1000
    @Option(help: "Maximum number of unconfirmed messages.")
    var window = 1000

    func run() throws {
        let environment = try TestEnvironment(broker)
        let logger = Logger(label: "pass-through")
        let body = [UInt8](repeating: 0x78, count: bodySize)
        let consumer = Consumer(
            connection: environment.connection,
            queue: environment.terminations,
            prefetch: prefetch,
            logger: logger
        )
        let progress = Mutex(Progress())
        let publisher = Publisher(
            connection: environment.connection,
            window: window,
            logger: logger,
            onOutcomes: { outcomes in
                // Acknowledges deliveries in order, up to the last one before a gap of confirms.
                let tag = progress.withLock { $0.confirm(outcomes) }
                if let tag { consumer.acknowledge(through: tag) }
            }
        )
        // SIGTERM ends it in order, as it ends Terminus.
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM)
        source.setEventHandler { consumer.cancel() }
        source.resume()

        publisher.start()
        consumer.start()
        var token: UInt64 = 0
        while let batch = consumer.nextBatch(limit: 500) {
            let messages = batch.map { delivery in
                defer { token += 1 }
                return OutgoingMessage(
                    exchange: environment.events,
                    routingKey: "contract.terminated.v1",
                    body: body,
                    properties: BasicProperties(
                        contentType: "application/cloudevents+json",
                        deliveryMode: 2,
                        correlationID: delivery.properties.correlationID,
                        messageID: "01234567-89ab-cdef-0123-456789abcdef",
                        type: "contract.terminated.v1"
                    ),
                    mandatory: true,
                    token: token
                )
            }
            progress.withLock { $0.tags.append(contentsOf: batch.map(\.tag)) }
            _ = publisher.publish(messages)
        }
        _ = publisher.drain(timeout: .seconds(10))
        publisher.close()
        consumer.close()
    }

    /// Tracks the deliveries that are confirmed without a gap.
    private struct Progress {
        var tags: [DeliveryTag] = []
        private var firstToken: UInt64 = 0
        private var confirmed: Set<UInt64> = []

        mutating func confirm(_ outcomes: [PublishOutcome]) -> DeliveryTag? {
            for outcome in outcomes { confirmed.insert(outcome.token) }
            var count = 0
            while confirmed.remove(firstToken + UInt64(count)) != nil { count += 1 }
            guard count > 0 else { return nil }
            let last = tags[count - 1]
            tags.removeFirst(count)
            firstToken += UInt64(count)
            return last
        }
    }
}

extension TestEnvironment {
    func startPassThrough(_ broker: BrokerOptions, bodySize: Int) throws -> SystemUnderTest {
        try SystemUnderTest(
            [
                CommandLine.arguments[0], "pass-through", "--url", broker.url, "--prefix", broker.prefix,
                "--body-size", "\(bodySize)",
            ],
            log: "/dev/null"
        )
    }
}
