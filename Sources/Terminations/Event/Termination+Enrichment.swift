extension Termination {
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

extension Notice {
    /// nil where a fact is missing, or the notice period ends after the calendar does.
    init?(receivedOn: LocalDate?, period: DateDuration?, endDate: LocalDate) {
        guard let receivedOn, let period, let earliest = receivedOn.adding(period) else { return nil }
        self.init(receivedOn: receivedOn, period: period, earliestEndDate: earliest, isSatisfied: endDate >= earliest)
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
