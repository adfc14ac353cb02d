import Crypto
import JSON

/// Settings with the text by which the ledger stores them.
public struct SettingsDocument: Sendable, Equatable {
    public let settings: Settings
    /// The document as compact JSON with sorted names, independent of the layout of the file.
    public let canonicalJSON: String
    /// SHA-256 of ``canonicalJSON``: 64 hexadecimal digits in lower case.
    public let hash: String

    /// Reads settings in JSON, such as the text that the ledger keeps.
    ///
    /// - Throws: every violation of the document; one violation where it cannot be read at all.
    public init(parsing json: String) throws(InvalidSettings) {
        try self.init(json: try Self.read(json))
    }

    /// - Throws: every violation of the document.
    public init(json: JSONValue) throws(InvalidSettings) {
        settings = try Settings(json: json)
        var writer = JSONWriter(capacity: 4096)
        writer.value(json.canonical)
        canonicalJSON = String(decoding: writer.bytes, as: UTF8.self)
        // A document that changes have put together must be readable again.
        _ = try Self.read(canonicalJSON)
        hash = Hex.string(Array(SHA256.hash(data: writer.bytes)))
    }

    private static func read(_ json: String) throws(InvalidSettings) -> JSONValue {
        do throws(Violation) {
            try Settings.requireSize(json)
        } catch {
            throw InvalidSettings(violations: [error])
        }
        do throws(JSONParseError) {
            return try JSONValue(parsing: json)
        } catch {
            throw InvalidSettings(violations: [Violation(error)])
        }
    }
}

extension Settings {
    /// The largest settings document, in bytes.
    public static let maxBytes = 1024 * 1024
    /// More reasons than people can distinguish. The limit bounds the cost of judging and of checking settings.
    package static let maxReasons = 1000

    package static func requireSize(_ text: String) throws(Violation) {
        guard text.utf8.count <= maxBytes else {
            throw Violation(.tooLarge, at: .root, "The document is too large.", expected: "at most \(maxBytes) bytes")
        }
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
