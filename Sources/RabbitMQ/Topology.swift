/// The exchanges, queues and bindings that a program needs; declared in this order.
public struct Topology: Sendable, Equatable {
    public var exchanges: [ExchangeDeclaration]
    public var queues: [QueueDeclaration]
    public var bindings: [BindingDeclaration]
    /// What earlier versions of the program declared, the latest first. Where the broker refuses this topology, since a queue
    /// exists with other arguments or the user may not declare what is new, the next one is declared instead.
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

/// An exchange as it must be.
public struct ExchangeDeclaration: Sendable, Equatable {
    public var name: String
    /// `direct`, `fanout`, `topic`, `headers`, or a plugin's.
    public var type: String
    public var durable: Bool
    public var autoDelete: Bool
    /// Takes messages from other exchanges only.
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

/// A queue as it must be.
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
    /// Where the messages go.
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
