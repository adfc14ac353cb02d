import JSON
import Terminations

extension Settings {
    /// Reads a settings file: JSON where it starts with `{`, else YAML (1.2, core schema).
    ///
    /// - Throws: every violation of the document; one violation where it cannot be read at all.
    public static func parse(yamlOrJSON text: String) throws(InvalidSettings) -> SettingsDocument {
        if text.first(where: { !$0.isWhitespace }) == "{" { return try SettingsDocument(parsing: text) }
        let json: JSONValue
        do {
            try requireSize(text)
            json = try YAMLDocument.json(text)
        } catch {
            throw InvalidSettings(violations: [error])
        }
        return try SettingsDocument(json: json)
    }
}
