import RabbitMQ
import Testing

@Suite struct `Administering a broker` {
    @Test func `tells product and version`() throws {
        let configuration = try LiveBroker.configuration()
        let info = try Broker.check(configuration)
        #expect(info.product == "RabbitMQ")
        #expect(info.version.contains("."))
        #expect(info.clusterName != nil)
        #expect(info.address == configuration.addresses[0])
        #expect(Broker.librabbitmqVersion.contains("."))
    }

    @Test func `declares a topology, again without a difference`() throws {
        let configuration = try LiveBroker.configuration()
        let name = LiveBroker.uniqueName("topology")
        let topology = Topology(
            exchanges: [
                ExchangeDeclaration(name: name, type: "topic"), ExchangeDeclaration(name: name + ".2", type: "fanout"),
            ],
            queues: [QueueDeclaration(name: name, arguments: ["x-queue-type": "quorum", "x-delivery-limit": 20])],
            bindings: [
                BindingDeclaration(queue: name, to: name, routingKey: "a.*"),
                BindingDeclaration(source: name, destination: .exchange(name + ".2"), routingKey: "#"),
            ]
        )
        defer {
            try? Broker.deleteQueue(name, on: configuration)
            try? Broker.deleteExchange(name, on: configuration)
            try? Broker.deleteExchange(name + ".2", on: configuration)
        }
        try Broker.declare(topology, on: configuration)
        try Broker.declare(topology, on: configuration)
        #expect(try Broker.queueStatus(name, on: configuration) == QueueStatus(messages: 0, consumers: 0))
        #expect(try Broker.exchangeExists(name, on: configuration))
        try Broker.deleteQueue(name, on: configuration)
        try Broker.deleteQueue(name, on: configuration)
        try Broker.deleteExchange(name, on: configuration)
        #expect(try Broker.queueStatus(name, on: configuration) == nil)
        #expect(try !Broker.exchangeExists(name, on: configuration))
    }

    @Test func `names both sides of a difference`() throws {
        try LiveBroker.withQueue("difference") { queue, configuration in
            let other = Topology(queues: [QueueDeclaration(name: queue, arguments: ["x-queue-type": "classic"])])
            let error = #expect(throws: RabbitMQError.self) { try Broker.declare(other, on: configuration) }
            #expect(error?.code == .preconditionFailed)
            #expect(error?.rawCode == 406)
            #expect(error?.detail.contains("received 'classic' but current is 'quorum'") == true)
            #expect(error?.isRetriable == false)
        }
    }

    @Test func `leaves what an earlier version declared, and says why`() throws {
        try LiveBroker.withQueue("earlier", arguments: ["x-queue-type": "quorum"]) { queue, configuration in
            let added = queue + ".added"
            defer { try? Broker.deleteQueue(added, on: configuration) }
            let present: [String: FieldValue] = ["x-queue-type": "quorum", "x-delivery-limit": .int32(20)]
            func topology(earlier arguments: [String: FieldValue]) -> Topology {
                Topology(
                    queues: [
                        QueueDeclaration(name: added, arguments: ["x-queue-type": "quorum"]),
                        QueueDeclaration(name: queue, arguments: present),
                    ],
                    earlier: [Topology(queues: [QueueDeclaration(name: queue, arguments: arguments)])]
                )
            }
            let refusal = try Broker.declare(topology(earlier: ["x-queue-type": "quorum"]), on: configuration)
            #expect(refusal?.code == .preconditionFailed)
            #expect(refusal?.detail.contains("x-delivery-limit") == true)
            #expect(try Broker.queueStatus(queue, on: configuration) != nil)
            // One that is neither is an error still.
            let error = #expect(throws: RabbitMQError.self) {
                try Broker.declare(topology(earlier: ["x-queue-type": "classic"]), on: configuration)
            }
            #expect(error?.detail.contains("received 'classic' but current is 'quorum'") == true)
            try Broker.deleteQueue(queue, on: configuration)
            #expect(try Broker.declare(topology(earlier: ["x-queue-type": "quorum"]), on: configuration) == nil)
        }
    }

    @Test func `refuses names and arguments that AMQP cannot carry`() throws {
        let configuration = try LiveBroker.configuration()
        let long = String(repeating: "q", count: 256)
        for topology in [
            Topology(queues: [QueueDeclaration(name: long)]),
            Topology(queues: [QueueDeclaration(name: "q", arguments: [long: true])]),
            Topology(exchanges: [ExchangeDeclaration(name: long, type: "topic")]),
            Topology(bindings: [BindingDeclaration(queue: "q", to: "e", routingKey: long)]),
        ] {
            let error = #expect(throws: RabbitMQError.self) { try Broker.declare(topology, on: configuration) }
            #expect(error?.code == .invalidMessage)
        }
        let error = #expect(throws: RabbitMQError.self) { try Broker.queueStatus(long, on: configuration) }
        #expect(error?.code == .invalidMessage)
    }

    @Test func `counts and purges messages`() throws {
        try LiveBroker.withQueue("purge") { queue, configuration in
            try LiveBroker.fill(queue, ["a", "b", "c"], on: configuration)
            #expect(try Broker.queueStatus(queue, on: configuration)?.messages == 3)
            #expect(try Broker.purge(queue, on: configuration) == 3)
            #expect(try Broker.queueStatus(queue, on: configuration)?.messages == 0)
        }
    }

    @Test func `tells a wrong password, and does not repeat it`() throws {
        var configuration = try LiveBroker.configuration()
        configuration.addresses[0].password = "s3cret"
        let error = #expect(throws: RabbitMQError.self) { try Broker.check(configuration) }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.hint != nil)
        #expect(error.map { "\($0) \($0.hint ?? "")".contains("s3cret") } == false)
    }

    @Test func `tells a virtual host that does not exist`() throws {
        var configuration = try LiveBroker.configuration()
        configuration.addresses[0].virtualHost = "nowhere"
        let error = #expect(throws: RabbitMQError.self) { try Broker.check(configuration) }
        #expect(error?.code == .virtualHostRefused)
    }

    @Test func `tries the next address`() throws {
        var configuration = try LiveBroker.configuration()
        var dead = configuration.addresses[0]
        dead.port = 1
        configuration.addresses.insert(dead, at: 0)
        #expect(try Broker.check(configuration).address == configuration.addresses[1])
        configuration.addresses.removeLast()
        let error = #expect(throws: RabbitMQError.self) { try Broker.check(configuration) }
        #expect(error?.code == .unreachable)
        #expect(error?.isRetriable == true)
    }
}
