/// Names a delivery for acknowledging it.
///
/// The number means something only on the channel that delivered it, so it carries the connection's
/// generation: a tag of an earlier connection is recognised and dropped, since the broker has taken
/// those deliveries back.
public struct DeliveryTag: Sendable, Hashable {
    /// Counts the consumer's connections, from 1.
    public var generation: UInt64
    /// The broker's delivery tag on that connection, from 1.
    public var number: UInt64

    public init(generation: UInt64, number: UInt64) {
        self.generation = generation
        self.number = number
    }
}

/// One message as it was delivered: a copy that owns all it holds.
public struct Delivery: Sendable {
    public var tag: DeliveryTag
    public var body: [UInt8]
    public var properties: BasicProperties
    /// The exchange that it was published to; empty for the default exchange.
    public var exchange: String
    public var routingKey: String
    /// Whether it may have been delivered before.
    public var isRedelivered: Bool
    /// Set where the body is larger than the consumer's limit: ``body`` is only its beginning.
    public var truncated: TruncatedContent?
    /// About how many bytes of memory the properties take.
    var propertiesFootprint = 0

    public init(
        tag: DeliveryTag,
        body: [UInt8],
        properties: BasicProperties = BasicProperties(),
        exchange: String = "",
        routingKey: String = "",
        isRedelivered: Bool = false,
        truncated: TruncatedContent? = nil
    ) {
        self.tag = tag
        self.body = body
        self.properties = properties
        self.exchange = exchange
        self.routingKey = routingKey
        self.isRedelivered = isRedelivered
        self.truncated = truncated
    }

    /// About how many bytes of memory the delivery takes while it is handled. What is made of each message, whatever its
    /// size, is estimated.
    var footprint: Int { 1024 + body.count + propertiesFootprint }

    /// How often it was given back before, as a quorum queue counts it (`x-delivery-count`); nil where
    /// the queue does not count, and on the first delivery by RabbitMQ 3.
    public var deliveryCount: Int? {
        properties.headers.isEmpty ? nil : properties.headers["x-delivery-count"]?.integer
    }
}
