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

    @Test func `keeps messages for an exchange that is missing, and says so`() throws {
        try LiveBroker.withQueue("no-exchange") { queue, configuration in
            let exchange = LiveBroker.uniqueName("late")
            defer { try? Broker.deleteExchange(exchange, on: configuration) }
            let states = Record<ConnectionState>()
            let (publisher, outcomes) = publisher(configuration, states: states)
            #expect(publisher.publish([LiveBroker.message("x", to: queue, throughExchange: exchange, token: 7)]))
            let seen = try #require(
                states.wait { $0.contains { if case .connecting(4, _) = $0 { true } else { false } } }
            )
            for case .connecting(_, let error?) in seen { #expect(error.code == .notFound) }
            #expect(outcomes.all.isEmpty)
            try Broker.declare(
                Topology(
                    exchanges: [ExchangeDeclaration(name: exchange, type: "fanout")],
                    bindings: [BindingDeclaration(queue: queue, to: exchange)]
                ),
                on: configuration
            )
            #expect(outcomes.wait(count: 1) == [.confirmed(token: 7)])
            #expect(states.wait { $0.last == .connected } != nil)
            publisher.close()
        }
    }

    @Test func `gives up what is dispensable when the broker closes the channel over it, and nothing else`() throws {
        try LiveBroker.withQueue("dispensable") { queue, configuration in
            let (publisher, outcomes) = publisher(configuration)
            let nowhere = LiveBroker.uniqueName("nowhere")
            let unwanted = LiveBroker.message("x", to: queue, throughExchange: nowhere, isDispensable: true, token: 2)
            let wanted = [1, 3].map { LiveBroker.message("\($0)", to: queue, token: $0) }
            #expect(publisher.publish([wanted[0], unwanted, wanted[1]]))
            #expect(publisher.drain(timeout: .seconds(20)))
            publisher.close()
            let failed = outcomes.all.compactMap { outcome in
                if case .failed(let token, let error) = outcome { (token, error.code) } else { nil }
            }
            #expect(failed.map(\.0) == [2])
            #expect(failed.map(\.1) == [.notFound])
            let bodies = Set(try LiveBroker.remaining(in: queue, on: configuration))
            #expect(bodies == ["1", "3"])
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
