import Crypto

/// SHA-256 of what a message says: its known fields as they were understood, without its `messageId`.
///
/// Key order, white space, unknown fields and the spelling of numbers, instants and durations make no difference;
/// nor does an absent optional field against a null or blank one, where null or blank means absent.
public struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A digest that was stored: 32 bytes, or nil.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    init(of canonical: [UInt8]) {
        bytes = SHA256.hash(data: canonical).withUnsafeBytes { Array($0) }
    }

    /// 64 hexadecimal digits in lower case.
    public var description: String { Hex.string(bytes) }
}
