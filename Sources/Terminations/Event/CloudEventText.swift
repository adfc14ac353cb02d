/// What CloudEvents 1.0 allows in an attribute (section "Type System", String).
enum CloudEventText {
    /// The text, or nil where it is empty or holds what may not be: control characters and noncharacters.
    static func allowed(_ text: String?) -> String? {
        guard let text, !text.isEmpty,
            text.isPrintableASCII || text.unicodeScalars.allSatisfy(isAllowed)
        else { return nil }
        return text
    }

    /// The id with U+FFFD for every noncharacter: a message may have it in an id, an attribute may not. (Control
    /// characters may stand in neither.)
    static func replacing(_ text: String) -> String {
        if text.isPrintableASCII { return text }
        var replaced = ""
        for scalar in text.unicodeScalars { replaced.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
        return replaced
    }

    /// A `traceparent` as W3C Trace Context writes it; nil where it is not one, and then it is to be ignored.
    static func traceparent(_ text: String?) -> String? {
        guard let text, 55...512 ~= text.utf8.count else { return nil }
        return text.withBytes(isTraceparent) ? text : nil
    }

    private static func isTraceparent(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let dash = UInt8(ascii: "-")
        let zero = UInt8(ascii: "0")
        let (version, trace, parent, flags) = (text[0..<2], text[3..<35], text[36..<52], text[53..<55])
        guard text[2] == dash, text[35] == dash, text[52] == dash,
            version.allSatisfy(isLowerHex), trace.allSatisfy(isLowerHex), parent.allSatisfy(isLowerHex),
            flags.allSatisfy(isLowerHex), trace.contains(where: { $0 != zero }), parent.contains(where: { $0 != zero })
        else { return false }
        switch (version[0], version[1]) {
        case (zero, zero): return text.count == 55
        case (UInt8(ascii: "f"), UInt8(ascii: "f")): return false
        // A later version may say more, after another dash.
        default: return text.count == 55 || text[55] == dash && text.allSatisfy(isPrintableASCII)
        }
    }

    private static func isLowerHex(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x66 ~= byte
    }

    private static func isPrintableASCII(_ byte: UInt8) -> Bool {
        0x20...0x7E ~= byte
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xFDD0...0xFDEF: false
        default: !scalar.isControl && scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
