/// What CloudEvents 1.0 allows in an attribute (section "Type System", String).
enum CloudEventText {
    /// The text, or nil where it is empty or holds what may not be: control characters and noncharacters.
    static func allowed(_ text: String?) -> String? {
        guard let text, !text.isEmpty,
            text.utf8.allSatisfy(isPrintableASCII) || text.unicodeScalars.allSatisfy(isAllowed)
        else { return nil }
        return text
    }

    /// The text with U+FFFD for every character that may not be: ids are told, however odd they are.
    static func replacing(_ text: String) -> String {
        if text.utf8.allSatisfy(isPrintableASCII) { return text }
        var replaced = ""
        for scalar in text.unicodeScalars { replaced.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
        return replaced
    }

    /// A `traceparent` as W3C Trace Context writes it; nil where it is not one, and then it is to be ignored.
    static func traceparent(_ text: String?) -> String? {
        guard let text, 55...512 ~= text.utf8.count else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts.prefix(4).allSatisfy({ $0.allSatisfy(isLowerHex) }),
            !parts[0].elementsEqual("ff".utf8),
            !parts[1].allSatisfy({ $0 == UInt8(ascii: "0") }), !parts[2].allSatisfy({ $0 == UInt8(ascii: "0") }),
            text.utf8.count == 55 || !parts[0].elementsEqual("00".utf8),
            text.utf8.allSatisfy(isPrintableASCII)
        else { return nil }
        return text
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x66 ~= byte
    }

    private static func isPrintableASCII(_ byte: UInt8) -> Bool {
        0x20...0x7E ~= byte
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
