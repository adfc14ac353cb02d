/// The recorded facts that matter for judging one message.
public struct History: Sendable {
    /// The content that was recorded before with this message id.
    public var acceptedContent: ContentDigest?
    /// The recorded termination with this id.
    public var termination: RecordedTermination?
    /// The recorded content of the message's own revision, where that is below the latest.
    public var earlierContent: ContentDigest?
    /// The terminations that end terms of this contract, which may include this one. The terms do not overlap.
    public var inForce: [TerminationInForce]
    /// When this termination was withdrawn, where its withdrawal was received first and waits for it.
    public var withdrawnAt: Instant?

    /// No recorded facts.
    public static let none = History()

    public init(
        acceptedContent: ContentDigest? = nil,
        termination: RecordedTermination? = nil,
        earlierContent: ContentDigest? = nil,
        inForce: [TerminationInForce] = [],
        withdrawnAt: Instant? = nil
    ) {
        self.acceptedContent = acceptedContent
        self.termination = termination
        self.earlierContent = earlierContent
        self.inForce = inForce
        self.withdrawnAt = withdrawnAt
    }

    /// The other termination that ends the contract although this one is withdrawn; nil where the contract continues.
    ///
    /// A termination of an earlier term does not end a later term. A termination by which a later term never came into force
    /// does not end this term.
    func termination(thatEndsContractOf recorded: RecordedTermination) -> TerminationInForce? {
        inForce
            .filter { !$0.terminationID.hasSameBytes(as: recorded.terminationID) }
            .filter { other in other.isEverInForce && (recorded.startDate.map { $0 <= other.endDate } ?? true) }
            .min { $0.endDate < $1.endDate }
    }
}

/// A termination that ends one term of a contract.
public struct TerminationInForce: Sendable, Equatable {
    public var terminationID: String
    public var customerID: String
    /// When it was made.
    public var occurredAt: Instant
    /// The first day of the term that it ends; nil where the CRM did not give it.
    public var startDate: LocalDate?
    /// The last day of that term, inclusive.
    public var endDate: LocalDate

    public init(
        _ terminationID: String,
        customerID: String,
        occurredAt: Instant,
        startDate: LocalDate? = nil,
        endDate: LocalDate
    ) {
        self.terminationID = terminationID
        self.customerID = customerID
        self.occurredAt = occurredAt
        self.startDate = startDate
        self.endDate = endDate
    }

    /// Whether another term of the contract begins after this one has ended, or ends before this one begins.
    ///
    /// - Parameter end: nil where the message has no end date; then only the start is compared.
    func isApart(from start: LocalDate?, to end: LocalDate?) -> Bool {
        if let start, start > endDate { return true }
        // A term that never came into force still occupies its first day.
        if let startDate, let end, startDate > max(end, start ?? end) { return true }
        return false
    }

    /// Whether the contract is in force on at least one day of this term.
    var isEverInForce: Bool { startDate.map { endDate >= $0 } ?? true }
}
