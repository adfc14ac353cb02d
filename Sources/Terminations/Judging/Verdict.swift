/// The result of judging a message.
public enum Verdict: Sendable {
    /// Every rule holds: the change is recorded and published.
    case accepted(RecordedChange)
    /// The same message was accepted before, so nothing is done.
    case duplicate
    /// A later revision is recorded, or this one under another message id: kept in the history, without an event.
    case stale(Staleness)
    /// A correction or withdrawal that is valid by itself but whose termination is not recorded yet: kept, and judged again
    /// when it is.
    case held
    /// At least one violation, each once, in the order of the fields in the message contract.
    case rejected([Violation])
}

/// Why a message changes nothing.
public enum Staleness: Sendable, Equatable {
    /// Its revision is below the recorded one and was not made later: the messages arrived in another order.
    case overtaken
    /// Its revision is recorded, with the same content under another message id.
    case repeated
}

/// The new fact that an accepted message adds to the record. Recorded facts are never edited.
public enum RecordedChange: Sendable {
    case terminated(Termination)
    case corrected(Termination, Supersession)
    case withdrawn(Withdrawal)

    public var message: TerminationMessage {
        switch self {
        case .terminated(let termination), .corrected(let termination, _): termination.message
        case .withdrawn(let withdrawal): withdrawal.message
        }
    }
}

/// The revision that a correction or withdrawal supersedes.
public struct Supersession: Sendable, Equatable {
    /// The id of the event that no longer holds.
    public let eventID: String
    /// When the superseded revision took effect and billing may have stopped; nil where it had not.
    public let tookEffectAt: Instant?
    /// Its end date: the last day, inclusive.
    public let endDate: LocalDate
    public let billingStopsAt: Instant
    /// nil where the last billed day is not known.
    public let settlement: Settlement?

    init(of recorded: RecordedTermination) {
        eventID = recorded.eventID
        tookEffectAt = recorded.effectiveAt
        endDate = recorded.endDate
        billingStopsAt = recorded.billingStopsAt
        settlement = recorded.details?.settlement
    }
}

/// The recorded fact that a contract continues although its termination was recorded.
///
/// A class for the same reason as ``TerminationMessage``.
public final class Withdrawal: Sendable {
    public let message: TerminationMessage
    /// The termination before the withdrawal.
    public let termination: RecordedTermination
    /// Another termination that still ends the contract; nil where the contract continues.
    public let contractTerminatedBy: String?
    /// The settings that judged the withdrawal.
    public let settingsVersion: Int
    /// Whether events carry the withdrawal's note.
    public let notePublished: Bool

    init(
        message: TerminationMessage,
        termination: RecordedTermination,
        contractTerminatedBy: String?,
        settingsVersion: Int,
        notePublished: Bool
    ) {
        self.message = message
        self.termination = termination
        self.contractTerminatedBy = contractTerminatedBy
        self.settingsVersion = settingsVersion
        self.notePublished = notePublished
    }

    public var supersession: Supersession { Supersession(of: termination) }
}
