import CRabbitMQ

/// What a user may do with one queue or exchange (RabbitMQ, "Access Control").
public enum Permission: Sendable, Equatable, CustomStringConvertible {
    /// To consume a queue.
    case read(queue: String)
    /// To publish to an exchange with a routing key: a topic exchange may have a permission for the key of its own.
    case write(exchange: String, routingKey: String)
    /// To declare what exists already.
    case configureQueue(QueueDeclaration)
    case configureExchange(ExchangeDeclaration)

    public var description: String {
        switch self {
        case .read(let queue): "read permission on the queue '\(queue)'"
        case .write("", _): "write permission on the default exchange, amq.default"
        case .write(let exchange, let key):
            "write permission on the exchange '\(exchange)' for the routing key '\(key)'"
        case .configureQueue(let queue): "configure permission on the queue '\(queue.name)'"
        case .configureExchange(let exchange): "configure permission on the exchange '\(exchange.name)'"
        }
    }
}

extension Broker {
    /// Finds out whether the user has a permission, and changes nothing: no message is taken or published, and nothing is
    /// declared that does not exist.
    ///
    /// AMQP 0-9-1 has no question about permissions. RabbitMQ looks at them first, and only then at the rest of a method. So
    /// reading and writing are tried with a property that no broker may accept: 403 says that the permission is missing, 406
    /// that only the property was refused.
    ///
    /// Whether something may be published is only asked of RabbitMQ.
    ///
    /// - Returns: what the broker refused, of code `accessRefused`, or `preconditionFailed` where a queue or exchange
    ///   exists with other properties than those that it would be declared with; nil where the user may do it.
    /// - Throws: where the answer cannot be had. `notFound` where there is no such queue or exchange.
    public static func refusal(
        of permission: Permission,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> RabbitMQError? {
        do throws(RabbitMQError) {
            try connected(configuration) { connection throws(RabbitMQError) in try connection.attempt(permission) }
            return nil
        } catch {
            switch (permission, error.code) {
            case (_, .accessRefused):
                return RabbitMQError(
                    .accessRefused,
                    rawCode: error.rawCode,
                    "The user has no \(permission). \(error.detail)",
                    hint: "Give it to the user: rabbitmqctl set_permissions, or set_topic_permissions for a topic."
                )
            case (.configureQueue, .preconditionFailed), (.configureExchange, .preconditionFailed): return error
            case (_, .preconditionFailed): return nil
            default: throw error
            }
        }
    }
}

extension Connection {
    /// What the broker said of itself when it was connected to (AMQP 0-9-1, 1.4.2.1).
    var serverProperties: [String: FieldValue] {
        amqp_get_server_properties(state).map { FieldValue.table($0.pointee) } ?? [:]
    }

    fileprivate func attempt(_ permission: Permission) throws(RabbitMQError) {
        switch permission {
        case .read(let queue):
            // A priority is a number (RabbitMQ, "Consumer Priorities").
            let arguments: [String: FieldValue] = ["x-priority": .string("none")]
            try call("asking whether the queue '\(queue)' may be consumed", names: [queue], arguments: arguments) {
                amqp_basic_consume(
                    state,
                    FrameAssembler.channel,
                    arena.bytes(queue),
                    amqp_empty_bytes,
                    0,
                    0,
                    0,
                    arena.table(arguments)
                )
            }
        case .write(let exchange, let routingKey):
            // Another broker may take the message.
            guard serverProperties["product"]?.string == "RabbitMQ" else { return }
            // An expiration is a number of milliseconds (RabbitMQ, "Time-To-Live and Expiration").
            var properties = BasicProperties()
            properties.expiration = "none"
            let frames = FrameBuffer(frameLimit: frameLimit)
            try publish(
                OutgoingMessage(exchange: exchange, routingKey: routingKey, body: [], properties: properties, token: 0),
                frames
            )
            try flush(frames)
            // A publication has no answer of its own: what was wrong with it is the answer to the next method.
            try call("asking whether something may be published to the exchange '\(exchange)'", names: [exchange]) {
                amqp_basic_qos(state, FrameAssembler.channel, 0, 1, 0)
            }
        case .configureQueue(let queue):
            try demandQueue(queue.name)
            try declare(Topology(queues: [queue]))
        case .configureExchange(let exchange):
            try demandExchange(exchange.name)
            try declare(Topology(exchanges: [exchange]))
        }
    }
}
