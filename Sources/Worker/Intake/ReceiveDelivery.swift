import Crypto
import Ledger
import RabbitMQ
import Terminations

extension ReceivedMessage {
    /// Parses one delivery. Keeps its transport properties in case it becomes a dead letter.
    ///
    /// - Parameter trace: the trace context for events of the message; nil for the message's own trace context.
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
    /// - Parameter trace: the trace context for events of the message; nil for the message's own trace context.
    func message(continuing trace: TraceHeaders?) -> IncomingMessage {
        var properties = MessageProperties(properties).continuing(trace)
        properties.truncatedBody = truncatedBody
        return IncomingMessage(body: body, properties: properties)
    }

    /// The size and the digests of a body of which only the beginning was kept.
    var truncatedBody: TruncatedBody? {
        guard let truncated, let digests = truncated.digest as? MessageDigests else { return nil }
        return TruncatedBody(
            size: Int(clamping: truncated.size),
            sha256: digests.body.finalize(),
            contentKey: digests.contentKey.value
        )
    }

    /// Whether the message was delivered before, according to the flag `redelivered` or to `x-delivery-count`.
    var wasDeliveredBefore: Bool { isRedelivered || (deliveryCount ?? 0) > 0 }
}

extension BodyLimit {
    /// Keeps only the beginning of a body that is too large to be judged.
    init(_ limits: MessageLimits) {
        self.init(bytes: limits.maxBytes, keptBytes: MessageLimits.keptBytes) { properties in
            MessageDigests(contentKey: ContentKeyHash(MessageProperties(properties)))
        }
    }
}

/// The digests of a body that is too large, computed while it arrives.
private struct MessageDigests: BodyDigest {
    var body = SHA256()
    /// Equals the content key of the message with the whole body.
    var contentKey: ContentKeyHash

    mutating func update(_ piece: UnsafeRawBufferPointer) {
        body.update(bufferPointer: piece)
        contentKey.update(piece)
    }
}

extension MessageProperties {
    /// The AMQP properties that Terminus uses.
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
    /// The property of a delivery, unchanged.
    init(_ string: ShortString) {
        switch string {
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .bytes(bytes)
        }
    }
}

extension ShortString {
    /// Nil if it is longer than AMQP allows.
    init?(_ property: OpaqueProperty) {
        switch property {
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .bytes(bytes)
        }
        if count > ShortString.longest { return nil }
    }
}
