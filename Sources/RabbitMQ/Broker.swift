import CRabbitMQ

/// What a broker says of itself when one connects.
public struct BrokerInfo: Sendable, Equatable {
    public var product: String
    public var version: String
    public var platform: String
    public var clusterName: String?
    /// Where it was reached.
    public var address: BrokerAddress
    /// The IP address of that host at which it was reached.
    public var ipAddress: String
}

/// What a queue holds at one moment.
public struct QueueStatus: Sendable, Equatable {
    /// Messages that are ready to be delivered, without those that are out for acknowledgement.
    public var messages: Int
    public var consumers: Int

    public init(messages: Int, consumers: Int) {
        self.messages = messages
        self.consumers = consumers
    }
}

/// Administration: each call makes a short-lived connection on the calling thread, and blocks it.
public enum Broker {
    /// The version of the C library that is loaded.
    public static var librabbitmqVersion: String { String(cString: amqp_version()) }

    /// Connects and logs in.
    ///
    /// - Throws: why that is not possible.
    public static func check(_ configuration: ConnectionConfiguration) throws(RabbitMQError) -> BrokerInfo {
        try connected(configuration) { connection throws(RabbitMQError) in
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

    /// Declares the topology; what exists as declared is left as it is.
    ///
    /// - Returns: why the broker refused the topology, where an earlier one was declared instead
    ///   (``Topology/earlier``).
    /// - Throws: `preconditionFailed` where something exists with other properties: its text names the
    ///   property, what was declared and what is.
    @discardableResult
    public static func declare(
        _ topology: Topology,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> RabbitMQError? {
        try connected(configuration) { connection throws(RabbitMQError) in try connection.declare(topology) }
    }

    /// What the queue holds, or nil when there is no such queue.
    public static func queueStatus(
        _ name: String,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> QueueStatus? {
        try unlessMissing(configuration) { connection throws(RabbitMQError) in
            let reply = try connection.demandQueue(name)
            guard let reply else { throw RabbitMQError(.protocolViolation, "The broker's answer was empty.") }
            return QueueStatus(messages: Int(reply.pointee.message_count), consumers: Int(reply.pointee.consumer_count))
        }
    }

    /// Whether there is an exchange of that name.
    public static func exchangeExists(
        _ name: String,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) -> Bool {
        try unlessMissing(configuration) { connection throws(RabbitMQError) in
            try connection.demandExchange(name)
        } != nil
    }

    /// Deletes the queue with all it holds; a queue that does not exist is as deleted.
    public static func deleteQueue(_ name: String, on configuration: ConnectionConfiguration) throws(RabbitMQError) {
        _ = try unlessMissing(configuration) { connection throws(RabbitMQError) in
            try connection.call("deleting the queue '\(name)'", names: [name]) {
                amqp_queue_delete(connection.state, FrameAssembler.channel, connection.arena.bytes(name), 0, 0)
            }
        }
    }

    /// Deletes the exchange; one that does not exist is as deleted.
    public static func deleteExchange(_ name: String, on configuration: ConnectionConfiguration) throws(RabbitMQError) {
        _ = try unlessMissing(configuration) { connection throws(RabbitMQError) in
            try connection.call("deleting the exchange '\(name)'", names: [name]) {
                amqp_exchange_delete(connection.state, FrameAssembler.channel, connection.arena.bytes(name), 0)
            }
        }
    }

    /// Takes a queue's binding away; one that does not exist is as taken away.
    public static func unbind(
        queue: String,
        from exchange: String,
        routingKey: String,
        on configuration: ConnectionConfiguration
    ) throws(RabbitMQError) {
        _ = try unlessMissing(configuration) { connection throws(RabbitMQError) in
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

    /// Removes all messages that are ready in the queue.
    ///
    /// - Returns: how many.
    /// - Throws: `notFound` when there is no such queue.
    @discardableResult
    public static func purge(_ queue: String, on configuration: ConnectionConfiguration) throws(RabbitMQError) -> Int {
        try connected(configuration) { connection throws(RabbitMQError) in
            let reply = try connection.call("purging the queue '\(queue)'", names: [queue]) {
                amqp_queue_purge(connection.state, FrameAssembler.channel, connection.arena.bytes(queue))
            }
            return Int(reply?.pointee.message_count ?? 0)
        }
    }

    static func connected<Result>(
        _ configuration: ConnectionConfiguration,
        _ body: (borrowing Connection) throws(RabbitMQError) -> Result
    ) throws(RabbitMQError) -> Result {
        var connection = try Connection.open(configuration)
        let result = try body(connection)
        connection.close(until: .after(.seconds(2)), wakeUp: WakeUp())
        return result
    }

    private static func unlessMissing<Result>(
        _ configuration: ConnectionConfiguration,
        _ body: (borrowing Connection) throws(RabbitMQError) -> Result
    ) throws(RabbitMQError) -> Result? {
        do {
            return try connected(configuration, body)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }
}
