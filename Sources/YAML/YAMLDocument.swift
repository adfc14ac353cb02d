import CYaml
import JSON
import Terminations
import Yams

/// Reads YAML as JSON, by the core schema of YAML 1.2, in which `no` and dates are strings.
public enum YAMLDocument {
    /// The most aliases of a document (YAML 1.2.2, 7.1): several for each reason.
    static let maxAliases = 5 * Settings.maxReasons
    /// The most nodes of a document with each alias expanded.
    static let maxNodes = 100_000
    static let maxDepth = MessageLimits().maxDepth

    /// - Throws: `malformed-yaml`, `too-large` or `too-deep`.
    public static func json(_ text: String) throws(Violation) -> JSONValue {
        try requireBounded(text)
        guard let node = try compose(text) else {
            throw Violation(.malformedYAML, at: .root, "The document is empty.")
        }
        return try YAMLConversion.json(node, at: .root, depth: 1)
    }

    /// Checks that the cost of composing the document is in proportion to its length, which aliases can multiply.
    ///
    /// - Throws: `too-large`. A text that is not YAML is checked as far as it can be read.
    public static func requireBounded(_ text: String) throws(Violation) {
        try Settings.requireSize(text)
        let (aliases, nodes) = expansion(of: text)
        guard aliases <= maxAliases else {
            let expected = "at most \(maxAliases) aliases"
            throw Violation(.tooLarge, at: .root, "The document has too many aliases.", expected: expected)
        }
        guard aliases == 0 || nodes <= maxNodes else {
            throw Violation(.tooLarge, at: .root, "The document is too large when its aliases are expanded.")
        }
    }

    private static func compose(_ text: String) throws(Violation) -> Node? {
        do {
            // Without resolving scalars: Yams follows YAML 1.1, `YAMLConversion` the core schema of YAML 1.2.
            return try Yams.compose(yaml: text, .basic)
        } catch let error as YamlError {
            throw Violation(
                .malformedYAML,
                at: .root,
                "This is not YAML: \(YAMLFault(error, in: text, namesKeys: true).text)."
            )
        } catch {
            throw Violation(.malformedYAML, at: .root, "This is not YAML.")
        }
    }

    /// The number of aliases, and of nodes with each alias expanded; both saturate.
    private static func expansion(of text: String) -> (aliases: Int, nodes: Int) {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return (0, 0) }
        defer { yaml_parser_delete(&parser) }
        var bytes = Array(text.utf8)
        return bytes.withUnsafeMutableBufferPointer { bytes in
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            var counter = NodeCounter()
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else { break }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT { break }
                counter.count(event)
            }
            return (counter.aliases, counter.nodes)
        }
    }
}

/// Counts the nodes of a stream of events as if each alias were expanded.
private struct NodeCounter {
    private(set) var aliases = 0
    private(set) var nodes = 0
    private var sizes: [String: Int] = [:]
    /// The open collections: their anchors, and the number of nodes before them.
    private var open: [(anchor: String?, before: Int)] = []

    mutating func count(_ event: yaml_event_t) {
        switch event.type {
        case YAML_ALIAS_EVENT:
            aliases += 1
            add(sizes[name(event.data.alias.anchor) ?? ""] ?? 1)
        case YAML_SCALAR_EVENT:
            add(1)
            if let anchor = name(event.data.scalar.anchor) { sizes[anchor] = 1 }
        case YAML_SEQUENCE_START_EVENT: begin(name(event.data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT: begin(name(event.data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            if let (anchor, before) = open.popLast(), let anchor { sizes[anchor] = nodes - before }
        default: break
        }
    }

    private mutating func add(_ more: Int) {
        let (sum, overflows) = nodes.addingReportingOverflow(more)
        nodes = overflows ? .max : sum
    }

    private mutating func begin(_ anchor: String?) {
        open.append((anchor, nodes))
        add(1)
    }

    private func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        anchor.map { String(cString: $0) }
    }
}
