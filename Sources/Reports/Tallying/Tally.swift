import Ledger
import Terminations

/// Counts the facts for a question.
struct Tally {
    private let calendar: ReportCalendar
    private let kind: ReportDateKind
    let rows: Members
    let columns: Members?
    /// The months of a row, where rows are months or quarters.
    private let step: Int?
    private let isCatchAll: [Bool]

    private(set) var total = Compared()
    private(set) var byRow = ComparedCells()
    private(set) var crossed = CrossedCells()
    /// By row and month of the trend.
    private(set) var months: [[Int]] = []
    private(set) var trend: [Int]
    private(set) var withdrawn = (now: 0, before: 0)
    private(set) var administrative = (now: 0, before: 0)
    private(set) var withoutReason = 0
    private(set) var catchAll = 0
    /// In the period, by the number of the recorded reason.
    private(set) var byReason: [Int]

    struct Compared {
        var now = Cell()
        var before = Cell()
        var yearBefore = Cell()
    }

    struct ComparedCells {
        var now = Cells()
        var before = Cells()
        var yearBefore = Cells()

        var count: Int { max(now.count, before.count, yearBefore.count) }

        subscript(index: Int) -> Compared {
            Compared(now: now[index], before: before[index], yearBefore: yearBefore[index])
        }
    }

    init(_ question: ReportQuestion, _ reasons: ReportedReasons, _ calendar: ReportCalendar) {
        self.calendar = calendar
        isCatchAll = reasons.isCatchAll
        byReason = [Int](repeating: 0, count: isCatchAll.count)
        kind = question.dateKind
        rows = Members(question.rows, reasons, calendar)
        columns = question.columns.map { Members($0, reasons, calendar) }
        step = question.rows.months
        trend = [Int](repeating: 0, count: calendar.trend.count)
    }

    mutating func add(_ facts: Span<ReportFact>) {
        let administrative = TerminationType.allCases.firstIndex(of: .administrative) ?? -1
        for index in facts.indices {
            let fact = facts[index]
            let day = fact.day(kind) - calendar.days.lowerBound
            guard fact.isPresent, day >= 0, day < calendar.days.count else { continue }
            let use = calendar.use(day)
            guard !use.isEmpty || step != nil else { continue }
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
                crossed.add(fact, at: row, columns.number(of: fact, day: day))
            }
            let reason = Int(fact.reason)
            if reason == 0 { withoutReason += 1 }
            if isCatchAll[reason] { catchAll += 1 }
            byReason[reason] += 1
        }
        if use.contains(.before) { total.before.add(fact) }
        if use.contains(.yearBefore) { total.yearBefore.add(fact) }
        if let step {
            compare(fact, day, step)
        } else {
            if use.contains(.before) { byRow.before.add(fact, at: row) }
            if use.contains(.yearBefore) { byRow.yearBefore.add(fact, at: row) }
        }
        if use.contains(.trend) { countMonth(row, day) }
    }

    private mutating func compare(_ fact: ReportFact, _ day: Int, _ step: Int) {
        if let later = calendar.monthAStepLater(day) { byRow.before.add(fact, at: later / step) }
        if let later = calendar.monthAYearLater(day) { byRow.yearBefore.add(fact, at: later / step) }
    }

    private mutating func countMonth(_ row: Int, _ day: Int) {
        let month = calendar.month(of: day) - calendar.firstTrendMonth
        trend[month] += 1
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
