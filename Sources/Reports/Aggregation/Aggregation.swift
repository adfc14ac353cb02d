import Ledger
import Terminations

/// Counts the recorded facts that a question asks about, in one pass.
struct Aggregation {
    private let calendar: ReportCalendar
    private let kind: ReportDateKind
    private let filters: FactFilters
    let rows: DimensionMembers
    let columns: DimensionMembers?
    private let isCatchAll: [Bool]
    private let isOfCalendar: Bool

    private(set) var total = Compared()
    private(set) var byRow = ComparedGroups()
    private(set) var crossTabulation = CrossTabulation()
    /// Counts by row and month of the trend.
    private(set) var months: [[Int]] = []
    private(set) var trend: [Int]
    /// How many of each month of the trend are in the future.
    private(set) var trendAhead: [Int]
    private(set) var trendYearBefore: [Int]
    /// Days from the day of termination through the last day of the contract, of all facts that were read, filtered or not.
    private(set) var leadTimes = DayHistogram()
    private(set) var withdrawn = (now: 0, before: 0)
    private(set) var administrative = (now: 0, before: 0)
    private(set) var withoutReason = 0
    private(set) var catchAll = 0
    /// Counts of the period by the number of the recorded reason.
    private(set) var byReason: [Int]

    /// The counted days of a period, and the periods that they are compared with.
    struct Compared {
        var now = Accumulator()
        var ahead = Accumulator()
        var before = Accumulator()
        var yearBefore = Accumulator()

        var isEmpty: Bool { now.count + ahead.count + before.count + yearBefore.count == 0 }
    }

    /// ``Compared`` for each group.
    struct ComparedGroups {
        var now = Accumulators()
        var ahead = Accumulators()
        var before = Accumulators()
        var yearBefore = Accumulators()

        var count: Int { max(now.count, ahead.count, before.count, yearBefore.count) }

        subscript(index: Int) -> Compared {
            Compared(now: now[index], ahead: ahead[index], before: before[index], yearBefore: yearBefore[index])
        }
    }

    init(_ question: ReportQuestion, _ reasons: ReportedReasons, _ calendar: ReportCalendar, _ filters: FactFilters) {
        self.calendar = calendar
        self.filters = filters
        isCatchAll = reasons.isCatchAll
        byReason = [Int](repeating: 0, count: isCatchAll.count)
        kind = question.dateKind
        rows = DimensionMembers(question.rows, reasons, calendar)
        columns = question.columns.map { DimensionMembers($0, reasons, calendar) }
        isOfCalendar = question.rows.isCalendar
        trend = [Int](repeating: 0, count: calendar.trend.count)
        trendAhead = trend
        trendYearBefore = trend
    }

    mutating func add(_ facts: Span<ReportFact>) {
        let administrative = TerminationType.allCases.firstIndex(of: .administrative) ?? -1
        for index in facts.indices {
            let fact = facts[index]
            let day = fact.day(kind) - calendar.days.lowerBound
            guard fact.isPresent, day >= 0, day < calendar.days.count else { continue }
            leadTimes.add(fact.endDay - fact.occurredDay)
            let use = calendar.use(day)
            guard !use.isEmpty, filters.match(fact) else { continue }
            if fact.isWithdrawn {
                ReportCalendar.count(use, in: &withdrawn)
            } else if fact.terminationType == administrative {
                ReportCalendar.count(use, in: &self.administrative)
            } else {
                count(fact, day, use)
            }
        }
    }

    private mutating func count(_ fact: ReportFact, _ day: Int, _ use: ReportCalendar.Use) {
        let row = rows.number(of: fact, day: day)
        if use.contains(.now) {
            total.now.add(fact)
            byRow.now.add(fact, at: row)
            if let columns {
                crossTabulation.add(fact, at: row, columns.number(of: fact, day: day))
            }
            let reason = Int(fact.reason)
            if reason == 0 { withoutReason += 1 }
            if isCatchAll[reason] { catchAll += 1 }
            byReason[reason] += 1
        }
        if use.contains(.ahead) {
            total.ahead.add(fact)
            byRow.ahead.add(fact, at: row)
        }
        if use.contains(.before) { total.before.add(fact) }
        if use.contains(.yearBefore) { total.yearBefore.add(fact) }
        if isOfCalendar {
            if use.contains(.rowBefore) { byRow.before.add(fact, at: calendar.laterRow(day)) }
            if use.contains(.rowYearBefore) { byRow.yearBefore.add(fact, at: calendar.rowAYearLater(day)) }
        } else {
            if use.contains(.before) { byRow.before.add(fact, at: row) }
            if use.contains(.yearBefore) { byRow.yearBefore.add(fact, at: row) }
        }
        if use.contains(.trend) { countMonth(row, day) }
        if use.contains(.trendYearBefore) { trendYearBefore[calendar.trendAYearLater(day)] += 1 }
    }

    private mutating func countMonth(_ row: Int, _ day: Int) {
        let month = calendar.trendMonth(of: day)
        trend[month] += 1
        if calendar.isAhead(day) { trendAhead[month] += 1 }
        while months.count <= row { months.append([Int](repeating: 0, count: trend.count)) }
        months[row][month] += 1
    }
}

extension ReportCalendar {
    fileprivate static func count(_ use: Use, in counts: inout (now: Int, before: Int)) {
        if use.contains(.now) { counts.now += 1 }
        if use.contains(.before) { counts.before += 1 }
    }
}
