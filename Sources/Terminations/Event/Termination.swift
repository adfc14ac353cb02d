/// The recorded fact that a contract ends, with its consequences for billing.
///
/// Facts that the message does not give are absent, never guessed.
///
/// A class for the same reason as ``TerminationMessage``.
public final class Termination: Sendable {
    public let message: TerminationMessage
    /// The last day on which the contract is in force, inclusive.
    public let endDate: LocalDate
    /// The reason as it was when the message was judged; nil where none was given.
    public let reason: ReasonSnapshot?
    /// The version of the settings that judged the message.
    public let settingsVersion: Int
    /// The zone of the contract's local dates: the message's, or the settings' where it names none.
    public let timeZone: Zone
    /// The local date, in ``timeZone``, on which the termination was made.
    public let occurredOn: LocalDate
    /// The contract's facts: those of the message, and the start date of an earlier revision where the message has none.
    public let contract: ContractFacts
    /// Whether the message had a note, which may have been redacted since.
    public let hasNote: Bool
    /// Whether events carry the note.
    public let notePublished: Bool
    /// The start of the local day after the end date; exclusive.
    public let billingStopsAt: Instant
    /// Whether the contract ends on the day before its start.
    public let isNeverInForce: Bool
    /// Present where notice is due and the day to which it runs is known.
    public let notice: Notice?
    /// Present where the end of the term is known.
    public let term: RemainingTerm?
    /// The days by which the end date is before the local date on which the termination occurred, or 0.
    public let backdatedDays: Int
    /// Present where the last billed day is known.
    public let settlement: Settlement?
    /// Present where the amount of a period is known.
    public let recurring: RecurringRevenue?

    /// Derives the consequences of an accepted message.
    ///
    /// - Parameters:
    ///   - occurredOn: the local date, in `timeZone`, on which the termination was made.
    ///   - knownStart: the first day of the contract's term from an earlier revision, for messages that leave it out.
    ///   - isNoteRedacted: whether the message's note was redacted.
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
        let contract = message.contract.withStartDate(ifMissing: knownStart)
        self.contract = contract
        self.message = message
        self.endDate = endDate
        self.reason = reason
        settingsVersion = settings.number
        self.timeZone = timeZone
        self.occurredOn = occurredOn
        hasNote = message.note != nil || isNoteRedacted
        // The note of a sensitive reason could reveal the reason.
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

/// Whether notice was kept, for terminations for which it is due (`ordinary`, `nonRenewal`).
public struct Notice: Sendable, Equatable {
    public let receivedOn: LocalDate?
    public let period: DateDuration?
    /// Present together with the period.
    public let runsTo: NoticeTo?
    /// The CRM's date, or the day of receipt plus the period (clamped to the end of the month), moved to the day to which
    /// notice runs.
    public let earliestEndDate: LocalDate
    /// Whether the end date is not before ``earliestEndDate``.
    public let isSatisfied: Bool
}

/// The rest of the agreed term.
public struct RemainingTerm: Sendable, Equatable {
    /// Whether the end date is before the end of the term.
    public let isEarly: Bool
    /// The days from the end date to the end of the term, or 0 where the termination is not early.
    public let remainingDays: Int
}

/// The days between the last billed day and the end date. At most one of the ranges is present.
public struct Settlement: Sendable, Equatable {
    /// The billed days after the end date.
    public let overbilled: DateRange?
    /// The days up to the end date that have not been billed.
    public let unbilled: DateRange?
}

/// Days from the first through the last, both inclusive. Never empty.
public struct DateRange: Sendable, Equatable {
    public let from: LocalDate
    public let through: LocalDate
}

/// The recurring revenue of the contract, in minor units of its currency.
public struct RecurringRevenue: Sendable, Equatable {
    public let periodAmount: Money
    public let billingPeriod: DateDuration?
    /// Minor units a month, rounded half to even. Present where the period is a number of whole months.
    public let monthlyAmountLost: Int64?
}

extension Notice {
    /// nil where no notice is due, a fact is missing, or the notice period ends after the year 9999.
    init?(of message: TerminationMessage, endDate: LocalDate) {
        guard message.terminationType.owesNotice else { return nil }
        let contract = message.contract
        guard let earliest = contract.earliestEndDate ?? Self.earliestEndDate(message.receivedOn, contract) else {
            return nil
        }
        self.init(
            receivedOn: message.receivedOn,
            period: contract.noticePeriod,
            runsTo: contract.noticePeriod == nil ? nil : contract.noticeTo ?? .day,
            earliestEndDate: earliest,
            isSatisfied: endDate >= earliest
        )
    }

    private static func earliestEndDate(_ receivedOn: LocalDate?, _ contract: ContractFacts) -> LocalDate? {
        guard let receivedOn, let period = contract.noticePeriod, let over = receivedOn.adding(period) else {
            return nil
        }
        switch contract.noticeTo ?? .day {
        case .day: return over
        case .monthEnd: return over.lastDay(ofMonths: 1)
        case .quarterEnd: return over.lastDay(ofMonths: 3)
        case .yearEnd: return over.lastDay(ofMonths: 12)
        case .termEnd:
            // The end of the next term is not known.
            guard let termEndDate = contract.termEndDate, over <= termEndDate else { return nil }
            return termEndDate
        }
    }
}

extension LocalDate {
    /// The last day of its month, quarter or year: a part of the year with this number of months.
    fileprivate func lastDay(ofMonths months: Int) -> LocalDate? {
        let (year, month, _) = parts
        let next = ((month - 1) / months + 1) * months + 1
        let first = next > 12 ? LocalDate(year: year + 1, month: 1, day: 1) : LocalDate(year: year, month: next, day: 1)
        // The last year of the calendar has no first day after it.
        return first?.adding(days: -1) ?? .latest
    }
}

extension Settlement {
    init(billedThrough: LocalDate, endDate: LocalDate) {
        self.init(
            overbilled: DateRange(after: endDate, through: billedThrough),
            unbilled: DateRange(after: billedThrough, through: endDate)
        )
    }
}

extension RemainingTerm {
    init(endDate: LocalDate, termEndDate: LocalDate) {
        let days = endDate.days(until: termEndDate)
        self.init(isEarly: days > 0, remainingDays: max(0, days))
    }
}

extension DateRange {
    /// The days after one date through another; nil where there are none.
    init?(after date: LocalDate, through last: LocalDate) {
        guard last > date else { return nil }
        self.init(from: date.adding(days: 1), through: last)
    }
}

extension RecurringRevenue {
    init(amount: Money, period: DateDuration?) {
        self.init(
            periodAmount: amount,
            billingPeriod: period,
            monthlyAmountLost: period?.wholeMonths.map { amount.divided(by: $0) }
        )
    }
}
