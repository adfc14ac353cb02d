public import Terminations

/// The days that a report is about, both ends inclusive.
public struct ReportPeriod: Sendable, Equatable {
    /// What kind of stretch it is, which says what the period before it is.
    public enum Unit: Sendable, Equatable {
        case month
        case quarter
        case year
        /// Any days.
        case days
    }

    public let from: LocalDate
    /// Inclusive.
    public let through: LocalDate
    public let unit: Unit

    /// Any days; nil where the last lies before the first.
    public init?(from: LocalDate, through: LocalDate) {
        guard from <= through else { return nil }
        self.init(from: from, through: through, unit: .days)
    }

    private init(from: LocalDate, through: LocalDate, unit: Unit) {
        self.from = from
        self.through = through
        self.unit = unit
    }

    /// Reads `2026`, `2026-Q3`, `2026-07`, `2026-07-15`, or one of `this-` and `last-` with `month`, `quarter` or `year`.
    public init?(_ text: String, today: LocalDate) {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let now = today.parts
        switch parts.count {
        case 1:
            guard let year = Self.number(parts[0], digits: 4) else { return nil }
            self.init(month: 1, year: year, months: 12, unit: .year)
        case 2 where parts[0] == "this" || parts[0] == "last":
            let back = parts[0] == "last" ? -1 : 0
            switch parts[1] {
            case "month": self.init(month: now.month + back, year: now.year, months: 1, unit: .month)
            case "quarter":
                let first = (now.month - 1) / 3 * 3 + 1
                self.init(month: first + 3 * back, year: now.year, months: 3, unit: .quarter)
            case "year": self.init(month: 1, year: now.year + back, months: 12, unit: .year)
            default: return nil
            }
        case 2:
            guard let year = Self.number(parts[0], digits: 4) else { return nil }
            if parts[1].first == "q" {
                guard let quarter = Self.number(String(parts[1].dropFirst()), digits: 1), 1...4 ~= quarter else {
                    return nil
                }
                self.init(month: 3 * quarter - 2, year: year, months: 3, unit: .quarter)
            } else {
                guard let month = Self.number(parts[1], digits: 2), 1...12 ~= month else { return nil }
                self.init(month: month, year: year, months: 1, unit: .month)
            }
        default:
            guard let day = LocalDate(text) else { return nil }
            self.init(from: day, through: day)
        }
    }

    /// Some months from the first day of one, which may lie outside of 1 to 12; nil where the calendar ends before.
    private init?(month: Int, year: Int, months: Int, unit: Unit) {
        guard let from = LocalDate(month: month, year: year), let next = LocalDate(month: month + months, year: year)
        else { return nil }
        self.init(from: from, through: next.adding(days: -1), unit: unit)
    }

    /// The month, quarter or year before it, or as many days; nil where the calendar begins after.
    public var before: ReportPeriod? {
        let (year, month, _) = from.parts
        switch unit {
        case .month: return ReportPeriod(month: month - 1, year: year, months: 1, unit: unit)
        case .quarter: return ReportPeriod(month: month - 3, year: year, months: 3, unit: unit)
        case .year: return ReportPeriod(month: month, year: year - 1, months: 12, unit: unit)
        case .days:
            let days = from.days(until: through) + 1
            guard LocalDate.earliest.days(until: from) >= days else { return nil }
            return ReportPeriod(from: from.adding(days: -days), through: from.adding(days: -1))
        }
    }

    /// The same stretch of the year before, by which the season is left out; nil where the period is longer than a year,
    /// or the calendar begins after.
    public var yearBefore: ReportPeriod? {
        let (year, month, day) = from.parts
        switch unit {
        case .month: return ReportPeriod(month: month, year: year - 1, months: 1, unit: unit)
        case .quarter: return ReportPeriod(month: month, year: year - 1, months: 3, unit: unit)
        case .year: return nil
        case .days:
            let last = through.parts
            guard from.days(until: through) < 366, let from = LocalDate(day: day, month: month, year: year - 1),
                let through = LocalDate(day: last.day, month: last.month, year: last.year - 1)
            else { return nil }
            return ReportPeriod(from: from, through: through)
        }
    }

    public func contains(_ date: LocalDate) -> Bool { from...through ~= date }

    /// `2026-Q3`, `2026-07`, `2026`, or `2026-07-01 to 2026-07-15`.
    public var name: String {
        let text = from.description
        switch unit {
        case .month: return String(text.prefix(7))
        case .quarter: return "\(text.prefix(4))-Q\((from.parts.month + 2) / 3)"
        case .year: return String(text.prefix(4))
        case .days: return from == through ? text : "\(text) to \(through)"
        }
    }

    private static func number(_ text: String, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int(text)
    }
}

extension LocalDate {
    /// The first day of a month; the month may lie outside of 1 to 12.
    init?(month: Int, year: Int) {
        let months = 12 * year + month - 1
        guard months >= 12 else { return nil }
        self.init(year: months / 12, month: months % 12 + 1, day: 1)
    }

    /// The day, or the last one of the month where it is shorter.
    init?(day: Int, month: Int, year: Int) {
        for day in stride(from: day, through: min(day, 28), by: -1) {
            guard let date = LocalDate(year: year, month: month, day: day) else { continue }
            self = date
            return
        }
        return nil
    }

    /// The same day of another month, or its last one where it is shorter; nil outside of the calendar.
    func adding(months: Int) -> LocalDate? {
        guard let first = LocalDate(month: parts.month + months, year: parts.year) else { return nil }
        return LocalDate(day: parts.day, month: first.parts.month, year: first.parts.year)
    }

    /// The first day of its month.
    var startOfMonth: LocalDate { adding(days: 1 - parts.day) }
}
