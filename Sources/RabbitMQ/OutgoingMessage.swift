/// A message to publish. A class, for it passes through several queues, and a copy would retain all that it holds.
public final class OutgoingMessage: Sendable {
    /// Empty for the default exchange, which routes to the queue that the routing key names.
    public let exchange: String
    public let routingKey: ShortString
    public let body: [UInt8]
    public let properties: BasicProperties
    /// Whether the broker must return it when no queue takes it.
    public let mandatory: Bool
    /// The caller's own number: it comes back in the outcome.
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

    /// The same for a routing key that is text.
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

/// What became of a published message. Each token comes back exactly once.
public enum PublishOutcome: Sendable, Equatable {
    /// Every queue that it was routed to has it, on disk where the queue is durable.
    case confirmed(token: UInt64)
    /// No queue took it (`basic.return`). The broker acknowledges such a message too: that counts for nothing.
    case returned(token: UInt64, replyCode: UInt16, replyText: String)
    /// A queue refused it (`basic.nack`), as with the overflow `reject-publish`.
    case refused(token: UInt64)
    /// It cannot be sent: `invalidMessage`; or the broker closed the channel or the connection over it. It is sent
    /// again only when it is published again.
    case failed(token: UInt64, RabbitMQError)

    /// The token of the message.
    public var token: UInt64 {
        switch self {
        case .confirmed(let token), .returned(let token, _, _), .refused(let token), .failed(let token, _): token
        }
    }
}

extension OutgoingMessage {
    /// Why this message cannot be put into AMQP frames, or nil when it can.
    ///
    /// librabbitmq cuts the length of a short string to one byte, and finds out that headers do not fit
    /// when half of the message is sent: both ruin the connection.
    func obstacle(frameLimit: Int) -> RabbitMQError? {
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
