import JSON

/// A value of a message in one short line, as `--set` and `--value` accept it. A note is never shown.
///
/// A string is shown as it is, or as JSON where it could be taken for something else (a number, a mark in parentheses,
/// blanks). Objects and arrays are only named, since they may contain a note.
public enum ShownValue {
    /// The most characters shown of a text. A longer text ends with `…`.
    public static let longest = 60

    public static let none = "(none)"
    public static let withheld = "(not shown)"

    /// - Parameters:
    ///   - value: nil where there is no value.
    ///   - pointer: its place in the received document.
    public static func text(_ value: JSONValue?, at pointer: JSONPointer) -> String {
        guard let value else { return none }
        if isNote(pointer) { return withheld }
        switch value {
        case .object: return "(object)"
        case .array: return "(array)"
        case .string(let text):
            // A string here may contain a whole message, or be what somebody said in place of an object.
            if isWhole(pointer) || isObject(pointer) { return "(text)" }
            if mayBeNote(value, at: pointer) { return withheld }
            return isPlain(text) ? cut(text) : cut(written(value).printableJSON)
        case .null, .bool, .number: return cut(written(value))
        }
    }

    /// The result of ``text(_:at:)`` in a form that can be copied: in quotes and with escapes where blanks or quotes would
    /// get lost among other words or in a shell.
    public static func quoted(_ text: String) -> String {
        guard text.first != "(", text.contains(where: { $0.isWhitespace || "\"\\'".contains($0) }) else { return text }
        let json = text.first == "\"" ? text : written(.string(text)).printableJSON
        // Other blanks look like a space.
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

    /// The value for which ``text(_:at:)`` gave this text; nil where the text is not the whole value.
    public static func value(of text: String) -> JSONValue? {
        guard text.first != "(", text.last != "…" else { return nil }
        return isUnambiguous(text) ? .string(text) : try? JSONValue(parsing: text)
    }

    /// Whether `text` means this value: in the form of ``text(_:at:)`` or ``quoted(_:)``, in the latter form after a shell
    /// has removed its quotes, or as the whole string where it cannot mean anything else.
    public static func matches(_ text: String, _ value: JSONValue?, at pointer: JSONPointer) -> Bool {
        let shown = Self.text(value, at: pointer)
        if shown == text { return shown != withheld }
        guard shown != withheld, case .string(let string)? = value, !isWhole(pointer), !isObject(pointer)
        else { return false }
        let quoted = Self.quoted(shown)
        if text == quoted { return true }
        if isUnambiguous(text), text == string || "\"\(text)\"" == quoted { return true }
        return shown.hasSuffix("…") && text.count > longest && string == text
    }

    /// What ``text(_:at:)`` gives for the values that `text` means, by which an index of these texts finds the values.
    ///
    /// Each value for which ``matches(_:_:at:)`` is true has one of them. The opposite holds as well, unless
    /// ``ShownTexts/isAmbiguous``.
    public static func texts(meantBy text: String) -> ShownTexts {
        if text == withheld { return ShownTexts(texts: [], isAmbiguous: false) }
        let isUnambiguous = isUnambiguous(text)
        var decoded: [String] = []
        for json in isUnambiguous ? [text, "\"\(text)\""] : [text] {
            guard json.first == "\"", case .string(let string)? = try? JSONValue(parsing: json) else { continue }
            // What is shown as JSON may have blanks that are written as escapes.
            decoded += [string, written(.string(string)).printableJSON]
        }
        decoded = decoded.filter { quoted($0) == text || isUnambiguous && quoted($0) == "\"\(text)\"" }
        let unescaped = withBlanks(text)
        if quoted(unescaped) == text { decoded.append(unescaped) }
        guard isUnambiguous else { return ShownTexts(texts: Set(decoded + [text]), isAmbiguous: false) }
        let whole = isPlain(text) ? text : written(.string(text)).printableJSON
        return ShownTexts(texts: Set(decoded + [text, cut(whole)]), isAmbiguous: whole.count > longest)
    }

    /// Undoes the escapes that ``quoted(_:)`` writes for blanks.
    private static func withBlanks(_ text: String) -> String {
        text.replacing(/\\u([0-9a-f]{4})/) { match in
            guard let scalar = UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init), scalar.properties.isWhitespace
            else {
                return String(match.0)
            }
            return String(scalar)
        }
    }

    /// Whether the place is a note or inside one, also under a misspelt name.
    public static func isNote(_ pointer: JSONPointer) -> Bool {
        pointer.description.utf8.count >= Field.note.rawValue.utf8.count && pointer.tokens.contains(where: isNoteName)
    }

    /// Whether a member may be what somebody said, by its name: `note` or `notes` in any case, among other words or before or
    /// after them (`Note`, ` NOTE `, `customerNotes`, `note_text`, `customernote`). Rather too many are hidden than one too few.
    ///
    /// A letter counts as the one that it looks like: `ｎote` in wide letters, `nоte` with a Cyrillic о, `nöte`, `n0te`.
    public static func isNoteName(_ name: String) -> Bool {
        if name == Field.note.rawValue || isPlainNoteName(name) { return true }
        let folded = LookAlike.folded(name)
        return folded != name && isPlainNoteName(folded)
    }

    /// Whether the name is `note` or `notes` itself, in other cases, with other characters around or between the letters, or with
    /// letters that look like these.
    static func isSpelledNote(_ name: String) -> Bool {
        if name == Field.note.rawValue { return true }
        let letters = LookAlike.folded(name).lowercased().filter(\.isLetter)
        return letters == Field.note.rawValue || letters == "notes"
    }

    private static func isPlainNoteName(_ name: String) -> Bool {
        let letters = name.lowercased().filter(\.isLetter)
        if letters.hasPrefix("note") || letters.hasSuffix("note") || letters.hasSuffix("notes") { return true }
        guard letters.contains("note") else { return false }
        return words(of: name).contains { $0 == "note" || $0 == "notes" }
    }

    /// `customerNote_text` is `customer`, `note` and `text`.
    private static func words(of name: String) -> [String] {
        var words = [""]
        var isAfterSmallLetter = false
        for character in name {
            if !character.isLetter || (isAfterSmallLetter && character.isUppercase) { words.append("") }
            if character.isLetter { words[words.count - 1] += character.lowercased() }
            isAfterSmallLetter = character.isLowercase
        }
        return words
    }

    /// Whether a value must not be shown to who may not see notes: it is a note or inside one, or a text that holds a whole
    /// document, in which a note can be anywhere.
    public static func mayBeNote(_ value: JSONValue, at pointer: JSONPointer) -> Bool {
        if isNote(pointer) { return value != .null }
        guard case .string(let text) = value else { return false }
        return isWhole(pointer) || text.contains { $0 == "{" || $0 == "[" } && holdsNote(text)
    }

    /// Whether a value must not be shown to who may not see notes: it may be a note, or the contract has no member at its place,
    /// so that nobody knows what it is.
    public static func isWithheld(_ value: JSONValue, at pointer: JSONPointer) -> Bool {
        if mayBeNote(value, at: pointer) { return true }
        switch (ContractPlace(pointer), value) {
        case (_, .null), (.known, _), (.message, .array), (.message, .object): return false
        case (.unknown, _), (.message, .bool), (.message, .number), (.message, .string): return true
        }
    }

    /// The name of a member as it is shown to who may not see notes. An unknown name that is no identifier may be what somebody
    /// said.
    public static func name(_ name: String) -> String {
        let isIdentifier =
            name.utf8.count <= 40
            && name.utf8.allSatisfy { byte in
                0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "_-.:$@".utf8.contains(byte)
            }
        return isIdentifier ? name : withheld
    }

    /// The place as it is shown to who may not see notes.
    public static func place(_ pointer: JSONPointer) -> JSONPointer {
        pointer.tokens.reduce(JSONPointer.root) { $0.appending(name($1)) }
    }

    /// The value with a mark in place of whatever must not be shown to who may not see notes; see ``isWithheld(_:at:)``.
    public static func withoutNotes(_ value: JSONValue, at pointer: JSONPointer) -> JSONValue {
        if isWithheld(value, at: pointer) { return .string(withheld) }
        switch value {
        case .null, .bool, .number, .string: return value
        case .array(let elements):
            return .array(elements.enumerated().map { withoutNotes($1, at: pointer.appending($0)) })
        case .object(let object):
            var hidden = 0
            let members = object.members.map { member in
                var name = name(member.name)
                if name == withheld {
                    // Names of one object differ.
                    hidden += 1
                    if hidden > 1 { name += " \(hidden)" }
                }
                return JSONObject.Member(
                    name: name,
                    value: withoutNotes(member.value, at: pointer.appending(member.name))
                )
            }
            return .object(JSONObject(members))
        }
    }

    private static func holdsNote(_ text: String) -> Bool {
        guard let document = try? JSONValue(parsing: text, maxDepth: JSONValue.maxDepth) else { return false }
        return holdsNote(document)
    }

    private static func holdsNote(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool, .number: false
        case .string(let text): text.contains { $0 == "{" || $0 == "[" } && holdsNote(text)
        case .array(let elements): elements.contains(where: holdsNote)
        case .object(let object): object.members.contains { isNoteName($0.name) || holdsNote($0.value) }
        }
    }

    /// Whether something in the value must not be shown to who may not see notes. A blank note is none.
    public static func withholds(_ value: JSONValue, at pointer: JSONPointer) -> Bool {
        switch value {
        case .null: false
        case .string(let text) where text.allSatisfy(\.isWhitespace): false
        case .array(let elements) where !isWithheld(value, at: pointer):
            elements.enumerated().contains { withholds($0.element, at: pointer.appending($0.offset)) }
        case .object(let object) where !isWithheld(value, at: pointer):
            object.members.contains { name($0.name) == withheld || withholds($0.value, at: pointer.appending($0.name)) }
        case .bool, .number, .string, .array, .object: isWithheld(value, at: pointer)
        }
    }

    /// Whether the place is a note, inside one, or holds one: the document or the data of a CloudEvent.
    public static func mayShowNote(_ pointer: JSONPointer) -> Bool { isNote(pointer) || isWhole(pointer) }

    private static func isWhole(_ pointer: JSONPointer) -> Bool {
        guard pointer != .root else { return true }
        return pointer.tokens.last.flatMap(CloudEventData.init(rawValue:)) != nil
    }

    /// Whether the contract has an object at the place, so that nobody knows what a text there is.
    private static func isObject(_ pointer: JSONPointer) -> Bool {
        if case .message = ContractPlace(pointer) { pointer != .root } else { false }
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.first, let last = text.last, !first.isWhitespace, !last.isWhitespace,
            text.unicodeScalars.allSatisfy(\.isPrintable)
        else { return false }
        return isUnambiguous(text)
    }

    /// Whether the unquoted text can only mean a string of these characters.
    private static func isUnambiguous(_ text: String) -> Bool {
        guard let first = text.first else { return true }
        guard first != "(", first != "\"", text.last != "…" else { return false }
        // Only a text that begins like a number or a literal can be one.
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

/// The texts by which values are found.
public struct ShownTexts: Sendable, Equatable {
    public let texts: Set<String>
    /// Whether a value may have one of the texts without being meant: a text that was cut has lost its end.
    public let isAmbiguous: Bool
}

/// The values of a message at the places of its violations, by which dead letters with one cause differ.
public struct OffendingValues: Sendable {
    private let document: JSONValue?

    /// - Parameter body: the judged message. A body that is not JSON has no values.
    public init(of body: [UInt8]) {
        let document = try? JSONValue(parsing: body, maxDepth: JSONValue.maxDepth)
        // Pointers of violations lead into the content of Base64.
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
