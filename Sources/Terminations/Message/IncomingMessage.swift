import JSON

/// A delivered message: its body and the properties that Terminus uses. Nothing in it has been checked.
public struct IncomingMessage: Sendable, Equatable {
    public var body: [UInt8]
    public var properties: MessageProperties
    /// The digest of its content before its note was redacted, so that it is still a duplicate when it is delivered again;
    /// nil where the note was not redacted.
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
    /// A document without properties, with the content type that its publisher would set: a document with `specversion` and
    /// without `messageId` is a structured CloudEvent.
    public init(document body: [UInt8]) {
        // Most messages do not contain the word, so they need not be read.
        let isCloudEvent =
            Self.namesSpecversion(body)
            && (try? JSONValue(parsing: body, maxDepth: JSONValue.maxDepth))?.isCloudEvent == true
        let contentType = isCloudEvent ? "application/cloudevents+json" : "application/json"
        self.init(body: body, properties: MessageProperties(contentType: contentType))
    }

    /// The standard library's `firstRange(of:)` takes ten times as long as reading and judging the message.
    private static func namesSpecversion(_ body: [UInt8]) -> Bool {
        let word = Array("specversion".utf8)
        return body.withUnsafeBufferPointer { bytes in
            var start = 0
            while start + word.count <= bytes.count {
                if bytes[start] == word[0], word.indices.allSatisfy({ bytes[start + $0] == word[$0] }) { return true }
                start += 1
            }
            return false
        }
    }

    /// Whether it is a structured CloudEvent by its content type.
    public var isCloudEvent: Bool {
        switch ContentType(properties.contentType) {
        case .cloudEvent: true
        case .message, .unsupported: false
        }
    }
}

/// The AMQP properties and headers that Terminus uses (AMQP 0-9-1, basic class; W3C Trace Context).
public struct MessageProperties: Sendable, Equatable {
    /// Must equal the body's `messageId` where it is set.
    public var messageID: String?
    public var correlationID: OpaqueProperty?
    /// The queue for the answer to a refused message.
    public var replyTo: OpaqueProperty?
    public var contentType: String?
    /// The compression of the body. Terminus decompresses nothing.
    public var contentEncoding: String?
    public var timestamp: Instant?
    /// The header `traceparent`.
    public var traceparent: String?
    /// The header `tracestate`.
    public var tracestate: String?
    /// Set where the body was larger than the limit, and only its beginning was kept.
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

/// Describes a body of which only the beginning was kept, because it is larger than the limit.
public final class TruncatedBody: Sendable, Equatable {
    /// Bytes of the whole body.
    public let size: Int
    /// SHA-256 of the whole body: 64 hexadecimal digits in lower case.
    public let sha256: String
    /// Identifies the message when it is delivered again: 32 bytes, or empty where it was read from the ledger.
    public let contentKey: [UInt8]

    public init(size: Int, sha256: some Sequence<UInt8>, contentKey: [UInt8]) {
        self.size = size
        self.sha256 = Hex.string(Array(sha256))
        self.contentKey = contentKey
    }

    /// Reads what the ledger stores.
    public init(size: Int, keptSHA256 sha256: String) {
        self.size = size
        self.sha256 = sha256
        contentKey = []
    }

    public static func == (one: TruncatedBody, other: TruncatedBody) -> Bool {
        one.size == other.size && one.sha256 == other.sha256
    }
}

/// Limits for messages, checked before anything is decoded.
public struct MessageLimits: Sendable, Equatable {
    /// Bytes of the body.
    public let maxBytes: Int
    /// The bytes kept of a body that is larger than ``maxBytes``.
    public static let keptBytes = 1024 * 1024
    /// Levels of arrays and objects, at most `JSONValue.maxDepth`; the document itself is the first.
    public let maxDepth: Int

    public init(maxBytes: Int = 256 * 1024, maxDepth: Int = 32) {
        self.maxBytes = max(maxBytes, 0)
        self.maxDepth = min(max(maxDepth, 1), JSONValue.maxDepth)
    }
}

/// A property of a message that is passed on unchanged. It is usually text, but any bytes are allowed (AMQP 0-9-1, 4.2.5.3).
public enum OpaqueProperty: Sendable, Hashable {
    case text(String)
    /// Bytes that are not UTF-8.
    case bytes([UInt8])

    /// The bytes as text where they are UTF-8.
    public init(_ bytes: some Collection<UInt8>) {
        self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
    }

    /// Nil where the bytes are not UTF-8.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    public var bytes: [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }
}

extension OpaqueProperty: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) { self = .text(text) }
}
