import JSON
import Ledger
import Terminations

/// The text in the place of what is not for everybody.
public enum Withheld {
    public static let text = "withheld"
}

/// A page of terminations as they are now, the latest first.
public struct ListTerminations: Sendable {
    public let filter: TerminationFilter
    /// Whether the person may know sensitive reasons.
    public let isConfidential: Bool

    public init(_ filter: TerminationFilter, isConfidential: Bool = false) {
        self.filter = filter
        self.isConfidential = isConfidential
    }
}

extension Application {
    /// Finds out whether a list may be read as it is asked for.
    ///
    /// - Parameter last: the termination that the list begins after.
    /// - Throws: ``ApplicationError`` with `notAllowed` where it would reveal who has a sensitive reason, and with `notFound`
    ///   where there is no termination `last`.
    public func require(_ action: ListTerminations, after last: String? = nil) throws {
        if let reason = action.filter.reasonCode, !action.isConfidential, try ledger.isSensitiveReason(reason) {
            throw ApplicationError(
                .notAllowed,
                "The reason is sensitive: its terminations are withheld.",
                "De reden is gevoelig: de beëindigingen ervan worden niet getoond.",
                remedy: .askConfidentially
            )
        }
        guard let last, try ledger.terminations(matching: TerminationFilter(terminationID: last), limit: 1).isEmpty
        else { return }
        throw ApplicationError(.notFound, "There is no termination \(last).", "Er is geen beëindiging \(last).")
    }

    /// A page of terminations: what is held in memory does not grow with the ledger.
    ///
    /// - Parameter last: the last one of the page before; nil for the first page.
    public func page(
        of action: ListTerminations,
        after last: String? = nil,
        limit: Int
    ) throws -> [TerminationSummary] {
        try ledger.terminations(matching: action.filter, after: last, limit: limit)
    }

    /// How many terminations an ambiguous name lists at most.
    public static let mostNamed = 20

    /// The terminations of a name: a termination's id, a message's, or a contract's. A few at most, one more than
    /// ``mostNamed`` where there are more.
    ///
    /// - Throws: ``ApplicationError`` with `notFound`.
    public func terminations(named name: String) throws -> [TerminationSummary] {
        let found = try ledger.terminations(named: name, limit: Self.mostNamed + 1)
        guard found.isEmpty else { return found }
        throw ApplicationError(
            .notFound,
            "Nothing is recorded of a termination, message or contract \(name) (unknown id).",
            "Van een beëindiging, bericht of contract \(name) is niets vastgelegd (onbekend id).",
            remedy: .searchDeadLetters(text: name)
        )
    }

    /// Everything that happened to one termination.
    ///
    /// - Throws: ``ApplicationError`` with `notFound`.
    public func termination(_ id: String) throws -> TerminationHistory {
        guard let history = try ledger.terminationLife(of: id) else {
            throw ApplicationError(.notFound, "There is no termination \(id).", "Er is geen beëindiging \(id).")
        }
        return history
    }
}

extension TerminationSummary {
    /// One JSON object; a sensitive reason is withheld where it is not confidential.
    public func write(to json: inout JSONWriter, isConfidential: Bool) {
        json.beginObject()
        writeMembers(to: &json, isConfidential: isConfidential)
        json.endObject()
    }

    public func writeMembers(to json: inout JSONWriter, isConfidential: Bool) {
        json.name("terminationId")
        json.string(terminationID)
        json.name("contractId")
        json.string(contractID)
        json.name("customerId")
        json.string(customerID)
        json.name("state")
        json.string(state.rawValue)
        json.name("revision")
        json.integer(revision)
        json.name("terminationType")
        json.string(terminationType.rawValue)
        json.name("initiator")
        json.stringOrNull(initiator?.rawValue)
        json.name("contractType")
        json.stringOrNull(contractType)
        json.name("customerKind")
        json.stringOrNull(customerKind?.rawValue)
        json.name("reason")
        json.reason(reason, isConfidential: isConfidential)
        json.name("endDate")
        json.date(endDate)
        json.name("billingStopsAt")
        json.instant(billingStopsAt)
        json.name("effectiveAt")
        if let effectiveAt { json.instant(effectiveAt) } else { json.null() }
        json.name("occurredAt")
        json.instant(occurredAt)
        json.name("recordedAt")
        json.instant(recordedAt)
        json.name("settingsVersion")
        json.integer(settingsVersion)
        json.name("monthlyAmountLost")
        if let monthlyAmount { json.integer(monthlyAmount) } else { json.null() }
        json.name("currency")
        json.stringOrNull(currency)
        json.name("channel")
        json.stringOrNull(channel)
    }
}

extension JSONWriter {
    /// A reason as it read when it was recorded.
    public mutating func reason(_ reason: ReasonSnapshot?, isConfidential: Bool) {
        guard let reason else { return null() }
        if isConfidential { reason.writeComplete(to: &self) } else { reason.writePublished(to: &self) }
    }
}
