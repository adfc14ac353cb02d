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
    /// The topic exchange to which billing and others bind.
    public var events: String { "\(prefix).events" }

    /// Everything that must exist on the broker. Declaring it again changes nothing.
    public var topology: Topology {
        let parts = [terminationsTopology, deadLettersTopology, eventsTopology]
        return Topology(
            exchanges: parts.flatMap(\.exchanges),
            queues: parts.flatMap(\.queues),
            bindings: parts.flatMap(\.bindings)
        )
    }

    /// What the intake needs. Each part of the worker declares its own: where one differs from what exists, the others work.
    ///
    /// At-least-once dead-lettering needs all three: a quorum queue, the strategy, and `reject-publish`; otherwise the
    /// broker silently falls back to at-most-once (RabbitMQ, "Quorum Queues", dead-lettering). The delivery limit is
    /// explicit because its default changed with RabbitMQ 4.0.
    var terminationsTopology: Topology {
        Topology(
            exchanges: [ExchangeDeclaration(name: terminations, type: "topic")],
            queues: [
                QueueDeclaration(
                    name: terminations,
                    arguments: [
                        "x-queue-type": .string("quorum"),
                        "x-dead-letter-exchange": .string(deadLetters),
                        "x-dead-letter-strategy": .string("at-least-once"),
                        "x-overflow": .string("reject-publish"),
                        "x-delivery-limit": .int32(20),
                    ]
                )
            ],
            bindings: [BindingDeclaration(queue: terminations, to: terminations, routingKey: "#")]
        )
    }

    /// What the intake of the broker's dead letters needs.
    var deadLettersTopology: Topology {
        Topology(
            exchanges: [ExchangeDeclaration(name: deadLetters, type: "fanout")],
            queues: [QueueDeclaration(name: deadLetters, arguments: ["x-queue-type": .string("quorum")])],
            bindings: [BindingDeclaration(queue: deadLetters, to: deadLetters)]
        )
    }

    /// What the relay needs.
    var eventsTopology: Topology { Topology(exchanges: [ExchangeDeclaration(name: events, type: "topic")]) }
}
