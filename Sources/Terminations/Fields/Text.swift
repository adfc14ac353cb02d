import JSON

// A text from outside can mislead its reader. A terminal obeys control characters, C1 characters included (ECMA-48),
// reverses lines at bidirectional marks (UAX #9), and shows nothing of invisible characters.

extension Unicode.Scalar {
    /// Whether a terminal only displays it.
    ///
    /// Variation selectors count as printable, since they only choose among the forms of the character before them.
    public var isPrintable: Bool {
        if 0x20..<0x7F ~= value { return true }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return !properties.isDefaultIgnorableCodePoint || properties.isVariationSelector
        }
    }
}

/// What a text may consist of that a person writes: in the settings, as the reason of a change, as a note on a cause.
public enum WrittenText: Sendable {
    /// A label, a code, a name, the reason of a change.
    case line
    /// A note: a line that may also have tabs and line feeds.
    case lines

    /// Why a text is refused.
    public enum Defect: Error, Sendable {
        /// It has control characters (Unicode's category Cc), or in a line a line break.
        case controlCharacters
        /// It has embeddings, overrides or isolates (UAX #9), by which a text can look like another one. Right-to-left scripts
        /// need none of them.
        case directionControls
    }

    public func defect(of text: String) -> Defect? {
        if text.isPrintableASCII { return nil }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: if self == .line { return .controlCharacters }
            case 0x2028, 0x2029: if self == .line { return .controlCharacters }
            case 0x202A...0x202E, 0x2066...0x2069: return .directionControls
            default: if scalar.isControl { return .controlCharacters }
            }
        }
        return nil
    }
}

extension WrittenText.Defect {
    /// The rest of a sentence that begins with the field's name.
    public var predicate: String {
        switch self {
        case .controlCharacters: "contains control characters"
        case .directionControls: "contains characters that change the direction of text"
        }
    }
}

extension String {
    /// The text on one line, with a space for each character that is not printable.
    public var printable: String { printable(keeping: nil) }

    /// The same, with line feeds kept.
    public var printableLines: String { printable(keeping: "\n") }

    private func printable(keeping kept: Unicode.Scalar?) -> String {
        let keptByte = kept.map { UInt8(ascii: $0) }
        if utf8.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == keptByte }) { return self }
        var text = ""
        for scalar in unicodeScalars {
            text.unicodeScalars.append(scalar.isPrintable || scalar == kept ? scalar : " ")
        }
        return text
    }

    /// The same JSON text with escapes for every character within its strings that is not printable (RFC 8259, 7).
    ///
    /// - Precondition: this is JSON. Outside strings it has none of these characters but line feeds, which stay.
    public var printableJSON: String {
        if utf8.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == 0x0A }) { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isPrintable || scalar == "\n" {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return text
    }
}

extension String {
    /// Without white space (Unicode's property) at either end.
    var trimmed: Substring {
        if let first = utf8.first, let last = utf8.last, 0x21..<0x7F ~= first, 0x21..<0x7F ~= last { return self[...] }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return Substring(scalars[first...last])
    }

    /// The form in which codes are compared: trimmed, without regard to case.
    var normalCode: String {
        let isNormal = withBytes { $0.allSatisfy { 0x21..<0x41 ~= $0 || 0x5B..<0x7F ~= $0 } }
        return isNormal ? self : trimmed.lowercased()
    }
}
