import RabbitMQ
import Testing

@Suite struct `A message's way through the broker` {
    /// Publishes a message and gives it back as it is delivered.
    private func roundTrip(body: [UInt8] = Array("body".utf8), _ properties: BasicProperties) throws -> Delivery {
        var result: Delivery?
        try LiveBroker.withQueue("round-trip") { queue, configuration in
            let message = OutgoingMessage(exchange: "", routingKey: queue, body: body, properties: properties, token: 0)
            let publisher = Publisher(connection: configuration, logger: LiveBroker.quiet) { _ in }
            publisher.start()
            #expect(publisher.publish([message]))
            let consumer = Consumer(connection: configuration, queue: queue, prefetch: 1, logger: LiveBroker.quiet)
            consumer.start()
            result = consumer.take(1).first
            consumer.close()
            publisher.close()
        }
        return try #require(result)
    }

    @Test func `keeps every property`() throws {
        let properties = BasicProperties(
            contentType: "application/json",
            contentEncoding: "utf-8",
            headers: ["a": "b"],
            deliveryMode: 2,
            priority: 3,
            correlationID: "correlation",
            replyTo: "answers",
            expiration: "600000",
            messageID: "münchen ✓",
            timestamp: 1_700_000_000,
            type: "type",
            userID: "guest",
            appID: "app"
        )
        let delivery = try roundTrip(properties)
        #expect(delivery.properties == properties)
        #expect(delivery.exchange == "")
        #expect(delivery.routingKey.hasPrefix("terminus-test.round-trip"))
        #expect(!delivery.isRedelivered)
        #expect(delivery.deliveryCount == nil)
    }

    @Test func `keeps a message without any property`() throws {
        let delivery = try roundTrip(BasicProperties())
        #expect(delivery.properties == BasicProperties())
    }

    /// Frames carry 131,064 bytes at most, and 65,536 bytes are sent at once: the edges of both, from several messages.
    @Test func `keeps messages that share what is sent at once, and those that take several frames`() throws {
        let sizes = [0, 1, 65_300, 65_536, 3, 131_063, 131_064, 131_065, 0, 262_128, 262_129, 20, 1_000_000, 7]
        let bodies = sizes.enumerated().map { index, size in
            (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }
        }
        try LiveBroker.withQueue("frames") { queue, configuration in
            let publisher = Publisher(connection: configuration, logger: LiveBroker.quiet) { _ in }
            publisher.start()
            let messages = bodies.enumerated().map { index, body in
                OutgoingMessage(exchange: "", routingKey: queue, body: body, token: UInt64(index))
            }
            #expect(publisher.publish(messages))
            #expect(publisher.drain(timeout: .seconds(20)))
            publisher.close()
            let consumer = Consumer(connection: configuration, queue: queue, prefetch: 100, logger: LiveBroker.quiet)
            consumer.start()
            #expect(consumer.take(bodies.count).map(\.body) == bodies)
            consumer.close()
        }
    }

    @Test(
        arguments: [
            .bool(true), .bool(false), .int8(-8), .uint8(200), .int16(-16_000), .uint16(60_000), .int32(-2_000_000_000),
            .uint32(4_000_000_000), .int64(.min), .float(1.5), .double(-2.25),
            .decimal(scale: 2, value: 12_345),
            .string("text ✓"), .string(""), .bytes([0, 255, 1]), .timestamp(1_700_000_000), .void, .array([]),
            .table([:]),
            .array([.int32(1), .string("two"), .array([.void])]), .table(["inner": .table(["deep": .bool(true)])]),
        ] as [FieldValue]
    )
    func `keeps a header of each type`(value: FieldValue) throws {
        let delivery = try roundTrip(BasicProperties(headers: ["header": value]))
        #expect(delivery.properties.headers == ["header": value])
    }

    @Test func `keeps the number of an unsigned header`() throws {
        let delivery = try roundTrip(BasicProperties(headers: ["header": .uint64(UInt64(Int64.max))]))
        #expect(delivery.properties.headers["header"]?.integer == .max)
    }

    @Test(arguments: [0, 1, 131_064, 131_065, 1_000_000]) func `keeps bodies of any size`(size: Int) throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let delivery = try roundTrip(body: body, BasicProperties(deliveryMode: 2))
        #expect(delivery.body == body)
    }
}
