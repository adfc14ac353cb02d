import Terminations
import Testing

@Suite struct `A local date` {
    @Test(arguments: ["0001-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "2026-12-31", "9999-12-31"])
    func `reads and writes YYYY-MM-DD`(text: String) throws {
        #expect(try #require(LocalDate(text)).description == text)
    }

    @Test(arguments: [
        "", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01",
        "10000-01-01", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01T00:00:00Z", " 2026-01-01", "2026-01-01 ",
        "+026-01-01", "-001-01-01", "２０２６-01-01", "20260101",
    ])
    func `refuses a text that is not a day of the calendar`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test func `counts days like the calendar, over all its years`() throws {
        #expect(LocalDate("1970-01-01")?.daysSinceEpoch == 0)
        #expect(LocalDate("2000-03-01")?.daysSinceEpoch == 11_017)
        #expect(LocalDate("0001-01-01") == .earliest)
        #expect(LocalDate("9999-12-31") == .latest)
        var date = LocalDate.earliest
        var parts = date.parts
        var count = 0
        while date < .latest {
            date = date.adding(days: 1)
            let next = date.parts
            let isNextDay = next.year == parts.year && next.month == parts.month && next.day == parts.day + 1
            let isNextMonth = next.day == 1 && next.month == parts.month % 12 + 1
            guard isNextDay || isNextMonth, LocalDate(year: next.year, month: next.month, day: next.day) == date else {
                Issue.record("\(date) does not follow")
                return
            }
            parts = next
            count += 1
        }
        #expect(count == 3_652_058)
    }

    @Test(arguments: [
        ("2026-01-31", "P1M", "2026-02-28"), ("2024-01-31", "P1M", "2024-02-29"), ("2026-01-31", "P3M", "2026-04-30"),
        ("2024-02-29", "P1Y", "2025-02-28"), ("2024-02-29", "P4Y", "2028-02-29"), ("2026-11-30", "P3M", "2027-02-28"),
        ("2026-12-31", "P1D", "2027-01-01"), ("2026-01-01", "P2W", "2026-01-15"), ("2026-01-30", "P1M1D", "2026-03-01"),
        ("2026-03-15", "P0D", "2026-03-15"), ("2026-03-15", "P12M", "2027-03-15"), ("9999-11-30", "P1M", "9999-12-30"),
    ])
    func `adds a duration and clamps at the end of a month`(date: String, duration: String, sum: String) throws {
        let duration = try #require(DateDuration(duration))
        #expect(LocalDate(date)?.adding(duration)?.description == sum)
    }

    @Test(arguments: ["P1M", "P1D", "P1W", "P9999Y9999M9999D"])
    func `has no date after the last one`(duration: String) throws {
        #expect(LocalDate.latest.adding(try #require(DateDuration(duration))) == nil)
        #expect(LocalDate.latest.adding(days: 1) == .latest)
        #expect(LocalDate.earliest.adding(days: .min) == .earliest)
    }

    @Test func `counts the days between two dates`() throws {
        let first = try #require(LocalDate("2026-02-27"))
        let second = try #require(LocalDate("2026-03-01"))
        #expect(first.days(until: second) == 2)
        #expect(second.days(until: first) == -2)
        #expect(first < second)
    }
}

@Suite struct `A duration` {
    @Test(arguments: [
        ("P1M", "P1M", 1), ("P1Y", "P1Y", 12), ("P1Y6M", "P1Y6M", 18), ("P0Y3M", "P3M", 3), ("P03M0D", "P3M", 3),
        ("P0D", "P0D", nil), ("P0M", "P0D", nil), ("P2W", "P2W", nil), ("P0W", "P0D", nil), ("P30D", "P30D", nil),
        ("P1M1D", "P1M1D", nil), ("P9999Y9999M9999D", "P9999Y9999M9999D", nil),
    ])
    func `of dates is read and written in its shortest form`(text: String, short: String, months: Int?) throws {
        let duration = try #require(DateDuration(text))
        #expect(duration.description == short)
        #expect(duration.wholeMonths == months)
    }

    @Test(arguments: [
        "", "P", "1M", "PM", "P1", "p1m", "P1m", "P1M1Y", "P1D1M", "P1W1D", "P1Y1W", "P10000D", "P-1M", "+P1M", "P1.5M",
        "PT1H", "P1MT", "P1DT1H", " P1M", "P1M ", "P１M",
    ])
    func `of dates is refused where it is not well formed`(text: String) {
        #expect(DateDuration(text) == nil)
    }

    @Test(arguments: [
        ("PT10M", 600), ("PT1H30M", 5400), ("P1D", 86_400), ("P1DT1S", 86_401), ("PT0S", 0), ("PT9999S", 9999),
    ])
    func `of elapsed time is read`(text: String, seconds: Int) {
        #expect(TimeSpan.parse(text) == .seconds(seconds))
    }

    @Test(arguments: ["", "P", "PT", "P1DT", "P1M", "P1Y", "P1W", "PT1M1H", "PT1.5S", "PT10000S", "10M", "PT-1S"])
    func `of elapsed time is refused where it is not well formed`(text: String) {
        #expect(TimeSpan.parse(text) == nil)
    }
}
