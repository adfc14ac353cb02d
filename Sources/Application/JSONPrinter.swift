public import JSON
import Terminations

/// Writes JSON for a person: indented, one member a line, with escapes for what is not printable.
public enum JSONPrinter {
    public static func pretty(_ value: JSONValue, indent: String = "") -> String {
        indent + text(value, indent: indent)
    }

    private static func text(_ value: JSONValue, indent: String) -> String {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            let members = object.members.map { member in
                "\(indent)  \(compact(.string(member.name))): \(text(member.value, indent: indent + "  "))"
            }
            return "{\n\(members.joined(separator: ",\n"))\n\(indent)}"
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { "\(indent)  \(text($0, indent: indent + "  "))" }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .null, .bool, .number, .string, .array, .object:
            return compact(value)
        }
    }

    private static func compact(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self).printableJSON
    }
}
