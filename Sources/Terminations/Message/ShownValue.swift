/// A value of a message in one short line, for lists: as `--set` and `--value` take it, and never a note.
///
/// A string stands as it is. Where that could be taken for something else (a number, a mark in parentheses, blanks), it
/// stands as JSON. What holds other values, and with them perhaps a note, is only named.
public enum ShownValue {
    /// Characters of a text that are shown; a longer one ends with `…`.
    public static let longest = 60

    public static let none = "(none)"
    public static let withheld = "(not shown)"

    /// - Parameters:
    ///   - value: nil where there is no value.
    ///   - pointer: its place in the document that was received.
    public static func text(_ value: JSONValue?, at pointer: JSONPointer) -> String {
        guard let value else { return none }
        if isNote(pointer) { return withheld }
        switch value {
        case .object: return "(object)"
        case .array: return "(array)"
        case .string(let text):
            // A string here may hold a whole message.
            if isWhole(pointer) { return "(text)" }
            return isPlain(text) ? cut(text) : cut(written(value).printableJSON)
        case .null, .bool, .number: return cut(written(value))
        }
    }

    /// What ``text(_:at:)`` gave, as a person can copy it: in quotes, with escapes, where blanks or quotes would get lost
    /// among the words around it or in a shell.
    public static func quoted(_ text: String) -> String {
        guard text.first != "(", text.contains(where: { $0.isWhitespace || "\"\\'".contains($0) }) else { return text }
        let json = text.first == "\"" ? text : written(.string(text)).printableJSON
        // A blank that is no space looks like one.
        var quoted = ""
        for scalar in json.unicodeScalars {
            if scalar != " ", scalar.properties.isWhitespace {
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted
    }

    /// The value that ``text(_:at:)`` gave this text for; nil where the text does not hold all of it.
    public static func value(of text: String) -> JSONValue? {
        guard text.first != "(", text.last != "…" else { return nil }
        return isUnambiguous(text) ? .string(text) : try? JSONValue(parsing: text)
    }

    /// Whether `text` names this value: as ``text(_:at:)`` or ``quoted(_:)`` writes it, or as a shell leaves it of the
    /// latter, without its quotes; or as the whole text of the string where that can be nothing else.
    public static func matches(_ text: String, _ value: JSONValue?, at pointer: JSONPointer) -> Bool {
        let shown = Self.text(value, at: pointer)
        if shown == text { return shown != withheld }
        guard shown != withheld, case .string(let string)? = value, !isWhole(pointer) else { return false }
        let quoted = Self.quoted(shown)
        if text == quoted { return true }
        if isUnambiguous(text), text == string || "\"\(text)\"" == quoted { return true }
        return shown.hasSuffix("…") && text.count > longest && string == text
    }

    /// Whether the place is a note, or within one.
    public static func isNote(_ pointer: JSONPointer) -> Bool {
        pointer.description.utf8.count >= Field.note.rawValue.utf8.count
            && pointer.tokens.contains(Field.note.rawValue)
    }

    private static func isWhole(_ pointer: JSONPointer) -> Bool {
        guard pointer != .root else { return true }
        return pointer.tokens.last.flatMap(CloudEventData.init(rawValue:)) != nil
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.first, let last = text.last, !first.isWhitespace, !last.isWhitespace,
            text.unicodeScalars.allSatisfy(\.isPrintable)
        else { return false }
        return isUnambiguous(text)
    }

    /// Whether the text, as it stands, can only be a string of these characters.
    private static func isUnambiguous(_ text: String) -> Bool {
        guard let first = text.first else { return true }
        guard first != "(", first != "\"", text.last != "…" else { return false }
        // Only what begins like a number or a literal can be one.
        guard first.isWhitespace || first.isNumber || "-tfn[{".contains(first) else { return true }
        return (try? JSONValue(parsing: text)) == nil
    }

    private static func cut(_ text: String) -> String {
        text.count > longest ? text.prefix(longest) + "…" : text
    }

    private static func written(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// The values that a message has where it breaks rules: by them dead letters of one cause differ.
public struct OffendingValues: Sendable {
    private let document: JSONValue?

    /// - Parameter body: what is judged. What is no JSON has no values.
    public init(of body: [UInt8]) {
        let document = try? JSONValue(parsing: body, maxDepth: MessageLimits.deepest)
        // Violations point into what stands in Base64.
        self.document = document.map { $0.withDecodedData ?? $0 }
    }

    /// The value in one short line; nil where the place is the document, or the document cannot be read.
    public func text(at pointer: JSONPointer) -> String? {
        guard let document, pointer != .root else { return nil }
        return ShownValue.text(document[pointer], at: pointer)
    }

    /// Whether one of these places has this value.
    public func has(_ text: String, at pointers: some Sequence<JSONPointer>) -> Bool {
        guard let document else { return false }
        return pointers.contains { $0 != .root && ShownValue.matches(text, document[$0], at: $0) }
    }
}
