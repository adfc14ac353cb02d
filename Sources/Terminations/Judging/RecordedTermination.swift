/// A recorded termination in the state of its latest revision.
public struct RecordedTermination: Sendable {
    public var terminationID: String
    public var contractID: String
    public var customerID: String
    public var contractType: String?
    public var customerKind: CustomerKind?
    public var terminationType: TerminationType
    public var initiator: Initiator?
    public var reason: ReasonSnapshot?
    /// The first day of the term that it ends; nil where no revision gave it.
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
    /// The termination as its latest message, other than a withdrawal, gave it. nil where that message is no longer kept or
    /// was not loaded; then the contract's facts are unknown.
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

    /// The recorded form of a termination.
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

    /// Whether the contract continues after all.
    public var isWithdrawn: Bool { action == .withdraw }

    /// The id of the event about the latest revision.
    var eventID: String { Event.id(of: action.eventType, terminationID: terminationID, revision: revision) }
}
