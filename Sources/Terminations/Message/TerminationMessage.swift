/// A termination message that is valid by itself: every rule that needs neither settings nor history holds.
///
/// Only ``ParsedMessage`` creates one. It is a class because it is large and passed from step to step: a copy would retain a
/// dozen strings.
public final class TerminationMessage: Sendable {
    public let messageID: String
    public let action: Action
    public let terminationID: String
    /// At least 1, and 1 where a `terminate` gives none. It rises with each correction and with the withdrawal.
    public let revision: Int
    public let contractID: String
    public let customerID: String
    public let contractType: String?
    public let customerKind: CustomerKind?
    /// `ordinary` where the message gives none.
    public let terminationType: TerminationType
    public let initiator: Initiator?
    /// As sent, but trimmed; nil where it was absent, null or blank.
    public let reasonCode: String?
    /// As sent; nil where it was absent, null or blank. Never logged.
    public let note: String?
    public let receivedOn: LocalDate?
    /// The last day on which the contract is in force, inclusive. Only a withdrawal may have none.
    public let endDate: LocalDate?
    /// nil: the settings' zone.
    public let timeZone: Zone?
    public let contract: ContractFacts
    public let batchID: String?
    public let channel: String?
    public let requestedBy: String?
    public let occurredAt: Instant
    /// Identifies the content of the message without its id and its spelling.
    public let contentDigest: ContentDigest

    /// nil where a required field is missing.
    init?(_ fields: MessageFields, _ contentDigest: ContentDigest) {
        guard let messageID = fields.messageID.value, let action = fields.action.value,
            let terminationID = fields.terminationID.value, let contractID = fields.contractID.value,
            let customerID = fields.customerID.value, let occurredAt = fields.occurredAt.value,
            fields.endDate.value != nil || action == .withdraw
        else { return nil }
        self.messageID = messageID
        self.action = action
        self.terminationID = terminationID
        revision = Int(fields.revision.value ?? 1)
        self.contractID = contractID
        self.customerID = customerID
        contractType = fields.contractType.value
        customerKind = fields.customerKind.value
        terminationType = fields.terminationType.value ?? .ordinary
        initiator = fields.initiator.value
        reasonCode = fields.reasonCode.value
        note = fields.note.value
        receivedOn = fields.receivedOn.value
        endDate = fields.endDate.value
        timeZone = fields.timeZone.value
        contract = fields.contract.facts
        batchID = fields.batchID.value
        channel = fields.channel.value
        requestedBy = fields.requestedBy.value
        self.occurredAt = occurredAt
        self.contentDigest = contentDigest
    }
}

/// The contract's facts that the CRM sent. Every fact is optional; none is ever guessed.
public struct ContractFacts: Sendable, Equatable {
    public let startDate: LocalDate?
    /// The last day of the agreed term, inclusive.
    public let termEndDate: LocalDate?
    /// Longer than zero.
    public let noticePeriod: DateDuration?
    /// The day to which notice runs after the period; nil for the last day of the period itself.
    public let noticeTo: NoticeTo?
    /// The first day on which the contract can end.
    public let earliestEndDate: LocalDate?
    /// The last day that has been billed, inclusive.
    public let billedThrough: LocalDate?
    public let billingPeriod: DateDuration?
    /// The amount billed each period. It is present only together with the currency.
    public let periodAmount: Money?

    public static let none = ContractFacts()

    /// The same facts, with this start date where there is none.
    func withStartDate(ifMissing known: LocalDate?) -> ContractFacts {
        guard startDate == nil, let known else { return self }
        return ContractFacts(
            startDate: known,
            termEndDate: termEndDate,
            noticePeriod: noticePeriod,
            noticeTo: noticeTo,
            earliestEndDate: earliestEndDate,
            billedThrough: billedThrough,
            billingPeriod: billingPeriod,
            periodAmount: periodAmount
        )
    }

    init(
        startDate: LocalDate? = nil,
        termEndDate: LocalDate? = nil,
        noticePeriod: DateDuration? = nil,
        noticeTo: NoticeTo? = nil,
        earliestEndDate: LocalDate? = nil,
        billedThrough: LocalDate? = nil,
        billingPeriod: DateDuration? = nil,
        periodAmount: Money? = nil
    ) {
        self.startDate = startDate
        self.termEndDate = termEndDate
        self.noticePeriod = noticePeriod
        self.noticeTo = noticeTo
        self.earliestEndDate = earliestEndDate
        self.billedThrough = billedThrough
        self.billingPeriod = billingPeriod
        self.periodAmount = periodAmount
    }
}

/// The day to which notice runs once its period is over.
public enum NoticeTo: String, CaseIterable, Sendable {
    /// The day on which the period is over.
    case day
    /// The last day of that day's month.
    case monthEnd
    /// The last day of that day's quarter of the calendar.
    case quarterEnd
    /// 31 December of that day's year.
    case yearEnd
    /// The last day of the agreed term.
    case termEnd
}

/// What a message asks for.
public enum Action: String, CaseIterable, Sendable {
    /// A contract ends.
    case terminate
    /// A recorded termination is replaced by a new revision.
    case correct
    /// The contract continues after all.
    case withdraw
}

/// Whether the customer is a person or a company.
public enum CustomerKind: String, CaseIterable, Sendable {
    case consumer
    case business
}

/// The way in which the contract ends.
public enum TerminationType: String, CaseIterable, Sendable {
    case ordinary
    case extraordinary
    case mutual
    case nonRenewal
    case coolingOff
    /// A clerical correction; never counts as churn.
    case administrative

    /// Whether notice is due, so that it can be kept or broken, and the agreed term can be cut short.
    public var owesNotice: Bool {
        switch self {
        case .ordinary, .nonRenewal: true
        case .extraordinary, .mutual, .coolingOff, .administrative: false
        }
    }
}

/// Who ends the contract.
public enum Initiator: String, CaseIterable, Sendable {
    case customer
    case provider
    case system
}
