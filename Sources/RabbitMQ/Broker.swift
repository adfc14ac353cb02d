import CRabbitMQ

/// The broker's description of itself, which it sends during connection negotiation.
public struct BrokerInfo: Sendable, Equatable {
    public var product: String
    public var version: String
    public var platform: String
    public var clusterName: String?
    /// The configured address that accepted the connection.
    public var address: BrokerAddress
    /// The IP address of that host that accepted the connection.
    public var ipAddress: String
}

/// The number of messages and consumers of a queue at one moment.
public struct QueueStatus: Sendable, Equatable {
    /// Messages that are ready for delivery; unacknowledged deliveries are not included.
    public var messages: Int
    public var consumers: Int

    public init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}

/// Administration of a broker. Each call opens a short-lived connection on the calling thread and blocks that thread.
public enum Broker {
    /// The version of the loaded C library.
    public static var librabbitmqVersion: String { String(cString: amqp_version()) }

    /// Connects and logs in.
    ///
    /// - Throws: the reason why the connection or the login failed.
    public static func check(_ configuration: ConnectionConfiguration) throws(RabbitMQError) -> BrokerInfo {
        try withConnection(configuration) { connection throws(RabbitMQError) in
            let properties = connection.serverProperties
            return BrokerInfo(
                product: properties["product"]?.string ?? "unknown",
                version: properties["version"]?.string ?? "unknown",
                platform: properties["platform"]?.string ?? "unknown",
                clusterName: properties["cluster_name"]?.string,
                address: connection.address,
                ipAddress: connection.endpoint.ip
            )
        }
    }

    /// Declares the topology. Objects that exist as declared stay unchanged.
    ///
    /// - Returns: the reason why the broker refused the topology, if an earlier one was declared instead
    ///   (``Topology/earlier``).
    /// - Throws: `preconditionFailed` if an object exists with other properties. The error names the property, the
    ///   declared value and the existing value.
    @discardableResult
    public static func declare(
        _ topology: Topology,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> RabbitMQError? {
        try withConnection(configuration) { connection throws(RabbitMQError) in try connection.declare(topology) }
    }

    /// The status of the queue, or nil if the queue does not exist.
    public static func queueStatus(
        _ name: String,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> QueueStatus? {
        try nilIfNotFound(configuration) { connection throws(RabbitMQError) in
            let reply = try connection.requireQueue(name)
            guard let reply else { throw RabbitMQError(.protocolViolation, "The broker's answer was empty.") }
            return QueueStatus(messages: Int(reply.pointee.message_count), consumers: Int(reply.pointee.consumer_count))
        }
    }

    /// Whether the exchange exists.
    public static func exchangeExists(
        _ name: String,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> Bool {
        try nilIfNotFound(configuration) { connection throws(RabbitMQError) in
            try connection.requireExchange(name)
        } != nil
    }

    /// Deletes the queue and its messages. Succeeds if the queue does not exist.
    public static func deleteQueue(_ name: String, on configuration: ConnectionConfiguration) throws(RabbitMQError) {
        _ = try nilIfNotFound(configuration) { connection throws(RabbitMQError) in
            try connection.call("deleting the queue '\(name)'", names: [name]) {
                amqp_queue_delete(connection.state, FrameAssembler.channel, connection.arena.bytes(name), 0, 0)
            }
        }
    }

    /// Deletes the exchange. Succeeds if the exchange does not exist.
    public static func deleteExchange(_ name: String, on configuration: ConnectionConfiguration) throws(RabbitMQError) {
        _ = try nilIfNotFound(configuration) { connection throws(RabbitMQError) in
            try connection.call("deleting the exchange '\(name)'", names: [name]) {
                amqp_exchange_delete(connection.state, FrameAssembler.channel, connection.arena.bytes(name), 0)
            }
        }
    }

    /// Removes a binding of a queue. Succeeds if the binding does not exist.
    public static func unbind(
        queue: String,
        from exchange: String,
        routingKey: String,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) {
        _ = try nilIfNotFound(configuration) { connection throws(RabbitMQError) in
            try connection.call("unbinding the queue '\(queue)'", names: [queue, exchange, routingKey]) {
                amqp_queue_unbind(
                    connection.state,
                    FrameAssembler.channel,
                    connection.arena.bytes(queue),
                    connection.arena.bytes(exchange),
                    connection.arena.bytes(routingKey),
                    amqp_empty_table
                )
            }
        }
    }

    /// Removes all ready messages from the queue.
    ///
    /// - Returns: the number of removed messages.
    /// - Throws: `notFound` if the queue does not exist.
    @discardableResult
    public static func purge(_ queue: String, on configuration: ConnectionConfiguration) throws(RabbitMQError) -> Int {
        try withConnection(configuration) { connection throws(RabbitMQError) in
            let reply = try connection.call("purging the queue '\(queue)'", names: [queue]) {
                amqp_queue_purge(connection.state, FrameAssembler.channel, connection.arena.bytes(queue))
            }
            return Int(reply?.pointee.message_count ?? 0)
        }
    }

    /// Opens a connection, runs the body and closes the connection in order.
    static func withConnection<Result>(
        _ configuration: ConnectionConfiguration,
        _ body: (borrowing Connection) throws(RabbitMQError) -> Result
    ) throws(RabbitMQError) -> Result {
        var connection = try Connection.open(configuration)
        let result = try body(connection)
        connection.close(until: .after(.seconds(2)), eventFD: EventFD())
        return result
    }

    /// Runs the body on a connection; nil if the broker answers that the object does not exist.
    private static func nilIfNotFound<Result>(
        _ configuration: ConnectionConfiguration,
        _ body: (borrowing Connection) throws(RabbitMQError) -> Result
    ) throws(RabbitMQError) -> Result? {
        do {
            return try withConnection(configuration, body)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }
}
