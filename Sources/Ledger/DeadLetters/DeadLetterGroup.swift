public import Terminations

/// Dead letters of one cause.
public struct DeadLetterGroup: Sendable, Equatable {
    public let fingerprint: String
    /// In words: `unknown-reason at /reasonCode, note-required at /note`.
    public let cause: String
    public let count: Int
    /// When the first of them was received.
    public let firstSeen: Instant
    /// When one of them came last.
    public let lastSeen: Instant
    /// The one that was received last.
    public let sampleID: String
}
