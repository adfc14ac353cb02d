import RabbitMQ
import Testing

@Suite struct `Consuming a queue that comes and goes` {
    @Test func `declares its topology, and again after the queue was deleted`() throws {
        let configuration = try LiveBroker.configuration()
        let queue = LiveBroker.uniqueName("redeclare")
        defer { try? Broker.deleteQueue(queue, on: configuration) }
        let topology = Topology(queues: [QueueDeclaration(name: queue, arguments: ["x-queue-type": "quorum"])])
        let states = Record<ConnectionState>()
        let consumer = Consumer(
            connection: configuration,
            queue: queue,
            prefetch: 10,
            topology: topology,
            logger: LiveBroker.quiet,
            onStateChange: { states.add($0) }
        )
        consumer.start()
        #expect(states.wait { $0.last == .connected } != nil)
        try Broker.deleteQueue(queue, on: configuration)
        let seen = try #require(states.wait { $0.filter { $0 == .connected }.count == 2 })
        let errors = seen.compactMap { if case .connecting(_, let error?) = $0 { error.code } else { nil } }
        #expect(errors.first == .consumerCancelled)
        try LiveBroker.fill(queue, ["after"], on: configuration)
        #expect(consumer.take(1).map(\.text) == ["after"])
        consumer.close()
    }

    @Test func `waits for a queue that does not exist`() throws {
        let configuration = try LiveBroker.configuration()
        let queue = LiveBroker.uniqueName("missing")
        defer { try? Broker.deleteQueue(queue, on: configuration) }
        let states = Record<ConnectionState>()
        let consumer = Consumer(
            connection: configuration,
            queue: queue,
            prefetch: 10,
            logger: LiveBroker.quiet,
            onStateChange: { states.add($0) }
        )
        consumer.start()
        let seen = states.wait { $0.contains { if case .connecting(2..., _) = $0 { true } else { false } } }
        #expect(seen?.contains(.connected) == false)
        guard case .connecting(_, let error?) = consumer.state else {
            Issue.record("the state does not say why")
            return
        }
        #expect(error.code == .notFound)
        try Broker.declare(Topology(queues: [QueueDeclaration(name: queue)]), on: configuration)
        #expect(states.wait { $0.last == .connected } != nil)
        consumer.close()
    }
}
