import Terminations
import Yams

/// Writes a settings document the way people write it: a file that can be applied.
public enum SettingsPrinter {
    public static func yaml(_ canonicalJSON: String) throws -> String {
        // JSON is YAML (YAML 1.2, section 1.3): only the style changes.
        guard var node = try Yams.compose(yaml: canonicalJSON) else { return "" }
        style(&node)
        // Where a text has something that cannot be seen, all that is not ASCII is escaped: the file stays the same
        // settings, and a terminal shows what is in it.
        let isPrintable = canonicalJSON.unicodeScalars.allSatisfy(\.isPrintable)
        return try Yams.serialize(node: node, allowUnicode: isPrintable).trimmingSuffix(while: \.isNewline)
    }

    /// The ledger has names in alphabetical order; people begin with what matters most. Others keep their places.
    private static let order = [
        "timeZone", "defaultLanguage", "reasonRequired", "code", "labels", "category", "voluntary", "note",
        "maxBackdatingDays", "maxForwardDays", "heldFor", "reasons", "rule", "minLength", "required", "from", "when",
        "allowed",
        "validFrom", "validThrough", "aliases", "replacedBy", "sensitive", "attributes",
    ]

    private static func rank(_ name: Node) -> Int {
        name.string.flatMap { order.firstIndex(of: $0) } ?? order.count
    }

    /// Whether the text without quotes is the same text, to every YAML reader of 1.1 and 1.2. Dates are texts to 1.2.
    private static func isPlain(_ text: String) -> Bool {
        if LocalDate(text) != nil { return true }
        let isWord = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || 0x30...0x39 ~= scalar.value || "-_/. ".unicodeScalars.contains(scalar)
        }
        guard isWord, let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.last != " " else {
            return false
        }
        return !["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(text.lowercased())
    }

    private static func style(_ node: inout Node) {
        switch node {
        case .mapping(let mapping):
            let pairs = mapping.map { pair in
                var (key, value) = pair
                style(&key)
                style(&value)
                return (key, value)
            }
            node = .mapping(Node.Mapping(pairs.sorted { rank($0.0) < rank($1.0) }, .implicit, .block))
        case .sequence(var sequence):
            sequence.style = .block
            for index in sequence.indices { style(&sequence[index]) }
            node = .sequence(sequence)
        case .scalar(var scalar):
            if scalar.style == .doubleQuoted, isPlain(scalar.string) { scalar.style = .plain }
            node = .scalar(scalar)
        case .alias:
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
