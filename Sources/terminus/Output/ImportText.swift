import Application
import Terminations

extension ImportSummary {
    /// For a person.
    var lines: [String] {
        let name = isDryRun ? "Of" : "Import \(run.number):"
        let messages = "\(Count.text(run.messages)) message\(run.messages == 1 ? "" : "s")"
        let refused =
            rejects.map { " (in \(Table.printable($0)))" } ?? (run.rejected == 0 ? "" : " (kept as dead letters)")
        let would = isDryRun ? " would be" : ""
        var lines = Self.broken(
            "\(name) \(messages): \(Count.text(run.accepted))\(would) recorded, \(Count.text(run.alreadyRecorded)) recorded "
                + "already, \(Count.text(run.held)) waiting for their termination, \(Count.text(run.rejected)) "
                + "refused\(isDryRun && rejects == nil ? "" : refused)."
        )
        if isContinuation, !tally.findings.isEmpty { lines.append("Refused since it went on:") }
        for finding in tally.findings.prefix(Self.findingsShown) { lines += self.lines(of: finding) }
        if tally.findings.count > Self.findingsShown {
            let more = tally.findings.count - Self.findingsShown
            lines.append("  … and \(Count.text(more)) more kinds of violations: --format json has all.")
        }
        lines += hints.flatMap(Self.broken)
        if !unusedValues.isEmpty {
            let options = unusedValues.map(MappedValue.option).joined(separator: " ")
            lines += Self.broken("No row has what these options give a meaning: \(options)")
        }
        if isDryRun { lines.append("Nothing was changed.") }
        return lines
    }

    private static func broken(_ text: String) -> [String] { Paragraph.hanging(text, indent: 0, hanging: 2) }

    private static let findingsShown = 20

    /// `11  unknown-reason  /reasonCode  lines 134, 201, 305, …`, and what it means.
    private func lines(of finding: ImportTally.Finding) -> [String] {
        let place = finding.pointer == .root ? "" : "  \(Table.printable(finding.pointer.description))"
        let more = finding.count > finding.lines.count ? ", …" : ""
        let numbers = finding.lines.map(String.init).joined(separator: ", ")
        // The message about a row names its line, which is that of the first one alone.
        let isOfRow = finding.pointer == .root && finding.message.hasPrefix("Line ")
        return [
            "    \(Count.text(finding.count))  \(finding.code)\(place)  line\(finding.count == 1 ? "" : "s") \(numbers)\(more)"
        ] + Paragraph.indented((isOfRow && finding.count > 1 ? "Such as: " : "") + finding.message, by: 6)
            + values(of: finding)
    }

    /// `"Te duur" (7), "Onbekend" (3) and 12 other values`.
    private func values(of finding: ImportTally.Finding) -> [String] {
        let shown = finding.values.prefix(Self.valuesNamed)
        guard !shown.isEmpty else { return [] }
        let texts = shown.map { "\"\(Table.printable($0.value))\" (\(Count.text($0.count)))" }
        let more = finding.values.count - shown.count
        let others = more == 0 ? "" : " and \(Count.text(more)) other\(more == 1 ? " value" : " values")"
        return Paragraph.hanging(texts.joined(separator: ", ") + others, indent: 6, hanging: 8)
    }

    /// What to do about what is refused most often in tables.
    private var hints: [String] {
        var hints: [String] = []
        if !isDryRun, rejects == nil, run.rejected > 0 {
            hints.append("See them: terminus dead-letters list --import \(run.number)")
        }
        guard case .csv(let mapping) = source.form else { return hints }
        let isFound: ([Violation.Code], (String) -> Bool) -> Bool = { codes, isPointer in
            tally.findings.contains { finding in
                codes.contains { $0.rawValue == finding.code } && isPointer(finding.pointer.description)
            }
        }
        if mapping.dates == nil, isFound([.invalidDate, .invalidInstant], { _ in true }) {
            hints.append(
                "Dates must be written as 2026-12-31, unless --date-format says otherwise: --date-format DD-MM-YYYY"
            )
        }
        if mapping.amounts == .minorUnits, isFound([.wrongType], { $0 == "/contract/periodAmount" }) {
            hints.append(
                "Amounts must be whole cents, unless --decimal-comma (24.500,00) or --decimal-point (24,500.00) is given."
            )
        }
        let unknown = tally.findings.first { $0.code == Violation.Code.unknownReason.rawValue }
        if let word = unknown?.values.first?.value {
            let option = MappedValue.option("reasonCode", .init(from: word, to: "CODE"))
            hints.append("Other words for a reason can be given a meaning: \(option)")
        }
        return hints
    }
}
