import JSON

/// A span of elapsed time.
struct TimeSpanField: FieldKind {
    var expected: String { "ISO 8601 duration of days, hours, minutes and seconds, such as PT10M" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Duration {
        guard let span = TimeSpan.parse(try value.requireString()) else {
            throw FieldDefect(.invalidDuration, "is not a duration of days, hours, minutes and seconds")
        }
        return span
    }
}

/// A language tag in the syntax of BCP 47, such as `nl` or `pt-BR`.
struct LanguageField: FieldKind {
    var expected: String { "language tag, such as nl or pt-BR" }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let text = try value.requireString()
        guard Self.isTag(text) else { throw FieldDefect(.unknownValue, "is not a language tag") }
        return text
    }

    static func isTag(_ text: String) -> Bool {
        let subtags = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard let first = subtags.first, 2...8 ~= first.count, first.allSatisfy(isLetter) else { return false }
        return subtags.dropFirst().allSatisfy { subtag in
            1...8 ~= subtag.count && subtag.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        0x41...0x5A ~= byte || 0x61...0x7A ~= byte
    }
}

/// A reason's code or alias: 1 to 32 characters, no white space at the ends, no control characters.
struct CodeField: FieldKind {
    private let text = TextField(minLength: 1, maxLength: 32)

    var expected: String { text.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let code = try text.read(value)
        guard code.trimmed.utf8.count == code.utf8.count else {
            throw FieldDefect(.wrongType, "begins or ends with white space")
        }
        guard !code.unicodeScalars.contains(where: \.isControl) else {
            throw FieldDefect(.wrongType, "contains control characters")
        }
        return code
    }
}

/// A label: 1 to 200 characters that are not all white space.
struct LabelField: FieldKind {
    private let text = TextField(minLength: 1, maxLength: 200)

    var expected: String { text.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let label = try text.read(value)
        guard !label.trimmed.isEmpty else { throw FieldDefect(.tooShort, "is blank") }
        return label
    }
}
