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
    /// Whether events carry the note.
    public let notePublished: Bool
    /// The start of the local day after the end date: exclusive.
    public let billingStopsAt: Instant
    /// Where receipt and notice period are known.
    public let notice: Notice?
    /// Where the end of the term is known.
    public let term: RemainingTerm?
    /// Days that the end date lies before the local date on which the termination occurred; 0 where it does not.
    public let backdatedDays: Int
    /// Where billing has run past the end date.
    public let overbilled: DateRange?
    /// Where the amount of a period is known.
    public let recurring: RecurringRevenue?

    /// Works out what follows from a message that was accepted.
    ///
    /// - Parameter occurredOn: the local date, in `timeZone`, on which the termination was made.
    public init(
        of message: TerminationMessage,
        endDate: LocalDate,
        reason: ReasonSnapshot?,
        settings: SettingsVersion,
        timeZone: Zone,
        occurredOn: LocalDate
    ) {
        let contract = message.contract
        self.message = message
        self.endDate = endDate
        self.reason = reason
        settingsVersion = settings.number
        self.timeZone = timeZone
        self.occurredOn = occurredOn
        // The note of a sensitive reason would tell what code and label must not.
        notePublished = settings.settings.note.publish && reason?.isSensitive != true
        billingStopsAt = timeZone.startOfDay(after: endDate)
        notice = Notice(receivedOn: message.receivedOn, period: contract.noticePeriod, endDate: endDate)
        term = contract.termEndDate.map { RemainingTerm(endDate: endDate, termEndDate: $0) }
        backdatedDays = max(0, endDate.days(until: occurredOn))
        overbilled = contract.billedThrough.flatMap { DateRange(after: endDate, through: $0) }
        recurring = contract.periodAmount.map { RecurringRevenue(amount: $0, period: contract.billingPeriod) }
    }
}

/// Whether the notice period was kept.
public struct Notice: Sendable, Equatable {
    public let receivedOn: LocalDate
    public let period: DateDuration
    /// The day of receipt plus the period; month ends clamp.
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
