import Yams

/// Where the fields of a settings file stand in its text: for what is said about them to whoever wrote it.
public struct SettingsPlaces: Sendable {
    /// By the pointer; from 1.
    private var lines: [JSONPointer: Int] = [:]
    /// The codes of the reasons by their place in the list, as far as they have one.
    private var codes: [Int: String] = [:]

    /// - Parameter text: YAML or JSON. Of what is neither no place is known.
    public init(_ text: String) {
        guard (try? YAMLDocument.requireBounded(text)) != nil, let root = try? Yams.compose(yaml: text, .basic) else {
            return
        }
        note(root, at: .root, depth: 1)
    }

    /// The line on which a field begins, or what it would be part of where it is missing.
    public func line(of pointer: JSONPointer) -> Int? {
        var tokens = pointer.tokens
        while true {
            if let line = lines[tokens.reduce(.root) { $0.appending($1) }] { return line }
            guard tokens.popLast() != nil else { return nil }
        }
    }

    /// The code of the reason in which a field stands.
    public func reason(at pointer: JSONPointer) -> String? {
        let tokens = pointer.tokens
        guard tokens.count > 1, tokens[0] == "reasons" else { return nil }
        return Int(tokens[1]).flatMap { codes[$0] }
    }

    private mutating func note(_ node: Node, at pointer: JSONPointer, depth: Int) {
        // A field stands where its name does, which was noted before.
        if lines[pointer] == nil { lines[pointer] = node.mark?.line }
        guard depth <= YAMLDocument.maxDepth else { return }
        switch node {
        case .scalar, .alias: break
        case .sequence(let sequence):
            for (index, element) in sequence.enumerated() {
                note(element, at: pointer.appending(index), depth: depth + 1)
            }
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard let name = key.string else { continue }
                let field = pointer.appending(name)
                lines[field] = key.mark?.line
                note(value, at: field, depth: depth + 1)
                if depth == 3, name == "code", pointer.tokens.first == "reasons", let index = Int(pointer.tokens[1]) {
                    codes[index] = value.string
                }
            }
        }
    }
}
