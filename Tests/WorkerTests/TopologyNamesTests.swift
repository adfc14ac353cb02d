import RabbitMQ
import Testing
import Worker

@Suite struct `The topology` {
    @Test(arguments: ["terminus", "acme.test"])
    func `has names that follow from the prefix`(prefix: String) {
        let names = TopologyNames(prefix: prefix)
        #expect(names.terminations == "\(prefix).terminations")
        #expect(names.deadLetters == "\(prefix).dead-letters")
        #expect(names.events == "\(prefix).events")
        #expect(names.topology.exchanges.map(\.name) == [names.terminations, names.deadLetters, names.events])
        #expect(names.poisonMessages == "\(prefix).poison-messages")
        #expect(
            names.topology.queues.map(\.name) == [names.terminations, names.poisonMessages, names.deadLetters]
        )
    }

    @Test func `has all that dead-lettering at least once needs`() {
        let queue = TopologyNames().topology.queues[0]
        #expect(queue.durable && !queue.exclusive && !queue.autoDelete)
        #expect(
            queue.arguments == [
                "x-queue-type": "quorum", "x-dead-letter-exchange": "terminus.dead-letters",
                "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish",
                "x-delivery-limit": .int32(20),
            ]
        )
    }

    @Test func `has a way out for a message that ends the worker each time`() {
        let topology = TopologyNames().topology
        #expect(
            topology.queues[2].arguments == [
                "x-queue-type": "quorum", "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": "terminus.poison-messages", "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish", "x-delivery-limit": .int32(20),
            ]
        )
        #expect(topology.queues[1].arguments == ["x-queue-type": "quorum"])
    }

    @Test func `takes the queues of earlier versions as they are`() {
        let topology = TopologyNames().topology
        let earlier = topology.earlier.first
        #expect(topology.earlier.count == 1)
        #expect(earlier?.exchanges == topology.exchanges && earlier?.bindings == topology.bindings)
        #expect(earlier?.queues.first == topology.queues.first)
        #expect(earlier?.queues.last?.name == "terminus.dead-letters")
        #expect(earlier?.queues.last?.arguments == ["x-queue-type": "quorum"])
    }

    @Test func `keeps exchanges and queues over a restart of the broker`() {
        let topology = TopologyNames().topology
        #expect(topology.exchanges.allSatisfy { $0.durable && !$0.autoDelete })
        #expect(topology.exchanges.map(\.type) == ["topic", "fanout", "topic"])
        #expect(topology.bindings.map(\.source) == ["terminus.terminations", "terminus.dead-letters"])
    }
}
