import RabbitMQ
import Testing

@Suite struct `Acknowledging across connections` {
    @Test func `drops the tags of a connection that is gone`() throws {
        let acknowledged = Record<UInt64>()
        let isTaken = Record<Bool>()
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            try peer.send(AMQPBytes.delivery(tag: 1, "a") + AMQPBytes.delivery(tag: 2, "b"))
            if peer.number == 1 {
                isTaken.wait(count: 1)
                throw Peer.Failure.closed
            }
            acknowledged.add(try peer.expect(60, 80).number(at: 4))
        }
        let consumer = Consumer(connection: broker.configuration, queue: "q", prefetch: 10, logger: LiveBroker.quiet)
        consumer.start()
        let old = consumer.take(2)
        isTaken.add(true)
        let new = consumer.take(2)
        #expect(old.map(\.tag.generation) == [1, 1])
        #expect(new.map(\.tag.generation) == [2, 2])
        consumer.acknowledge(through: try #require(old.last).tag)
        consumer.reject(try #require(old.first).tag, requeue: true)
        consumer.acknowledge(through: try #require(new.first).tag)
        #expect(acknowledged.wait(count: 1) == [1])
        consumer.close()
        broker.stop()
    }

    @Test func `forgets what was not taken when the connection is lost`() {
        let isFull = Record<Bool>()
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            try peer.send(AMQPBytes.delivery(tag: 1, "connection \(peer.number)"))
            if peer.number == 1 {
                isFull.wait(count: 1)
                throw Peer.Failure.closed
            }
        }
        let states = Record<ConnectionState>()
        let consumer = Consumer(
            connection: broker.configuration,
            queue: "q",
            prefetch: 10,
            logger: LiveBroker.quiet,
            onStateChange: { states.add($0) }
        )
        consumer.start()
        states.wait { $0.last == .connected }
        isFull.add(true)
        states.wait { $0.filter { $0 == .connected }.count == 2 }
        #expect(consumer.take(1).map(\.text) == ["connection 2"])
        consumer.close()
        broker.stop()
    }

    @Test func `gives back even when resumed at once`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            try peer.send(AMQPBytes.delivery(tag: 1, "connection \(peer.number)"))
        }
        let consumer = Consumer(connection: broker.configuration, queue: "q", prefetch: 10, logger: LiveBroker.quiet)
        consumer.start()
        #expect(consumer.take(1).map(\.text) == ["connection 1"])
        consumer.pause()
        consumer.resume()
        #expect(consumer.take(1).map(\.text) == ["connection 2"])
        consumer.close()
        broker.stop()
    }
}
