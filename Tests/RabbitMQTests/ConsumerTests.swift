import RabbitMQ
import Testing

@Suite struct `Consuming a queue` {
    @Test func `delivers in order, and acknowledges in batches`() throws {
        try LiveBroker.withQueue("order") { queue, configuration in
            let bodies = (1...1_000).map { "message \($0)" }
            try LiveBroker.fill(queue, bodies, on: configuration)
            let consumer = Consumer(connection: configuration, queue: queue, prefetch: 100, logger: LiveBroker.quiet)
            consumer.start()
            var received: [String] = []
            while received.count < bodies.count {
                let batch = try #require(consumer.nextBatch(limit: 30, timeout: .seconds(20)))
                guard let last = batch.last else { break }
                #expect(batch.count <= 30)
                received += batch.map(\.text)
                consumer.acknowledge(through: last.tag)
            }
            #expect(received == bodies)
            consumer.close()
            #expect(consumer.state == .closed)
            #expect(try LiveBroker.remaining(in: queue, on: configuration) == [])
        }
    }

    @Test func `takes no more than the prefetch`() throws {
        try LiveBroker.withQueue("prefetch") { queue, configuration in
            try LiveBroker.fill(queue, (1...50).map { "\($0)" }, on: configuration)
            let consumer = Consumer(connection: configuration, queue: queue, prefetch: 7, logger: LiveBroker.quiet)
            consumer.start()
            let first = consumer.take(7)
            #expect(first.count == 7)
            #expect(consumer.nextBatch(limit: 100, timeout: .milliseconds(200))?.isEmpty == true)
            consumer.acknowledge(through: try #require(first.last).tag)
            #expect(consumer.take(7).map(\.text) == (8...14).map { "\($0)" })
            consumer.close()
        }
    }

    @Test func `gives everything unacknowledged back when paused, and goes on when resumed`() throws {
        try LiveBroker.withQueue("pause") { queue, configuration in
            try LiveBroker.fill(queue, ["a", "b", "c"], on: configuration)
            let states = Record<ConnectionState>()
            let consumer = Consumer(
                connection: configuration,
                queue: queue,
                prefetch: 10,
                logger: LiveBroker.quiet,
                onStateChange: { states.add($0) }
            )
            consumer.start()
            let taken = consumer.take(3)
            consumer.acknowledge(through: try #require(taken.first).tag)
            consumer.pause()
            #expect(states.wait { $0.last == .paused } != nil)
            #expect(consumer.nextBatch(limit: 10, timeout: .milliseconds(50))?.isEmpty == true)
            // A tag of the connection that is gone: dropped.
            consumer.acknowledge(through: try #require(taken.last).tag)
            consumer.resume()
            let again = consumer.take(2)
            #expect(again.map(\.text) == ["b", "c"])
            #expect(again.allSatisfy { $0.isRedelivered && $0.deliveryCount == 1 })
            #expect(again.first?.tag.generation == 2)
            consumer.close()
            #expect(try LiveBroker.remaining(in: queue, on: configuration) == ["b", "c"])
        }
    }

    @Test func `ends after a cancel, when what has come is taken`() throws {
        try LiveBroker.withQueue("cancel") { queue, configuration in
            try LiveBroker.fill(queue, ["a", "b", "c"], on: configuration)
            let consumer = Consumer(connection: configuration, queue: queue, prefetch: 10, logger: LiveBroker.quiet)
            consumer.start()
            let first = try #require(consumer.take(1).first)
            consumer.cancel()
            var rest: [Delivery] = []
            while let batch = consumer.nextBatch(limit: 1, timeout: .seconds(20)) { rest += batch }
            #expect(rest.map(\.text) == ["b", "c"])
            consumer.acknowledge(through: rest.last?.tag ?? first.tag)
            consumer.close()
            #expect(try LiveBroker.remaining(in: queue, on: configuration) == [])
        }
    }

    @Test func `rejects single deliveries, and acknowledges around them`() throws {
        try LiveBroker.withQueue("reject") { queue, configuration in
            try LiveBroker.fill(queue, (1...6).map { "\($0)" }, on: configuration)
            let states = Record<ConnectionState>()
            let consumer = Consumer(
                connection: configuration,
                queue: queue,
                prefetch: 10,
                logger: LiveBroker.quiet,
                onStateChange: { states.add($0) }
            )
            consumer.start()
            let taken = consumer.take(6)
            try #require(taken.count == 6)
            consumer.reject(taken[1].tag, requeue: false)
            consumer.reject(taken[5].tag, requeue: true)
            consumer.acknowledge(through: taken[5].tag)
            // Twice the same, and a tag that never was: the channel survives both.
            consumer.acknowledge(through: taken[5].tag)
            consumer.acknowledge(through: DeliveryTag(generation: 1, number: 99))
            #expect(consumer.take(1).map(\.text) == ["6"])
            consumer.close()
            #expect(!states.all.contains { if case .connecting(_, .some) = $0 { true } else { false } })
            #expect(try LiveBroker.remaining(in: queue, on: configuration) == ["6"])
        }
    }

    @Test func `can be closed before it was started, while connecting, and twice`() throws {
        var configuration = try LiveBroker.configuration()
        let unstarted = Consumer(connection: configuration, queue: "none", prefetch: 1, logger: LiveBroker.quiet)
        unstarted.close()
        #expect(unstarted.state == .closed)
        #expect(unstarted.nextBatch(limit: 1) == nil)
        configuration.addresses[0].port = 1
        let unconnected = Consumer(connection: configuration, queue: "none", prefetch: 1, logger: LiveBroker.quiet)
        unconnected.start()
        unconnected.close()
        unconnected.close()
        #expect(unconnected.nextBatch(limit: 1) == nil)
        #expect(unconnected.state == .closed)
    }
}
