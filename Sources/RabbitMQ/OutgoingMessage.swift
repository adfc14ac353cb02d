/// A message to publish.
///
/// A class, because it passes through several queues and each copy of a struct would retain all of its fields.
public final class OutgoingMessage: Sendable {
    /// Empty for the default exchange, which routes to the queue named by the routing key.
    public let exchange: String
    public let routingKey: ShortString
    public let body: [UInt8]
    public let properties: BasicProperties
    /// Whether the broker must return the message if no queue receives it.
    public let mandatory: Bool
    /// A number of the caller's choice, which the outcome repeats.
    public let token: UInt64

    public init(
        exchange: String,
        routingKey: ShortString,
        body: [UInt8],
        properties: BasicProperties = BasicProperties(),
        mandatory: Bool = true,
        token: UInt64
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.properties = properties
        self.mandatory = mandatory
        self.token = token
    }

    /// A message whose routing key is text.
    public convenience init(
        exchange: String,
        routingKey: String,
        body: [UInt8],
        properties: BasicProperties = BasicProperties(),
        mandatory: Bool = true,
        token: UInt64
    ) {
        self.init(
            exchange: exchange,
            routingKey: .text(routingKey),
            body: body,
            properties: properties,
            mandatory: mandatory,
            token: token
        )
    }
}

/// The outcome of a published message. Each token gets exactly one outcome.
public enum PublishOutcome: Sendable, Equatable {
    /// Every queue that it was routed to has stored it, on disk if the queue is durable.
    case confirmed(token: UInt64)
    /// No queue received it (`basic.return`). The broker acknowledges such a message too; that acknowledgement is ignored.
    case returned(token: UInt64, replyCode: UInt16, replyText: String)
    /// A queue refused it (`basic.nack`), as with the overflow `reject-publish`.
    case refused(token: UInt64)
    /// It cannot be sent (`invalidMessage`), or the broker closed the channel or the connection because of it. It is sent
    /// again only if the caller publishes it again.
    case failed(token: UInt64, RabbitMQError)

    /// The token of the message.
    public var token: UInt64 {
        switch self {
        case .confirmed(let token), .returned(let token, _, _), .refused(let token), .failed(let token, _): token
        }
    }
}

extension OutgoingMessage {
    /// The reason why this message cannot be encoded in AMQP frames, or nil if it can.
    ///
    /// librabbitmq truncates the length of a short string to one byte, and notices too large headers only after it has
    /// sent half of the message. Both make the connection unusable, so the message is checked first.
    func encodingError(frameLimit: Int) -> RabbitMQError? {
        var size = 64
        var longest = 0
        func measure(_ length: Int?) {
            guard let length else { return }
            size += 1 + length
            longest = max(longest, length)
        }
        measure(exchange.utf8.count)
        measure(routingKey.count)
        measure(properties.contentType?.utf8.count)
        measure(properties.contentEncoding?.utf8.count)
        measure(properties.correlationID?.count)
        measure(properties.replyTo?.count)
        measure(properties.expiration?.utf8.count)
        measure(properties.messageID?.utf8.count)
        measure(properties.type?.utf8.count)
        measure(properties.userID?.utf8.count)
        measure(properties.appID?.utf8.count)
        if longest > ShortString.longest {
            return RabbitMQError(.invalidMessage, "A name or property of the message is longer than 255 bytes.")
        }
        if !properties.headers.isEmpty {
            guard let headers = FieldValue.encodedSize(ofTable: properties.headers) else {
                return RabbitMQError(
                    .invalidMessage,
                    "A header cannot be sent: its name is too long, it is nested too deeply, or its number is too large."
                )
            }
            size += headers
        }
        if size > frameLimit {
            return RabbitMQError(
                .invalidMessage,
                "The message's headers do not fit into a frame of \(frameLimit) bytes."
            )
        }
        return nil
    }
}
