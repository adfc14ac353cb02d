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

extension IncomingMessage {
    /// A document that came without properties, with the content type that its publisher would set: one with `specversion`
    /// at its top, and no `messageId` beside it, is a structured CloudEvent.
    public init(document body: [UInt8]) {
        let name = "specversion"
        // Most messages do not have the word anywhere, and need not be read for it.
        let isCloudEvent =
            body.firstRange(of: name.utf8) != nil
            && (try? JSONValue(parsing: body, maxDepth: MessageLimits.deepest))?.isCloudEvent == true
        let contentType = isCloudEvent ? "application/cloudevents+json" : "application/json"
        self.init(body: body, properties: MessageProperties(contentType: contentType))
    }

    /// Whether the content type says that it is a structured CloudEvent.
    public var isCloudEvent: Bool {
        switch ContentType(properties.contentType) {
        case .cloudEvent: true
        case .message, .unsupported: false
        }
    }
}

/// The AMQP properties and headers that Terminus honours (AMQP 0-9-1, basic class; W3C Trace Context).
public struct MessageProperties: Sendable, Equatable {
    /// Must equal the body's `messageId` where it is set.
    public var messageID: String?
    public var correlationID: OpaqueProperty?
    /// Where an answer to a refused message goes.
    public var replyTo: OpaqueProperty?
    public var contentType: String?
    /// Whether the body is packed. Terminus unpacks nothing.
    public var contentEncoding: String?
    public var timestamp: Instant?
    /// The header `traceparent`.
    public var traceparent: String?
    /// The header `tracestate`.
    public var tracestate: String?
    /// Set where the body was larger than what is kept, and only its beginning is there.
    public var truncatedBody: TruncatedBody?

    public init(
        messageID: String? = nil,
        correlationID: OpaqueProperty? = nil,
        replyTo: OpaqueProperty? = nil,
        contentType: String? = nil,
        contentEncoding: String? = nil,
        timestamp: Instant? = nil,
        traceparent: String? = nil,
        tracestate: String? = nil,
        truncatedBody: TruncatedBody? = nil
    ) {
        self.messageID = messageID
        self.correlationID = correlationID
        self.replyTo = replyTo
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.timestamp = timestamp
        self.traceparent = traceparent
        self.tracestate = tracestate
        self.truncatedBody = truncatedBody
    }
}

/// What is known of a body of which only the beginning is kept, because it is larger than the limit.
public final class TruncatedBody: Sendable, Equatable {
    /// Bytes of the whole body.
    public let size: Int
    /// SHA-256 of the whole body: 64 hexadecimal digits in lower case.
    public let sha256: String
    /// What recognises the message when it is delivered again: 32 bytes. Empty once it is read back from where it is kept.
    public let contentKey: [UInt8]

    public init(size: Int, sha256: some Sequence<UInt8>, contentKey: [UInt8]) {
        self.size = size
        self.sha256 = Hex.string(Array(sha256))
        self.contentKey = contentKey
    }

    /// One that was kept.
    public init(size: Int, keptSHA256 sha256: String) {
        self.size = size
        self.sha256 = sha256
        contentKey = []
    }

    public static func == (one: TruncatedBody, other: TruncatedBody) -> Bool {
        one.size == other.size && one.sha256 == other.sha256
    }
}

/// How much of a message is read at all. Both limits are checked before anything is decoded.
public struct MessageLimits: Sendable, Equatable {
    /// Bytes of the body.
    public let maxBytes: Int
    /// Of a body that is larger than ``maxBytes``, so much of the beginning is kept.
    public static let keptBytes = 1024 * 1024
    /// Levels of arrays and objects, the document itself being the first; at most ``deepest``.
    public let maxDepth: Int

    /// What the parser can follow on any thread's stack.
    public static let deepest = 256

    public init(maxBytes: Int = 256 * 1024, maxDepth: Int = 32) {
        self.maxBytes = max(maxBytes, 0)
        self.maxDepth = min(max(maxDepth, 1), Self.deepest)
    }
}
