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

/// A line that a person writes into the settings; see ``WrittenText``.
struct LineField: FieldKind {
    private let text: TextField

    init(minLength: Int = 0, maxLength: Int) {
        text = TextField(minLength: minLength, maxLength: maxLength)
    }

    var expected: String { text.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let line = try text.read(value)
        if let defect = WrittenText.line.defect(of: line) { throw FieldDefect(.wrongType, defect.predicate) }
        return line
    }
}

/// A reason's code or alias: a line of 1 to 32 characters without white space at its ends.
struct CodeField: FieldKind {
    private let line = LineField(minLength: 1, maxLength: 32)

    var expected: String { line.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let code = try line.read(value)
        guard code.trimmed.utf8.count == code.utf8.count else {
            throw FieldDefect(.wrongType, "begins or ends with white space")
        }
        return code
    }
}

/// A label: a line of 1 to 200 characters that are not all white space.
struct LabelField: FieldKind {
    private let line = LineField(minLength: 1, maxLength: 200)

    var expected: String { line.expected }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let label = try line.read(value)
        guard !label.trimmed.isEmpty else { throw FieldDefect(.tooShort, "is blank") }
        return label
    }
}
