import CRabbitMQ

/// A permission of a user on one queue or exchange (RabbitMQ, "Access Control").
public enum Permission: Sendable, Equatable, CustomStringConvertible {
    /// To consume a queue.
    case read(queue: String)
    /// To publish to an exchange with a routing key. On a topic exchange the routing key can have a permission of its own.
    case write(exchange: String, routingKey: String)
    /// To declare a queue or exchange that exists already.
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
    /// Checks whether the user has a permission, without changing anything: no message is consumed or published, and
    /// nothing is declared that does not exist.
    ///
    /// AMQP 0-9-1 has no query for permissions, but RabbitMQ checks permissions before the rest of a method. Reading and
    /// writing are therefore tried with a property that every broker refuses: 403 means that the permission is missing,
    /// 406 that only the property was refused.
    ///
    /// Publishing is checked on RabbitMQ only.
    ///
    /// - Returns: nil if the user has the permission. Otherwise the refusal: `accessRefused`, or `preconditionFailed` if the
    ///   queue or exchange exists with other properties than those to declare.
    /// - Throws: if the check was not possible; `notFound` if the queue or exchange does not exist.
    public static func refusal(
        of permission: Permission,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> RabbitMQError? {
        do throws(RabbitMQError) {
            try withConnection(configuration) { connection throws(RabbitMQError) in try connection.attempt(permission) }
            return nil
        } catch {
            switch (permission, error.code) {
            case (_, .accessRefused):
                return RabbitMQError(
                    .accessRefused,
                    rawCode: error.rawCode,
                    "The user has no \(permission). \(error.detail)",
                    hint: "Grant it: rabbitmqctl set_permissions, or set_topic_permissions for a topic."
                )
            case (.configureQueue, .preconditionFailed), (.configureExchange, .preconditionFailed): return error
            case (_, .preconditionFailed): return nil
            default: throw error
            }
        }
    }
}

extension Connection {
    /// The properties that the broker sent during connection negotiation (AMQP 0-9-1, 1.4.2.1).
    var serverProperties: [String: FieldValue] {
        amqp_get_server_properties(state).map { FieldValue.table($0.pointee) } ?? [:]
    }

    fileprivate func attempt(_ permission: Permission) throws(RabbitMQError) {
        switch permission {
        case .read(let queue):
            // A priority must be a number (RabbitMQ, "Consumer Priorities").
            let arguments: [String: FieldValue] = ["x-priority": .string("none")]
            try call("checking whether the queue '\(queue)' may be consumed", names: [queue], arguments: arguments) {
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
            // Another broker might accept the message.
            guard serverProperties["product"]?.string == "RabbitMQ" else { return }
            // An expiration must be a number of milliseconds (RabbitMQ, "Time-To-Live and Expiration").
            var properties = BasicProperties()
            properties.expiration = "none"
            let buffer = SendBuffer(frameLimit: frameLimit)
            try publish(
                OutgoingMessage(exchange: exchange, routingKey: routingKey, body: [], properties: properties, token: 0),
                buffer
            )
            try flush(buffer)
            // `basic.publish` has no answer. Its error arrives as the answer to the next method.
            try call("checking whether the exchange '\(exchange)' accepts messages", names: [exchange]) {
                amqp_basic_qos(state, FrameAssembler.channel, 0, 1, 0)
            }
        case .configureQueue(let queue):
            try requireQueue(queue.name)
            try declare(Topology(queues: [queue]))
        case .configureExchange(let exchange):
            try requireExchange(exchange.name)
            try declare(Topology(exchanges: [exchange]))
        }
    }
}
