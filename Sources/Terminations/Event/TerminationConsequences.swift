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
