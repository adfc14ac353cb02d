import Glibc
import Logging
import RabbitMQ
import Testing

/// The real broker that these tests use; `scripts/broker start` prints its URL.
enum LiveBroker {
    /// The configuration of the broker. Without a broker a test fails; it is never skipped.
    static func configuration(name: String = "terminus-tests") throws -> ConnectionConfiguration {
        let variable = "TERMINUS_TEST_AMQP_URL"
        let url = try #require(
            getenv(variable).map { String(cString: $0) },
            "Set \(variable) to a broker's URL: \(variable)=$(scripts/broker start) swift test"
        )
        var configuration = try ConnectionConfiguration(uri: url, name: name)
        configuration.reconnect = Backoff(initial: .milliseconds(5), maximum: .milliseconds(100))
        configuration.callTimeout = .seconds(10)
        return configuration
    }

    /// A name that is unique on the broker.
    static func uniqueName(_ purpose: String) -> String {
        "terminus-test.\(purpose).\(getpid()).\(UInt64.random(in: 0 ..< .max))"
    }

    /// Runs a test with a queue of its own, and deletes the queue afterwards.
    static func withQueue(
        _ purpose: String,
        arguments: [String: FieldValue] = ["x-queue-type": "quorum"],
        _ body: (String, ConnectionConfiguration) throws -> Void
    ) throws {
        let configuration = try configuration()
        let queue = uniqueName(purpose)
        try Broker.declare(
            Topology(queues: [QueueDeclaration(name: queue, arguments: arguments)]),
            on: configuration
        )
        defer { try? Broker.deleteQueue(queue, on: configuration) }
        try body(queue, configuration)
    }

    /// Puts messages with these bodies into a queue, and waits until it has them.
    static func fill(_ queue: String, _ bodies: [String], on configuration: ConnectionConfiguration) throws {
        let publisher = Publisher(connection: configuration, logger: quiet) { _ in }
        publisher.start()
        #expect(publisher.publish(bodies.enumerated().map { message($1, to: queue, token: UInt64($0)) }))
        #expect(publisher.drain(timeout: .seconds(20)))
        publisher.close()
    }

    /// Removes and returns the bodies in a queue, oldest first. No other consumer may have unacknowledged deliveries.
    ///
    /// A closed connection's deliveries go back a moment after the close: an exclusive consumer is let in
    /// only then.
    static func remaining(in queue: String, on configuration: ConnectionConfiguration) throws -> [String] {
        try fill(queue, ["the end"], on: configuration)
        let consumer = Consumer(connection: configuration, queue: queue, prefetch: 100, exclusive: true, logger: quiet)
        consumer.start()
        var bodies: [String] = []
        while let delivery = consumer.take(1).first {
            consumer.acknowledge(through: delivery.tag)
            if delivery.text == "the end" { break }
            bodies.append(delivery.text)
        }
        consumer.close()
        return bodies
    }

    /// A persistent message for a queue, through the default exchange.
    ///
    /// - Parameter change: what of its properties the case is about.
    static func message(
        _ body: String,
        to queue: String,
        token: UInt64 = 0,
        _ change: (inout BasicProperties) -> Void = { _ in }
    ) -> OutgoingMessage {
        var properties = BasicProperties(deliveryMode: 2, messageID: "id-\(token)")
        change(&properties)
        return OutgoingMessage(
            exchange: "",
            routingKey: queue,
            body: Array(body.utf8),
            properties: properties,
            token: token
        )
    }

    /// A message that the broker need not return.
    static func message(
        _ body: String,
        to queue: String,
        throughExchange exchange: String,
        token: UInt64
    ) -> OutgoingMessage {
        OutgoingMessage(
            exchange: exchange,
            routingKey: queue,
            body: Array(body.utf8),
            properties: BasicProperties(deliveryMode: 2, messageID: "id-\(token)"),
            mandatory: false,
            token: token
        )
    }

    /// A logger that discards everything.
    static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}

extension Delivery {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension Consumer {
    /// Receives deliveries until there are so many, or none comes for a while.
    func take(_ count: Int) -> [Delivery] {
        var all: [Delivery] = []
        while all.count < count {
            guard let batch = nextBatch(limit: count - all.count, timeout: .seconds(20)), !batch.isEmpty else { break }
            all += batch
        }
        return all
    }
}
