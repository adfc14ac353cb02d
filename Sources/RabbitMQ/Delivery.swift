/// Identifies a delivery for settlement.
///
/// The broker's number is valid only on the channel that delivered it, so the tag includes the connection's generation.
/// Settlements with a tag of an earlier connection are ignored, because those deliveries have returned to the queue.
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

/// One delivered message. A copy that owns its content.
public struct Delivery: Sendable {
    public var tag: DeliveryTag
    public var body: [UInt8]
    public var properties: BasicProperties
    /// The exchange that it was published to; empty for the default exchange.
    public var exchange: String
    public var routingKey: String
    /// Whether it may have been delivered before.
    public var isRedelivered: Bool
    /// Set if the body exceeded the consumer's limit; ``body`` is then only its beginning.
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

    /// About how many bytes of memory the delivery takes while it is handled. Includes an estimate of the fixed overhead of
    /// each message.
    var footprint: Int { 1024 + body.count + propertiesFootprint }

    /// How often a quorum queue has delivered it before (`x-delivery-count`); nil if the queue does not count, and on the
    /// first delivery by RabbitMQ 3.
    public var deliveryCount: Int? {
        properties.headers.isEmpty ? nil : properties.headers["x-delivery-count"]?.integer
    }
}
