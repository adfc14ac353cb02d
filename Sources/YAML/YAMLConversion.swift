import JSON
import Terminations
import Yams

/// Turns composed YAML nodes into JSON values.
enum YAMLConversion {
    static func json(_ node: Node, at pointer: JSONPointer, depth: Int) throws(Violation) -> JSONValue {
        guard depth <= YAMLDocument.maxDepth else {
            let expected = "at most \(YAMLDocument.maxDepth) levels"
            throw Violation(.tooDeep, at: .root, "The document is nested too deep.", expected: expected)
        }
        switch node {
        case .scalar(let scalar):
            return try json(scalar, at: pointer)
        case .sequence(let sequence):
            try Self.requireTag(sequence.tag, among: ["", "!", "tag:yaml.org,2002:seq"], at: pointer)
            var elements: [JSONValue] = []
            for (index, element) in sequence.enumerated() {
                elements.append(try json(element, at: pointer.appending(index), depth: depth + 1))
            }
            return .array(elements)
        case .mapping(let mapping):
            try Self.requireTag(mapping.tag, among: ["", "!", "tag:yaml.org,2002:map"], at: pointer)
            var members: [JSONObject.Member] = []
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw Violation(.malformedYAML, at: pointer, "The name of a field is not a string.")
                }
                let value = try json(value, at: pointer.appending(name.string), depth: depth + 1)
                members.append(JSONObject.Member(name: name.string, value: value))
            }
            return .object(JSONObject(members))
        case .alias:
            throw Violation(.malformedYAML, at: pointer, "This alias has no anchor.")
        }
    }

    private static func json(_ scalar: Node.Scalar, at pointer: JSONPointer) throws(Violation) -> JSONValue {
        let isPlain = scalar.style == .plain && scalar.tag.description.isEmpty
        let names = ["null", "bool", "int", "float", "str"].map { "tag:yaml.org,2002:" + $0 }
        try requireTag(scalar.tag, among: ["", "!"] + names, at: pointer)
        let isText = !isPlain && ["", "!", "tag:yaml.org,2002:str"].contains(scalar.tag.description)
        return isText ? .string(scalar.string) : YAMLScalar.json(scalar.string)
    }

    private static func requireTag(_ tag: Tag, among names: [String], at pointer: JSONPointer) throws(Violation) {
        guard names.contains(tag.description) else {
            throw Violation(.malformedYAML, at: pointer, "This YAML tag is not supported.")
        }
    }
}

/// The value of a plain scalar in the core schema (YAML 1.2.2, section 10.3.2).
enum YAMLScalar {
    static func json(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: number(text).map(JSONValue.number) ?? .string(text)
        }
    }

    /// Decimal, octal (`0o17`) and hexadecimal integers, and floats. Infinity and "not a number" remain strings, because JSON
    /// cannot express them.
    private static func number(_ text: String) -> JSONNumber? {
        if text.hasPrefix("0o") { return digits(text.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return digits(text.dropFirst(2), radix: 16) }
        let isNegative = text.hasPrefix("-")
        let unsigned = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard let match = unsigned.wholeMatch(of: /([0-9]*)(?:\.([0-9]*))?([eE][-+]?[0-9]+)?/) else { return nil }
        let whole = match.1.drop { $0 == "0" }
        let fraction = match.2 ?? ""
        guard !match.1.isEmpty || !fraction.isEmpty else { return nil }
        var literal = (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole)
        if !fraction.isEmpty { literal += "." + fraction }
        return JSONNumber(literal: literal + (match.3 ?? ""))
    }

    private static func digits(_ text: Substring, radix: Int) -> JSONNumber? {
        guard text.allSatisfy(\.isHexDigit), let value = Int64(text, radix: radix) else { return nil }
        return JSONNumber(value)
    }
}
