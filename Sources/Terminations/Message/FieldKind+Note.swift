/// A note: any text without control characters other than tab and line feed; nil where it is blank.
///
/// How long it may be is the settings' to say.
struct NoteField: FieldKind {
    var expected: String { "text without control characters other than tab and line feed" }

    func read(_ value: JSONValue) throws(FieldDefect) -> String? {
        let text = try value.requireString()
        guard text.unicodeScalars.allSatisfy(Self.isAllowed) else {
            throw FieldDefect(.wrongType, "holds control characters")
        }
        return text.trimmed.isEmpty ? nil : text
    }

    /// Everything but Unicode's category Cc, of which tab and line feed are allowed.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0x00...0x1F, 0x7F...0x9F: false
        default: true
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

extension String {
    /// Without white space (Unicode's property) at either end.
    var trimmed: Substring {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return self[first...last]
    }

    /// The form in which codes are compared: trimmed, without regard to case.
    var normalCode: String { trimmed.lowercased() }
}

extension Given {
    /// A value of nil counts as absent.
    func flattened<Wrapped>() -> Given<Wrapped> where Value == Wrapped? {
        switch self {
        case .absent, .value(nil): .absent
        case .value(let value?): .value(value)
        case .broken: .broken
        }
    }
}
