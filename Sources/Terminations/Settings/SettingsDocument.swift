import Crypto

/// Settings together with the one text that the ledger keeps of them.
public struct SettingsDocument: Sendable, Equatable {
    public let settings: Settings
    /// The document as compact JSON with sorted names: the same however the file was laid out.
    public let canonicalJSON: String
    /// SHA-256 of ``canonicalJSON``: 64 hexadecimal digits in lower case.
    public let hash: String

    /// - Throws: everything that is wrong with the settings at once.
    public init(json: JSONValue) throws(InvalidSettings) {
        settings = try Settings(json: json)
        var writer = JSONWriter(capacity: 4096)
        writer.value(json.canonical)
        canonicalJSON = String(decoding: writer.bytes, as: UTF8.self)
        do {
            // What is put together by changes must be readable again.
            try Settings.requireSize(canonicalJSON)
            _ = try JSONValue(parsing: canonicalJSON)
        } catch {
            throw InvalidSettings(violations: [error])
        }
        hash = Hex.string(Array(SHA256.hash(data: writer.bytes)))
    }
}

extension Settings {
    /// No settings are larger, in bytes.
    public static let maxBytes = 1024 * 1024

    static func requireSize(_ text: String) throws(Violation) {
        guard text.utf8.count <= maxBytes else {
            throw Violation(.tooLarge, at: .root, "The document is too large.", expected: "at most \(maxBytes) bytes")
        }
    }

    /// Reads a settings file: JSON where it starts with `{`, else YAML (1.2, core schema).
    ///
    /// - Throws: everything that is wrong with it at once; one violation where it cannot be read at all.
    public static func parse(yamlOrJSON text: String) throws(InvalidSettings) -> SettingsDocument {
        let json: JSONValue
        do {
            try requireSize(text)
            let isJSON = text.first { !$0.isWhitespace } == "{"
            json = isJSON ? try JSONValue(parsing: text) : try YAMLDocument.json(text)
        } catch {
            throw InvalidSettings(violations: [error])
        }
        return try SettingsDocument(json: json)
    }
}

extension JSONValue {
    /// The same value with members sorted by the bytes of their names and integers in plain digits.
    var canonical: JSONValue {
        switch self {
        case .null, .bool, .string: return self
        case .number(let number): return .number(number.integer.map { JSONNumber($0) } ?? number)
        case .array(let elements): return .array(elements.map(\.canonical))
        case .object(let object):
            let sorted = object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return .object(
                JSONObject(distinct: sorted.map { JSONObject.Member(name: $0.name, value: $0.value.canonical) })
            )
        }
    }
}
