public import RabbitMQ

/// The names of the exchanges and queues of Terminus. One prefix determines all of them.
public struct TopologyNames: Sendable, Equatable {
    public var prefix: String

    public init(prefix: String = "terminus") {
        self.prefix = prefix
    }

    /// The topic exchange to which the CRM publishes, and the queue that the intake consumes.
    public var terminations: String { "\(prefix).terminations" }
    /// The fanout exchange and the queue for the broker's own dead letters.
    public var deadLetters: String { "\(prefix).dead-letters" }
    /// The queue for messages that the worker could not take over from ``deadLetters`` either, after all deliveries. Nothing
    /// consumes it.
    public var poisonMessages: String { "\(prefix).poison-messages" }
    /// The topic exchange to which billing and other subscribers bind.
    public var events: String { "\(prefix).events" }

    /// Everything that must exist on the broker. Declaring it again changes nothing.
    public var topology: Topology {
        var topology = combined(with: deadLettersTopology)
        topology.earlier = [combined(with: earlierDeadLettersTopology)]
        return topology
    }

    private func combined(with deadLetters: Topology) -> Topology {
        let all = [terminationsTopology, deadLetters, eventsTopology]
        return Topology(
            exchanges: all.flatMap(\.exchanges),
            queues: all.flatMap(\.queues),
            bindings: all.flatMap(\.bindings)
        )
    }

    /// The topology of the intake. Each component of the worker declares its own, so that the others work if one differs from
    /// what exists.
    var terminationsTopology: Topology {
        Topology(
            exchanges: [ExchangeDeclaration(name: terminations, type: "topic")],
            queues: [QueueDeclaration(name: terminations, arguments: limited(to: deadLetters))],
            bindings: [BindingDeclaration(queue: terminations, to: terminations, routingKey: "#")]
        )
    }

    /// The topology of the intake of the broker's dead letters.
    ///
    /// A message that ends the worker on each delivery leaves both queues by their delivery limits.
    var deadLettersTopology: Topology {
        var topology = deadLettersTopology(limited(to: "", key: poisonMessages))
        // Declare it before the queue that dead-letters to it: if that queue cannot be declared, a policy can still use it.
        topology.queues.insert(QueueDeclaration(name: poisonMessages, arguments: quorum), at: 0)
        topology.earlier = [earlierDeadLettersTopology]
        return topology
    }

    /// The topology of an earlier version, whose queue kept dead letters forever. Existing queues stay unchanged.
    private var earlierDeadLettersTopology: Topology { deadLettersTopology(quorum) }

    private func deadLettersTopology(_ arguments: [String: FieldValue]) -> Topology {
        Topology(
            exchanges: [ExchangeDeclaration(name: deadLetters, type: "fanout")],
            queues: [QueueDeclaration(name: deadLetters, arguments: arguments)],
            bindings: [BindingDeclaration(queue: deadLetters, to: deadLetters)]
        )
    }

    /// The topology of the relay.
    var eventsTopology: Topology { Topology(exchanges: [ExchangeDeclaration(name: events, type: "topic")]) }

    private var quorum: [String: FieldValue] { ["x-queue-type": .string("quorum")] }

    /// The arguments of a quorum queue that dead-letters a message, at least once, after twenty deliveries without settlement.
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
