import CRabbitMQ
import Glibc

extension Connection {
    /// Whether the socket accepts data now, so that a send does not block.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Publishes one message: a method, a header and as many body frames as needed. May block until the watchdog ends it.
    ///
    /// - Parameter buffer: may keep the last frames of the message until ``flush(_:)``.
    func publish(_ message: borrowing OutgoingMessage, _ buffer: SendBuffer) throws(RabbitMQError) {
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
            try add(&method, &properties, message.body, buffer)
        }
    }

    /// Sends the frames that ``publish(_:_:)`` has buffered. May block until the watchdog ends it.
    ///
    /// Call it before sending anything through librabbitmq, which does not know these frames.
    func flush(_ buffer: SendBuffer) throws(RabbitMQError) {
        defer { buffer.removeAll() }
        var rest = buffer.bytes
        while !rest.isEmpty {
            let sent = Glibc.send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            if sent >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[sent...])
            } else if errno == EAGAIN {
                // Wait until the socket accepts more, or the watchdog shuts it down.
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
        _ buffer: SendBuffer
    ) throws(RabbitMQError) {
        try check(buffer.add(&method))
        try flushIfFull(buffer)
        try check(buffer.add(&properties, bodySize: body.count))
        var start = 0
        while start < body.count {
            try flushIfFull(buffer)
            let end = min(start + buffer.frameLimit, body.count)
            try check(body.withUnsafeBytes { buffer.add(body: .init(rebasing: $0[start..<end])) })
            start = end
        }
        try flushIfFull(buffer)
    }

    private func flushIfFull(_ buffer: SendBuffer) throws(RabbitMQError) {
        if buffer.isFull { try flush(buffer) }
    }

    /// Sends with librabbitmq, which owns the TLS session.
    private func send(
        _ method: amqp_basic_publish_t,
        _ properties: inout amqp_basic_properties_t,
        _ body: [UInt8]
    ) throws(RabbitMQError) {
        let status = body.withUnsafeBytes { body in
            // librabbitmq only reads the body, although the parameter is mutable.
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
