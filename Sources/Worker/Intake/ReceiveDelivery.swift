import Crypto
import Ledger
import RabbitMQ
import Terminations

extension ReceivedMessage {
    /// Reads one delivery. Everything that the broker says of it is kept for the case that it becomes a dead letter.
    ///
    /// - Parameter trace: what follows from the message belongs to it; nil for the message's own trace.
    convenience init(_ delivery: Delivery, limits: MessageLimits, continuing trace: TraceHeaders? = nil) {
        let message = delivery.message(continuing: trace)
        self.init(
            message: message,
            parsed: ParsedMessage(message, limits: limits),
            isRedelivered: delivery.wasDeliveredBefore,
            transport: { delivery.transport }
        )
    }
}

extension Delivery {
    /// - Parameter trace: what follows from the message belongs to it; nil for the message's own trace.
    func message(continuing trace: TraceHeaders?) -> IncomingMessage {
        var properties = MessageProperties(properties).continuing(trace)
        properties.truncatedBody = truncatedBody
        return IncomingMessage(body: body, properties: properties)
    }

    /// What is known of a body of which only the beginning was kept.
    var truncatedBody: TruncatedBody? {
        guard let truncated, let digests = truncated.digest as? MessageDigests else { return nil }
        return TruncatedBody(
            size: Int(clamping: truncated.size),
            sha256: digests.body.finalize(),
            contentKey: digests.contentKey.value
        )
    }

    /// `redelivered` is the channel's word, `x-delivery-count` the quorum queue's: either is enough.
    var wasDeliveredBefore: Bool { isRedelivered || (deliveryCount ?? 0) > 0 }
}

extension BodyLimit {
    /// A body that is too large to be judged is not put together.
    init(_ limits: MessageLimits) {
        self.init(bytes: limits.maxBytes, keptBytes: MessageLimits.keptBytes) { properties in
            MessageDigests(contentKey: ContentKeyHash(MessageProperties(properties)))
        }
    }
}

/// What is taken of a body that is too large while it arrives.
private struct MessageDigests: BodyDigest {
    var body = SHA256()
    /// Equal to that of the message with the whole body.
    var contentKey: ContentKeyHash

    mutating func update(_ piece: UnsafeRawBufferPointer) {
        body.update(bufferPointer: piece)
        contentKey.update(piece)
    }
}

extension MessageProperties {
    /// The AMQP properties that Terminus honours.
    init(_ properties: BasicProperties) {
        self.init(
            messageID: properties.messageID,
            correlationID: properties.correlationID.map(OpaqueProperty.init),
            replyTo: properties.replyTo.map(OpaqueProperty.init),
            contentType: properties.contentType,
            contentEncoding: properties.contentEncoding,
            timestamp: properties.timestamp.flatMap { Instant(secondsSinceEpoch: Int64(clamping: $0)) },
            traceparent: properties.headers["traceparent"]?.string.flatMap(TraceContext.traceparent),
            tracestate: properties.headers["tracestate"]?.string.flatMap(TraceContext.tracestate)
        )
    }
}

extension OpaqueProperty {
    /// As it came with a delivery.
    init(_ string: ShortString) {
        switch string {
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .bytes(bytes)
        }
    }
}

extension ShortString {
    /// Nil where it has more bytes than AMQP can carry.
    init?(_ property: OpaqueProperty) {
        switch property {
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .bytes(bytes)
        }
        if count > ShortString.longest { return nil }
    }
}
