/// A property of a message that is carried on as it came. It is text as a rule; any bytes are allowed (AMQP 0-9-1,
/// 4.2.5.3).
public enum OpaqueProperty: Sendable, Hashable {
    case text(String)
    /// Bytes that are no UTF-8.
    case bytes([UInt8])

    /// The bytes as text where they are UTF-8.
    public init(_ bytes: some Collection<UInt8>) {
        self = String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
    }

    /// Nil where the bytes are no UTF-8.
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
