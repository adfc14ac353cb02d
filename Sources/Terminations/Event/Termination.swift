/// The recorded fact that a contract ends, with everything that follows from it for billing.
///
/// Facts that the message did not give are absent, never guessed.
///
/// A class for the same reason as ``TerminationMessage``.
public final class Termination: Sendable {
    public let message: TerminationMessage
    /// The last day on which the contract is in force, inclusive.
    public let endDate: LocalDate
    /// The reason as it read when it was judged; nil where none was given.
    public let reason: ReasonSnapshot?
    /// The settings that judged it.
    public let settingsVersion: Int
    /// The zone of the contract's local dates: the message's, or else the settings'.
    public let timeZone: Zone
    /// The local date, in ``timeZone``, on which it was made.
    public let occurredOn: LocalDate
    /// What is known about the contract: what the message says, and the first day of its term where an earlier revision said
    /// it.
    public let contract: ContractFacts
    /// Whether the message had a note; true also where it was redacted since.
    public let hasNote: Bool
    /// Whether events carry the note.
    public let notePublished: Bool
    /// The start of the local day after the end date: exclusive.
    public let billingStopsAt: Instant
    /// Whether the contract ends on the day before it was to start.
    public let isNeverInForce: Bool
    /// Where notice is owed, and the day is known to which it runs.
    public let notice: Notice?
    /// Where the end of the term is known.
    public let term: RemainingTerm?
    /// Days that the end date lies before the local date on which the termination occurred; 0 where it does not.
    public let backdatedDays: Int
    /// Where it is known through which day was billed.
    public let settlement: Settlement?
    /// Where the amount of a period is known.
    public let recurring: RecurringRevenue?

    /// Works out what follows from a message that was accepted.
    ///
    /// - Parameters:
    ///   - occurredOn: the local date, in `timeZone`, on which the termination was made.
    ///   - knownStart: the first day of the contract's term as an earlier revision gave it; it holds where the message
    ///     leaves the fact out.
    ///   - isNoteRedacted: whether the message had a note that it has no longer.
    public init(
        of message: TerminationMessage,
        endDate: LocalDate,
        reason: ReasonSnapshot?,
        settings: SettingsVersion,
        timeZone: Zone,
        occurredOn: LocalDate,
        knownStart: LocalDate? = nil,
        isNoteRedacted: Bool = false
    ) {
        let contract = message.contract.knowing(startDate: knownStart)
        self.contract = contract
        self.message = message
        self.endDate = endDate
        self.reason = reason
        settingsVersion = settings.number
        self.timeZone = timeZone
        self.occurredOn = occurredOn
        hasNote = message.note != nil || isNoteRedacted
        // The note of a sensitive reason would tell what code and label must not.
        notePublished = settings.settings.note.publish && reason?.isSensitive != true
        billingStopsAt = timeZone.startOfDay(after: endDate)
        isNeverInForce = contract.startDate.map { endDate == $0.adding(days: -1) } ?? false
        notice = Notice(of: message, endDate: endDate)
        term = contract.termEndDate.map { RemainingTerm(endDate: endDate, termEndDate: $0) }
        backdatedDays = max(0, endDate.days(until: occurredOn))
        settlement = contract.billedThrough.map { Settlement(billedThrough: $0, endDate: endDate) }
        recurring = contract.periodAmount.map { RecurringRevenue(amount: $0, period: contract.billingPeriod) }
    }
}

/// Whether notice was kept. Only for terminations for which it is owed (`ordinary`, `nonRenewal`).
public struct Notice: Sendable, Equatable {
    public let receivedOn: LocalDate?
    public let period: DateDuration?
    /// There together with the period.
    public let runsTo: NoticeTo?
    /// What the CRM says; or else the day of receipt plus the period (month ends clamp), moved to the day to which notice
    /// runs.
    public let earliestEndDate: LocalDate
    /// The end date is not before ``earliestEndDate``.
    public let isSatisfied: Bool
}

/// How much of the agreed term was left.
public struct RemainingTerm: Sendable, Equatable {
    /// The end date lies before the end of the term.
    public let isEarly: Bool
    /// From the end date to the end of the term; 0 where it is not early.
    public let remainingDays: Int
}

/// The days between the last one that was billed and the end date. At most one of the two is there.
public struct Settlement: Sendable, Equatable {
    /// Billed, and after the end date.
    public let overbilled: DateRange?
    /// Not billed, and not after the end date.
    public let unbilled: DateRange?
}

/// Days from the first through the last, both inclusive. Never empty.
public struct DateRange: Sendable, Equatable {
    public let from: LocalDate
    public let through: LocalDate
}

/// What the contract brought in, in minor units of its currency.
public struct RecurringRevenue: Sendable, Equatable {
    public let periodAmount: Money
    public let billingPeriod: DateDuration?
    /// Minor units a month, rounded half to even; only where the period is one of whole months.
    public let monthlyAmountLost: Int64?
}
