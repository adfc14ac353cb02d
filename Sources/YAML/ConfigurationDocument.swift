import JSON
import Terminations
import Yams

/// The keys and values of a configuration file (`terminus.yaml`): `amqp: {url: …}` sets the key `amqp.url`.
///
/// No fault and no error repeats a value, which may be a secret.
public struct ConfigurationDocument: Sendable, Equatable {
    /// The texts by key. A key whose value is null (YAML 1.2.2, 10.3.2) is not set. The entries of a list are separated by
    /// commas; lists by name are a JSON object.
    public private(set) var values: [String: String] = [:]
    /// What is wrong with the keys.
    public private(set) var faults: [Fault] = []
    private let known: [String]
    private let lists: Set<String>
    private let mappings: Set<String>

    /// A key that is unknown or is not set correctly.
    public struct Fault: Sendable, Equatable {
        /// The key; nil where the text may not be a key.
        public let key: String?
        /// The rest of the sentence: "must be a single value".
        let predicate: String

        /// The sentence, with the path of the file.
        public func sentence(in path: String) -> String { "\(key ?? "A key") in \(path) \(predicate)." }
    }

    /// Why a text is not a configuration file.
    public struct ReadError: Error, Sendable, Equatable {
        /// The rest of a sentence that begins with the file: "is not YAML."
        public let predicate: String
    }

    /// Reads YAML.
    ///
    /// - Parameters:
    ///   - known: every key that can be set.
    ///   - lists: those of them whose value may be a list.
    ///   - mappings: those of them whose value is a list, or one text, by name.
    /// - Returns: nil for a text that sets nothing: only comments, or null.
    public static func read(
        _ text: String,
        known: [String],
        lists: Set<String> = [],
        mappings: Set<String> = []
    ) throws(ReadError) -> ConfigurationDocument? {
        guard let root = try compose(text), !root.isNull else { return nil }
        guard root.mapping != nil else {
            throw ReadError(predicate: "is not a YAML mapping of keys to values.")
        }
        var document = ConfigurationDocument(known: known, lists: lists, mappings: mappings)
        document.read(root, at: "")
        return document
    }

    private init(known: [String], lists: Set<String>, mappings: Set<String>) {
        self.known = known
        self.lists = lists
        self.mappings = mappings
    }

    /// The lists by name of a text outside of a file: `{a: [b, c], d: e}`.
    ///
    /// - Returns: nil where it is something else.
    public static func mapping(_ text: String) -> [(name: String, values: [String])]? {
        (try? compose(text)).flatMap { $0 }.flatMap(mapping)
    }

    private static func mapping(_ node: Node) -> [(name: String, values: [String])]? {
        guard let mapping = node.mapping else { return nil }
        var read: [(name: String, values: [String])] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string, let values = list(value) else { return nil }
            read.append((name, values))
        }
        return read
    }

    /// A list of texts, of which one may stand alone; null is none.
    private static func list(_ node: Node) -> [String]? {
        if node.isNull { return [] }
        if let text = node.scalar?.string { return [text] }
        guard let sequence = node.sequence else { return nil }
        let texts = sequence.compactMap { $0.isNull ? nil : $0.scalar?.string }
        return texts.count == sequence.count ? texts : nil
    }

    /// What a value is kept as; nil where the key cannot have it.
    private func text(of node: Node, _ name: String) -> String? {
        if mappings.contains(name) {
            return Self.mapping(node).map { mapping in
                var writer = JSONWriter()
                writer.value(
                    .object(
                        JSONObject(
                            mapping.map { member in
                                JSONObject.Member(name: member.name, value: .array(member.values.map(JSONValue.string)))
                            }
                        )
                    )
                )
                return String(decoding: writer.bytes, as: UTF8.self)
            }
        }
        if lists.contains(name) { return Self.list(node)?.joined(separator: ",") }
        return node.scalar?.string
    }

    private static func compose(_ text: String) throws(ReadError) -> Node? {
        do {
            try YAMLDocument.requireBounded(text)
            return try Yams.compose(yaml: text)
        } catch let error as Violation {
            throw ReadError(predicate: "cannot be used: \(error.message)")
        } catch let error as YamlError {
            throw ReadError(predicate: "is not YAML: \(YAMLFault(error, in: text, namesKeys: false).text).")
        } catch {
            throw ReadError(predicate: "is not YAML.")
        }
    }

    /// Reads the value of a key, or the values of the keys below it.
    private mutating func read(_ node: Node, at name: String) {
        if known.contains(name) {
            if node.isNull { return }
            guard let value = text(of: node, name) else {
                let wanted =
                    mappings.contains(name)
                    ? "hold names, each with a value or a list of values"
                    : lists.contains(name) ? "be a list" : "be a single value"
                faults.append(Fault(key: name, predicate: "must \(wanted)"))
                return
            }
            if values.updateValue(value, forKey: name) != nil {
                // YAML allows `amqp: {url: …}` beside `amqp.url: …`, and only one of the two values could be used.
                faults.append(Fault(key: name, predicate: "is set twice"))
            }
            return
        }
        let below = known.filter { name.isEmpty || $0.hasPrefix(name + ".") }
        if below.isEmpty {
            faults.append(Fault(key: Self.isKey(name) ? name : nil, predicate: "is not a key that Terminus knows"))
            return
        }
        guard let mapping = node.mapping else {
            if !node.isNull {
                faults.append(Fault(key: name, predicate: "must hold keys: \(below.joined(separator: ", "))"))
            }
            return
        }
        for (key, value) in mapping {
            read(value, at: (name.isEmpty ? "" : name + ".") + (key.string ?? "?"))
        }
    }

    /// Whether a name can be shown as a key. In `url:amqp://…`, without a space, the whole text is a key and may contain a
    /// password.
    private static func isKey(_ name: String) -> Bool {
        name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "._-".utf8.contains(byte)
            }
    }
}

extension Node {
    /// No value: `key:` alone, `~` or `null` (YAML 1.2.2, 10.3.2), or a document of comments.
    fileprivate var isNull: Bool {
        scalar.map { $0.style == .plain && ["", "~", "null", "Null", "NULL"].contains($0.string) } ?? false
    }
}
