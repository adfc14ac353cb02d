import Terminations
import Testing

@testable import Reports

@Suite struct ReportPeriodTests {
    private let today = LocalDate("2026-02-10")!

    @Test(arguments: [
        ("2026", "2026-01-01", "2026-12-31"), ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"), ("2026-07-15", "2026-07-15", "2026-07-15"),
        ("this-month", "2026-02-01", "2026-02-28"), ("last-month", "2026-01-01", "2026-01-31"),
        ("this-quarter", "2026-01-01", "2026-03-31"), ("last-quarter", "2025-10-01", "2025-12-31"),
        ("this-year", "2026-01-01", "2026-12-31"), ("LAST-year", "2025-01-01", "2025-12-31"),
        ("2026-W01", "2025-12-29", "2026-01-04"), ("2026-w53", "2026-12-28", "2027-01-03"),
        ("this-week", "2026-02-09", "2026-02-15"), ("last-week", "2026-02-02", "2026-02-08"),
        ("month-to-date", "2026-02-01", "2026-02-09"), ("quarter-to-date", "2026-01-01", "2026-02-09"),
        ("year-to-date", "2026-01-01", "2026-02-09"), ("week-to-date", "2026-02-09", "2026-02-09"),
        ("last-30-days", "2026-01-11", "2026-02-09"), ("last-1-days", "2026-02-09", "2026-02-09"),
    ])
    func `a name means its first through its last day`(_ name: String, _ from: String, _ through: String) throws {
        let period = try #require(ReportPeriod(name, today: today))
        #expect(period.from.description == from)
        #expect(period.through.description == through)
    }

    @Test(arguments: [
        "", "26", "2026-", "2026-Q5", "2026-Q0", "2026-13", "2026-7", "last", "next-week", "2026-02-30", "-1-2",
        "2025-W53", "2026-W00", "2026-W54", "2026-W1", "last-0-days", "last-3661-days", "last-+3-days", "last--days",
        "days-to-date", "day-to-date",
    ])
    func `other names mean nothing`(_ name: String) {
        #expect(ReportPeriod(name, today: today) == nil)
    }

    @Test(arguments: [
        ("2026-Q1", "2025-Q4"), ("2026-01", "2025-12"), ("2026", "2025"), ("2026-03-01", "2026-02-28"),
        ("2026-W01", "2025-W52"), ("2027-W01", "2026-W53"),
        ("year-to-date", "2025-01-01 to 2025-02-09"), ("month-to-date", "2026-01-01 to 2026-01-09"),
        ("week-to-date", "2026-02-02"), ("last-30-days", "2025-12-12 to 2026-01-10"),
    ])
    func `the period before is as long as the calendar makes it`(_ name: String, _ before: String) throws {
        let period = try #require(ReportPeriod(name, today: today))
        #expect(period.before?.name == before)
    }

    @Test func `the period before any days has as many`() throws {
        let period = try #require(ReportPeriod(from: LocalDate("2026-03-01")!, through: LocalDate("2026-03-10")!))
        #expect(period.before?.name == "2026-02-19 to 2026-02-28")
        #expect(period.yearBefore?.name == "2025-03-01 to 2025-03-10")
    }

    @Test(
        arguments: [
            ("2026-W10", "2025-W10"), ("2026-W53", nil), ("2026-Q1", "2025-Q1"), ("2026", nil),
            ("month-to-date", "2025-02-01 to 2025-02-09"), ("week-to-date", "2025-02-10"),
        ] as [(String, String?)]
    )
    func `the year before has the same week or the same days`(_ name: String, _ yearBefore: String?) throws {
        #expect(try #require(ReportPeriod(name, today: today)).yearBefore?.name == yearBefore)
    }

    /// Today, the days that are over, the days that they are compared with, and the future days.
    @Test(
        arguments: [
            (
                "2026-Q4", "2026-11-29", "2026-10-01 to 2026-11-28", "2026-07-01 to 2026-08-28",
                "2026-11-29 to 2026-12-31"
            ),
            // The last day of a month is compared with the last one of the other.
            (
                "2026-Q4", "2026-12-01", "2026-10-01 to 2026-11-30", "2026-07-01 to 2026-08-31",
                "2026-12-01 to 2026-12-31"
            ),
            ("2026", "2026-03-01", "2026-01-01 to 2026-02-28", "2025-01-01 to 2025-02-28", "2026-03-01 to 2026-12-31"),
            ("2026-03", "2026-03-31", "2026-03-01 to 2026-03-30", "2026-02", "2026-03-31"),
            (
                "2026-W10", "2026-03-04", "2026-03-02 to 2026-03-03", "2026-02-23 to 2026-02-24",
                "2026-03-04 to 2026-03-08"
            ),
            ("2026-Q3", "2026-10-01", "2026-Q3", "2026-Q2", nil),
        ] as [(String, String, String, String, String?)]
    )
    func `only the days that are over are counted, and compared with the same days`(
        _ name: String,
        _ today: String,
        _ counted: String,
        _ before: String,
        _ ahead: String?
    ) throws {
        let today = try #require(LocalDate(today))
        let period = ReportedPeriod(try #require(ReportPeriod(name, today: today)), today: today)
        #expect(period.counted.name == counted)
        #expect(period.before?.name == before)
        #expect(period.ahead?.name == ahead)
        #expect(period.state == (ahead == nil ? .complete : .ongoing))
    }

    @Test func `a future period is compared with nothing`() throws {
        let period = ReportedPeriod(try #require(ReportPeriod("2026-03", today: today)), today: today)
        #expect(period.state == .ahead && period.counted == period.asked)
        #expect(period.before == nil && period.yearBefore == nil && period.ahead == nil)
        let first = ReportedPeriod(try #require(ReportPeriod("2026-02-10", today: today)), today: today)
        #expect(first.state == .ahead)
    }

    @Test func `any days that are not over are compared with as many of those before`() throws {
        let days = try #require(ReportPeriod(from: LocalDate("2026-02-01")!, through: LocalDate("2026-02-20")!))
        let period = ReportedPeriod(days, today: today)
        #expect(period.counted.name == "2026-02-01 to 2026-02-09")
        #expect(period.before?.name == "2026-01-12 to 2026-01-20")
        #expect(period.yearBefore?.name == "2025-02-01 to 2025-02-09")
    }

    @Test func `a leap day has the last of February for the year before`() throws {
        #expect(ReportPeriod("2024-02-29", today: today)?.yearBefore?.name == "2023-02-28")
    }

    @Test func `there is no period before the calendar begins`() throws {
        #expect(ReportPeriod("0001", today: today)?.before == nil)
        #expect(ReportPeriod("0001-Q1", today: today)?.before == nil)
        #expect(ReportPeriod("0001-01-01", today: today)?.before == nil)
        #expect(ReportPeriod(from: LocalDate("2026-03-10")!, through: LocalDate("2026-03-01")!) == nil)
    }
}
