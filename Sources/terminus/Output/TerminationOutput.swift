import Ledger
import Terminations

/// What stands instead of what is not for everybody.
enum Withheld {
    static let text = "withheld"
}

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

    func json(isConfidential: Bool) -> JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.fields(of: self, isConfidential: isConfidential)
        line.endObject()
        return line
    }
}

extension JSONWriter {
    /// The members by which programs know a termination.
    mutating func fields(of termination: TerminationSummary, isConfidential: Bool) {
        name("terminationId")
        string(termination.terminationID)
        name("contractId")
        string(termination.contractID)
        name("customerId")
        string(termination.customerID)
        name("state")
        string(termination.state.rawValue)
        name("revision")
        integer(termination.revision)
        name("terminationType")
        string(termination.terminationType.rawValue)
        name("initiator")
        stringOrNull(termination.initiator?.rawValue)
        name("contractType")
        stringOrNull(termination.contractType)
        name("customerKind")
        stringOrNull(termination.customerKind?.rawValue)
        name("reason")
        reason(termination.reason, isConfidential: isConfidential)
        name("endDate")
        date(termination.endDate)
        name("billingStopsAt")
        instant(termination.billingStopsAt)
        name("effectiveAt")
        instantOrNull(termination.effectiveAt)
        name("occurredAt")
        instant(termination.occurredAt)
        name("recordedAt")
        instant(termination.recordedAt)
        name("settingsVersion")
        integer(termination.settingsVersion)
        name("monthlyAmountLost")
        if let amount = termination.monthlyAmount { integer(amount) } else { null() }
        name("currency")
        stringOrNull(termination.currency)
        name("channel")
        stringOrNull(termination.channel)
    }

    mutating func reason(_ reason: ReasonSnapshot?, isConfidential: Bool) {
        guard let reason else {
            null()
            return
        }
        if isConfidential { reason.writeComplete(to: &self) } else { reason.writePublished(to: &self) }
    }

    mutating func instantOrNull(_ value: Instant?) {
        if let value { instant(value) } else { null() }
    }

    mutating func integerOrNull(_ value: Int?) {
        if let value { integer(value) } else { null() }
    }

    mutating func dateOrNull(_ value: LocalDate?) {
        if let value { date(value) } else { null() }
    }
}
