public import Terminations

/// Which terminations are meant. Every condition that is given must hold; without any, all are meant.
public struct TerminationFilter: Sendable, Equatable {
    /// In one of these states; any when empty.
    public var states: Set<TerminationState>
    /// Found by id at the same price however many there are; likewise the next two.
    public var terminationID: String?
    /// With a revision that this message became.
    public var messageID: String?
    public var contractID: String?
    public var customerID: String?
    /// The code of the reason that it has now, in upper or lower case; not an alias.
    public var reasonCode: String?
    /// Whether only those are meant that have no reason.
    public var hasNoReason: Bool
    public var contractType: String?
    public var initiator: Initiator?
    public var terminationType: TerminationType?
    /// With a last day on this date or later.
    public var endsFrom: LocalDate?
    /// With a last day on this date or before.
    public var endsThrough: LocalDate?
    /// Made at this instant or later; corrections do not count.
    public var occurredSince: Instant?
    /// Made before this instant.
    public var occurredUntil: Instant?
    /// Recorded at this instant or later; corrections do not count.
    public var recordedSince: Instant?
    /// Recorded before this instant.
    public var recordedUntil: Instant?

    public init(
        states: Set<TerminationState> = [],
        terminationID: String? = nil,
        messageID: String? = nil,
        contractID: String? = nil,
        customerID: String? = nil,
        reasonCode: String? = nil,
        hasNoReason: Bool = false,
        contractType: String? = nil,
        initiator: Initiator? = nil,
        terminationType: TerminationType? = nil,
        endsFrom: LocalDate? = nil,
        endsThrough: LocalDate? = nil,
        occurredSince: Instant? = nil,
        occurredUntil: Instant? = nil,
        recordedSince: Instant? = nil,
        recordedUntil: Instant? = nil
    ) {
        self.states = states
        self.terminationID = terminationID
        self.messageID = messageID
        self.contractID = contractID
        self.customerID = customerID
        self.reasonCode = reasonCode
        self.hasNoReason = hasNoReason
        self.contractType = contractType
        self.initiator = initiator
        self.terminationType = terminationType
        self.endsFrom = endsFrom
        self.endsThrough = endsThrough
        self.occurredSince = occurredSince
        self.occurredUntil = occurredUntil
        self.recordedSince = recordedSince
        self.recordedUntil = recordedUntil
    }

    /// Every termination.
    public static let all = TerminationFilter()
}
