import JSON

/// What a field may contain, and how it is read.
protocol FieldKind<Value> {
    associatedtype Value
    /// A valid value in a few words, for ``Violation/expected``.
    var expected: String { get }
    func read(_ value: JSONValue) throws(FieldDefect) -> Value
}

/// Why a field's value is invalid. Never contains the value.
struct FieldDefect: Error {
    let code: Violation.Code
    /// The rest of a sentence that begins with the field's name: "is not a string". ``FieldKind/expected`` describes
    /// valid values.
    let predicate: String
    var suggestion: String?

    init(_ code: Violation.Code, _ predicate: String, suggestion: String? = nil) {
        self.code = code
        self.predicate = predicate
        self.suggestion = suggestion
    }
}

extension JSONValue {
    func requireString() throws(FieldDefect) -> String {
        guard case .string(let text) = self else { throw FieldDefect(.wrongType, "is not a string") }
        return text
    }
}

/// A string with a number of Unicode scalars within bounds, counted as JSON Schema counts them.
struct TextField: FieldKind {
    var minLength = 0
    let maxLength: Int

    var expected: String {
        minLength > 0
            ? "string of \(minLength) to \(maxLength) characters" : "string of at most \(maxLength) characters"
    }

    func read(_ value: JSONValue) throws(FieldDefect) -> String {
        let text = try value.requireString()
        // A text never has more scalars than bytes, so most texts need not be counted.
        if text.utf8.count > maxLength, text.unicodeScalars.count > maxLength {
            throw FieldDefect(.tooLong, "is too long")
        }
        if text.utf8.count < 4 * minLength, text.unicodeScalars.count < minLength {
            throw FieldDefect(.tooShort, text.isEmpty ? "is empty" : "is too short")
        }
        return text
    }
}

/// A string that is one of an enumeration's raw values.
struct ChoiceField<Value: RawRepresentable<String> & CaseIterable>: FieldKind {
    init(_ type: Value.Type = Value.self) {}

    var expected: String { Value.allCases.map(\.rawValue).joined(separator: ", ") }

    func read(_ value: JSONValue) throws(FieldDefect) -> Value {
        let text = try value.requireString()
        guard let choice = Value(rawValue: text) else {
            let suggestion = Nearest.of(Value.allCases.map(\.rawValue), to: text).first
            throw FieldDefect(.unknownValue, "has an unknown value", suggestion: suggestion)
        }
        return choice
    }
}

/// An integer as JSON Schema defines it, within bounds and within the range that every JSON reader represents exactly.
struct IntegerField: FieldKind {
    let range: ClosedRange<Int64>

    init(_ range: ClosedRange<Int64> = Money.range) {
        self.range = range.clamped(to: Money.range)
    }

    var expected: String {
        range == Money.range ? "integer" : "integer from \(range.lowerBound) to \(range.upperBound)"
    }

    func read(_ value: JSONValue) throws(FieldDefect) -> Int64 {
        guard case .number(let number) = value, number.isInteger else {
            throw FieldDefect(.wrongType, "is not an integer")
        }
        guard let integer = number.integer, range ~= integer else {
            throw FieldDefect(.outOfRange, "is out of range")
        }
        return integer
    }
}

/// An object with fields of its own.
struct ObjectField: FieldKind {
    /// An example in YAML, for people who write settings and are not programmers.
    var example: String?

    var expected: String { example.map { "list such as \($0)" } ?? "object" }

    func read(_ value: JSONValue) throws(FieldDefect) -> JSONObject {
        guard case .object(let object) = value else {
            throw FieldDefect(.wrongType, example == nil ? "is not an object" : "must be a \(expected)")
        }
        return object
    }
}

/// An array of any values.
struct ListField: FieldKind {
    var maxCount = Int.max

    var expected: String { maxCount == .max ? "list" : "list of at most \(maxCount) elements" }

    func read(_ value: JSONValue) throws(FieldDefect) -> [JSONValue] {
        guard case .array(let elements) = value else { throw FieldDefect(.wrongType, "is not a list") }
        guard elements.count <= maxCount else { throw FieldDefect(.tooLarge, "has \(elements.count) elements") }
        return elements
    }
}

struct BoolField: FieldKind {
    var expected: String { "true or false" }

    func read(_ value: JSONValue) throws(FieldDefect) -> Bool {
        guard case .bool(let value) = value else { throw FieldDefect(.wrongType, "is neither true nor false") }
        return value
    }
}
