public import Terminations

/// Everything that the ledger knows of one termination. Holds notes and sensitive reasons: whoever shows it decides what
/// may be seen.
public struct TerminationHistory: Sendable {
    /// As it is now.
    public let termination: TerminationSummary
    /// The zone in which its last day is meant.
    public let timeZone: Zone
    /// Each recorded message, by revision.
    public let revisions: [RecordedRevision]
    /// Each time that it took effect, whether that still holds or not, in order.
    public let effects: [RecordedEffect]
    /// The messages of it that were not accepted at once, in the order in which they came.
    public let deadLetters: [DeadLetterTimeline]
    /// What was taken out of it, in order.
    public let redactions: [AuditEntry]
    /// There are more dead letters than ``deadLetters``.
    public let hasMoreDeadLetters: Bool
}

/// A message that said what a revision said already, under another id.
public struct RepeatedMessage: Sendable, Equatable {
    public let messageID: String
    public let recordedAt: Instant
}

/// One revision: a message that was recorded, and what followed from it.
public struct RecordedRevision: Sendable {
    public let revision: Int
    public let action: Action
    public let messageID: String
    /// Whether a later revision was recorded before it came: it changed nothing, and nobody was told.
    public let isSuperseded: Bool
    /// Messages that said the same again, in the order in which they came.
    public let repetitions: [RepeatedMessage]
    public let recordedAt: Instant
    /// The settings that judged it.
    public let settingsVersion: Int
    /// The message, read again; nil where this version cannot read what was accepted then.
    public let message: TerminationMessage?
    /// The message as it came; nil where it is no JSON.
    public let body: JSONValue?
    /// Whether its note was taken out.
    public let isRedacted: Bool
    /// Whether the message is older than the ledger keeps messages: ``message`` and ``body`` are nil then.
    public let isPruned: Bool
    /// What it says otherwise than the revision before that was not superseded; empty for a withdrawal, which says nothing of the termination, and
    /// without the note where one of the two was redacted.
    public let changes: [MessageChange]
    /// Whether the revision before cannot be read any more, so that nobody can say what changed.
    public let hasUnknownChanges: Bool
    /// The reason as it read when this was recorded; nil where none was given.
    public let reason: ReasonSnapshot?
    /// The rules of those settings at the time when this was made; nil where the message cannot be read.
    public let rules: AppliedRules?
    /// The start of the local day after the last day; nil for a withdrawal without one.
    public let billingStopsAt: Instant?
    /// The event that told of it; nil where the ledger does not say, or nobody was told.
    public let event: RecordedEvent?
    /// Whether subscribers were told of it: not of what was imported without events.
    public let isTold: Bool
    /// The position of the event that had told that the termination took effect, which holds no longer by this.
    public let supersededEffect: Int64?
}

/// That the termination took effect.
public struct RecordedEffect: Sendable {
    /// The revision with whose last day it did; nil where the ledger does not say.
    public let revision: Int?
    /// What told so.
    public let event: RecordedEvent
    /// The revision because of which it holds no longer; nil while it does.
    public let supersededBy: Int?
}

/// An event of the log, and whether the world has heard of it.
public struct RecordedEvent: Sendable, Equatable {
    public enum Publication: Sendable, Equatable {
        /// The broker confirmed it.
        case published
        /// The relay has not come to it.
        case waiting
        /// The broker returned or refused it, or an earlier one of its contract. It is tried again.
        case parked(failure: String, attempts: Int, since: Instant, lastAttemptAt: Instant)
    }

    /// The position in the log.
    public let sequence: Int64
    /// The CloudEvents `id`.
    public let id: String
    public let type: String
    public let contractSequence: Int?
    public let recordedAt: Instant
    public let publication: Publication
}

/// A dead letter of a termination, and what was done with it.
public struct DeadLetterTimeline: Sendable {
    public let deadLetter: DeadLetter
    /// What its message asked for, and which revision it was; nil where that cannot be read.
    public let action: Action?
    public let revision: Int?
    /// Whether it was kept because its termination was not recorded yet; nil where that cannot be told any more.
    public let waitedAtFirst: Bool?
    /// Until when it waits; nil where it does not.
    public let heldUntil: Instant?
    public let history: [AuditEntry]
}
