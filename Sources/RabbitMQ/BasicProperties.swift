/// The properties of a message (AMQP 0-9-1, 1.8.3 "basic" content header).
///
/// Every property is optional; `headers` is empty when there are none.
public struct BasicProperties: Sendable, Equatable {
    public var contentType: String?
    public var contentEncoding: String?
    public var headers: [String: FieldValue]
    /// 1 is transient, 2 is persistent.
    public var deliveryMode: UInt8?
    public var priority: UInt8?
    public var correlationID: ShortString?
    public var replyTo: ShortString?
    /// Time to live in milliseconds, as decimal digits.
    public var expiration: String?
    public var messageID: String?
    /// Seconds since 1970.
    public var timestamp: UInt64?
    public var type: String?
    /// Must equal the name of the logged-in user; the broker refuses the message otherwise.
    public var userID: String?
    public var appID: String?

    public init(
        contentType: String? = nil,
        contentEncoding: String? = nil,
        headers: [String: FieldValue] = [:],
        deliveryMode: UInt8? = nil,
        priority: UInt8? = nil,
        correlationID: ShortString? = nil,
        replyTo: ShortString? = nil,
        expiration: String? = nil,
        messageID: String? = nil,
        timestamp: UInt64? = nil,
        type: String? = nil,
        userID: String? = nil,
        appID: String? = nil
    ) {
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.headers = headers
        self.deliveryMode = deliveryMode
        self.priority = priority
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.expiration = expiration
        self.messageID = messageID
        self.timestamp = timestamp
        self.type = type
        self.userID = userID
        self.appID = appID
    }
}
