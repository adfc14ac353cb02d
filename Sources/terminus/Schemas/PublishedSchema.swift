import JSON
import Terminations

/// A document of the published contract, as in the folder `schemas`.
struct PublishedSchema {
    /// As `terminus schema` knows it: `contract.terminated.v1`, `asyncapi`.
    let name: String
    let file: String
    /// The whole document, with the line feed at its end.
    let text: String

    /// What it describes, in a few words: its title.
    var title: String {
        if let schema = try? JSONValue(parsing: text) { return schema.object?["title"]?.string ?? "" }
        // The other one is YAML, and needs no reader for its one title.
        let line = text.split(separator: "\n").first { $0.hasPrefix("  title: ") }
        return line.map { String($0.dropFirst("  title: ".count)) } ?? ""
    }

    /// - Parameter name: also the file's name, or the `$id` that events have as their `dataschema`.
    static func named(_ name: String) -> PublishedSchema? {
        all.first { name == $0.name || name == $0.file || name == "urn:terminus:schema:\($0.name)" }
    }
}
