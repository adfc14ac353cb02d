import JSON
import Terminations
import Yams

/// The lines of a settings file on which its fields are, for messages to its author.
public struct SettingsPlaces: Sendable {
    /// Lines by pointer, from 1.
    private var lines: [JSONPointer: Int] = [:]
    /// The codes of the reasons by their index in the list.
    private var codes: [Int: String] = [:]

    /// - Parameter text: YAML or JSON. Any other text has no places.
    public init(_ text: String) {
        guard (try? YAMLDocument.requireBounded(text)) != nil, let root = try? Yams.compose(yaml: text, .basic) else {
            return
        }
        record(root, at: .root, depth: 1)
    }

    /// The line on which a field begins. For a missing field, the line of the object around it.
    public func line(of pointer: JSONPointer) -> Int? {
        var tokens = pointer.tokens
        while true {
            if let line = lines[tokens.reduce(.root) { $0.appending($1) }] { return line }
            guard tokens.popLast() != nil else { return nil }
        }
    }

    /// The code of the reason that contains a field.
    public func reason(at pointer: JSONPointer) -> String? {
        let tokens = pointer.tokens
        guard tokens.count > 1, tokens[0] == "reasons" else { return nil }
        return Int(tokens[1]).flatMap { codes[$0] }
    }

    private mutating func record(_ node: Node, at pointer: JSONPointer, depth: Int) {
        // The line of a field is that of its name, which has been recorded before.
        if lines[pointer] == nil { lines[pointer] = node.mark?.line }
        guard depth <= YAMLDocument.maxDepth else { return }
        switch node {
        case .scalar, .alias: break
        case .sequence(let sequence):
            for (index, element) in sequence.enumerated() {
                record(element, at: pointer.appending(index), depth: depth + 1)
            }
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let name = key.string else { continue }
                let field = pointer.appending(name)
                lines[field] = key.mark?.line
                record(value, at: field, depth: depth + 1)
                if depth == 3, name == "code", pointer.tokens.first == "reasons", let index = Int(pointer.tokens[1]) {
                    codes[index] = value.string
                }
            }
        }
    }
}
