/// A termination as its latest revision left it.
public struct RecordedTermination: Sendable, Equatable {
    public var terminationID: String
    public var contractID: String
    public var customerID: String
    public var contractType: String?
    public var customerKind: CustomerKind?
    public var terminationType: TerminationType
    public var initiator: Initiator?
    public var reason: ReasonSnapshot?
    public var endDate: LocalDate
    public var billingStopsAt: Instant
    /// When it took effect; nil where it has not.
    public var effectiveAt: Instant?
    public var revision: Int
    /// Of the latest revision.
    public var action: Action
    /// Of the latest revision.
    public var contentDigest: ContentDigest

    public init(
        terminationID: String,
        contractID: String,
        customerID: String,
        contractType: String? = nil,
        customerKind: CustomerKind? = nil,
        terminationType: TerminationType = .ordinary,
        initiator: Initiator? = nil,
        reason: ReasonSnapshot? = nil,
        endDate: LocalDate,
        billingStopsAt: Instant,
        effectiveAt: Instant? = nil,
        revision: Int,
        action: Action,
        contentDigest: ContentDigest
    ) {
        self.terminationID = terminationID
        self.contractID = contractID
        self.customerID = customerID
        self.contractType = contractType
        self.customerKind = customerKind
        self.terminationType = terminationType
        self.initiator = initiator
        self.reason = reason
        self.endDate = endDate
        self.billingStopsAt = billingStopsAt
        self.effectiveAt = effectiveAt
        self.revision = revision
        self.action = action
        self.contentDigest = contentDigest
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
            endDate: termination.endDate,
            billingStopsAt: termination.billingStopsAt,
            revision: message.revision,
            action: message.action,
            contentDigest: message.contentDigest
        )
    }

    /// Whether the contract goes on after all.
    public var isWithdrawn: Bool { action == .withdraw }

    /// The event that told of the latest revision.
    var eventID: String { Event.id(of: action.eventType, terminationID: terminationID, revision: revision) }
}
