/// A termination message that is valid by itself: every rule holds that needs neither settings nor history.
///
/// Only a ``Reading`` makes one. A class, because it is large and handed from step to step: a copy would retain a dozen
/// strings.
public final class TerminationMessage: Sendable {
    public let messageID: String
    public let action: Action
    public let terminationID: String
    /// At least 1; 1 where a `terminate` named none. Rises with each correction and with the withdrawal.
    public let revision: Int
    public let contractID: String
    public let customerID: String
    public let contractType: String?
    public let customerKind: CustomerKind?
    /// `ordinary` where the message named none.
    public let terminationType: TerminationType
    public let initiator: Initiator?
    /// As sent, trimmed; nil where it was absent, null or blank.
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
    /// What the message says, apart from its own id and from how it is written down.
    public let contentDigest: ContentDigest

    /// nil where a field is missing that the message needs.
    init?(_ draft: MessageFields, _ contentDigest: ContentDigest) {
        guard let messageID = draft.messageID.value, let action = draft.action.value,
            let terminationID = draft.terminationID.value, let contractID = draft.contractID.value,
            let customerID = draft.customerID.value, let occurredAt = draft.occurredAt.value,
            draft.endDate.value != nil || action == .withdraw
        else { return nil }
        self.messageID = messageID
        self.action = action
        self.terminationID = terminationID
        revision = Int(draft.revision.value ?? 1)
        self.contractID = contractID
        self.customerID = customerID
        contractType = draft.contractType.value
        customerKind = draft.customerKind.value
        terminationType = draft.terminationType.value ?? .ordinary
        initiator = draft.initiator.value
        reasonCode = draft.reasonCode.value
        note = draft.note.value
        receivedOn = draft.receivedOn.value
        endDate = draft.endDate.value
        timeZone = draft.timeZone.value
        contract = draft.contract.facts
        batchID = draft.batchID.value
        channel = draft.channel.value
        requestedBy = draft.requestedBy.value
        self.occurredAt = occurredAt
        self.contentDigest = contentDigest
    }
}

/// What the CRM knows about the contract. Every fact is optional; none is ever guessed.
public struct ContractFacts: Sendable, Equatable {
    public let startDate: LocalDate?
    /// The last day of the agreed term, inclusive.
    public let termEndDate: LocalDate?
    /// Longer than zero.
    public let noticePeriod: DateDuration?
    /// To which day notice runs after the period; nil for the day itself.
    public let noticeTo: NoticeTo?
    /// The first day on which the contract can end, where the CRM knows it.
    public let earliestEndDate: LocalDate?
    /// The last day that has been billed, inclusive.
    public let billedThrough: LocalDate?
    public let billingPeriod: DateDuration?
    /// What is billed each period; there only together with the currency.
    public let periodAmount: Money?

    public static let none = ContractFacts()

    /// The same with this first day, where there is none.
    func knowing(startDate known: LocalDate?) -> ContractFacts {
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
    /// What was said of a termination is replaced.
    case correct
    /// The contract goes on after all.
    case withdraw
}

/// Whether the customer is a person or a company.
public enum CustomerKind: String, CaseIterable, Sendable {
    case consumer
    case business
}

/// In what way the contract ends.
public enum TerminationType: String, CaseIterable, Sendable {
    case ordinary
    case extraordinary
    case mutual
    case nonRenewal
    case coolingOff
    /// A clerical correction; never counts as churn.
    case administrative

    /// Whether notice is owed, so that it can be kept or broken, and the agreed term can be cut short.
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
