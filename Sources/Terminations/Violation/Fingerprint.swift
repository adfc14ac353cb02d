import Crypto
import JSON

/// Identifies dead letters with one cause by the codes and pointers of their violations.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// The first 12 hexadecimal digits of SHA-256 over the distinct lines "code pointer", sorted by their bytes.
    public let description: String

    /// The fingerprint of these violations. Neither their order nor repetition matters.
    public init(_ violations: some Sequence<Violation>) {
        self.init(lines: Set(violations.map { Line($0).description }))
    }

    /// The fingerprint of a cause that is not a violation: a word that is not a violation's code.
    public init(cause: String) {
        self.init(lines: [cause])
    }

    private init(lines: Set<String>) {
        let text = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: "\n")
        description = String(Hex.string(Array(SHA256.hash(data: Array(text.utf8)))).prefix(12))
    }

    /// A fingerprint that was stored: 12 hexadecimal digits in lower case, or nil.
    public init?(parsing text: String) {
        let isHex = text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
        guard text.utf8.count == 12, isHex else { return nil }
        description = text
    }

    /// The part of a violation that counts. Violations with the same line count once.
    struct Line: Hashable, CustomStringConvertible {
        let code: Violation.Code
        let pointer: JSONPointer

        init(_ violation: Violation) {
            code = violation.code
            pointer = violation.pointer
        }

        var description: String { "\(code.rawValue) \(pointer)" }
    }
}
