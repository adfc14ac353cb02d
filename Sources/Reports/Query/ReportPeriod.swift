public import Terminations

/// The days of a report, both ends inclusive.
public struct ReportPeriod: Sendable, Hashable {
    /// The calendar unit that the period is, or is a part of. It decides which period is the one before.
    public enum Unit: Sendable, Hashable {
        /// An ISO 8601 week, from Monday through Sunday.
        case week
        case month
        case quarter
        case year
        /// Arbitrary days.
        case days
    }

    public let from: LocalDate
    /// Inclusive.
    public let through: LocalDate
    public let unit: Unit
    /// The whole week, month, quarter or year; for arbitrary days, all that were asked for.
    let whole: ClosedRange<LocalDate>

    /// Whether the period is only a part of ``whole``.
    public var isPart: Bool { from...through != whole }

    /// Arbitrary days; nil if the last is before the first.
    public init?(from: LocalDate, through: LocalDate) {
        guard from <= through else { return nil }
        self.init(from...through, .days)
    }

    init(_ whole: ClosedRange<LocalDate>, _ unit: Unit) {
        self.init(from: whole.lowerBound, through: whole.upperBound, unit, whole)
    }

    private init(from: LocalDate, through: LocalDate, _ unit: Unit, _ whole: ClosedRange<LocalDate>) {
        self.from = from
        self.through = through
        self.unit = unit
        self.whole = whole
    }

    /// Reads `2026`, `2026-Q3`, `2026-07`, `2026-W31`, `2026-07-15`; `this-` and `last-` with `week`, `month`, `quarter`
    /// or `year`; these with `-to-date`; or `last-30-days`, of any number of days up to 3,660.
    ///
    /// Periods to date, and last days, end with yesterday, because today is not over. On the first day of a month,
    /// `month-to-date` is that day.
    public init?(_ text: String, today: LocalDate) {
        let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1:
            guard let year = Self.number(parts[0], digits: 4) else { return nil }
            self.init(month: 1, year: year, .year)
        case 2 where parts[0] == "this" || parts[0] == "last":
            guard let unit = Unit(named: parts[1]), let this = ReportPeriod(unit, containing: today) else { return nil }
            guard let period = parts[0] == "this" ? this : this.before else { return nil }
            self = period
        case 2: self.init(year: parts[0], part: parts[1])
        case 3 where parts[1] == "to" && parts[2] == "date":
            guard let unit = Unit(named: parts[0]), let this = ReportPeriod(unit, containing: today),
                let period = this.clipped(to: this.from...max(this.from, today.adding(days: -1)))
            else { return nil }
            self = period
        case 3 where parts[0] == "last" && parts[2] == "days":
            guard let days = Int(parts[1]), 1...3660 ~= days, parts[1].utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
                LocalDate.earliest.days(until: today) >= days
            else { return nil }
            self.init(from: today.adding(days: -days), through: today.adding(days: -1))
        default:
            guard let day = LocalDate(text) else { return nil }
            self.init(from: day, through: day)
        }
    }

    /// `2026` with `q3`, `w31` or `07`.
    private init?(year: String, part: String) {
        guard let year = Self.number(year, digits: 4) else { return nil }
        switch part.first {
        case "q":
            guard let quarter = Self.number(String(part.dropFirst()), digits: 1), 1...4 ~= quarter else { return nil }
            self.init(month: 3 * quarter - 2, year: year, .quarter)
        case "w":
            guard let week = Self.number(String(part.dropFirst()), digits: 2) else { return nil }
            self.init(week: week, year: year)
        default:
            guard let month = Self.number(part, digits: 2), 1...12 ~= month else { return nil }
            self.init(month: month, year: year, .month)
        }
    }

    /// The whole unit that contains a date; nil for ``Unit/days``.
    init?(_ unit: Unit, containing date: LocalDate) {
        let (year, month, _) = date.parts
        switch unit {
        case .week:
            self.init(date.startOfWeek...date.startOfWeek.adding(days: 6), .week)
        case .month: self.init(month: month, year: year, .month)
        case .quarter: self.init(month: (month - 1) / 3 * 3 + 1, year: year, .quarter)
        case .year: self.init(month: 1, year: year, .year)
        case .days: return nil
        }
    }

    /// From the first day of a month, which may be outside of 1 to 12; nil outside of the calendar.
    private init?(month: Int, year: Int, _ unit: Unit) {
        guard let months = unit.months, let from = LocalDate(month: month, year: year),
            let last = LocalDate(month: month + months - 1, year: year)
        else { return nil }
        self.init(from...last.endOfMonth, unit)
    }

    /// A week by its number (ISO 8601); nil if the year has no such week.
    init?(week: Int, year: Int) {
        guard let inFirst = LocalDate(year: year, month: 1, day: 4), 1...53 ~= week else { return nil }
        let monday = inFirst.startOfWeek.adding(days: 7 * (week - 1))
        self.init(.week, containing: monday)
        guard isoWeek == (year, week) else { return nil }
    }

    /// The year and number of the week that it begins in (ISO 8601): the year is that of its Thursday.
    var isoWeek: (year: Int, week: Int) {
        let thursday = from.startOfWeek.adding(days: 3)
        let year = thursday.parts.year
        let first = LocalDate(year: year, month: 1, day: 1) ?? .earliest
        return (year, first.days(until: thursday) / 7 + 1)
    }

    /// The days within a range; nil without any.
    func clipped(to range: ClosedRange<LocalDate>) -> ReportPeriod? {
        let (first, last) = (max(from, range.lowerBound), min(through, range.upperBound))
        return first <= last ? ReportPeriod(from: first, through: last, unit, whole) : nil
    }

    /// The week, month, quarter or year before, or the same number of days; for a part, the same days of that. nil before the
    /// begin of the calendar.
    public var before: ReportPeriod? {
        switch unit {
        case .week: return moved(days: -7)
        case .month, .quarter, .year: return moved(months: -(unit.months ?? 0))
        case .days: return moved(days: -(whole.lowerBound.days(until: whole.upperBound) + 1))
        }
    }

    /// The same period a year before, which excludes seasonal effects: the week of the same number, or the same days. nil for a
    /// year and longer periods, if that year has no such week, and before the begin of the calendar.
    public var yearBefore: ReportPeriod? {
        switch unit {
        case .week:
            let (year, week) = isoWeek
            guard let other = ReportPeriod(week: week, year: year - 1) else { return nil }
            return moved(days: whole.lowerBound.days(until: other.from))
        case .month, .quarter: return moved(months: -12)
        case .year: return nil
        case .days:
            guard whole.lowerBound.days(until: whole.upperBound) < 366 else { return nil }
            return moved(months: -12)
        }
    }

    private func moved(days: Int) -> ReportPeriod? {
        guard LocalDate.earliest.days(until: whole.lowerBound) >= -days else { return nil }
        func move(_ date: LocalDate) -> LocalDate { date.adding(days: days) }
        return ReportPeriod(
            from: move(from),
            through: move(through),
            unit,
            move(whole.lowerBound)...move(whole.upperBound)
        )
    }

    private func moved(months: Int) -> ReportPeriod? {
        /// The last day of a month moves to the last day of the other month if months are compared as a whole.
        func move(_ date: LocalDate) -> LocalDate? {
            guard let moved = date.adding(months: months) else { return nil }
            let isLast = date == date.endOfMonth && (date == whole.upperBound || unit == .quarter || unit == .year)
            return isLast && unit != .days ? moved.endOfMonth : moved
        }
        guard let first = move(whole.lowerBound), let last = move(whole.upperBound), let from = move(from),
            let through = move(through)
        else { return nil }
        return ReportPeriod(from: from, through: through, unit, first...last)
    }

    public func contains(_ date: LocalDate) -> Bool { from...through ~= date }

    /// `2026-Q3`, `2026-07`, `2026-W31`, `2026`, or `2026-07-01 to 2026-07-15`.
    public var name: String {
        let text = from.description
        guard !isPart, unit != .days else { return from == through ? text : "\(text) to \(through)" }
        switch unit {
        case .week:
            let (year, week) = isoWeek
            let digits = String(10_000 + year).dropFirst()
            return "\(digits)-W\(week < 10 ? "0" : "")\(week)"
        case .month: return String(text.prefix(7))
        case .quarter: return "\(text.prefix(4))-Q\((from.parts.month + 2) / 3)"
        case .year, .days: return String(text.prefix(4))
        }
    }

    private static func number(_ text: String, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int(text)
    }
}

extension ReportPeriod.Unit {
    fileprivate init?(named name: String) {
        switch name {
        case "week": self = .week
        case "month": self = .month
        case "quarter": self = .quarter
        case "year": self = .year
        default: return nil
        }
    }

    fileprivate var months: Int? {
        switch self {
        case .month: 1
        case .quarter: 3
        case .year: 12
        case .week, .days: nil
        }
    }
}

/// A period as of some day: which of its days are over, which are in the future, and the periods that it is compared with.
public struct ReportedPeriod: Sendable, Hashable {
    public enum State: String, Sendable {
        /// Its last day is over.
        case complete
        /// Some of its days are over. Only these are counted, and compared with the same days of other periods.
        case ongoing
        /// None of its days is over. Its counts can still grow, so it is compared with nothing.
        case ahead
    }

    /// As it was asked for.
    public let asked: ReportPeriod
    public let state: State
    /// The days that figures count: those that are over, or all days of a future period.
    public let counted: ReportPeriod
    /// The days of an ongoing period from today on.
    public let ahead: ReportPeriod?

    init(_ asked: ReportPeriod, today: LocalDate) {
        self.asked = asked
        let yesterday = today.adding(days: -1)
        if asked.through < today {
            (state, counted, ahead) = (.complete, asked, nil)
        } else if asked.from < today, let over = asked.clipped(to: asked.from...yesterday) {
            (state, counted, ahead) = (.ongoing, over, asked.clipped(to: today...asked.through))
        } else {
            (state, counted, ahead) = (.ahead, asked, nil)
        }
    }

    /// The period before, or the same days of it.
    public var before: ReportPeriod? { state == .ahead ? nil : counted.before }
    /// The same period or days of the year before.
    public var yearBefore: ReportPeriod? { state == .ahead ? nil : counted.yearBefore }
}

extension LocalDate {
    /// The first day of a month; the month may be outside of 1 to 12.
    init?(month: Int, year: Int) {
        let months = 12 * year + month - 1
        guard months >= 12 else { return nil }
        self.init(year: months / 12, month: months % 12 + 1, day: 1)
    }

    /// The day, or the last day of a shorter month.
    init?(day: Int, month: Int, year: Int) {
        for day in stride(from: day, through: min(day, 28), by: -1) {
            guard let date = LocalDate(year: year, month: month, day: day) else { continue }
            self = date
            return
        }
        return nil
    }

    /// The same day of another month, or the last day of a shorter month; nil outside of the calendar.
    func adding(months: Int) -> LocalDate? {
        guard let first = LocalDate(month: parts.month + months, year: parts.year) else { return nil }
        return LocalDate(day: parts.day, month: first.parts.month, year: first.parts.year)
    }

    /// The first day of its month.
    var startOfMonth: LocalDate { adding(days: 1 - parts.day) }

    /// The last day of its month.
    var endOfMonth: LocalDate { startOfMonth.adding(months: 1)?.adding(days: -1) ?? .latest }

    /// The Monday of its week; the calendar begins with one.
    var startOfWeek: LocalDate { adding(days: -(LocalDate.earliest.days(until: self) % 7)) }
}
