/// What the ledger knows that bears on one message.
public struct History: Sendable {
    /// The content under which this message id was recorded before.
    public var acceptedContent: ContentDigest?
    /// What is recorded under this termination id.
    public var termination: RecordedTermination?
    /// The content that is recorded under the message's own revision, where that is below the latest.
    public var earlierContent: ContentDigest?
    /// What ends the terms of this contract, this termination perhaps among them. The terms do not overlap.
    public var inForce: [TerminationInForce]
    /// When this termination was withdrawn, where its withdrawal came before it and waits for it.
    public var withdrawnAt: Instant?

    /// Nothing is known.
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

    /// The termination that ends the contract all the same when this one is withdrawn; nil where the contract goes on. One
    /// that ended an earlier term does not end the one that begins after it, and one
    /// that says that a later term never came into force does not end this one.
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
    /// The first day of the term that it ends, where the CRM said so.
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
    /// - Parameter end: nil where the message does not say: then only the beginning can tell.
    func isApart(from start: LocalDate?, to end: LocalDate?) -> Bool {
        if let start, start > endDate { return true }
        // A term that never came into force takes up its first day all the same.
        if let startDate, let end, startDate > max(end, start ?? end) { return true }
        return false
    }

    /// Whether there is a day on which the contract was, or will be, in force in this term.
    var isEverInForce: Bool { startDate.map { endDate >= $0 } ?? true }
}
