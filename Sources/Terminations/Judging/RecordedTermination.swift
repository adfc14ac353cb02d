/// A termination as its latest revision left it.
public struct RecordedTermination: Sendable {
    public var terminationID: String
    public var contractID: String
    public var customerID: String
    public var contractType: String?
    public var customerKind: CustomerKind?
    public var terminationType: TerminationType
    public var initiator: Initiator?
    public var reason: ReasonSnapshot?
    /// The first day of the term that it ends, where a revision said so.
    public var startDate: LocalDate?
    public var endDate: LocalDate
    public var billingStopsAt: Instant
    /// When it took effect; nil where it has not.
    public var effectiveAt: Instant?
    public var revision: Int
    /// When the latest revision was made.
    public var occurredAt: Instant
    /// Of the latest revision.
    public var action: Action
    /// Of the latest revision.
    public var contentDigest: ContentDigest
    /// What its latest message but a withdrawal came to; nil where that message is not kept any more, or was not asked
    /// for. Then nothing is known of the contract's facts.
    public var details: Termination?

    public init(
        terminationID: String,
        contractID: String,
        customerID: String,
        contractType: String? = nil,
        customerKind: CustomerKind? = nil,
        terminationType: TerminationType = .ordinary,
        initiator: Initiator? = nil,
        reason: ReasonSnapshot? = nil,
        startDate: LocalDate? = nil,
        endDate: LocalDate,
        billingStopsAt: Instant,
        effectiveAt: Instant? = nil,
        revision: Int,
        occurredAt: Instant,
        action: Action,
        contentDigest: ContentDigest,
        details: Termination? = nil
    ) {
        self.terminationID = terminationID
        self.contractID = contractID
        self.customerID = customerID
        self.contractType = contractType
        self.customerKind = customerKind
        self.terminationType = terminationType
        self.initiator = initiator
        self.reason = reason
        self.startDate = startDate
        self.endDate = endDate
        self.billingStopsAt = billingStopsAt
        self.effectiveAt = effectiveAt
        self.revision = revision
        self.occurredAt = occurredAt
        self.action = action
        self.contentDigest = contentDigest
        self.details = details
    }

    /// What a termination is once it is recorded.
    public init(_ termination: Termination) {
        let message = termination.message
        self.init(
            terminationID: message.terminationID,
            contractID: message.contractID,
            customerID: message.customerID,
            contractType: message.contractType,
            customerKind: message.customerKind,
            terminationType: message.terminationType,
            initiator: message.initiator,
            reason: termination.reason,
            startDate: termination.contract.startDate,
            endDate: termination.endDate,
            billingStopsAt: termination.billingStopsAt,
            revision: message.revision,
            occurredAt: message.occurredAt,
            action: message.action,
            contentDigest: message.contentDigest,
            details: termination
        )
    }

    /// Whether the contract goes on after all.
    public var isWithdrawn: Bool { action == .withdraw }

    /// The event that told of the latest revision.
    var eventID: String { Event.id(of: action.eventType, terminationID: terminationID, revision: revision) }
}
