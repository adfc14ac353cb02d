public import Terminations

/// One change of a dead letter, as the audit trail keeps it.
public struct AuditEntry: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
        /// Its message is recorded now.
        case resolved
        /// Judged again and refused again.
        case refused
        case mended
        case discarded
        case restored
    }

    /// From 1, without gaps, over all dead letters.
    public let number: Int64
    public let deadLetterID: String
    public let at: Instant
    /// A person's login name, or `terminus` for what the worker did by itself.
    public let actor: String
    /// Why, in the actor's words.
    public let reason: String
    public let action: Action
    /// What is to be known of the action: the revision that it became, the violations, the patch. May hold a note.
    public let details: JSONValue
    /// SHA-256 over the hash before it and this entry, in hexadecimal.
    public let hash: String
}
