import RabbitMQ
import Testing

@Suite struct `Consuming from a faulty broker` {
    /// Consumes what the scripted broker sends on its second connection; the first one runs `fault`.
    ///
    /// - Returns: why the first connection ended.
    private func reason(_ fault: @escaping @Sendable (Peer) throws -> Void) throws -> RabbitMQError {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            if peer.number == 1 {
                try fault(peer)
            } else {
                try peer.send(AMQPBytes.delivery(tag: 1, "sound"))
            }
        }
        let states = Record<ConnectionState>()
        let consumer = Consumer(
            connection: broker.configuration,
            queue: "q",
            prefetch: 10,
            logger: LiveBroker.quiet,
            onStateChange: { states.add($0) }
        )
        consumer.start()
        let delivery = consumer.take(1).first
        #expect(delivery?.text == "sound")
        #expect(delivery?.tag == DeliveryTag(generation: 2, number: 1))
        consumer.close()
        broker.stop()
        let errors = states.all.compactMap { if case .connecting(_, let error?) = $0 { error } else { nil } }
        return try #require(errors.first)
    }

    @Test(arguments: faults)
    func `drops the connection and makes a new one on`(what: String, bytes: [UInt8]) throws {
        #expect(try reason { peer in try peer.send(bytes) }.code == .protocolViolation)
    }

    @Test func `answers a channel's close, and makes a new connection`() throws {
        let error = try reason { peer in
            try peer.send(AMQPBytes.close(channel: 1, code: 406, "PRECONDITION_FAILED - unknown delivery tag"))
            try peer.expect(20, 41)
        }
        #expect(error.code == .preconditionFailed)
        #expect(error.rawCode == 406)
    }

    @Test func `answers a connection's close, and makes a new connection`() throws {
        let error = try reason { peer in
            try peer.send(AMQPBytes.close(channel: 0, code: 320, "CONNECTION_FORCED - shutdown"))
            try peer.expect(10, 51)
        }
        #expect(error.code == .connectionClosed)
    }

    @Test func `makes a new connection when the broker cancels the consumer`() throws {
        let error = try reason { peer in
            try peer.send(
                AMQPBytes.method(60, 30) { fields in
                    fields.add(short: "terminus")
                    fields.add(1 as UInt8)
                }
            )
        }
        #expect(error.code == .consumerCancelled)
    }

    @Test func `makes a new connection when one ends in the middle of a message`() throws {
        let error = try reason { peer in
            try peer.send(AMQPBytes.deliver(tag: 1) + AMQPBytes.header(size: 10))
            throw Peer.Failure.closed
        }
        #expect(error.code == .connectionClosed)
    }

    @Test func `reads frames that come byte by byte`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            for byte in AMQPBytes.delivery(tag: 1, "slow") + AMQPBytes.delivery(tag: 2, "") { try peer.send([byte]) }
        }
        let consumer = Consumer(connection: broker.configuration, queue: "q", prefetch: 10, logger: LiveBroker.quiet)
        consumer.start()
        #expect(consumer.take(2).map(\.text) == ["slow", ""])
        consumer.close()
        broker.stop()
    }

    @Test func `survives headers that are nested without end`() throws {
        // A table with one array in an array in an array, as deep as a frame can hold.
        var nested: [UInt8] = []
        for _ in 0..<20_000 {
            var array = AMQPBytes()
            array.add(UInt8(ascii: "A"))
            array.add(UInt32(nested.count))
            nested = array.bytes + nested
        }
        var properties = AMQPBytes()
        properties.add(0x2000 as UInt16)
        properties.add(long: [1, UInt8(ascii: "h")] + nested)
        let frames = AMQPBytes.deliver(tag: 1) + AMQPBytes.header(size: 0, properties: properties.bytes)
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            try peer.send(frames)
        }
        let consumer = Consumer(connection: broker.configuration, queue: "q", prefetch: 10, logger: LiveBroker.quiet)
        consumer.start()
        var value = try #require(consumer.take(1).first?.properties.headers["h"])
        var depth = 0
        while case .array(let inner) = value, let next = inner.first { (value, depth) = (next, depth + 1) }
        #expect(value == .void)
        #expect(depth == 32)
        consumer.close()
        broker.stop()
    }
}

/// What a broker must not send, and what it is.
private let faults: [(String, [UInt8])] = [
    ("a body of 2^60 bytes", AMQPBytes.deliver(tag: 1) + AMQPBytes.header(size: 1 << 60)),
    ("a body above the limit", AMQPBytes.deliver(tag: 1) + AMQPBytes.header(size: 128 * 1024 * 1024 + 1)),
    ("a header without a method", AMQPBytes.header(size: 1)),
    ("a body without a header", AMQPBytes.deliver(tag: 1) + AMQPBytes.body([1])),
    ("a body that is too long", AMQPBytes.deliver(tag: 1) + AMQPBytes.header(size: 1) + AMQPBytes.body([1, 2])),
    ("a method in the middle of a message", AMQPBytes.deliver(tag: 1) + AMQPBytes.deliver(tag: 2)),
    ("a channel that is not open", AMQPBytes.method(60, 11, channel: 7)),
    ("garbage", Array("this is not AMQP at all".utf8)),
    ("an unknown method", AMQPBytes.method(99, 99)),
    ("a truncated method", AMQPBytes.method(60, 60)),
    ("a frame without its end", [3, 0, 1, 0, 0, 0, 1, 0, 0]),
]
