import CRabbitMQ

/// A short string (AMQP 0-9-1, 4.2.5.3): at most 255 bytes, which mostly are UTF-8 and need not be.
///
/// What came with a delivery goes out again byte for byte.
public enum ShortString: Sendable, Hashable {
    case text(String)
    /// Bytes that are no UTF-8.
    case bytes([UInt8])

    /// The most bytes that it has room for.
    public static let longest = 255

    /// The bytes as text where they are UTF-8.
    public init(_ bytes: some Collection<UInt8>) {
        self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
    }

    /// Nil where the bytes are no UTF-8.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// How many bytes it has.
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

    /// Readable: bytes that are no UTF-8 are U+FFFD.
    public var description: String {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Arena {
    /// A copy of its bytes.
    func bytes(_ string: ShortString) -> amqp_bytes_t {
        switch string {
        case .text(let text): bytes(text)
        case .bytes(let array): bytes(array)
        }
    }
}
