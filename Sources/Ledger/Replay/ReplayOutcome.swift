public import Terminations

/// What became of one dead letter that was judged again.
public struct ReplayOutcome: Sendable, Equatable {
    public enum Result: Sendable, Equatable {
        /// Recorded as this revision, with the event at this position of the log; the letter is resolved.
        case accepted(terminationID: String, revision: Int, sequence: Int64)
        /// Its message, or a later revision, was recorded already; the letter is resolved.
        case alreadyRecorded(terminationID: String, revision: Int)
        /// Refused again; the letter stays open. Without violations where the ledger refused what it would become.
        case rejected([Violation], fingerprint: String, attempts: Int)
        /// Nothing was judged: the letter is not open (any more).
        case notOpen(DeadLetter.State)
        /// There is no such dead letter.
        case unknown
        /// Only in a preview: the patch cannot be applied to this message.
        case unpatchable(String)
    }

    public let deadLetterID: String
    /// The cause before it was judged again; nil where there is no such letter.
    public let fingerprint: String?
    public let messageID: String?
    public let result: Result

    /// Whether the letter is resolved by it.
    public var isResolved: Bool {
        switch result {
        case .accepted, .alreadyRecorded: true
        case .rejected, .notOpen, .unknown, .unpatchable: false
        }
    }
}

/// What a replay would do.
public struct ReplayPreview: Sendable {
    public let outcomes: [ReplayOutcome]
    /// The events that would be published, as they would stand in the log. Their positions and times are those of the
    /// preview.
    public let events: [StoredEvent]
}
