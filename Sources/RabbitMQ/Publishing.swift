import CRabbitMQ
import Glibc

extension Connection {
    /// Whether the socket takes data now: what it does not take would block.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Publishes one message: a method, a header and as many bodies as it takes. May block, until the watchdog ends it.
    ///
    /// - Parameter frames: where the end of it may stay until ``flush(_:)``.
    func publish(_ message: borrowing OutgoingMessage, _ frames: FrameBuffer) throws(RabbitMQError) {
        defer { arena.reset() }
        var properties = arena.properties(message.properties)
        var method = amqp_basic_publish_t(
            ticket: 0,
            exchange: arena.bytes(message.exchange),
            routing_key: arena.bytes(message.routingKey),
            mandatory: message.mandatory ? 1 : 0,
            immediate: 0
        )
        if address.usesTLS {
            try send(method, &properties, message.body)
        } else {
            try add(&method, &properties, message.body, frames)
        }
    }

    /// Sends what ``publish(_:_:)`` has gathered. May block, until the watchdog ends it.
    ///
    /// Nothing else may be sent before: librabbitmq knows nothing of these frames.
    func flush(_ frames: FrameBuffer) throws(RabbitMQError) {
        defer { frames.removeAll() }
        var rest = frames.bytes
        while !rest.isEmpty {
            let sent = Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            if sent >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
            } else if errno == EAGAIN {
                // Until it takes more, or the watchdog shuts it down.
                var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
                poll(&descriptor, 1, -1)
            } else if errno != EINTR {
                throw failure(AMQP_STATUS_SOCKET_ERROR.rawValue, during: "publishing")
            }
        }
    }

    private func add(
        _ method: inout amqp_basic_publish_t,
        _ properties: inout amqp_basic_properties_t,
        _ body: [UInt8],
        _ frames: FrameBuffer
    ) throws(RabbitMQError) {
        try check(frames.add(&method))
        try flushIfFull(frames)
        try check(frames.add(&properties, bodySize: body.count))
        var start = 0
        while start < body.count {
            try flushIfFull(frames)
            let end = min(start + frames.frameLimit, body.count)
            try check(body.withUnsafeBytes { frames.add(body: .init(rebasing: $0[start..<end])) })
            start = end
        }
        try flushIfFull(frames)
    }

    private func flushIfFull(_ frames: FrameBuffer) throws(RabbitMQError) {
        if frames.isFull { try flush(frames) }
    }

    /// Only librabbitmq can send through its TLS.
    private func send(
        _ method: amqp_basic_publish_t,
        _ properties: inout amqp_basic_properties_t,
        _ body: [UInt8]
    ) throws(RabbitMQError) {
        let status = body.withUnsafeBytes { body in
            // librabbitmq only reads the body, whatever its type says.
            let bytes = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
            return amqp_basic_publish(
                state,
                FrameAssembler.channel,
                method.exchange,
                method.routing_key,
                method.mandatory,
                0,
                &properties,
                bytes
            )
        }
        try check(amqp_status_enum(status))
    }

    private func check(_ status: amqp_status_enum) throws(RabbitMQError) {
        if status != AMQP_STATUS_OK { throw failure(status.rawValue, during: "publishing") }
    }
}
