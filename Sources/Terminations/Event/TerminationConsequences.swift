extension Notice {
    /// nil where no notice is owed, a fact is missing, or the notice period ends after the calendar does.
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
            // When the term after this one ends, nobody said.
            guard let termEndDate = contract.termEndDate, over <= termEndDate else { return nil }
            return termEndDate
        }
    }
}

extension LocalDate {
    /// The last day of the part of its year that it lies in, where the year has parts of so many months.
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
