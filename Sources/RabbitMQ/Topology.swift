/// The exchanges, queues and bindings that a program needs. They are declared in this order.
public struct Topology: Sendable, Equatable {
    public var exchanges: [ExchangeDeclaration]
    public var queues: [QueueDeclaration]
    public var bindings: [BindingDeclaration]
    /// The topologies of earlier versions of the program, the latest first. If the broker refuses this topology because a
    /// queue exists with other arguments, or because the user may not declare a new object, the next one is declared
    /// instead.
    public var earlier: [Topology]

    public init(
        exchanges: [ExchangeDeclaration] = [],
        queues: [QueueDeclaration] = [],
        bindings: [BindingDeclaration] = [],
        earlier: [Topology] = []
    ) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
        self.earlier = earlier
    }
}

/// The declaration of an exchange.
public struct ExchangeDeclaration: Sendable, Equatable {
    public var name: String
    /// `direct`, `fanout`, `topic`, `headers`, or the type of a plugin.
    public var type: String
    public var durable: Bool
    public var autoDelete: Bool
    /// Whether only other exchanges can publish to it.
    public var `internal`: Bool
    public var arguments: [String: FieldValue]

    public init(
        name: String,
        type: String,
        durable: Bool = true,
        autoDelete: Bool = false,
        internal: Bool = false,
        arguments: [String: FieldValue] = [:]
    ) {
        self.name = name
        self.type = type
        self.durable = durable
        self.autoDelete = autoDelete
        self.internal = `internal`
        self.arguments = arguments
    }
}

/// The declaration of a queue.
public struct QueueDeclaration: Sendable, Equatable {
    public var name: String
    public var durable: Bool
    public var exclusive: Bool
    public var autoDelete: Bool
    public var arguments: [String: FieldValue]

    public init(
        name: String,
        durable: Bool = true,
        exclusive: Bool = false,
        autoDelete: Bool = false,
        arguments: [String: FieldValue] = [:]
    ) {
        self.name = name
        self.durable = durable
        self.exclusive = exclusive
        self.autoDelete = autoDelete
        self.arguments = arguments
    }
}

/// A binding from an exchange to a queue or to another exchange.
public struct BindingDeclaration: Sendable, Equatable {
    /// The target of a binding.
    public enum Destination: Sendable, Equatable {
        case queue(String)
        case exchange(String)
    }

    public var source: String
    public var destination: Destination
    public var routingKey: String
    public var arguments: [String: FieldValue]

    public init(
        source: String,
        destination: Destination,
        routingKey: String = "",
        arguments: [String: FieldValue] = [:]
    ) {
        self.source = source
        self.destination = destination
        self.routingKey = routingKey
        self.arguments = arguments
    }

    /// A binding to a queue.
    public init(queue: String, to source: String, routingKey: String = "", arguments: [String: FieldValue] = [:]) {
        self.init(source: source, destination: .queue(queue), routingKey: routingKey, arguments: arguments)
    }
}
