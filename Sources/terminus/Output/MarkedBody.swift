import JSON
import Terminations

/// Writes a message's body for a person: one member a line, what is wrong named below the place where it is wrong.
///
/// What is missing is marked in the object in which it would stand. Lines are cut at the width of a terminal; the exact
/// bytes are for `--raw`.
struct MarkedBody {
    private(set) var lines: [String] = []
    private var unmarked: [Violation]
    private let isOnTerminal: Bool

    /// - Parameter bytes: what was received; need not be JSON.
    init(_ bytes: [UInt8], violations: [Violation], isOnTerminal: Bool = Console.outputIsTerminal) {
        unmarked = violations
        self.isOnTerminal = isOnTerminal
        guard let value = try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth) else {
            showText(bytes)
            return
        }
        // Violations point into the content of the Base64.
        show(value.withDecodedData ?? value, at: .root, name: nil, depth: 0, isLast: true)
        // What is left is about the document as a whole.
        lines += unmarked.flatMap { MarkedBody.remark(on: $0, depth: 0) }
    }

    private mutating func show(_ value: JSONValue, at pointer: JSONPointer, name: String?, depth: Int, isLast: Bool) {
        let here = pointer == .root ? [] : take { $0.pointer == pointer }
        let mark = here.isEmpty ? " " : "✗"
        let isDecoded = pointer == MarkedBody.encodedData && value.string == nil
        let head = name.map { "\(MarkedBody.compact(.string($0)))\(isDecoded ? " (decoded)" : ""): " } ?? ""
        let comma = isLast ? "" : ","
        switch value {
        case .object(let object) where !object.members.isEmpty || isMissing(below: pointer):
            add(mark, depth, head + "{")
            for (index, member) in object.members.enumerated() {
                show(
                    member.value,
                    at: pointer.appending(member.name),
                    name: member.name,
                    depth: depth + 1,
                    isLast: index == object.members.count - 1
                )
            }
            for violation in take({ MarkedBody.parent(of: $0.pointer) == pointer }) {
                add("✗", depth + 1, "(no \(violation.pointer.tokens.last ?? ""))")
                lines += MarkedBody.remark(on: violation, depth: depth + 1)
            }
            // What would stand in an object that is missing itself.
            for violation in take({ !$0.pointer.description.isEmpty && pointer == .root }) {
                add("✗", depth + 1, "(no \(violation.pointer))")
                lines += MarkedBody.remark(on: violation, depth: depth + 1)
            }
            add(" ", depth, "}" + comma)
        case .array(let elements) where !elements.isEmpty:
            add(mark, depth, head + "[")
            for (index, element) in elements.enumerated() {
                show(
                    element,
                    at: pointer.appending(index),
                    name: nil,
                    depth: depth + 1,
                    isLast: index == elements.count - 1
                )
            }
            add(" ", depth, "]" + comma)
        case .null, .bool, .number, .string, .array, .object:
            add(mark, depth, head + MarkedBody.compact(value) + comma)
        }
        lines += here.flatMap { MarkedBody.remark(on: $0, depth: depth) }
    }

    private mutating func add(_ mark: String, _ depth: Int, _ text: String) {
        let indent = String(repeating: "  ", count: min(depth, 20))
        lines.append(Paragraph.clipped("  \(mark) \(indent)\(text)", isOnTerminal: isOnTerminal))
    }

    /// Bytes that are no JSON: as text, with the first places of what is no text.
    private mutating func showText(_ bytes: [UInt8]) {
        let shown = 4096
        let text = String(decoding: bytes.prefix(shown), as: UTF8.self)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = Table.printable(String(line))[...]
            repeat {
                lines.append("    " + rest.prefix(Paragraph.width - 4))
                rest = rest.dropFirst(Paragraph.width - 4)
            } while !rest.isEmpty
        }
        if bytes.count > shown { lines.append("    … \(Count.text(bytes.count - shown)) bytes more: --raw") }
        lines += unmarked.flatMap { MarkedBody.remark(on: $0, depth: 0) }
    }

    private mutating func take(_ belongs: (Violation) -> Bool) -> [Violation] {
        let taken = unmarked.filter(belongs)
        unmarked.removeAll(where: belongs)
        return taken
    }

    private func isMissing(below pointer: JSONPointer) -> Bool {
        unmarked.contains { MarkedBody.parent(of: $0.pointer) == pointer }
    }

    private static let encodedData = JSONPointer("data_base64")

    private static func remark(on violation: Violation, depth: Int) -> [String] {
        let indent = 4 + 2 * min(depth, 20)
        return [String(repeating: " ", count: indent) + "↑ " + violation.code.rawValue]
    }

    /// The pointer to what is around a value; nil for the root.
    private static func parent(of pointer: JSONPointer) -> JSONPointer? {
        guard pointer != .root else { return nil }
        return pointer.tokens.dropLast().reduce(JSONPointer.root) { $0.appending($1) }
    }

    private static func compact(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return writer.printable
    }
}
