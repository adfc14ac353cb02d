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

    @Test func `fails what a broker never confirms while it confirms everything else`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            var tag: UInt64 = 0
            while true {
                tag += 1
                if try peer.readPublishedUntilClosed() != "3" { try peer.acknowledge(tag) }
            }
        }
        let outcomes = Record<PublishOutcome>()
        var configuration = broker.configuration
        configuration.confirmTimeout = .milliseconds(100)
        let publisher = publisher(configuration, outcomes)
        var token: UInt64 = 0
        // As much as it takes until one was sent so much later.
        while !outcomes.all.contains(where: { $0.failureCode != nil }), token < 100_000 {
            token += 1
            #expect(publisher.publish(messages(token...token)))
            if token != 3 { outcomes.wait { $0.contains(.confirmed(token: token)) } }
        }
        #expect(outcomes.all.filter { $0.failureCode != nil }.map(\.token) == [3])
        #expect(outcomes.all.first { $0.token == 3 }?.failureCode == .timedOut)
        #expect(publisher.drain(timeout: .seconds(20)))
        publisher.close()
        broker.stop()
    }

    @Test func `does not send again what was passed over on a connection that it gives up`() {
        let read = Record<String>()
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            if peer.number == 1 {
                for _ in 1...3 { read.add(try peer.readPublished()) }
                try peer.acknowledge(2)
                // Blocks until the publisher gives the connection up.
                _ = try peer.readPublished()
            }
            read.add(try peer.readPublished())
            try peer.acknowledge(1)
        }
        let outcomes = Record<PublishOutcome>()
        var configuration = broker.configuration
        configuration.confirmTimeout = .milliseconds(200)
        let publisher = publisher(configuration, outcomes)
        #expect(publisher.publish(messages(1...3)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(read.all == ["1", "2", "3", "3"])
        #expect(outcomes.all.map(\.token) == [2, 1, 3])
        #expect(outcomes.all.map(\.failureCode) == [nil, .timedOut, nil])
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
        // As a refused client does: again and again.
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

    /// A broker that closes the channel, or the connection, whenever it reads this body; all else it confirms.
    private func choosy(about body: String, code: UInt16, text: String = "", closes connection: Bool) -> ScriptedBroker
    {
        ScriptedBroker { peer in
            try peer.acceptPublisher()
            var tag: UInt64 = 0
            while true {
                tag += 1
                if try peer.readPublishedUntilClosed() == body {
                    try peer.send(
                        AMQPBytes.method(connection ? 10 : 20, connection ? 50 : 40, channel: connection ? 0 : 1) {
                            $0.add(code)
                            $0.add(short: text)
                            $0.add(60 as UInt16)
                            $0.add(40 as UInt16)
                        }
                    )
                    throw Peer.Failure.closed
                }
                try peer.acknowledge(tag)
            }
        }
    }

    /// AMQP 0-9-1, 1.2: the codes that close a channel, and those that close the connection.
    @Test(
        arguments: ([311, 312, 313, 403, 404, 405, 406] as [UInt16]).map { ($0, false) }
            + ([402, 501, 502, 503, 504, 505, 506, 530, 540, 541] as [UInt16]).map { ($0, true) }
    )
    func `fails the message over which the broker closes, whatever the code, and no other`(code: UInt16, whole: Bool) {
        let broker = choosy(about: "5", code: code, closes: whole)
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes)
        #expect(publisher.publish(messages(1...9)))
        #expect(publisher.drain(timeout: .seconds(20)))
        let failed = outcomes.all.filter { $0.failureCode != nil }
        #expect(failed.map(\.token) == [5])
        for case .failed(_, let error) in failed { #expect(error.rawCode == Int(code)) }
        #expect(
            outcomes.all.filter { $0.failureCode == nil }
                == [1, 2, 3, 4, 6, 7, 8, 9].map { PublishOutcome.confirmed(token: $0) }
        )
        publisher.close()
        broker.stop()
    }

    @Test func `blames nobody where somebody closes the connection on purpose, and sends all again`() {
        let read = Record<String>()
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            if peer.number < 4 {
                _ = try peer.readPublished()
                try peer.send(
                    AMQPBytes.method(10, 50, channel: 0) {
                        $0.add(320 as UInt16)
                        $0.add(short: "CONNECTION_FORCED")
                        $0.add(0 as UInt16)
                        $0.add(0 as UInt16)
                    }
                )
                throw Peer.Failure.closed
            }
            read.add(try peer.readPublished())
            try peer.acknowledge(1)
        }
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes)
        #expect(publisher.publish(messages(1...1)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(outcomes.all == [.confirmed(token: 1)])
        #expect(read.all == ["1"])
        publisher.close()
        broker.stop()
    }

    @Test func `fails in the end a message with which every connection breaks without a word`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptPublisher()
            var tag: UInt64 = 0
            while true {
                tag += 1
                if try peer.readPublishedUntilClosed() == "2" { throw Peer.Failure.closed }
                try peer.acknowledge(tag)
            }
        }
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes)
        #expect(publisher.publish(messages(1...3)))
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(outcomes.all.filter { $0.failureCode != nil }.map(\.token) == [2])
        #expect(outcomes.all.last == .confirmed(token: 3))
        publisher.close()
        broker.stop()
    }

    /// Only RabbitMQ's text shows which other messages get the same refusal.
    @Test(
        arguments: [
            ("NOT_FOUND - no exchange 'e' in vhost '/'", 404, [1, 2, 3]),
            ("ACCESS_REFUSED - access to exchange 'e' in vhost '/' refused for user 'u'", 403, [1, 2, 3]),
            ("ACCESS_REFUSED - access to topic 'q' in exchange 'e' in vhost '/' refused for user 'u'", 403, [1, 3]),
            ("ACCESS_REFUSED - in words that nobody knows", 403, [1]),
        ] as [(String, UInt16, [UInt64])]
    )
    func `fails with it what the same refusal is sure to meet`(text: String, code: UInt16, failed: [UInt64]) {
        let broker = choosy(about: "1", code: code, text: text, closes: false)
        let outcomes = Record<PublishOutcome>()
        let publisher = publisher(broker.configuration, outcomes)
        let messages = [(1, "e", "q"), (2, "e", "r"), (3, "e", "q"), (4, "f", "q")] as [(UInt64, String, String)]
        #expect(
            publisher.publish(
                messages.map { token, exchange, key in
                    OutgoingMessage(exchange: exchange, routingKey: key, body: Array("\(token)".utf8), token: token)
                }
            )
        )
        #expect(publisher.drain(timeout: .seconds(20)))
        #expect(outcomes.all.filter { $0.failureCode != nil }.map(\.token).sorted() == failed)
        #expect(outcomes.all.count == 4)
        publisher.close()
        broker.stop()
    }
}

extension Peer {
    /// The next message; `closed` where the client ends the connection in order.
    fileprivate func readPublishedUntilClosed() throws -> String {
        do {
            return try readPublished()
        } catch Failure.unexpected {
            throw Failure.closed
        }
    }
}
