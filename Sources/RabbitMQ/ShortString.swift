import CRabbitMQ

/// A short string (AMQP 0-9-1, 4.2.5.3): at most 255 bytes, usually UTF-8.
///
/// A value that came with a delivery is sent again byte for byte.
public enum ShortString: Sendable, Hashable {
    case text(String)
    /// Bytes that are not UTF-8.
    case bytes([UInt8])

    /// The maximum length in bytes.
    public static let longest = 255

    /// Text if the bytes are UTF-8, otherwise the bytes.
    public init(_ bytes: some Collection<UInt8>) {
        self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
    }

    /// The text; nil if the bytes are not UTF-8.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The length in bytes.
    public var count: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }

    /// Copies it out of librabbitmq's memory.
    init(_ bytes: amqp_bytes_t) { self.init(bytes.buffer) }
}

extension ShortString: ExpressibleByStringInterpolation, CustomStringConvertible {
    public init(stringLiteral text: String) { self = .text(text) }

    /// The text. Bytes that are not UTF-8 become U+FFFD.
    public var description: String {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Arena {
    /// A copy of the string's bytes.
    func bytes(_ string: ShortString) -> amqp_bytes_t {
        switch string {
        case .text(let text): bytes(text)
        case .bytes(let array): bytes(array)
        }
    }
}
