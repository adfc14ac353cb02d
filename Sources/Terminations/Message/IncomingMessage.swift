/// What was delivered: bytes, and the properties that Terminus honours. Nothing in it has been checked.
public struct IncomingMessage: Sendable, Equatable {
    public var body: [UInt8]
    public var properties: MessageProperties
    /// What it said before its note was redacted, so that it is still a duplicate when it comes again; nil where the body
    /// says it.
    public var redactedDigest: ContentDigest?

    public init(
        body: [UInt8],
        properties: MessageProperties = MessageProperties(),
        redactedDigest: ContentDigest? = nil
    ) {
        self.body = body
        self.properties = properties
        self.redactedDigest = redactedDigest
    }
}

/// The AMQP properties and headers that Terminus honours (AMQP 0-9-1, basic class; W3C Trace Context).
public struct MessageProperties: Sendable, Equatable {
    /// Must equal the body's `messageId` where it is set.
    public var messageID: String?
    public var correlationID: String?
    /// Where an answer to a refused message goes.
    public var replyTo: String?
    public var contentType: String?
    public var timestamp: Instant?
    /// The header `traceparent`.
    public var traceparent: String?
    /// The header `tracestate`.
    public var tracestate: String?

    public init(
        messageID: String? = nil,
        correlationID: String? = nil,
        replyTo: String? = nil,
        contentType: String? = nil,
        timestamp: Instant? = nil,
        traceparent: String? = nil,
        tracestate: String? = nil
    ) {
        self.messageID = messageID
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.contentType = contentType
        self.timestamp = timestamp
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}

/// How much of a message is read at all. Both limits are checked before anything is decoded.
public struct MessageLimits: Sendable, Equatable {
    /// Bytes of the body.
    public let maxBytes: Int
    /// Levels of arrays and objects, the document itself being the first; at most ``deepest``.
    public let maxDepth: Int

    /// What the parser can follow on any thread's stack.
    public static let deepest = 256

    public init(maxBytes: Int = 256 * 1024, maxDepth: Int = 32) {
        self.maxBytes = max(maxBytes, 0)
        self.maxDepth = min(max(maxDepth, 1), Self.deepest)
    }
}
