import RabbitMQ
import Testing

@Suite struct `Heartbeats` {
    @Test func `are sent, and their absence ends the connection`() {
        let heartbeats = Record<Int>()
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer(heartbeat: 1)
            // Says nothing from here on, and counts what it hears.
            while try peer.readFrame().type == 8 { heartbeats.add(peer.number) }
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
        let seen = states.wait { $0.contains { if case .connecting(_, .some) = $0 { true } else { false } } }
        let codes = seen?.compactMap { if case .connecting(_, let error?) = $0 { error.code } else { nil } }
        #expect(codes?.first == .heartbeatMissed)
        #expect(heartbeats.all.contains(1))
        consumer.close()
        broker.stop()
    }
}
