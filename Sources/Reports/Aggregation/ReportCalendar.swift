import Ledger
import Terminations

/// The days that a report reads, and what each of them counts for.
///
/// Numbers of days start at the first day that is read; numbers of weeks, months, quarters and years start at the one that
/// contains it.
struct ReportCalendar {
    /// What a termination on a day counts for.
    struct Use: OptionSet {
        let rawValue: UInt8
        /// The counted days.
        static let now = Use(rawValue: 1)
        /// The future days of an ongoing period.
        static let ahead = Use(rawValue: 2)
        static let before = Use(rawValue: 4)
        static let yearBefore = Use(rawValue: 8)
        static let trend = Use(rawValue: 16)
        static let trendYearBefore = Use(rawValue: 32)
        /// The day belongs to the period before a row of the calendar.
        static let rowBefore = Use(rawValue: 64)
        /// The day belongs to the same period a year before a row of the calendar.
        static let rowYearBefore = Use(rawValue: 128)
    }

    /// Months of the trend, if the period is not longer.
    static let trendMonths = 24
    static let longestTrend = 120

    let period: ReportedPeriod
    /// Counted from ``ReportFact/firstDay``.
    let days: ClosedRange<Int>
    /// The months of the trend, in order. The last one is whole even if the period ends within it.
    let trend: [ReportedPeriod]
    /// The rows of a calendar dimension: their numbers, and the part of each within the period.
    let rows: [(number: Int, period: ReportedPeriod)]
    private let uses: [Use]
    private let months: [Int32]
    private let first: LocalDate
    private let today: Int
    private let firstTrendMonth: Int
    /// By day: the row, or the month of the trend, that is compared with the day.
    private let laterRow: [Int32]
    private let rowAYearLater: [Int32]
    private let trendAYearLater: [Int32]

    /// - Parameter unit: the unit of the rows of a calendar dimension. Each row is compared with the one before it, and with the
    ///   same one a year before.
    init(_ asked: ReportPeriod, rows unit: ReportPeriod.Unit?, today: LocalDate) {
        let period = ReportedPeriod(asked, today: today)
        let trend = ReportCalendar.trend(of: asked, today)
        let clipped = unit.map { ReportCalendar.rows($0, of: asked, today) } ?? []
        let read = [period] + trend + clipped
        let begins = read.flatMap { [$0.asked.from, $0.before?.from, $0.yearBefore?.from] }
        let first = begins.compactMap(\.self).min() ?? asked.from
        let last = max(asked.through, trend.last?.asked.through ?? asked.through)
        self.period = period
        self.trend = trend
        self.first = first
        days = ReportFact.day(of: first)...ReportFact.day(of: last)
        self.today = first.days(until: today)
        rows = clipped.map {
            (number: ReportCalendar.number(of: $0.asked.from, unit ?? .month, since: first), period: $0)
        }
        firstTrendMonth = trend.first.map { ReportCalendar.number(of: $0.asked.from, .month, since: first) } ?? 0

        var uses = [Use](repeating: [], count: days.count)
        func mark(_ period: ReportPeriod?, _ use: Use, _ work: (Int) -> Void = { _ in }) {
            guard let period else { return }
            for day in first.days(until: period.from)...first.days(until: period.through) {
                uses[day].insert(use)
                work(day)
            }
        }
        mark(period.counted, .now)
        mark(period.ahead, .ahead)
        mark(period.before, .before)
        mark(period.yearBefore, .yearBefore)
        var laterRow = [Int32](repeating: -1, count: rows.isEmpty ? 0 : days.count)
        var rowAYearLater = laterRow
        for row in rows {
            mark(row.period.before, .rowBefore) { laterRow[$0] = Int32(row.number) }
            mark(row.period.yearBefore, .rowYearBefore) { rowAYearLater[$0] = Int32(row.number) }
        }
        var trendAYearLater = [Int32](repeating: -1, count: days.count)
        for (index, month) in trend.enumerated() {
            mark(month.asked, .trend)
            mark(month.yearBefore, .trendYearBefore) { trendAYearLater[$0] = Int32(index) }
        }
        self.uses = uses
        self.laterRow = laterRow
        self.rowAYearLater = rowAYearLater
        self.trendAYearLater = trendAYearLater
        months = (0..<days.count).map { Int32(ReportCalendar.number(of: first.adding(days: $0), .month, since: first)) }
    }

    @inline(__always)
    func use(_ day: Int) -> Use { uses[day] }

    /// The number of the week, month, quarter or year that contains a day.
    @inline(__always)
    func number(of day: Int, _ unit: ReportPeriod.Unit) -> Int {
        switch unit {
        case .week: (days.lowerBound + day) / 7 - days.lowerBound / 7
        case .month: Int(months[day])
        case .quarter: Int(months[day]) / 3
        case .year: Int(months[day]) / 12
        case .days: day
        }
    }

    /// The month of the trend that contains a day.
    func trendMonth(of day: Int) -> Int { Int(months[day]) - firstTrendMonth }
    func isAhead(_ day: Int) -> Bool { day >= today }
    /// The row whose period before contains the day.
    func laterRow(_ day: Int) -> Int { Int(laterRow[day]) }
    /// The row whose period a year before contains the day.
    func rowAYearLater(_ day: Int) -> Int { Int(rowAYearLater[day]) }
    /// The month of the trend whose month a year before contains the day.
    func trendAYearLater(_ day: Int) -> Int { Int(trendAYearLater[day]) }

    /// Whether the periods a year before the rows are, together, the period a year before the whole.
    var rowsAddUpToYearBefore: Bool {
        let earlier = rows.filter { $0.period.state != .ahead }.map(\.period.yearBefore)
        // For a year, the period before is the year before.
        let whole = period.asked.unit == .year ? period.before : period.yearBefore
        guard let first = earlier.first??.from, let last = earlier.last??.through else { return false }
        if let whole, whole.from != first || whole.through != last { return false }
        return zip(earlier, earlier.dropFirst()).allSatisfy { one, next in
            guard let one, let next else { return false }
            return one.through.adding(days: 1) == next.from
        }
    }

    /// The label of a week, month, quarter or year, by its number.
    func label(_ number: Int, _ unit: ReportPeriod.Unit) -> Report.Label {
        let begin: LocalDate =
            switch unit {
            case .week: first.startOfWeek.adding(days: 7 * number)
            case .month: LocalDate(month: number + 1, year: first.parts.year) ?? .latest
            case .quarter: LocalDate(month: 3 * number + 1, year: first.parts.year) ?? .latest
            case .year: LocalDate(month: 12 * number + 1, year: first.parts.year) ?? .latest
            case .days: first.adding(days: number)
            }
        let whole = ReportPeriod(unit, containing: begin)
        let name = whole?.name ?? begin.description
        let part = whole?.clipped(to: period.asked.from...period.asked.through)
        return Report.Label(
            code: name,
            text: name,
            period: part.map { ReportedPeriod($0, today: first.adding(days: today)) }
        )
    }

    /// Months count from January of the first day's year, weeks from the first day's week.
    private static func number(of date: LocalDate, _ unit: ReportPeriod.Unit, since first: LocalDate) -> Int {
        let (year, month, _) = date.parts
        let months = 12 * (year - first.parts.year) + month - 1
        return switch unit {
        case .week: first.startOfWeek.days(until: date) / 7
        case .month: months
        case .quarter: months / 3
        case .year: months / 12
        case .days: first.days(until: date)
        }
    }

    /// The weeks, months, quarters or years of a period, the first and last of them clipped to it.
    private static func rows(_ unit: ReportPeriod.Unit, of period: ReportPeriod, _ today: LocalDate)
        -> [ReportedPeriod]
    {
        var rows: [ReportedPeriod] = []
        var day = period.from
        while let whole = ReportPeriod(unit, containing: day),
            let part = whole.clipped(to: period.from...period.through)
        {
            rows.append(ReportedPeriod(part, today: today))
            guard part.through < period.through else { break }
            day = part.through.adding(days: 1)
        }
        return rows
    }

    private static func trend(of period: ReportPeriod, _ today: LocalDate) -> [ReportedPeriod] {
        let last = period.through.startOfMonth
        let first = period.from.startOfMonth
        let length = 12 * (last.parts.year - first.parts.year) + last.parts.month - first.parts.month + 1
        let count = min(max(length, trendMonths), longestTrend)
        return (0..<count).reversed().compactMap { back in
            LocalDate(month: last.parts.month - back, year: last.parts.year)
                .flatMap { ReportPeriod(.month, containing: $0) }
                .map { ReportedPeriod($0, today: today) }
        }
    }
}
