public import RabbitMQ

/// The names of what Terminus uses on the broker. All follow from one prefix.
public struct TopologyNames: Sendable, Equatable {
    public var prefix: String

    public init(prefix: String = "terminus") {
        self.prefix = prefix
    }

    /// The topic exchange to which the CRM publishes, and the queue that the intake consumes.
    public var terminations: String { "\(prefix).terminations" }
    /// The fanout exchange and the queue of what the broker itself dead-letters.
    public var deadLetters: String { "\(prefix).dead-letters" }
    /// The queue of what the worker could not take over from ``deadLetters`` either, however often it was delivered.
    /// Nothing consumes it.
    public var poisonMessages: String { "\(prefix).poison-messages" }
    /// The topic exchange to which billing and others bind.
    public var events: String { "\(prefix).events" }

    /// Everything that must exist on the broker. Declaring it again changes nothing.
    public var topology: Topology {
        var topology = whole(deadLettersTopology)
        topology.earlier = [whole(earlierDeadLettersTopology)]
        return topology
    }

    private func whole(_ deadLetters: Topology) -> Topology {
        let parts = [terminationsTopology, deadLetters, eventsTopology]
        return Topology(
            exchanges: parts.flatMap(\.exchanges),
            queues: parts.flatMap(\.queues),
            bindings: parts.flatMap(\.bindings)
        )
    }

    /// What the intake needs. Each part of the worker declares its own: where one differs from what exists, the others work.
    var terminationsTopology: Topology {
        Topology(
            exchanges: [ExchangeDeclaration(name: terminations, type: "topic")],
            queues: [QueueDeclaration(name: terminations, arguments: limited(to: deadLetters))],
            bindings: [BindingDeclaration(queue: terminations, to: terminations, routingKey: "#")]
        )
    }

    /// What the intake of the broker's dead letters needs.
    ///
    /// A message that ends the worker each time it is delivered leaves both queues by their delivery limits.
    var deadLettersTopology: Topology {
        var topology = deadLettersTopology(limited(to: "", key: poisonMessages))
        // Before the queue that leads to it: where that one cannot be declared, a policy can still lead to it.
        topology.queues.insert(QueueDeclaration(name: poisonMessages, arguments: quorum), at: 0)
        topology.earlier = [earlierDeadLettersTopology]
        return topology
    }

    /// Queues that an earlier version declared, which kept the dead letters for ever, are left as they are.
    private var earlierDeadLettersTopology: Topology { deadLettersTopology(quorum) }

    private func deadLettersTopology(_ arguments: [String: FieldValue]) -> Topology {
        Topology(
            exchanges: [ExchangeDeclaration(name: deadLetters, type: "fanout")],
            queues: [QueueDeclaration(name: deadLetters, arguments: arguments)],
            bindings: [BindingDeclaration(queue: deadLetters, to: deadLetters)]
        )
    }

    /// What the relay needs.
    var eventsTopology: Topology { Topology(exchanges: [ExchangeDeclaration(name: events, type: "topic")]) }

    private var quorum: [String: FieldValue] { ["x-queue-type": .string("quorum")] }

    /// The arguments of a quorum queue that dead-letters, at least once, what was delivered twenty times in vain.
    ///
    /// At-least-once dead-lettering needs all three: a quorum queue, the strategy, and `reject-publish`; otherwise the
    /// broker silently falls back to at-most-once (RabbitMQ, "Quorum Queues", dead-lettering). The delivery limit is
    /// explicit because its default changed with RabbitMQ 4.0.
    private func limited(to exchange: String, key: String? = nil) -> [String: FieldValue] {
        var arguments = quorum
        arguments["x-dead-letter-exchange"] = .string(exchange)
        arguments["x-dead-letter-strategy"] = .string("at-least-once")
        arguments["x-overflow"] = .string("reject-publish")
        arguments["x-delivery-limit"] = .int32(20)
        if let key { arguments["x-dead-letter-routing-key"] = .string(key) }
        return arguments
    }
}
