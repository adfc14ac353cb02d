import Application
import Terminations

extension MarkedBody {
    /// The lines for a terminal, what is wrong named below the place where it is wrong. Lines are cut at the width of a
    /// terminal; the exact bytes are for `--raw`.
    func texts(isOnTerminal: Bool = Console.outputIsTerminal) -> [String] {
        if let unreadable { return Self.wrapped(unreadable) + faultsOfDocument.map { Self.remark(on: $0, depth: 0) } }
        var texts: [String] = []
        for line in lines {
            let indent = String(repeating: "  ", count: min(line.depth, 20))
            let mark = line.faults.isEmpty ? " " : "✗"
            let text = line.isMissing ? "(no \(line.text))" : line.text
            texts.append(Paragraph.clipped("  \(mark) \(indent)\(text)", isOnTerminal: isOnTerminal))
            texts += line.endedFaults.map { Self.remark(on: $0, depth: line.depth) }
        }
        // What is left is about the document as a whole.
        return texts + faultsOfDocument.map { Self.remark(on: $0, depth: 0) }
    }

    /// Bytes that are no JSON: as text, with the first places of what is no text.
    private static func wrapped(_ bytes: [UInt8]) -> [String] {
        let shown = 4096
        var lines: [String] = []
        let text = String(decoding: bytes.prefix(shown), as: UTF8.self)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = Table.printable(String(line))[...]
            repeat {
                lines.append("    " + rest.prefix(Paragraph.width - 4))
                rest = rest.dropFirst(Paragraph.width - 4)
            } while !rest.isEmpty
        }
        if bytes.count > shown { lines.append("    … \(Count.text(bytes.count - shown)) bytes more: --raw") }
        return lines
    }

    private static func remark(on fault: Fault, depth: Int) -> String {
        String(repeating: " ", count: 4 + 2 * min(depth, 20)) + "↑ " + fault.violation.code.rawValue
    }
}
