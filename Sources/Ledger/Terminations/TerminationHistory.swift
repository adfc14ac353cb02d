import JSON
public import Terminations

/// Everything that the ledger has of one termination. Holds notes and sensitive reasons: the caller decides what is shown.
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
    /// Whether a later revision was recorded before it came: it changed nothing, and no event was published.
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
    /// Its event; nil if it is not known, or none was published.
    public let event: RecordedEvent?
    /// Whether an event was published of it: not for an import without events.
    public let isAnnounced: Bool
    /// The position of the event with which the termination had taken effect, which this revision supersedes.
    public let supersededEffect: Int64?
}

/// That the termination took effect.
public struct RecordedEffect: Sendable {
    /// The revision with whose last day it did; nil where the ledger does not say.
    public let revision: Int?
    /// The event of the effect.
    public let event: RecordedEvent
    /// The revision because of which it holds no longer; nil while it does.
    public let supersededBy: Int?
}

/// An event of the log, and the state of its publication.
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

/// A dead letter of a termination, and its history.
public struct DeadLetterTimeline: Sendable {
    public let deadLetter: DeadLetter
    /// What its message asked for, and which revision it was; nil where that cannot be read.
    public let action: Action?
    public let revision: Int?
    /// Whether it was kept because its termination was not recorded yet; nil if that is no longer known.
    public let waitedAtFirst: Bool?
    /// Until when it waits; nil where it does not.
    public let heldUntil: Instant?
    public let history: [AuditEntry]
}
