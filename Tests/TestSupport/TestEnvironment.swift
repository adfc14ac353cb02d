public import Foundation
import JSON
public import Ledger
public import RabbitMQ
import Terminations
public import Worker
import YAML

/// The private environment of one test: exchanges and queues under a prefix, a folder, and a ledger in it.
public final class TestEnvironment: Sendable {
    public let names: TopologyNames
    public let url: String
    public let connection: ConnectionConfiguration
    public let folder: URL
    public let ledger: Ledger
    private let queues = Record<String>()

    public var ledgerPath: String { Self.path(in: folder) }

    private init(_ purpose: String, settings: String?, url: String) throws {
        let unique = "\(purpose).\(UUID().uuidString.prefix(8).lowercased())"
        names = TopologyNames(prefix: "terminus-test.\(unique)")
        self.url = url
        connection = try LiveBroker.configuration(url)
        folder = FileManager.default.temporaryDirectory.appending(path: "terminus-test.\(unique)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ledger = try Ledger(path: Self.path(in: folder))
        if let settings { try apply(settings) }
        try Broker.declare(names.topology, on: connection)
    }

    /// Runs a test in an environment of its own and removes everything afterwards.
    ///
    /// - Parameters:
    ///   - settings: nil leaves the ledger without settings.
    ///   - url: the broker; nil for the shared one.
    public static func with(
        _ purpose: String,
        settings: String? = Sample.settings,
        url: String? = nil,
        _ body: (TestEnvironment) throws -> Void
    ) throws {
        let environment = try TestEnvironment(purpose, settings: settings, url: url ?? LiveBroker.url())
        defer { environment.end() }
        try body(environment)
    }

    /// Runs an asynchronous test in an environment of its own.
    public static func with(
        _ purpose: String,
        settings: String? = Sample.settings,
        _ body: (TestEnvironment) async throws -> Void
    ) async throws {
        let environment = try TestEnvironment(purpose, settings: settings, url: LiveBroker.url())
        defer { environment.end() }
        try await body(environment)
    }

    private func end() {
        ledger.close()
        for queue in queues.all + [names.terminations, names.deadLetters, names.poisonMessages] {
            try? Broker.deleteQueue(queue, on: connection)
        }
        for exchange in [names.terminations, names.deadLetters, names.events] {
            try? Broker.deleteExchange(exchange, on: connection)
        }
        try? FileManager.default.removeItem(at: folder)
    }

    private static func path(in folder: URL) -> String { folder.appending(path: "ledger.sqlite").path }

    @discardableResult
    public func apply(_ settings: String) throws -> Int {
        try ledger.apply(try Settings.parse(yamlOrJSON: settings), by: "tests", at: .now).version
    }

    /// Writes a file in the folder.
    public func file(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
        let path = folder.appending(path: name)
        try Data(content).write(to: path)
        return path.path
    }

    // MARK: - CRM

    /// Publishes messages to the terminations exchange and waits for the confirms.
    public func publish(_ bodies: [[UInt8]], _ properties: BasicProperties = BasicProperties()) throws {
        try publish(bodies, to: names.terminations, key: "contract.terminate", properties)
    }

    public func publish(_ body: [UInt8], _ properties: BasicProperties = BasicProperties()) throws {
        try publish([body], properties)
    }

    /// Publishes messages directly to a queue, through the default exchange.
    public func publish(_ bodies: [[UInt8]], toQueue queue: String) throws {
        try publish(bodies, to: "", key: queue, BasicProperties())
    }

    private func publish(_ bodies: [[UInt8]], to exchange: String, key: String, _ properties: BasicProperties) throws {
        let outcomes = Record<PublishOutcome>()
        let publisher = Publisher(connection: connection, logger: LiveBroker.quiet) { $0.forEach(outcomes.add) }
        publisher.start()
        defer { publisher.close() }
        var properties = properties
        properties.deliveryMode = 2
        _ = publisher.publish(
            bodies.enumerated().map { index, body in
                OutgoingMessage(
                    exchange: exchange,
                    routingKey: key,
                    body: body,
                    properties: properties,
                    token: UInt64(index)
                )
            }
        )
        guard publisher.drain(timeout: .seconds(30)),
            outcomes.all.allSatisfy({ if case .confirmed = $0 { true } else { false } })
        else { throw NotTaken() }
    }

    /// The broker has not confirmed every message.
    public struct NotTaken: Error {}

    // MARK: - Billing

    /// Declares a queue that is bound to the events, and returns its subscriber.
    public func subscriber(_ name: String = "billing", binding: String? = "#") throws -> Subscriber {
        let queue = "\(names.prefix).\(name)"
        queues.add(queue)
        try Broker.declare(Topology(queues: [QueueDeclaration(name: queue)]), on: connection)
        if let binding { try bind(queue, binding) }
        return Subscriber(queue: queue, environment: self)
    }

    /// Declares a quorum queue for a program under test, bound to these event types.
    public func declareQuorumQueue(_ name: String, _ keys: String...) throws -> String {
        let queue = "\(names.prefix).\(name)"
        queues.add(queue)
        let declaration = QueueDeclaration(name: queue, arguments: ["x-queue-type": .string("quorum")])
        try Broker.declare(Topology(queues: [declaration]), on: connection)
        for key in keys { try bind(queue, key) }
        return queue
    }

    public func bind(_ queue: String, _ key: String = "#") throws {
        let binding = BindingDeclaration(queue: queue, to: names.events, routingKey: key)
        try Broker.declare(Topology(bindings: [binding]), on: connection)
    }

    // MARK: - Remaining messages

    /// Removes and returns the remaining messages of a queue. No other consumer may have unacknowledged deliveries.
    ///
    /// Deliveries of a closed connection return to the queue a moment after the close. Only then can an exclusive consumer
    /// start.
    public func remaining(in queue: String) throws -> [Delivery] {
        try publish([Array("the end".utf8)], to: "", key: queue, BasicProperties())
        let consumer = Consumer(
            connection: connection,
            queue: queue,
            prefetch: 100,
            exclusive: true,
            logger: LiveBroker.quiet
        )
        consumer.start()
        defer { consumer.close() }
        var left: [Delivery] = []
        while let delivery = consumer.nextBatch(limit: 1, timeout: .seconds(20))?.first {
            consumer.acknowledge(through: delivery.tag)
            if delivery.body == Array("the end".utf8) { return left }
            left.append(delivery)
        }
        throw NotTaken()
    }

    /// Receives so many messages of the terminations queue and requeues them, so that they are redelivered.
    public func deliverOnce(_ count: Int) throws {
        try hold(count).close()
    }

    /// Receives so many messages of the terminations queue. Closing the consumer requeues them.
    public func hold(_ count: Int) throws -> Consumer {
        let consumer = Consumer(
            connection: connection,
            queue: names.terminations,
            prefetch: UInt16(count),
            logger: LiveBroker.quiet
        )
        consumer.start()
        var delivered = 0
        while delivered < count {
            let batch = consumer.nextBatch(limit: 100, timeout: .seconds(20)) ?? []
            if batch.isEmpty { throw NotTaken() }
            delivered += batch.count
        }
        return consumer
    }
}

/// A subscriber of one queue of events.
public final class Subscriber: Sendable {
    public let queue: String
    private let environment: TestEnvironment
    private let consumer: Consumer

    fileprivate init(queue: String, environment: TestEnvironment) {
        self.queue = queue
        self.environment = environment
        consumer = Consumer(connection: environment.connection, queue: queue, prefetch: 500, logger: LiveBroker.quiet)
        consumer.start()
    }

    deinit { consumer.close() }

    /// Receives and acknowledges events until there are so many, or none comes for a while.
    public func take(_ count: Int, timeout: Duration = .seconds(20)) -> [Delivery] {
        var all: [Delivery] = []
        while all.count < count {
            guard let batch = consumer.nextBatch(limit: count - all.count, timeout: timeout), let last = batch.last
            else { break }
            consumer.acknowledge(through: last.tag)
            all += batch
        }
        return all
    }

    /// Receives events until there are so many different ones. After a crash an event can come twice.
    ///
    /// - Parameter type: the type of the events that count; of any type when nil. Others are taken and left out.
    public func takeDistinct(
        _ count: Int,
        ofType type: String? = nil,
        timeout: Duration = .seconds(30)
    ) -> [Delivery] {
        var all: [Delivery] = []
        var ids: Set<String> = []
        while ids.count < count {
            guard let delivery = take(1, timeout: timeout).first else { break }
            if let type, delivery.properties.type != type { continue }
            ids.insert(delivery.properties.messageID ?? "")
            all.append(delivery)
        }
        return all
    }

    /// Returns unacknowledged events to the queue.
    public func close() { consumer.close() }

    /// Closes the subscriber and returns the remaining events of the queue.
    public func rest() throws -> [Delivery] {
        consumer.close()
        return try environment.remaining(in: queue)
    }
}

extension Delivery {
    /// The body as a JSON object; nil if it is none.
    public var json: JSONObject? { try? JSONValue(parsing: body).object }

    /// A member of the body, by its path.
    public subscript(path: String...) -> JSONValue? {
        path.reduce(json.map(JSONValue.object)) { $0?.object?[$1] }
    }
}
