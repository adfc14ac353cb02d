import JSON

/// A note: any text without control characters other than tab and line feed; nil where it is blank.
///
/// The settings limit its length.
struct NoteField: FieldKind {
    var expected: String { "text without control characters other than tab and line feed" }

    func read(_ value: JSONValue) throws(FieldDefect) -> String? {
        let text = try value.requireString()
        guard text.isPrintableASCII || text.unicodeScalars.allSatisfy(Self.isAllowed) else {
            throw FieldDefect(.wrongType, "contains control characters")
        }
        return text.trimmed.isEmpty ? nil : text
    }

    /// Everything but Unicode's category Cc, and of that tab and line feed.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\t" || scalar == "\n" || !scalar.isControl
    }
}

extension Unicode.Scalar {
    /// Of Unicode's category Cc.
    var isControl: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        default: false
        }
    }
}

/// An id: at least one character, no white space at its ends, and no control, line-separating or format characters
/// (Unicode's categories Cc, Zl, Zp and Cf). People cannot see these, so two ids could look the same, and an attribute of a
/// CloudEvent cannot contain control characters.
struct IdentifierField: FieldKind {
    private let text: TextField

    init(maxLength: Int) {
        text = TextField(minLength: 1, maxLength: maxLength)
    }

    var expected: String { "string of 1 to \(text.maxLength) printable characters" }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let id = try text.read(value)
        if !id.isPrintableASCII {
            if id.unicodeScalars.contains(where: \.isControl) {
                throw FieldDefect(.wrongType, "contains control characters")
            }
            if id.unicodeScalars.contains(where: \.isInvisible) {
                throw FieldDefect(.wrongType, "contains invisible characters")
            }
        }
        guard id.trimmed.utf8.count == id.utf8.count else {
            throw FieldDefect(.wrongType, "has white space at its ends")
        }
        return id
    }
}

extension Unicode.Scalar {
    /// An invisible character that formats or separates lines: a zero-width space or joiner, a mark of direction, a byte
    /// order mark.
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

/// A reason's code as the message gives it, trimmed; nil where it is blank.
struct ReasonCodeField: FieldKind {
    private let text = TextField(maxLength: 32)

    var expected: String { text.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> String? {
        let code = try text.read(value).trimmed
        return code.isEmpty ? nil : String(code)
    }
}

extension Parsed {
    /// A value of nil counts as absent.
    func flattened<Wrapped>() -> Parsed<Wrapped> where Value == Wrapped? {
        switch self {
        case .absent, .value(nil): .absent
        case .value(let value?): .value(value)
        case .invalid: .invalid
        }
    }
}
