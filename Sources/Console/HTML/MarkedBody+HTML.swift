import Application
import JSON
import Reports
import Terminations

/// Bodies come from outside. All of one is text: nothing in it is markup, a line that is too long ends with a mark, and what
/// turns the direction of text is written as an escape.
extension MarkedBody {
    /// So many lines, and so much of a line, are shown: a page must stay one that a browser can open.
    private static let mostLines = 2000
    private static let longestLine = 2000
    private static let mostText = 64 * 1024

    /// For who looks at the page.
    init(_ bytes: [UInt8], violations: [Violation], for visit: Visit) {
        self.init(bytes, violations: violations, showsNotes: visit.may(.readNotes), mostLines: Self.mostLines)
    }

    func write(to page: inout HTMLWriter, _ visit: Visit) {
        let t = visit.t
        // Where it is no JSON, nobody can tell where a note is.
        guard unreadable == nil || showsNotes else {
            page.empty(
                t("Not shown", "Niet getoond"),
                t(
                    "It is no JSON, so nobody can tell where a note is. The permission \(Permission.readNotes.rawValue) shows it.",
                    "Het is geen JSON; waar een toelichting staat is niet te zeggen. De bevoegdheid \(Permission.readNotes.rawValue) toont het."
                )
            )
            return
        }
        var isCut = isCut
        page.element(
            "div",
            ["class": "body", "role": "region", "aria-label": t("Message", "Bericht"), "tabindex": "0"]
        ) { page in
            // What is wrong with the document as a whole comes first.
            for fault in faultsOfDocument {
                page.element("div", ["class": "line faulty", "id": "fault-\(fault.number)"]) { page in
                    Self.mark(fault, &page, t)
                    page.element("span", ["class": "text missing"], t("the whole document", "het hele document"))
                }
            }
            for (index, line) in lines.enumerated() {
                guard index < Self.mostLines || !line.faults.isEmpty else {
                    isCut = true
                    continue
                }
                Self.write(line, &page, t, &isCut)
            }
            if let unreadable { Self.writeText(unreadable, &page, &isCut) }
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

    private static func write(_ line: Line, _ page: inout HTMLWriter, _ t: Language, _ isCut: inout Bool) {
        let text = words(of: cut(line.text, &isCut), t)
        page.element(
            "div",
            [
                "class": "line i\(min(line.depth, 12))\(line.faults.isEmpty ? "" : " faulty")",
                "id": line.faults.first.map { "fault-\($0.number)" },
            ]
        ) { page in
            for (index, fault) in line.faults.enumerated() {
                // A second fault of the line has an anchor of its own.
                if index > 0 {
                    page.element("span", ["id": "fault-\(fault.number)"]) { mark(fault, &$0, t) }
                } else {
                    mark(fault, &page, t)
                }
            }
            if line.isMissing {
                page.element("span", ["class": "text missing"], t("no ", "geen ") + text)
            } else {
                page.element("span", ["class": "text"], text)
            }
        }
    }

    /// With what hides a note in the language of the page: JSON has such words within quotation marks only.
    private static func words(of text: String, _ t: Language) -> String {
        for end in ["", ","] where text.hasSuffix(": " + ShownValue.withheld + end) {
            return text.dropLast(ShownValue.withheld.count + end.count)
                + DifferenceTable.words(ShownValue.withheld, t) + end
        }
        return text
    }

    /// Bytes that are no JSON: as text, with U+FFFD for what is no text.
    private static func writeText(_ bytes: [UInt8], _ page: inout HTMLWriter, _ isCut: inout Bool) {
        if bytes.count > mostText { isCut = true }
        let lines = String(decoding: bytes.prefix(mostText), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count > mostLines { isCut = true }
        for line in lines.prefix(mostLines) {
            let text = cut(String(line), &isCut)
            page.element("div", ["class": "line i0"]) { $0.element("span", ["class": "text"], text) }
        }
    }

    private static func cut(_ text: String, _ isCut: inout Bool) -> String {
        guard text.utf8.count > longestLine else { return text }
        let beginning = text.prefix(longestLine)
        guard beginning.endIndex < text.endIndex else { return text }
        isCut = true
        return beginning + "…"
    }

    private static func mark(_ fault: Fault, _ page: inout HTMLWriter, _ t: Language) {
        page.element("span", ["class": "mark"]) { page in
            page.element("span", ["class": "unseen"], t("fault: ", "fout: "))
            page.write(fault.violation.code.rawValue)
        }
    }
}
