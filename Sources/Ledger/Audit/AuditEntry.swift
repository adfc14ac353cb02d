public import Terminations

/// One change of a dead letter, or something that was taken out of the ledger, as the audit trail keeps it.
public struct AuditEntry: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
        /// Its message is recorded now.
        case resolved
        /// Judged again and refused again.
        case refused
        case mended
        case discarded
        case restored
        /// A note was taken out.
        case redacted
        /// What was older than its retention was removed.
        case pruned
        /// What an action did to it was taken back.
        case undone
    }

    /// From 1, without gaps, over the whole trail.
    public let number: Int64
    /// Nil where the entry is not about one.
    public let deadLetterID: String?
    /// Nil where the entry is not about one by itself.
    public let terminationID: String?
    public let at: Instant
    /// A person's login name, or `terminus` for what the worker did by itself.
    public let actor: String
    /// The way by which it came in.
    public let via: Actor.Way
    /// Why, in the actor's words.
    public let reason: String
    public let action: Action
    /// What is to be known of the action: the revision that it became, the violations, the patch. May hold a note.
    public let details: JSONValue
    /// The entry that says that these details were redacted; nil where they read as they were written.
    public let redactedBy: Int64?
    /// SHA-256 over the hash before it and this entry, in hexadecimal.
    public let hash: String
}
