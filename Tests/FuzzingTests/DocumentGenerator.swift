import JSON
import SplitMix
import Terminations

/// Makes JSON documents that are nearly right: valid ones with a few changes, and objects put together of the fields that
/// there are. The same seed makes the same documents.
struct DocumentGenerator {
    /// A document as it will be written: numbers with a spelling of their own, names that may stand twice.
    indirect enum Node {
        case text(String)
        case array([Node])
        case object([(name: String, value: Node)])
    }

    /// Valid documents.
    let samples: [Node]
    /// What may stand under a name: JSON texts, right and wrong.
    let pools: [String: [String]]
    /// The names of an object's members, by the name under which the object stands; "" is the document.
    let members: [String: [String]]
    private var random: SplitMix64

    init(samples: [JSONValue], pools: [String: [String]], members: [String: [String]], seed: UInt64) {
        self.samples = samples.map(Self.node)
        self.pools = pools
        self.members = members
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> String {
        var document = Bool.random(using: &random) ? samples.randomElement(using: &random)! : shaped("")
        // As many are right as are wrong in one place or in several.
        for _ in 0..<[0, 0, 1, 1, 1, 2, 3, 6].randomElement(using: &random)! { document = changed(document, under: "") }
        var text = write(document)
        if Int.random(in: 0..<12, using: &random) == 0 { text = scratched(text) }
        return text
    }

    /// An object of some of the members that there are.
    private mutating func shaped(_ name: String) -> Node {
        guard let names = members[name] else { return .text(value(under: name)) }
        var result: [(String, Node)] = []
        for member in names where Int.random(in: 0..<4, using: &random) > 0 {
            result.append((member, shaped(member)))
        }
        let object = Node.object(result.shuffled(using: &random))
        guard Self.lists.contains(name) else { return object }
        return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in one(of: name) })
    }

    /// What is a list of objects.
    private static let lists = ["reasons", "reasonRequired"]

    private mutating func one(of name: String) -> Node {
        .object(
            (members[name] ?? []).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }.map { ($0, shaped($0)) }
        )
    }

    private mutating func value(under name: String) -> String {
        let own = pools[name] ?? []
        // What is meant for the name, mostly.
        let useOwn = !own.isEmpty && Int.random(in: 0..<6, using: &random) > 0
        return (useOwn ? own : Self.anything).randomElement(using: &random)!
    }

    /// One change at a random place.
    private mutating func changed(_ node: Node, under name: String) -> Node {
        switch node {
        case .object(var list) where !list.isEmpty && Int.random(in: 0..<10, using: &random) > 0:
            let index = Int.random(in: list.indices, using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0...1: list.remove(at: index)
            case 2:
                list.append((["extra", "Note", "end_date", "a/b~c", ""].randomElement(using: &random)!, .text("1")))
            case 3: list.append(list[index])
            case 4: if let more = members[name]?.randomElement(using: &random) { list.append((more, shaped(more))) }
            default: list[index].value = changed(list[index].value, under: list[index].name)
            }
            return .object(list)
        case .array(var list) where !list.isEmpty && Int.random(in: 0..<8, using: &random) > 0:
            let index = Int.random(in: list.indices, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: list.remove(at: index)
            case 1: list.append(list[index])
            default: list[index] = changed(list[index], under: name)
            }
            return .array(list)
        case .text, .array, .object: return .text(value(under: name))
        }
    }

    /// One byte more, less or other.
    private mutating func scratched(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let index = Int.random(in: bytes.indices, using: &random)
        let sign = Array("\"\\{}[]:,0129-.eEutfn \t".utf8).randomElement(using: &random)!
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = sign
        case 1: bytes.remove(at: index)
        default: bytes.insert(sign, at: index)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func write(_ node: Node) -> String {
        let space = ["", "", "", " ", "\n  ", "\t"].randomElement(using: &random)!
        switch node {
        case .text(let text): return text
        case .array(let list): return "[" + list.map { write($0) }.joined(separator: "," + space) + "]"
        case .object(let list):
            return "{" + space
                + list.map { Self.quoted($0.name) + ":" + space + write($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func node(_ value: JSONValue) -> Node {
        switch value {
        case .array(let elements): .array(elements.map(node))
        case .object(let object): .object(object.members.map { ($0.name, node($0.value)) })
        case .null, .bool, .number, .string: .text(text(value))
        }
    }

    static func quoted(_ text: String) -> String { self.text(.string(text)) }

    private static func text(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Values at which rules change, whatever they are for.
    static let anything: [String] =
        [
            "null", "true", "false", "0", "-0", "1", "-1", "1.0", "1e2", "10e-1", "1.5", "0.1e1", "9007199254740991",
            "9007199254740992", "-9007199254740991", "-9007199254740992", "9223372036854775808", "1e400", "1E-400",
            "1.00000000000000000001", "[]", "{}", "[null]", "[[]]", #"{"a":1}"#, #"["x"]"#, #""""#, #"" ""#, #""x""#,
            #""\u0000""#, #""a\u0000b""#, #""a\u007fb""#, #""a\u0085b""#, #""\u0085""#, #""a\tb""#, #""a\nb""#,
            #""x\n""#,
            #""\nx""#, #""a\r\nb""#, #""\u00a0x""#, #""x\u2003""#, #""\ufeffx""#, #""\u200bx""#, #""\u00e9""#,
            #""e\u0301""#, #""\ud83d\ude00""#, #""\ud83d""#, #""\\""#, #""\/""#, #""\u0041""#,
        ]
        + [32, 33, 64, 65, 128, 129, 200, 201].flatMap { count in
            ["x", "é", "😀", "e\u{301}"].map { quoted(String(repeating: $0, count: count)) }
        }
}
