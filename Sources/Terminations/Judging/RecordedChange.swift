/// What an accepted message adds to the record: a new fact, never an edit of an old one.
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

/// What a correction or withdrawal puts an end to.
public struct Supersession: Sendable, Equatable {
    /// The id of the event that no longer holds.
    public let eventID: String
    /// When the superseded revision took effect: billing may have stopped then. nil where it had not.
    public let tookEffectAt: Instant?
    /// What it had said: the last day, inclusive.
    public let endDate: LocalDate
    public let billingStopsAt: Instant
    /// nil where it is not known through which day was billed.
    public let settlement: Settlement?

    init(of recorded: RecordedTermination) {
        eventID = recorded.eventID
        tookEffectAt = recorded.effectiveAt
        endDate = recorded.endDate
        billingStopsAt = recorded.billingStopsAt
        settlement = recorded.details?.settlement
    }
}

/// The recorded fact that a contract goes on although its termination was recorded.
///
/// A class for the same reason as ``TerminationMessage``.
public final class Withdrawal: Sendable {
    public let message: TerminationMessage
    /// The termination as it was until now.
    public let termination: RecordedTermination
    /// Another termination that ends the contract all the same; nil where the contract goes on.
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
