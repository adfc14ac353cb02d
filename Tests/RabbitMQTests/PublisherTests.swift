import RabbitMQ
import Testing

@Suite struct `Publishing with confirms` {
    /// A publisher whose outcomes are recorded.
    private func publisher(
        _ configuration: ConnectionConfiguration,
        window: Int = 1_000,
        states: Record<ConnectionState>? = nil
    ) -> (Publisher, Record<PublishOutcome>) {
        let outcomes = Record<PublishOutcome>()
        let publisher = Publisher(
            connection: configuration,
            window: window,
            logger: LiveBroker.quiet,
            onOutcomes: { outcomes.add(contentsOf: $0) },
            onStateChange: { states?.add($0) }
        )
        publisher.start()
        return (publisher, outcomes)
    }

    @Test(arguments: [1, 3, 1_000]) func `confirms every message once, in order`(window: Int) throws {
        try LiveBroker.withQueue("confirm") { queue, configuration in
            let (publisher, outcomes) = publisher(configuration, window: window)
            let messages = (0..<200).map { LiveBroker.message("\($0)", to: queue, token: UInt64($0)) }
            #expect(publisher.publish(messages))
            #expect(publisher.drain(timeout: .seconds(30)))
            #expect(outcomes.all.map(\.token).sorted() == (0..<200).map { UInt64($0) })
            #expect(outcomes.all.allSatisfy { if case .confirmed = $0 { true } else { false } })
            publisher.close()
            #expect(publisher.state == .closed)
            #expect(!publisher.publish(messages))
            let status = try Broker.queueStatus(queue, on: configuration)
            #expect(status?.messages == 200)
        }
    }

    /// 406: RabbitMQ closes the channel over an expiration that is no number.
    @Test func `fails a message whose properties the broker refuses, and no other`() throws {
        try LiveBroker.withQueue("expiration") { queue, configuration in
            let (publisher, outcomes) = publisher(configuration)
            let messages = (1...9 as ClosedRange<UInt64>).map { token in
                LiveBroker.message("\(token)", to: queue, token: token) {
                    if token == 5 { $0.expiration = "soon" }
                }
            }
            #expect(publisher.publish(messages))
            #expect(publisher.drain(timeout: .seconds(30)))
            let failed = outcomes.all.filter { $0.failureCode != nil }
            #expect(failed.map(\.token) == [5])
            #expect(failed.first?.failureCode == .preconditionFailed)
            #expect(outcomes.all.count == 9)
            // What was under way with it may have come twice, and nothing is missing.
            let status = try Broker.queueStatus(queue, on: configuration)
            #expect(status.map { $0.messages >= 8 } == true)
            publisher.close()
        }
    }

    @Test(arguments: [true, false]) func `tells what no queue takes`(hasMessageID: Bool) throws {
        try LiveBroker.withQueue("returned") { queue, configuration in
            let (publisher, outcomes) = publisher(configuration)
            let messages = (0..<20 as Range<UInt64>).map { number in
                LiveBroker.message("x", to: number % 2 == 0 ? queue : queue + ".none", token: number) {
                    if !hasMessageID { $0.messageID = nil }
                }
            }
            #expect(publisher.publish(messages))
            #expect(publisher.drain(timeout: .seconds(30)))
            for outcome in outcomes.all {
                let expected: PublishOutcome =
                    outcome.token % 2 == 0
                    ? .confirmed(token: outcome.token)
                    : .returned(token: outcome.token, replyCode: 312, replyText: "NO_ROUTE")
                #expect(outcome == expected)
            }
            #expect(outcomes.all.count == 20)
            publisher.close()
        }
    }

    @Test func `tells what a full queue refuses`() throws {
        let limits: [String: FieldValue] = ["x-max-length": 1, "x-overflow": "reject-publish"]
        try LiveBroker.withQueue("refused", arguments: limits) { queue, configuration in
            let (publisher, outcomes) = publisher(configuration)
            for number in 0..<5 as Range<UInt64> {
                #expect(publisher.publish([LiveBroker.message("x", to: queue, token: number)]))
                #expect(publisher.drain(timeout: .seconds(30)))
            }
            #expect(outcomes.all.first == .confirmed(token: 0))
            #expect(outcomes.all.last == .refused(token: 4))
            publisher.close()
        }
    }

    @Test func `fails what is for an exchange that is missing, and takes it once the exchange is there`() throws {
        try LiveBroker.withQueue("no-exchange") { queue, configuration in
            let exchange = LiveBroker.uniqueName("late")
            defer { try? Broker.deleteExchange(exchange, on: configuration) }
            let (publisher, outcomes) = publisher(configuration)
            let late = { LiveBroker.message("late", to: queue, throughExchange: exchange, token: $0) }
            #expect(publisher.publish([late(1), late(2), LiveBroker.message("sound", to: queue, token: 3), late(4)]))
            #expect(publisher.drain(timeout: .seconds(20)))
            #expect(outcomes.all.map(\.failureCode).count { $0 == .notFound } == 3)
            #expect(outcomes.all.filter { $0 == .confirmed(token: 3) }.count == 1)
            try Broker.declare(
                Topology(
                    exchanges: [ExchangeDeclaration(name: exchange, type: "fanout")],
                    bindings: [BindingDeclaration(queue: queue, to: exchange)]
                ),
                on: configuration
            )
            #expect(publisher.publish([late(5)]))
            #expect(publisher.drain(timeout: .seconds(20)))
            #expect(outcomes.all.last == .confirmed(token: 5))
            publisher.close()
            #expect(try LiveBroker.remaining(in: queue, on: configuration) == ["sound", "late"])
        }
    }

    /// What RabbitMQ cannot decode of a direct reply-to ends the whole connection.
    @Test func `finds the one message over which the broker closes the connection, and sends all others in order`()
        throws
    {
        try LiveBroker.withQueue("internal-error") { queue, configuration in
            let (publisher, outcomes) = publisher(configuration)
            let culprits: Set<UInt64> = [0, 17, 18, 39]
            let messages = (0..<40 as Range<UInt64>).map { token in
                culprits.contains(token)
                    ? LiveBroker.message("x", to: "amq.rabbitmq.reply-to.x.y", token: token)
                    : LiveBroker.message("\(token)", to: queue, token: token)
            }
            #expect(publisher.publish(messages))
            #expect(publisher.drain(timeout: .seconds(60)))
            publisher.close()
            let failed = outcomes.all.filter { $0.failureCode != nil }
            #expect(Set(failed.map(\.token)) == culprits)
            for case .failed(_, let error) in failed { #expect(error.rawCode == 541) }
            #expect(outcomes.all.count == 40)
            // What was under way when the connection ended may have arrived, and comes again: in order all the same.
            var first: [String] = []
            for body in try LiveBroker.remaining(in: queue, on: configuration) where !first.contains(body) {
                first.append(body)
            }
            #expect(first == (0..<40 as Range<UInt64>).filter { !culprits.contains($0) }.map { "\($0)" })
        }
    }

    @Test func `fails what no frame can carry, and goes on`() throws {
        try LiveBroker.withQueue("too-long") { queue, configuration in
            let (publisher, outcomes) = publisher(configuration)
            let longName = LiveBroker.message("x", to: queue, token: 1) {
                $0.type = String(repeating: "t", count: 256)
            }
            let largeHeader = LiveBroker.message("x", to: queue, token: 2) {
                $0.headers = ["h": .string(String(repeating: "h", count: 140_000))]
            }
            let deepHeader = LiveBroker.message("x", to: queue, token: 3) {
                $0.headers = ["h": (0..<40).reduce(.void) { value, _ in .array([value]) }]
            }
            let largeNumber = LiveBroker.message("x", to: queue, token: 4) {
                $0.headers = ["h": .uint64(.max)]
            }
            let sound = LiveBroker.message("y", to: queue, token: 5)
            #expect(publisher.publish([longName, largeHeader, deepHeader, largeNumber, sound]))
            #expect(publisher.drain(timeout: .seconds(30)))
            let codes = outcomes.all.map {
                if case .failed(_, let error) = $0 { error.code } else { nil as RabbitMQError.Code? }
            }
            #expect(outcomes.all.map(\.token) == [1, 2, 3, 4, 5])
            #expect(codes == Array(repeating: .invalidMessage, count: 4) + [nil])
            publisher.close()
        }
    }
}

extension PublishOutcome {
    /// Why it failed; nil for any other outcome.
    var failureCode: RabbitMQError.Code? {
        if case .failed(_, let error) = self { error.code } else { nil }
    }
}
