import Crypto

/// What dead letters of one cause have in common: the codes and pointers that they failed on.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// The first 12 hexadecimal digits of SHA-256 over the distinct lines "code pointer", sorted by their bytes.
    public let description: String

    /// The fingerprint of these violations, in whatever order and however often they stand there.
    public init(_ violations: some Sequence<Violation>) {
        let lines = Set(violations.map { "\($0.code.rawValue) \($0.pointer)" })
        let text = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "\n")
        description = Hex.string(SHA256.hash(data: Array(text.utf8)).prefix(6))
    }

    /// A fingerprint that was stored: 12 hexadecimal digits in lower case, or nil.
    public init?(parsing text: String) {
        let isHex = text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
        guard text.utf8.count == 12, isHex else { return nil }
        description = text
    }
}
