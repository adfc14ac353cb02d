import CRabbitMQ
import Glibc

extension Connection {
    /// Whether the socket takes data now: what it does not take would block in librabbitmq.
    var isWritable: Bool {
        var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Holds small frames back until they fill a segment (TCP_CORK), or lets them go.
    func cork(_ isIn: Bool) {
        var value: Int32 = isIn ? 1 : 0
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Sends one message: a method, a header and as many bodies as it takes. May block.
    func publish(_ message: borrowing OutgoingMessage) throws(RabbitMQError) {
        defer { arena.reset() }
        var properties = arena.properties(message.properties)
        let exchange = arena.bytes(message.exchange)
        let routingKey = arena.bytes(message.routingKey)
        let mandatory: amqp_boolean_t = message.mandatory ? 1 : 0
        let status = message.body.withUnsafeBytes { body in
            // librabbitmq only reads the body, whatever its type says.
            let bytes = amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
            return amqp_basic_publish(
                state,
                FrameAssembler.channel,
                exchange,
                routingKey,
                mandatory,
                0,
                &properties,
                bytes
            )
        }
        if status != AMQP_STATUS_OK.rawValue { throw failure(status, during: "publishing") }
    }
}
