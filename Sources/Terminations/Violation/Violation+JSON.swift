extension Violation {
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

    /// Reads what ``write(to:)`` wrote; nil where that is not what stands there.
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
