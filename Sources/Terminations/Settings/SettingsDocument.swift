/// Settings together with the one text that the ledger keeps of them.
public struct SettingsDocument: Sendable, Equatable {
    public let settings: Settings
    /// The document as compact JSON with sorted names: the same however the file was laid out.
    public let canonicalJSON: String
    /// SHA-256 of ``canonicalJSON``: 64 hexadecimal digits in lower case.
    public let hash: String
}

extension Settings {
    /// Reads settings from JSON.
    ///
    /// - Throws: everything that is wrong with them at once.
    public init(json: JSONValue) throws(InvalidSettings) {
        fatalError("in work")
    }

    /// Reads a settings file: JSON where it starts with `{`, else YAML (1.2, core schema).
    ///
    /// - Throws: everything that is wrong with it at once.
    public static func parse(yamlOrJSON text: String) throws(InvalidSettings) -> SettingsDocument {
        fatalError("in work")
    }
}
