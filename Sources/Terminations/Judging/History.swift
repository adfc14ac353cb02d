/// What the ledger knows that bears on one message.
public struct History: Sendable, Equatable {
    /// The content under which this message id was accepted before.
    public var acceptedContent: ContentDigest?
    /// What is recorded under this termination id.
    public var termination: RecordedTermination?
    /// What ends this contract now.
    public var inForce: TerminationInForce?
    /// When this termination was withdrawn, where its withdrawal came before it and waits for it.
    public var withdrawnAt: Instant?

    /// Nothing is known.
    public static let none = History()

    public init(
        acceptedContent: ContentDigest? = nil,
        termination: RecordedTermination? = nil,
        inForce: TerminationInForce? = nil,
        withdrawnAt: Instant? = nil
    ) {
        self.acceptedContent = acceptedContent
        self.termination = termination
        self.inForce = inForce
        self.withdrawnAt = withdrawnAt
    }
}

/// The termination that ends a contract.
public struct TerminationInForce: Sendable, Equatable {
    public var terminationID: String
    /// When it was made.
    public var occurredAt: Instant

    public init(_ terminationID: String, occurredAt: Instant) {
        self.terminationID = terminationID
        self.occurredAt = occurredAt
    }
}
