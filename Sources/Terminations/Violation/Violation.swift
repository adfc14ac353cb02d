import JSON

/// One broken rule: a stable code, the place of the field, and a sentence for people.
///
/// The sentence never repeats a value of the message, so that neither a note nor a sensitive reason leaks into logs, answers
/// or dead letters.
public struct Violation: Error, Hashable, Sendable {
    public let code: Code
    /// The field, which may be a missing one; the root where the whole document is refused.
    public let pointer: JSONPointer
    /// One English sentence.
    public let message: String
    /// What is valid, where a few words can say it.
    public let expected: String?
    /// The value that was probably meant. Never a sensitive reason.
    public let suggestion: String?

    public init(
        _ code: Code,
        at pointer: JSONPointer,
        _ message: String,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        self.code = code
        self.pointer = pointer
        self.message = message
        self.expected = expected
        self.suggestion = suggestion
    }
}

extension Violation {
    /// The violation of a document that cannot be read.
    ///
    /// - Parameter root: the place of the document in the message.
    public init(_ error: JSONParseError, under root: JSONPointer = .root) {
        let code: Code =
            switch error.reason {
            case .invalidUTF8: .invalidUTF8
            case .malformed: .malformedJSON
            case .tooDeep: .tooDeep
            }
        self.init(
            code,
            at: error.pointer.tokens.reduce(root) { $0.appending($1) },
            error.message,
            expected: error.expected
        )
    }

    /// Writes `{code, pointer, message, expected?, suggestion?}`.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("code")
        writer.string(code.rawValue)
        writer.name("pointer")
        writer.string(pointer.description)
        writer.name("message")
        writer.string(message)
        if let expected {
            writer.name("expected")
            writer.string(expected)
        }
        if let suggestion {
            writer.name("suggestion")
            writer.string(suggestion)
        }
        writer.endObject()
    }

    /// Reads what ``write(to:)`` wrote; nil for anything else.
    public init?(json: JSONValue) {
        guard let object = json.object,
            let code = object["code"]?.string.flatMap(Code.init(rawValue:)),
            let pointer = object["pointer"]?.string.flatMap(JSONPointer.init(parsing:)),
            let message = object["message"]?.string
        else { return nil }
        self.init(
            code,
            at: pointer,
            message,
            expected: object["expected"]?.string,
            suggestion: object["suggestion"]?.string
        )
    }

    /// A JSON array of violations, as dead letters and events keep them.
    public static func json(_ violations: [Violation]) -> [UInt8] {
        var writer = JSONWriter(capacity: 160 * violations.count + 2)
        writer.beginArray()
        for violation in violations { violation.write(to: &writer) }
        writer.endArray()
        return writer.bytes
    }
}
