import JSON
import Terminations

/// A document of the published contract, as in the folder `schemas`.
struct PublishedSchema {
    /// As `terminus schema` knows it: `contract.terminated.v1`, `asyncapi`, `openapi.v1`, `cli/audit-list`.
    let name: String
    let file: String
    /// The whole document, with the line feed at its end.
    let text: String

    /// What it describes, in a few words: its title.
    var title: String {
        if let schema = try? JSONValue(parsing: text, maxDepth: JSONValue.maxDepth).object {
            return (schema["title"] ?? schema["info"]?.object?["title"])?.string ?? ""
        }
        // The one that is YAML needs no reader for its one title.
        let line = text.split(separator: "\n").first { $0.hasPrefix("  title: ") }
        return line.map { String($0.dropFirst("  title: ".count)) } ?? ""
    }

    /// - Parameter name: also the file's name, the `$id` that events have as their `dataschema`, or `openapi`.
    static func named(_ name: String) -> PublishedSchema? {
        if name == "openapi" { return openAPI }
        return all.first { schema in
            name == schema.name || name == schema.file
                || name == "urn:terminus:schema:\(schema.name.replacing("/", with: ":"))"
        }
    }

    /// The description of the HTTP API.
    static let openAPI = all.first { $0.name == "openapi.v1" }
}
