import Yams

/// Writes a settings document the way people write it.
enum SettingsPrinter {
    static func yaml(_ canonicalJSON: String) throws -> String {
        // JSON is YAML (YAML 1.2, section 1.3): only the style changes.
        guard var node = try Yams.compose(yaml: canonicalJSON) else { return "" }
        style(&node)
        return try Yams.serialize(node: node, allowUnicode: true).trimmingSuffix(while: \.isNewline)
    }

    private static func style(_ node: inout Node) {
        switch node {
        case .mapping(var mapping):
            mapping.style = .block
            for key in mapping.keys {
                var plain = key
                style(&plain)
                guard var value = mapping[key] else { continue }
                style(&value)
                mapping[key] = value
            }
            node = .mapping(mapping)
        case .sequence(var sequence):
            sequence.style = .block
            for index in sequence.indices { style(&sequence[index]) }
            node = .sequence(sequence)
        case .scalar, .alias:
            break
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return String(text)
    }
}
