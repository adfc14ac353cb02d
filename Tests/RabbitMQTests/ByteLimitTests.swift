import Testing

@testable import RabbitMQ

/// Adds up what it sees, so that a test can tell whether every byte came once.
private struct Sum: BodyDigest {
    var bytes = 0
    var sum = 0

    mutating func update(_ piece: UnsafeRawBufferPointer) {
        bytes += piece.count
        sum = piece.reduce(sum) { $0 &+ Int($1) }
    }

    static func limit(_ bytes: Int, keeping kept: Int) -> BodyLimit {
        BodyLimit(bytes: bytes, keptBytes: kept) { _ in Sum() }
    }
}

extension Peer {
    /// Sends a delivery whose body is larger than a frame can carry.
    fileprivate func send(tag: UInt64, sizeInFrames count: Int, frame: [UInt8]) throws {
        try send(AMQPBytes.deliver(tag: tag) + AMQPBytes.header(size: UInt64(count * frame.count)))
        let piece = AMQPBytes.body(frame)
        for _ in 0..<count { try send(piece) }
    }
}

@Suite struct `A consumer's byte limit` {
    /// Each delivery takes 8,000 bytes plus the estimated overhead, so two of them reach the limit.
    private static let body = String(repeating: "x", count: 8000)
    private static let limit = 10_000

    private func consumer(
        _ broker: ScriptedBroker,
        limit: Int = Self.limit,
        bodyLimit: BodyLimit? = nil,
        onStateChange: (@Sendable (ConnectionState) -> Void)? = nil
    ) -> Consumer {
        Consumer(
            connection: broker.configuration,
            queue: "q",
            prefetch: 100,
            byteLimit: limit,
            bodyLimit: bodyLimit,
            logger: LiveBroker.quiet,
            onStateChange: onStateChange
        )
    }

    @Test func `holds the broker back until deliveries are settled, and then reads on`() throws {
        try LiveBroker.withQueue("byte-limit") { queue, configuration in
            let bodies = (0..<60).map { String(repeating: "\($0 % 10)", count: 100_000 + $0) }
            try LiveBroker.fill(queue, bodies, on: configuration)
            let consumer = Consumer(
                connection: configuration,
                queue: queue,
                prefetch: 100,
                byteLimit: 1_000_000,
                logger: LiveBroker.quiet
            )
            consumer.start()
            defer { consumer.close() }
            var received: [Delivery] = []
            while received.count < bodies.count {
                // All that comes before anything is settled.
                var batch: [Delivery] = []
                while let more = consumer.nextBatch(limit: 100, timeout: .milliseconds(300)), !more.isEmpty {
                    batch += more
                }
                #expect(batch.reduce(0) { $0 + $1.body.count } < 1_000_000 + 2 * 100_060)
                guard let last = batch.last else { break }
                consumer.acknowledge(through: last.tag)
                received += batch
            }
            #expect(received.map(\.text) == bodies)
            #expect(received.allSatisfy { !$0.isRedelivered })
        }
    }

    @Test func `lets through a delivery that is larger than the limit when nothing else is out`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            for tag in 1...3 { try peer.send(AMQPBytes.delivery(tag: UInt64(tag), Self.body)) }
        }
        let consumer = consumer(broker, limit: 100)
        consumer.start()
        for number in 1...3 {
            let delivery = consumer.take(1)
            #expect(delivery.map(\.tag.number) == [UInt64(number)])
            #expect(consumer.waiting == 0)
            if let tag = delivery.first?.tag { consumer.acknowledge(through: tag) }
        }
        consumer.close()
        broker.stop()
    }

    @Test func `is kept by deliveries that are rejected one by one`() throws {
        try LiveBroker.withQueue("byte-limit-rejected") { queue, configuration in
            try LiveBroker.fill(queue, (0..<10).map { _ in Self.body }, on: configuration)
            let consumer = Consumer(
                connection: configuration,
                queue: queue,
                prefetch: 100,
                byteLimit: Self.limit,
                logger: LiveBroker.quiet
            )
            consumer.start()
            for _ in 0..<10 {
                let delivery = try #require(consumer.take(1).first)
                consumer.reject(delivery.tag, requeue: false)
            }
            consumer.close()
            #expect(try LiveBroker.remaining(in: queue, on: configuration).isEmpty)
        }
    }

    @Test func `does not keep heartbeats from being sent, nor takes the broker for dead`() throws {
        let heartbeats = Record<Int>()
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer(heartbeat: 1)
            for tag in 1...5 { try peer.send(AMQPBytes.delivery(tag: UInt64(tag), Self.body)) }
            // More than the two seconds after which either side would give up.
            while heartbeats.all.count < 6 {
                guard try peer.readFrame().type == 8 else { throw Peer.Failure.closed }
                try peer.send(AMQPBytes.frame(type: 8, channel: 0, payload: []))
                heartbeats.add(peer.number)
            }
        }
        let states = Record<ConnectionState>()
        let consumer = consumer(broker, onStateChange: { states.add($0) })
        consumer.start()
        #expect(heartbeats.wait(count: 6) == [1, 1, 1, 1, 1, 1])
        #expect(consumer.waiting == 2)
        var numbers: [UInt64] = []
        while numbers.count < 5, let delivery = consumer.take(1).first {
            numbers.append(delivery.tag.number)
            consumer.acknowledge(through: delivery.tag)
        }
        #expect(numbers == [1, 2, 3, 4, 5])
        #expect(states.all.count { $0 == .connected } == 1)
        consumer.close()
        broker.stop()
    }

    @Test func `does not hide that the broker closes the connection`() {
        let isFull = Record<Bool>()
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            guard peer.number == 1 else { return }
            for tag in 1...5 { try peer.send(AMQPBytes.delivery(tag: UInt64(tag), Self.body)) }
            isFull.wait(count: 1)
            try peer.send(AMQPBytes.close(channel: 0, code: 320, "the node stops"))
            throw Peer.Failure.closed
        }
        let states = Record<ConnectionState>()
        let consumer = consumer(broker, onStateChange: { states.add($0) })
        consumer.start()
        _ = consumer.nextBatch(limit: 1)
        isFull.add(true)
        let seen = states.wait { $0.contains { if case .connecting(_, .some) = $0 { true } else { false } } }
        let errors = seen?.compactMap { if case .connecting(_, let error?) = $0 { error } else { nil } }
        #expect(errors?.first?.rawCode == 320)
        consumer.close()
        broker.stop()
    }

    @Test func `bounds what is taken at once`() {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            for tag in 1...6 { try peer.send(AMQPBytes.delivery(tag: UInt64(tag), Self.body)) }
            try peer.send(AMQPBytes.delivery(tag: 7, "the end"))
            _ = try peer.expect(60, 80)
        }
        let consumer = consumer(broker, limit: 1_000_000)
        consumer.start()
        var sizes: [Int] = []
        var last: Delivery?
        while last?.text != "the end", let batch = consumer.nextBatch(limit: 100, bytes: 20_000, timeout: .seconds(20))
        {
            guard !batch.isEmpty else { break }
            sizes.append(batch.count)
            last = batch.last
        }
        #expect(sizes.reduce(0, +) == 7)
        #expect(sizes.allSatisfy { $0 <= 3 })
        if let last { consumer.acknowledge(through: last.tag) }
        consumer.close()
        broker.stop()
    }

    @Test func `counts headers by the memory that they take`() {
        let flags = (0..<40_000).map { _ in FieldValue.bool(true) }
        #expect(
            FieldValue.memoryFootprint(ofTable: ["flags": .array(flags)]) > 40_000 * MemoryLayout<FieldValue>.stride
        )
        #expect(
            FieldValue.memoryFootprint(ofTable: ["a": .table(["b": .bytes([UInt8](repeating: 0, count: 5000))])]) > 5000
        )
        var unsettled = UnsettledDeliveries()
        for tag in 1...4 { unsettled.delivered(UInt64(tag), bytes: 10 * tag) }
        #expect(unsettled.bytes == 100)
        _ = unsettled.settle(3)
        #expect(unsettled.bytes == 70)
        _ = unsettled.settle(through: 3)
        #expect(unsettled.bytes == 40)
        _ = unsettled.settle(through: 4)
        #expect(unsettled.bytes == 0)
    }
}

@Suite struct `A body over the limit` {
    private static let frame = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    private static let sumOfFrame = frame.reduce(0) { $0 + Int($1) }

    private func consumer(_ configuration: ConnectionConfiguration, _ queue: String, _ limit: BodyLimit) -> Consumer {
        Consumer(
            connection: configuration,
            queue: queue,
            prefetch: 10,
            byteLimit: 1_000_000,
            bodyLimit: limit,
            logger: LiveBroker.quiet
        )
    }

    /// Also one that is larger than what the client would put together without a limit.
    @Test(arguments: [11, 1400])
    func `is dropped while it arrives, but for its beginning, its size and its digest`(frames: Int) throws {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            try peer.send(AMQPBytes.delivery(tag: 1, "before"))
            try peer.send(tag: 2, sizeInFrames: frames, frame: Self.frame)
            try peer.send(AMQPBytes.delivery(tag: 3, "after"))
        }
        let consumer = consumer(broker.configuration, "q", Sum.limit(1000, keeping: 150_000))
        consumer.start()
        let deliveries = consumer.take(3)
        #expect(deliveries.map(\.tag.number) == [1, 2, 3])
        #expect(deliveries.first?.text == "before" && deliveries.last?.text == "after")
        #expect(deliveries.first?.truncated == nil && deliveries.last?.truncated == nil)
        let large = try #require(deliveries.dropFirst().first)
        #expect(large.body == Self.frame + Self.frame[..<50_000])
        #expect(large.truncated?.size == UInt64(frames * Self.frame.count))
        let digest = try #require(large.truncated?.digest as? Sum)
        #expect(digest.bytes == frames * Self.frame.count)
        #expect(digest.sum == frames * Self.sumOfFrame)
        consumer.close()
        broker.stop()
    }

    @Test(arguments: [(1000, true), (1001, true), (1500, true), (1501, false)])
    func `is delivered whole where its beginning is all of it`(size: Int, isWhole: Bool) throws {
        try LiveBroker.withQueue("body-limit") { queue, configuration in
            let body = String(repeating: "y", count: size)
            try LiveBroker.fill(queue, [body], on: configuration)
            let consumer = consumer(configuration, queue, Sum.limit(1000, keeping: 1500))
            consumer.start()
            let delivery = try #require(consumer.take(1).first)
            #expect(delivery.text == body.prefix(1500))
            #expect((delivery.truncated == nil) == isWhole)
            #expect(delivery.truncated.map { $0.size == UInt64(size) } ?? true)
            consumer.acknowledge(through: delivery.tag)
            consumer.close()
        }
    }

    @Test func `comes again when the connection is lost in the middle of it`() throws {
        let broker = ScriptedBroker { peer in
            try peer.acceptConsumer()
            if peer.number == 1 {
                try peer.send(AMQPBytes.deliver(tag: 1) + AMQPBytes.header(size: UInt64(5 * Self.frame.count)))
                for _ in 0..<3 { try peer.send(AMQPBytes.body(Self.frame)) }
                throw Peer.Failure.closed
            }
            try peer.send(tag: 1, sizeInFrames: 5, frame: Self.frame)
            try peer.send(AMQPBytes.delivery(tag: 2, "after"))
        }
        let consumer = consumer(broker.configuration, "q", Sum.limit(1000, keeping: 10))
        consumer.start()
        let deliveries = consumer.take(2)
        #expect(deliveries.map(\.tag.generation) == [2, 2])
        #expect(deliveries.first?.body == Array(Self.frame.prefix(10)))
        #expect((deliveries.first?.truncated?.digest as? Sum)?.bytes == 5 * Self.frame.count)
        #expect(deliveries.last?.text == "after")
        consumer.close()
        broker.stop()
    }
}

@Suite struct `A publisher's byte window` {
    @Test func `publishes large messages one after the other, and counts each body back`() throws {
        try LiveBroker.withQueue("byte-window") { queue, configuration in
            let outcomes = Record<PublishOutcome>()
            let publisher = Publisher(
                connection: configuration,
                windowBytes: 150_000,
                logger: LiveBroker.quiet,
                onOutcomes: { $0.forEach(outcomes.add) }
            )
            publisher.start()
            let sizes = [100_000, 200_000, 0, 10, 160_000, 100_000, 100_000]
            let messages = sizes.enumerated().map { token, size in
                LiveBroker.message(String(repeating: "z", count: size), to: queue, token: UInt64(token))
            }
            #expect(publisher.publish(messages, timeout: .seconds(20)))
            #expect(publisher.drain(timeout: .seconds(20)))
            #expect(outcomes.all == sizes.indices.map { .confirmed(token: UInt64($0)) })
            publisher.close()
            let left = try LiveBroker.remaining(in: queue, on: configuration)
            #expect(left.map(\.utf8.count) == sizes)
        }
    }

    @Test func `takes no message beyond the window, but one while none is out`() {
        var mailbox = PublisherMailbox()
        func messages(_ sizes: Int...) -> ArraySlice<OutgoingMessage> {
            ArraySlice(sizes.map { LiveBroker.message(String(repeating: "z", count: $0), to: "q") })
        }
        #expect(mailbox.enqueue(messages(500), window: 10, windowBytes: 100)?.count == 1)
        #expect(mailbox.enqueue(messages(1), window: 10, windowBytes: 100) == nil)
        mailbox.settled(1, bytes: 500)
        #expect(mailbox.enqueue(messages(40, 40, 40), window: 10, windowBytes: 100)?.count == 2)
        #expect(mailbox.outstanding == 2)
    }
}
