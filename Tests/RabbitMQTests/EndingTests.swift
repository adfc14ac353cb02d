import Testing
import Threads

@testable import RabbitMQ

@Suite struct `Ending consumers and publishers` {
    @Test func `does not wait for a broker that says nothing`() {
        let isAsked = Record<Bool>()
        let broker = ScriptedBroker { peer in
            _ = try peer.read(8)
            isAsked.add(true)
        }
        let consumer = Consumer(connection: broker.configuration, queue: "q", prefetch: 1, logger: LiveBroker.quiet)
        let publisher = Publisher(connection: broker.configuration, logger: LiveBroker.quiet) { _ in }
        let start = Deadline.now
        consumer.start()
        isAsked.wait(count: 1)
        consumer.close()
        #expect(consumer.state == .closed)
        publisher.start()
        isAsked.wait(count: 2)
        publisher.close()
        #expect(publisher.state == .closed)
        #expect(Deadline.now.nanoseconds - start.nanoseconds < 4_000_000_000)
        broker.stop()
    }

    @Test func `cuts a broker that does not confirm the close`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            while true { _ = try peer.readFrame() }
        }
        let states = Record<ConnectionState>()
        let consumer = Consumer(
            connection: broker.configuration,
            queue: "q",
            prefetch: 1,
            logger: LiveBroker.quiet,
            onStateChange: { states.add($0) }
        )
        consumer.start()
        states.wait { $0.last == .connected }
        consumer.close(timeout: .milliseconds(100))
        states.wait { $0.last == .closed }
        broker.stop()
    }

    @Test func `lets go of whoever waits for room or for deliveries`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            while true { _ = try peer.readFrame() }
        }
        let publisher = Publisher(connection: broker.configuration, window: 2, logger: LiveBroker.quiet) { _ in }
        publisher.start()
        let results = Record<Bool>()
        let messages = (1...5 as ClosedRange<UInt64>).map { LiveBroker.message("x", to: "q", token: $0) }
        #expect(publisher.publish(Array(messages.prefix(2))))
        DedicatedThread.start(name: "test") { results.add(publisher.publish(messages)) }
        #expect(!publisher.drain(timeout: .milliseconds(50)))
        publisher.close(timeout: .milliseconds(50))
        #expect(results.wait(count: 1) == [false])
        broker.stop()
    }

    @Test func `ends the thread of a consumer that was let go of`() {
        let broker = ScriptedBroker { peer in try peer.acceptConsumer() }
        let states = Record<ConnectionState>()
        do {
            let consumer = Consumer(
                connection: broker.configuration,
                queue: "q",
                prefetch: 1,
                logger: LiveBroker.quiet,
                onStateChange: { states.add($0) }
            )
            consumer.start()
            states.wait { $0.last == .connected }
        }
        #expect(states.wait { $0.last == .closed } != nil)
        broker.stop()
    }

    @Test func `waits for the outcomes that are still to come`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            for tag in 1...3 as ClosedRange<UInt64> {
                _ = try peer.readPublished()
                try peer.acknowledge(tag)
            }
        }
        let (outcomes, states) = (Record<PublishOutcome>(), Record<ConnectionState>())
        let publisher = Publisher(
            connection: broker.configuration,
            logger: LiveBroker.quiet,
            onOutcomes: { outcomes.add(contentsOf: $0) },
            onStateChange: { states.add($0) }
        )
        publisher.start()
        states.wait { $0.last == .connected }
        #expect(publisher.publish((1...3 as ClosedRange<UInt64>).map { LiveBroker.message("x", to: "q", token: $0) }))
        publisher.close()
        #expect(outcomes.all.map(\.token) == [1, 2, 3])
        broker.stop()
    }
}
