import Foundation
import Ledger
import Terminations

/// Formats numbers, money and dates for a language.
struct ReportFormatting {
    let language: ReportLanguage
    private let locale: Locale

    init(_ language: ReportLanguage) {
        self.language = language
        locale = Locale(identifier: language == .nl ? "nl_NL" : "en_GB")
    }

    func number(_ number: Int) -> String { number.formatted(.number.locale(locale)) }

    /// With a sign, or `0`.
    func signed(_ number: Int) -> String {
        number == 0 ? "0" : (number > 0 ? "+" : "−") + self.number(Int(number.magnitude))
    }

    func percent(_ share: Double) -> String {
        share.formatted(.percent.precision(.fractionLength(share < 0.0995 && share > 0 ? 1 : 0)).locale(locale))
    }

    /// The relative change, such as `+12 %`; nil if there was nothing before.
    func change(from before: Int, to now: Int) -> String? {
        guard before > 0 else { return nil }
        let change = Double(now - before) / Double(before)
        let text = abs(change).formatted(.percent.precision(.fractionLength(0)).locale(locale))
        return abs(change) < 0.005 ? "±" + text : (change > 0 ? "+" : "−") + text
    }

    /// For how many terminations a figure is known.
    func known(_ count: Int, of total: Int) -> String {
        switch language {
        case .en: count == total ? "known of all \(number(total))" : "known of \(number(count)) of \(number(total))"
        case .nl:
            count == total ? "bekend van alle \(number(total))" : "bekend van \(number(count)) van de \(number(total))"
        }
    }

    func days(_ days: Double) -> String {
        let number = days.magnitude.formatted(.number.precision(.fractionLength(0...1)).locale(locale))
        let unit: String =
            switch language {
            case .en: days.magnitude == 1 ? "day" : "days"
            case .nl: days.magnitude == 1 ? "dag" : "dagen"
            }
        return "\(days < 0 ? "−" : "")\(number) \(unit)"
    }

    /// In whole units of the currency, with its sign.
    func money(_ amount: LostAmount) -> String {
        let digits = Currency.minorUnitDigits(of: amount.currency)
        let value = (Decimal(string: String(amount.minorUnits)) ?? 0) / pow(10, digits)
        return value.formatted(
            .currency(code: amount.currency).precision(.fractionLength(0)).locale(locale)
        )
    }

    /// `30 September 2026`.
    func date(_ date: LocalDate) -> String {
        let (year, month, day) = date.parts
        return "\(day) \(monthName(month)) \(year)"
    }

    /// `September 2026`.
    func month(_ date: LocalDate) -> String { "\(monthName(date.parts.month)) \(date.parts.year)" }

    /// `Sep`.
    func shortMonth(_ date: LocalDate) -> String { String(monthName(date.parts.month).prefix(3)) }

    /// `1 to 15 March 2026`.
    func range(_ from: LocalDate, _ through: LocalDate) -> String {
        guard from != through else { return date(from) }
        let word = language == .en ? "to" : "tot en met"
        let (first, last) = (from.parts, through.parts)
        let begin =
            first.year != last.year
            ? date(from) : first.month != last.month ? "\(first.day) \(monthName(first.month))" : "\(first.day)"
        return "\(begin) \(word) \(date(through))"
    }

    /// `Q3 2026`, `September 2026`, `week 31 of 2026`, or the days; for a part, its days.
    func period(_ period: ReportPeriod) -> String {
        guard !period.isPart, let name = whole(period) else { return range(period.from, period.through) }
        return name
    }

    /// The name in a title: `Q4 2026 so far`.
    func title(_ period: ReportedPeriod) -> String {
        guard let name = toDate(period) else { return self.period(period.asked) }
        return language == .en ? "\(name) so far" : "\(name) tot nu toe"
    }

    /// Within a sentence: `in Q3 2026`, `on 15 July 2026`, `from 1 to 15 March 2026`, `in Q4 2026 so far (through 28
    /// November)`.
    func phrase(_ period: ReportedPeriod) -> String {
        let isNamed = period.asked.unit != .days
        guard let name = toDate(period) else { return phrase(period.asked) }
        let through = period.counted.through
        let day =
            through.parts.year == period.counted.from.parts.year
            ? "\(through.parts.day) \(monthName(through.parts.month))" : date(through)
        return switch language {
        case .en: "\(isNamed ? "in" : "from") \(name) so far (through \(day))"
        case .nl: "\(isNamed ? "in" : "van") \(name) tot nu toe (tot en met \(day))"
        }
    }

    /// A period that is compared with: `in Q2 2026`, `in the same days of Q2 2026`, `from 1 to 15 February 2026`.
    func phrase(_ period: ReportPeriod) -> String {
        if let name = whole(period), !period.isPart || isFromBegin(period) {
            guard period.isPart else { return "in \(name)" }
            return language == .en ? "in the same days of \(name)" : "in dezelfde dagen van \(name)"
        }
        let range = range(period.from, period.through)
        switch language {
        case .en: return period.from == period.through ? "on \(range)" : "from \(range)"
        case .nl: return period.from == period.through ? "op \(range)" : "van \(range)"
        }
    }

    /// The label of a member with its state: `November 2026 (so far)`.
    func label(_ label: Report.Label, _ kind: ReportDateKind) -> String {
        guard let period = label.period else { return label.text }
        let (year, month, _) = period.asked.from.parts
        let name: String =
            switch (period.asked.unit, language) {
            case (.week, .en): "Week \(period.asked.isoWeek.week), \(period.asked.isoWeek.year)"
            case (.week, .nl): "Week \(period.asked.isoWeek.week) van \(period.asked.isoWeek.year)"
            case (.quarter, .nl): "\((month + 2) / 3)e kwartaal \(year)"
            case (.quarter, .en): "Q\((month + 2) / 3) \(year)"
            case (.month, _): self.month(period.asked.from)
            case (.year, _), (.days, _): String(year)
            }
        var marks: [String] = []
        if period.asked.isPart { marks.append(range(period.asked.from, period.asked.through)) }
        if let mark = mark(period.state, kind) { marks.append(mark) }
        return marks.isEmpty ? name : "\(name) (\(marks.joined(separator: ", ")))"
    }

    /// The mark of a period that is not over.
    func mark(_ state: ReportedPeriod.State, _ kind: ReportDateKind) -> String? {
        switch (state, language) {
        case (.complete, _): nil as String?
        case (.ongoing, .en): "so far"
        case (.ongoing, .nl): "tot nu toe"
        case (.ahead, .en): kind == .end ? "will end" : "not over"
        case (.ahead, .nl): kind == .end ? "eindigen nog" : "nog niet voorbij"
        }
    }

    /// `29 November 2026, 08:46 (Europe/Amsterdam)`.
    func moment(_ instant: Instant, in zone: Zone) -> String {
        let time = zone.localTime(at: instant)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(date(zone.localDate(at: instant))), \(two(time.hour)):\(two(time.minute)) (\(zone))"
    }

    /// The name of a period that is counted from its first day on, but not through its last; nil for other periods.
    private func toDate(_ period: ReportedPeriod) -> String? {
        if period.asked.unit == .days {
            return period.state == .ongoing ? range(period.asked.from, period.asked.through) : nil
        }
        let isToDate = period.counted.isPart && isFromBegin(period.counted)
        return isToDate && period.state != .ahead ? whole(period.counted) : nil
    }

    private func isFromBegin(_ period: ReportPeriod) -> Bool { period.from == period.whole.lowerBound }

    /// The name of the whole that a period is, or is a part of; nil for arbitrary days.
    private func whole(_ period: ReportPeriod) -> String? {
        let (year, month, _) = period.whole.lowerBound.parts
        switch (period.unit, language) {
        case (.week, .en): return "week \(period.isoWeek.week) of \(period.isoWeek.year)"
        case (.week, .nl): return "week \(period.isoWeek.week) van \(period.isoWeek.year)"
        case (.month, _): return self.month(period.whole.lowerBound)
        case (.quarter, .en): return "Q\((month + 2) / 3) \(year)"
        case (.quarter, .nl): return "het \((month + 2) / 3)e kwartaal van \(year)"
        case (.year, _): return String(year)
        case (.days, _): return nil
        }
    }

    private func monthName(_ month: Int) -> String {
        let names: [String] =
            switch language {
            case .en:
                [
                    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                    "November", "December",
                ]
            case .nl:
                [
                    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
                    "november", "december",
                ]
            }
        return names[month - 1]
    }
}

extension LostAmount {
    /// The amount with a decimal point, for programs: `-1234.50`.
    var decimal: String { Currency.decimal(minorUnits, of: currency) }
}
