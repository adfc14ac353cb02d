import CRabbitMQ

extension Connection {
    /// Declares the whole topology in order. Objects that exist as declared stay unchanged.
    ///
    /// Call it before consuming: librabbitmq's RPCs must not be mixed with deliveries.
    ///
    /// - Returns: the reason why the broker refused the topology, if an earlier one was declared instead.
    /// - Throws: `preconditionFailed` if an object exists with other properties; the error names both values. The broker
    ///   has closed the channel then, and the connection cannot be used any more.
    @discardableResult
    func declare(_ topology: Topology) throws(RabbitMQError) -> RabbitMQError? {
        var refusal: RabbitMQError?
        var candidates = [topology] + topology.earlier
        while true {
            do {
                try declareAll(of: candidates.removeFirst())
                return refusal
            } catch {
                guard !candidates.isEmpty, error.code == .preconditionFailed || error.code == .accessRefused else {
                    throw error
                }
                refusal = refusal ?? error
                try reopenChannel()
            }
        }
    }

    /// Opens the channel again after the broker has closed it because of an RPC.
    private func reopenChannel() throws(RabbitMQError) {
        try guarded { () throws(RabbitMQError) in
            var ok = amqp_channel_close_ok_t()
            try send(AMQP_CHANNEL_CLOSE_OK_METHOD, &ok)
            amqp_channel_open(state, FrameAssembler.channel)
            try check("opening the channel again")
        }
    }

    private func declareAll(of topology: Topology) throws(RabbitMQError) {
        for exchange in topology.exchanges { try declare(exchange) }
        for queue in topology.queues { try declare(queue) }
        for binding in topology.bindings { try declare(binding) }
    }

    /// Checks that the exchange exists.
    ///
    /// - Throws: `notFound` if it does not exist. The broker has closed the channel then.
    func requireExchange(_ name: String) throws(RabbitMQError) {
        try call("checking the exchange '\(name)'", names: [name]) {
            amqp_exchange_declare(
                state,
                FrameAssembler.channel,
                arena.bytes(name),
                arena.bytes("direct"),
                1,
                0,
                0,
                0,
                amqp_empty_table
            )
        }
    }

    /// Checks that the queue exists.
    ///
    /// - Returns: the broker's answer. librabbitmq owns its memory, which is valid until the next call.
    /// - Throws: `notFound` if it does not exist. The broker has closed the channel then.
    @discardableResult
    func requireQueue(_ name: String) throws(RabbitMQError) -> UnsafeMutablePointer<amqp_queue_declare_ok_t>? {
        try call("checking the queue '\(name)'", names: [name]) {
            amqp_queue_declare(state, FrameAssembler.channel, arena.bytes(name), 1, 0, 0, 0, amqp_empty_table)
        }
    }

    private func declare(_ exchange: ExchangeDeclaration) throws(RabbitMQError) {
        try call(
            "declaring the exchange '\(exchange.name)'",
            names: [exchange.name, exchange.type],
            arguments: exchange.arguments
        ) {
            amqp_exchange_declare(
                state,
                FrameAssembler.channel,
                arena.bytes(exchange.name),
                arena.bytes(exchange.type),
                0,
                exchange.durable ? 1 : 0,
                exchange.autoDelete ? 1 : 0,
                exchange.internal ? 1 : 0,
                arena.table(exchange.arguments)
            )
        }
    }

    private func declare(_ queue: QueueDeclaration) throws(RabbitMQError) {
        try call("declaring the queue '\(queue.name)'", names: [queue.name], arguments: queue.arguments) {
            amqp_queue_declare(
                state,
                FrameAssembler.channel,
                arena.bytes(queue.name),
                0,
                queue.durable ? 1 : 0,
                queue.exclusive ? 1 : 0,
                queue.autoDelete ? 1 : 0,
                arena.table(queue.arguments)
            )
        }
    }

    private func declare(_ binding: BindingDeclaration) throws(RabbitMQError) {
        switch binding.destination {
        case .queue(let queue):
            try call(
                "binding the queue '\(queue)' to the exchange '\(binding.source)'",
                names: [queue, binding.source, binding.routingKey],
                arguments: binding.arguments
            ) {
                amqp_queue_bind(
                    state,
                    FrameAssembler.channel,
                    arena.bytes(queue),
                    arena.bytes(binding.source),
                    arena.bytes(binding.routingKey),
                    arena.table(binding.arguments)
                )
            }
        case .exchange(let exchange):
            try call(
                "binding the exchange '\(exchange)' to the exchange '\(binding.source)'",
                names: [exchange, binding.source, binding.routingKey],
                arguments: binding.arguments
            ) {
                amqp_exchange_bind(
                    state,
                    FrameAssembler.channel,
                    arena.bytes(exchange),
                    arena.bytes(binding.source),
                    arena.bytes(binding.routingKey),
                    arena.table(binding.arguments)
                )
            }
        }
    }

    /// Makes one RPC and reads its reply, in one step.
    ///
    /// - Parameters:
    ///   - names: the short strings of the call. librabbitmq truncates the length of a longer string to one byte, which
    ///     corrupts the connection, so it is refused here.
    ///   - arguments: the table of the call.
    /// - Returns: the result of librabbitmq's function. librabbitmq owns its memory, which is valid until the next call.
    @discardableResult
    func call<Result>(
        _ activity: String,
        names: [String] = [],
        arguments: [String: FieldValue] = [:],
        _ body: () -> Result
    ) throws(RabbitMQError) -> Result {
        guard names.allSatisfy({ $0.utf8.count <= 255 }),
            let size = FieldValue.encodedSize(ofTable: arguments), size < frameLimit - 1_024
        else {
            throw RabbitMQError(
                .invalidMessage,
                "A name is longer than 255 bytes, or an argument cannot be sent, in \(activity)."
            )
        }
        amqp_maybe_release_buffers(state)
        defer { arena.reset() }
        return try guarded { () throws(RabbitMQError) in
            let result = body()
            try check(activity)
            return result
        }
    }
}
