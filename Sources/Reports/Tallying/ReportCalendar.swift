import Ledger
import Terminations

/// The days that a report reads, and what each of them counts for.
///
/// Days are numbered from the first one read; months from January of the year in which that lies.
struct ReportCalendar {
    /// What a termination of a day counts for.
    struct Use: OptionSet {
        let rawValue: UInt8
        static let now = Use(rawValue: 1)
        static let before = Use(rawValue: 2)
        static let yearBefore = Use(rawValue: 4)
        static let trend = Use(rawValue: 8)
    }

    /// How far the trend goes back, in months, where the period is shorter.
    static let trendMonths = 24
    static let longestTrend = 120

    /// From ``ReportFact/firstDay``.
    let days: ClosedRange<Int>
    /// The first day of each month of the trend.
    let trend: [LocalDate]
    private let uses: [Use]
    private let months: [Int32]
    private let firstYear: Int
    /// The number of the month that the trend begins with.
    let firstTrendMonth: Int
    /// By day: the month of the period that comes a step after it, and the one that comes a year after it; -1 where that
    /// day is not in the period.
    private let stepLater: [Int32]
    private let yearLater: [Int32]

    /// - Parameter step: the months of a row, where the rows are months or quarters: each is compared with the one before
    ///   it, and with that of the year before.
    init(_ period: ReportPeriod, step: Int?) {
        trend = ReportCalendar.trend(of: period)
        let yearBefore = step == nil ? nil : period.from.adding(months: -12) ?? .earliest
        let from =
            [trend.first, period.before?.from, period.yearBefore?.from, yearBefore, period.from].compactMap(\.self)
            .min() ?? period.from
        days = ReportFact.day(of: from)...ReportFact.day(of: period.through)
        firstYear = from.parts.year
        var uses: [Use] = []
        var months: [Int32] = []
        var stepLater: [Int32] = []
        var yearLater: [Int32] = []
        var date = from
        let trendStart = trend.first ?? period.through
        for _ in days {
            var use: Use = []
            if period.contains(date) { use.insert(.now) }
            if period.before?.contains(date) == true { use.insert(.before) }
            if period.yearBefore?.contains(date) == true { use.insert(.yearBefore) }
            if date >= trendStart { use.insert(.trend) }
            uses.append(use)
            let (year, month, _) = date.parts
            let number = Int32(12 * (year - firstYear) + month - 1)
            months.append(number)
            if let step {
                func later(_ months: Int) -> Int32 {
                    date.adding(months: months).map(period.contains) == true ? number + Int32(months) : -1
                }
                stepLater.append(later(step))
                yearLater.append(later(12))
            }
            date = date.adding(days: 1)
        }
        self.uses = uses
        self.months = months
        self.stepLater = stepLater
        self.yearLater = yearLater
        firstTrendMonth = 12 * (trendStart.parts.year - firstYear) + trendStart.parts.month - 1
    }

    @inline(__always)
    func use(_ day: Int) -> Use { uses[day] }

    @inline(__always)
    func month(of day: Int) -> Int { Int(months[day]) }

    /// The month of the period that is compared with the day's as with the one before it.
    func monthAStepLater(_ day: Int) -> Int? { stepLater[day] < 0 ? nil : Int(stepLater[day]) }

    /// The month of the period that is compared with the day's as with that of the year before.
    func monthAYearLater(_ day: Int) -> Int? { yearLater[day] < 0 ? nil : Int(yearLater[day]) }

    func monthLabel(_ number: Int) -> Report.Label {
        let text = String((LocalDate(month: number + 1, year: firstYear)?.description ?? "").prefix(7))
        return Report.Label(code: text, text: text)
    }

    func quarterLabel(_ number: Int) -> Report.Label {
        let year = String((LocalDate(month: 3 * number + 1, year: firstYear)?.description ?? "").prefix(4))
        let text = "\(year)-Q\(number % 4 + 1)"
        return Report.Label(code: text, text: text)
    }

    private static func trend(of period: ReportPeriod) -> [LocalDate] {
        let last = period.through.startOfMonth
        let first = period.from.startOfMonth
        let length = 12 * (last.parts.year - first.parts.year) + last.parts.month - first.parts.month + 1
        let count = min(max(length, trendMonths), longestTrend)
        return (0..<count).reversed().compactMap { LocalDate(month: last.parts.month - $0, year: last.parts.year) }
    }
}
