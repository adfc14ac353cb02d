import RabbitMQ
import Testing

@Suite struct `Publishing to a faulty broker` {
    private func messages(_ tokens: ClosedRange<UInt64>, size: Int = 0) -> [OutgoingMessage] {
        tokens.map { token in
            LiveBroker.message("\(token)" + String(repeating: ".", count: size), to: "q", token: token)
        }
    }

    private func publisher(
        _ configuration: ConnectionConfiguration,
        _ outcomes: Record<PublishOutcome>,
        _ states: Record<ConnectionState> = Record()
    ) -> Publisher {
        let publisher = Publisher(
            connection: configuration,
            logger: LiveBroker.quiet,
            onOutcomes: { outcomes.add(contentsOf: $0) },
            onStateChange: { states.add($0) }
        )
        publisher.start()
        return publisher
    }

    @Test func `publishes again in order what was not confirmed, before anything newer`() {
        let read = Record<String>()
        let isLost = Record<Bool>()
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            if peer.number == 1 {
                for _ in 1...5 { read.add(try peer.readPublished()) }
                // The third is confirmed before the second: order does not matter to a broker.
                try peer.acknowledge(1)
                try peer.acknowledge(3)
                isLost.wait(count: 1)
                throw Peer.Failure.closed
            }
            for tag in 1...4 as ClosedRange<UInt64> {
                read.add(try peer.readPublished())
                try peer.acknowledge(tag)
            }
        }
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes)
        #expect(publisher.publish(messages(1...5)))
        outcomes.wait(count: 2)
        isLost.add(true)
        #expect(publisher.publish(messages(6...6)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(read.all == ["1", "2", "3", "4", "5", "2", "4", "5", "6"])
        #expect(outcomes.all == [1, 3, 2, 4, 5, 6].map { .confirmed(token: $0) })
        publisher.close()
        broker.stop()
    }

    @Test func `publishes again what a broker that is there never confirms`() {
        let read = Record<String>()
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            for tag in 1...3 as ClosedRange<UInt64> {
                read.add(try peer.readPublished())
                // The first connection confirms one of three, and forgets the others.
                if peer.number == 2 || tag == 1 { try peer.acknowledge(tag) }
                if peer.number == 2 && tag == 2 { break }
            }
            // Blocks until the publisher gives the connection up.
            if peer.number == 1 { _ = try peer.readPublished() }
        }
        let outcomes = Record<PublishOutcome>()
        var configuration = broker.configuration
        configuration.confirmTimeout = .milliseconds(200)
        let publisher = publisher(configuration, outcomes)
        #expect(publisher.publish(messages(1...3)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(read.all == ["1", "2", "3", "2", "3"])
        #expect(outcomes.all == [1, 2, 3].map { .confirmed(token: $0) })
        publisher.close()
        broker.stop()
    }

    @Test func `tries another connection where one is refused everything`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            var tag: UInt64 = 0
            repeat {
                _ = try peer.readPublished()
                tag += 1
                try peer.acknowledge(tag, refuse: peer.number == 1)
            } while peer.number == 1
        }
        let outcomes = Record<PublishOutcome>()
        var configuration = broker.configuration
        configuration.confirmTimeout = .milliseconds(100)
        let publisher = publisher(configuration, outcomes)
        var token: UInt64 = 0
        // As whoever was refused does: again and again.
        while !outcomes.all.contains(.confirmed(token: token)), token < 5000 {
            token += 1
            #expect(publisher.publish(messages(token...token)))
            outcomes.wait(count: Int(token))
        }
        #expect(outcomes.all.first == .refused(token: 1))
        #expect(outcomes.all.last == .confirmed(token: token))
        publisher.close()
        broker.stop()
    }

    @Test func `understands multiple, nack and a return before its ack`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            for _ in 1...6 { _ = try peer.readPublished() }
            var properties = AMQPBytes()
            properties.add(0x0080 as UInt16)
            properties.add(short: "id-2")
            try peer.send(
                AMQPBytes.method(60, 50) { fields in
                    fields.add(312 as UInt16)
                    fields.add(short: "NO_ROUTE")
                    fields.add(short: "")
                    fields.add(short: "q")
                } + AMQPBytes.header(size: 1, properties: properties.bytes) + AMQPBytes.body([UInt8(ascii: "2")])
            )
            try peer.acknowledge(3, multiple: true)
            try peer.acknowledge(5, multiple: true, refuse: true)
            try peer.acknowledge(0, multiple: true)
        }
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes)
        #expect(publisher.publish(messages(1...6)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(
            outcomes.all == [
                .confirmed(token: 1), .returned(token: 2, replyCode: 312, replyText: "NO_ROUTE"), .confirmed(token: 3),
                .refused(token: 4), .refused(token: 5), .confirmed(token: 6),
            ]
        )
        publisher.close()
        broker.stop()
    }

    @Test(arguments: [2, 1_000, .max] as [UInt64]) func `does not believe a confirm of what was never sent`(tag: UInt64)
    {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            _ = try peer.readPublished()
            try peer.acknowledge(peer.number == 1 ? tag : 1, multiple: true)
        }
        let (outcomes, states) = (Record<PublishOutcome>(), Record<ConnectionState>())
        let publisher = publisher(broker.configuration, outcomes, states)
        #expect(publisher.publish(messages(1...1)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(outcomes.all == [.confirmed(token: 1)])
        let codes = states.all.compactMap { if case .connecting(_, let error?) = $0 { error.code } else { nil } }
        #expect(codes.first == .protocolViolation)
        publisher.close()
        broker.stop()
    }

    @Test func `waits while the broker blocks it`() {
        let order = Record<String>()
        let states = Record<ConnectionState>()
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            try peer.send(AMQPBytes.method(10, 60, channel: 0) { $0.add(short: "low on disk") })
            order.wait { $0.contains("handed over") }
            order.add("unblocked")
            try peer.send(AMQPBytes.method(10, 61, channel: 0))
            order.add(try peer.readPublished())
            try peer.acknowledge(1)
        }
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes, states)
        states.wait { $0.last == .blocked(reason: "low on disk") }
        #expect(publisher.state == .blocked(reason: "low on disk"))
        #expect(publisher.publish(messages(1...1)))
        order.add("handed over")
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(order.all == ["handed over", "unblocked", "1"])
        #expect(publisher.state == .connected)
        publisher.close()
        broker.stop()
    }

    @Test func `is cut loose by the watchdog when the broker stops reading`() {
        let read = Record<String>()
        let isOver = Record<Bool>()
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            if peer.number == 1 {
                // Reads nothing, until the client has given up.
                isOver.wait(count: 1)
                throw Peer.Failure.closed
            }
            for tag in 1...3 as ClosedRange<UInt64> {
                read.add(String(try peer.readPublished().prefix(1)))
                try peer.acknowledge(tag)
            }
        }
        var configuration = broker.configuration
        configuration.callTimeout = .milliseconds(200)
        let (outcomes, states) = (Record<PublishOutcome>(), Record<ConnectionState>())
        let publisher = publisher(configuration, outcomes, states)
        states.wait { $0.last == .connected }
        #expect(publisher.publish(messages(1...3, size: 20_000_000)))
        let seen = states.wait { $0.contains { if case .connecting(_, .some) = $0 { true } else { false } } }
        let codes = seen?.compactMap { if case .connecting(_, let error?) = $0 { error.code } else { nil } }
        #expect(codes?.first == .timedOut)
        isOver.add(true)
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(read.all == ["1", "2", "3"])
        publisher.close()
        broker.stop()
    }
}
