/// What the ledger knows that bears on one message.
public struct History: Sendable, Equatable {
    /// The latest revision of a termination.
    public struct RecordedTermination: Sendable, Equatable {
        public var terminationID: String
        public var contractID: String
        public var customerID: String
        public var revision: Int
        public var contentDigest: ContentDigest
        public var isWithdrawn: Bool

        public init(
            terminationID: String,
            contractID: String,
            customerID: String,
            revision: Int,
            contentDigest: ContentDigest,
            isWithdrawn: Bool = false
        ) {
            self.terminationID = terminationID
            self.contractID = contractID
            self.customerID = customerID
            self.revision = revision
            self.contentDigest = contentDigest
            self.isWithdrawn = isWithdrawn
        }
    }

    /// The content under which this message id was accepted before.
    public var acceptedContent: ContentDigest?
    /// What is recorded under this termination id.
    public var termination: RecordedTermination?
    /// The id of the termination that ends this contract now.
    public var terminationInForce: String?

    /// Nothing is known.
    public static let none = History()

    public init(
        acceptedContent: ContentDigest? = nil,
        termination: RecordedTermination? = nil,
        terminationInForce: String? = nil
    ) {
        self.acceptedContent = acceptedContent
        self.termination = termination
        self.terminationInForce = terminationInForce
    }
}
