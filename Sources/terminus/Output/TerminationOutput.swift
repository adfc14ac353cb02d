import Application
import Ledger
import Terminations

extension ReasonSnapshot {
    /// The code for a person; how it was given, where it was by an alias.
    func code(isConfidential: Bool) -> String {
        if isSensitive, !isConfidential { return Withheld.text }
        return givenCode == code ? code : "\(code) (given as \(givenCode))"
    }

    /// Code and label for a person.
    func text(isConfidential: Bool) -> String {
        if isSensitive, !isConfidential { return "withheld: it is sensitive (--confidential shows it)" }
        return "\(code(isConfidential: isConfidential)), \"\(label)\"\(isSensitive ? ", sensitive" : "")"
    }
}

extension TerminationSummary {
    /// One line a termination, within the page's width. The termination's id, by which it is shown, is cut last.
    static func lines(of terminations: [TerminationSummary], isConfidential: Bool) -> [String] {
        let reasons = terminations.map { termination in
            termination.reason.map { $0.isSensitive && !isConfidential ? Withheld.text : $0.code } ?? "(none)"
        }
        let reason = min(max(reasons.map(\.count).max() ?? 0, 6), max(Paragraph.width / 8, 12))
        let room = max(Paragraph.width - 18 - 12 - 11 - reason - 4, 24)
        let id = min(max(terminations.map(\.terminationID.count).max() ?? 0, 11), min(36, room - 8))
        let contract = min(max(terminations.map(\.contractID.count).max() ?? 0, 8), room - id)
        let line = { (cells: [String]) in
            Table.padded(cells[0], to: 18) + Table.padded(Paragraph.clipped(cells[1], to: id), to: id + 2)
                + Table.padded(Paragraph.clipped(cells[2], to: contract), to: contract + 2)
                + Table.padded(cells[3], to: 12) + Table.padded(cells[4], to: 11)
                + Paragraph.clipped(cells[5], to: reason)
        }
        return [line(["RECORDED (UTC)", "TERMINATION", "CONTRACT", "LAST DAY", "STATE", "REASON"])]
            + zip(terminations, reasons).map { termination, reason in
                line([
                    termination.recordedAt.toTheMinute, termination.terminationID, termination.contractID,
                    termination.endDate.description, termination.state.rawValue, reason,
                ])
            }
    }
}
