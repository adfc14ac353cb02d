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
    ])
    func `a name means its first through its last day`(_ name: String, _ from: String, _ through: String) throws {
        let period = try #require(ReportPeriod(name, today: today))
        #expect(period.from.description == from)
        #expect(period.through.description == through)
    }

    @Test(arguments: [
        "", "26", "2026-", "2026-Q5", "2026-Q0", "2026-13", "2026-7", "last", "last-week", "2026-02-30", "-1-2",
    ])
    func `other names mean nothing`(_ name: String) {
        #expect(ReportPeriod(name, today: today) == nil)
    }

    @Test(arguments: [
        ("2026-Q1", "2025-Q4"), ("2026-01", "2025-12"), ("2026", "2025"), ("2026-03-01", "2026-02-28"),
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

    @Test func `a leap day has the last of February for the year before`() throws {
        #expect(ReportPeriod("2024-02-29", today: today)?.yearBefore?.name == "2023-02-28")
    }

    @Test func `nothing lies before the calendar`() throws {
        #expect(ReportPeriod("0001", today: today)?.before == nil)
        #expect(ReportPeriod("0001-Q1", today: today)?.before == nil)
        #expect(ReportPeriod("0001-01-01", today: today)?.before == nil)
        #expect(ReportPeriod(from: LocalDate("2026-03-10")!, through: LocalDate("2026-03-01")!) == nil)
    }
}
