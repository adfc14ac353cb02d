import Foundation
import Logging
import RabbitMQ

/// The exchanges and queues of one measurement.
struct TestEnvironment {
    let connection: ConnectionConfiguration
    let prefix: String

    init(_ options: BrokerOptions) throws {
        self.init(
            connection: try ConnectionConfiguration(uri: options.url, name: "benchmark"),
            prefix: options.prefix
        )
    }

    init(connection: ConnectionConfiguration, prefix: String) {
        self.connection = connection
        self.prefix = prefix
    }

    var terminations: String { "\(prefix).terminations" }
    var events: String { "\(prefix).events" }
    /// Billing's queue: a quorum queue bound to all events.
    var billing: String { "\(prefix).billing" }

    private static let quorum: [String: FieldValue] = ["x-queue-type": "quorum"]

    /// The topology of Terminus, with the arguments that `terminus run` declares.
    private var topology: Topology {
        Topology(
            exchanges: [
                ExchangeDeclaration(name: terminations, type: "topic"),
                ExchangeDeclaration(name: "\(prefix).dead-letters", type: "fanout"),
                ExchangeDeclaration(name: events, type: "topic"),
            ],
            queues: [
                QueueDeclaration(
                    name: terminations,
                    arguments: [
                        "x-queue-type": "quorum", "x-dead-letter-exchange": .string("\(prefix).dead-letters"),
                        "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish",
                        "x-delivery-limit": .int32(20),
                    ]
                ),
                QueueDeclaration(name: billing, arguments: TestEnvironment.quorum),
            ],
            bindings: [
                BindingDeclaration(queue: terminations, to: terminations, routingKey: "#"),
                BindingDeclaration(queue: billing, to: events, routingKey: "#"),
            ]
        )
    }

    /// Declares empty queues.
    func setUp() throws {
        try tearDown()
        try Broker.declare(topology, on: connection)
    }

    /// Declares and binds billing's queue again.
    func declareBilling() throws {
        let own = Topology(
            queues: topology.queues.filter { $0.name == billing },
            bindings: [BindingDeclaration(queue: billing, to: events, routingKey: "#")]
        )
        try Broker.declare(own, on: connection)
    }

    /// Deletes the queues.
    func tearDown() throws {
        for queue in [terminations, billing, "\(prefix).dead-letters", "\(prefix).poison-messages"] {
            try Broker.deleteQueue(queue, on: connection)
        }
    }

    /// Publishes `count` prepared terminations from this number on, and waits for the confirms.
    func load(_ count: Int, from first: Int = 0, run: Int = 0) {
        let publisher = Publisher(connection: connection, logger: Logger(label: "load"), onOutcomes: { _ in })
        publisher.start()
        for start in stride(from: first, to: first + count, by: 500) {
            let messages = (start..<min(start + 500, first + count)).map { number in
                OutgoingMessage(
                    exchange: terminations,
                    routingKey: "contract.terminate",
                    body: SampleMessage.body(number, run: run),
                    properties: BasicProperties(contentType: "application/json", deliveryMode: 2),
                    mandatory: true,
                    token: UInt64(number)
                )
            }
            _ = publisher.publish(messages)
        }
        _ = publisher.drain(timeout: .seconds(300))
        publisher.close()
    }

    /// The length of billing's queue.
    func countEvents() throws -> Int {
        try Broker.queueStatus(billing, on: connection)?.messages ?? 0
    }

    /// The first event of a termination in billing's queue, which stays there. The first events are those of the settings.
    func sampleTermination() throws -> Delivery {
        let consumer = Consumer(connection: connection, queue: billing, prefetch: 50, logger: Logger(label: "sample"))
        consumer.start()
        defer { consumer.close() }
        while let batch = consumer.nextBatch(limit: 50, timeout: .seconds(10)), !batch.isEmpty {
            if let event = batch.first(where: { $0.properties.type == "contract.terminated.v1" }) { return event }
        }
        throw BenchmarkError("No event of a termination is in billing's queue.")
    }
}
