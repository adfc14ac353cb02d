import JSON
import Reports
import Terminations

/// A message's body for a person: one member a line, what is wrong named at the line where it is wrong.
///
/// Bodies come from outside. All of one is text: nothing in it is markup, a line that is too long ends with a mark, and
/// what turns the direction of text around stands as an escape.
struct MarkedBody {
    /// So many lines, and so much of a line, are shown: a page must stay one that a browser can open.
    private static let mostLines = 2000
    private static let longestLine = 2000
    private static let mostText = 64 * 1024

    private struct Line {
        let depth: Int
        let text: String
        var faults: [(number: Int, code: String)] = []
        /// Whether it names what is not there.
        var isMissing = false
    }

    private var lines: [Line] = []
    private var unmarked: [(number: Int, violation: Violation)]
    private let showsNotes: Bool
    private var isCut = false
    /// Whether it is no JSON, so that nobody can tell where a note is.
    private var isWithheld = false

    /// - Parameters:
    ///   - bytes: what was received; need not be JSON, nor text.
    ///   - showsNotes: whether what customers said may be seen.
    init(_ bytes: [UInt8], violations: [Violation], showsNotes: Bool) {
        unmarked = violations.enumerated().map { (number: $0.offset + 1, violation: $0.element) }
        self.showsNotes = showsNotes
        guard let value = try? JSONValue(parsing: bytes, maxDepth: JSONValue.maxDepth) else {
            if showsNotes { showText(bytes) } else { isWithheld = true }
            return
        }
        // Violations point into what stands in Base64.
        show(value.withDecodedData ?? value, at: .root, name: nil, depth: 0, isLast: true)
    }

    init(json value: JSONValue) {
        unmarked = []
        showsNotes = true
        show(value, at: .root, name: nil, depth: 0, isLast: true)
    }

    static func compact(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self).printableJSON
    }

    private mutating func show(_ value: JSONValue, at pointer: JSONPointer, name: String?, depth: Int, isLast: Bool) {
        let here = pointer == .root ? [] : take { $0.pointer == pointer }
        let head = name.map { "\(Self.compact(.string($0))): " } ?? ""
        let comma = isLast ? "" : ","
        if !showsNotes, pointer != .root, ShownValue.isNote(pointer) {
            add(depth, head + ShownValue.withheld + comma, here)
            return
        }
        switch value {
        case .object(let object) where !object.members.isEmpty || isMissing(below: pointer):
            add(depth, head + "{", here)
            for (index, member) in object.members.enumerated() {
                show(
                    member.value,
                    at: pointer.appending(member.name),
                    name: member.name,
                    depth: depth + 1,
                    isLast: index == object.members.count - 1
                )
            }
            for (number, violation) in take({ Self.parent(of: $0.pointer) == pointer }) {
                add(depth + 1, violation.pointer.tokens.last ?? "", [(number, violation)], isMissing: true)
            }
            // What would stand in an object that is missing itself.
            for (number, violation) in take({ $0.pointer != .root && pointer == .root }) {
                add(depth + 1, violation.pointer.description, [(number, violation)], isMissing: true)
            }
            add(depth, "}" + comma, [])
        case .array(let elements) where !elements.isEmpty:
            add(depth, head + "[", here)
            for (index, element) in elements.enumerated() {
                show(
                    element,
                    at: pointer.appending(index),
                    name: nil,
                    depth: depth + 1,
                    isLast: index == elements.count - 1
                )
            }
            add(depth, "]" + comma, [])
        case .null, .bool, .number, .string, .array, .object:
            add(depth, head + Self.compact(value) + comma, here)
        }
    }

    private mutating func add(
        _ depth: Int,
        _ text: String,
        _ faults: [(number: Int, violation: Violation)],
        isMissing: Bool = false
    ) {
        guard lines.count < Self.mostLines || !faults.isEmpty else {
            isCut = true
            return
        }
        lines.append(
            Line(
                depth: min(depth, 12),
                text: cut(text),
                faults: faults.map { (number: $0.number, code: $0.violation.code.rawValue) },
                isMissing: isMissing
            )
        )
    }

    private mutating func cut(_ text: String) -> String {
        guard text.utf8.count > Self.longestLine else { return text }
        let beginning = text.prefix(Self.longestLine)
        guard beginning.endIndex < text.endIndex else { return text }
        isCut = true
        return beginning + "…"
    }

    /// Bytes that are no JSON: as text, with U+FFFD for what is no text.
    private mutating func showText(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.prefix(Self.mostText), as: UTF8.self)
        if bytes.count > Self.mostText { isCut = true }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { add(0, String(line), []) }
    }

    private mutating func take(_ belongs: (Violation) -> Bool) -> [(number: Int, violation: Violation)] {
        let taken = unmarked.filter { belongs($0.violation) }
        unmarked.removeAll { belongs($0.violation) }
        return taken
    }

    private func isMissing(below pointer: JSONPointer) -> Bool {
        unmarked.contains { Self.parent(of: $0.violation.pointer) == pointer }
    }

    /// The pointer to what is around a value; nil for the root.
    private static func parent(of pointer: JSONPointer) -> JSONPointer? {
        guard pointer != .root else { return nil }
        return pointer.tokens.dropLast().reduce(JSONPointer.root) { $0.appending($1) }
    }

    func write(to page: inout HTMLWriter, _ visit: Visit) {
        let t = visit.t
        guard !isWithheld else {
            page.empty(
                t("Not shown", "Niet getoond"),
                t(
                    "It is no JSON, so nobody can tell where a note is. The permission \(Permission.readNotes.rawValue) shows it.",
                    "Het is geen JSON; waar een toelichting staat is niet te zeggen. De bevoegdheid \(Permission.readNotes.rawValue) toont het."
                )
            )
            return
        }
        page.element(
            "div",
            ["class": "body", "role": "region", "aria-label": t("Message", "Bericht"), "tabindex": "0"]
        ) { page in
            // What is wrong with the document as a whole comes first.
            for (number, violation) in unmarked {
                page.element("div", ["class": "line faulty", "id": "fault-\(number)"]) { page in
                    mark(&page, t, violation.code.rawValue)
                    page.element("span", ["class": "text missing"], t("the whole document", "het hele document"))
                }
            }
            for line in lines {
                page.element(
                    "div",
                    [
                        "class": "line i\(line.depth)\(line.faults.isEmpty ? "" : " faulty")",
                        "id": line.faults.first.map { "fault-\($0.number)" },
                    ]
                ) { page in
                    for (index, fault) in line.faults.enumerated() {
                        // A second fault of the line has an anchor of its own.
                        if index > 0 {
                            page.element("span", ["id": "fault-\(fault.number)"]) { mark(&$0, t, fault.code) }
                        } else {
                            mark(&page, t, fault.code)
                        }
                    }
                    if line.isMissing {
                        page.element("span", ["class": "text missing"]) { page in
                            page.write(t("no ", "geen ") + line.text)
                        }
                    } else {
                        page.element("span", ["class": "text"], line.text)
                    }
                }
            }
        }
        if isCut {
            page.element(
                "p",
                ["class": "remark"],
                t(
                    "Shortened to what fits a page: the exact bytes can be downloaded.",
                    "Ingekort tot wat op een pagina past: de exacte bytes zijn te downloaden."
                )
            )
        }
    }

    private func mark(_ page: inout HTMLWriter, _ t: Language, _ code: String) {
        page.element("span", ["class": "mark"]) { page in
            page.element("span", ["class": "unseen"], t("fault: ", "fout: "))
            page.write(code)
        }
    }
}
