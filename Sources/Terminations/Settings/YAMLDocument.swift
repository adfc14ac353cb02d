import Yams

/// Reads YAML as the JSON that it stands for: the core schema of YAML 1.2, in which `no` is a text and so is a date.
enum YAMLDocument {
    /// No settings are larger, in bytes.
    static let maxBytes = 1024 * 1024
    /// How often a document may refer to an anchor: few enough that nothing can be blown up with them.
    static let maxAliases = 20
    static let maxDepth = MessageLimits().maxDepth

    /// - Throws: `malformed-json`, `too-large` or `too-deep`.
    static func json(_ text: String) throws(Violation) -> JSONValue {
        guard text.utf8.count <= maxBytes else {
            throw Violation(.tooLarge, at: .root, "The document is too large.", expected: "at most \(maxBytes) bytes")
        }
        guard aliases(in: text) <= maxAliases else {
            let expected = "at most \(maxAliases) references to anchors"
            throw Violation(.tooLarge, at: .root, "The document refers to anchors too often.", expected: expected)
        }
        guard let node = try compose(text) else {
            throw Violation(.malformedJSON, at: .root, "The document is empty.")
        }
        var conversion = YAMLConversion()
        return try conversion.json(node, at: .root, depth: 1)
    }

    private static func compose(_ text: String) throws(Violation) -> Node? {
        do {
            // Without resolving: `YAMLConversion` knows the core schema, Yams knows YAML 1.1's.
            return try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw Violation(.malformedJSON, at: .root, "This is not YAML: \(describe(error)).")
        } catch {
            throw Violation(.malformedJSON, at: .root, "This is not YAML.")
        }
    }

    /// At least as many as there are: what looks like one within a text counts too.
    private static func aliases(in text: String) -> Int {
        var count = 0
        var previous = UInt8(ascii: "\n")
        for byte in text.utf8 {
            if previous == UInt8(ascii: "*"), byte > 0x20, byte != UInt8(ascii: "*") { count += 1 }
            previous = byte
        }
        return count
    }

    private static func describe(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(problem) (line \(mark.line), column \(mark.column))"
        case .duplicatedKeysInMapping(let duplicates, let context):
            "\(duplicates.joined(separator: ", ")) stands twice (line \(context.mark.line))"
        case .reader(let problem, _, _, _): problem
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded: "it cannot be read"
        }
    }
}
