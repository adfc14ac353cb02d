import Terminations
import Testing

@Suite struct `A time zone` {
    @Test(arguments: [
        "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires",
        "UTC",
        "GMT", "Etc/UTC", "Etc/GMT+5", "Europe/Kyiv", "EST5EDT", "Pacific/Apia", "US/Eastern",
    ])
    func `is known by its IANA name`(name: String) throws {
        #expect(try #require(Zone(name)).name == name)
    }

    @Test(arguments: [
        "", "GMT+5", "UTC+5", "+01:00", "Z", "PST", "JST", "IST", "CEST", "europe/amsterdam", "Europe/Atlantis",
        "SystemV/AST4", "Europe/", "/", "Etc/Unknown", "Local", "../etc/passwd", "Europe/Amsterdam ",
    ])
    func `is refused where IANA has no such name`(name: String) {
        #expect(Zone(name) == nil)
    }

    @Test func `is refused where one letter is only equivalent, also after the right name was asked for`() {
        #expect(Zone("Asia/Karachi") != nil)
        #expect(Zone("Asia/\u{212A}arachi") == nil)
    }

    /// Each start was looked up in the IANA database with other software.
    @Test(arguments: [
        ("Europe/Amsterdam", "2026-03-28", "2026-03-28T23:00:00Z"),
        ("Europe/Amsterdam", "2026-03-29", "2026-03-29T22:00:00Z"),
        ("Europe/Amsterdam", "2026-10-24", "2026-10-24T22:00:00Z"),
        ("Europe/Amsterdam", "2026-10-25", "2026-10-25T23:00:00Z"),
        ("America/New_York", "2026-03-07", "2026-03-08T05:00:00Z"),
        ("America/New_York", "2026-03-08", "2026-03-09T04:00:00Z"),
        ("America/New_York", "2026-10-31", "2026-11-01T04:00:00Z"),
        ("America/New_York", "2026-11-01", "2026-11-02T05:00:00Z"),
        ("UTC", "2026-12-31", "2027-01-01T00:00:00Z"),
        ("Asia/Kolkata", "2026-03-31", "2026-03-31T18:30:00Z"),
        // Midnight did not exist: the clocks went from 23:59:59 to 01:00:00.
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z"),
        // Midnight came twice: at 00:00 the clocks went back to 23:00 of the day before.
        ("America/Sao_Paulo", "2018-02-17", "2018-02-18T03:00:00Z"),
        ("America/Havana", "2026-10-31", "2026-11-01T04:00:00Z"),
        // 30 December 2011 never was.
        ("Pacific/Apia", "2011-12-28", "2011-12-29T10:00:00Z"),
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-31T10:00:00Z"),
        // Summer time is half an hour.
        ("Australia/Lord_Howe", "2026-04-04", "2026-04-04T13:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-05T13:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-03", "2026-10-03T13:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-04T13:00:00Z"),
        ("Pacific/Kiritimati", "9999-12-31", "9999-12-31T10:00:00Z"),
        ("America/New_York", "9999-12-31", "9999-12-31T23:59:59.999999999Z"),
    ])
    func `knows when the day after a date begins`(name: String, day: String, start: String) throws {
        let zone = try #require(Zone(name))
        let day = try #require(LocalDate(day))
        #expect(zone.startOfDay(after: day).description == start)
    }

    @Test(arguments: [
        "Europe/Amsterdam", "America/New_York", "America/Sao_Paulo", "America/Havana", "Pacific/Apia",
        "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "Asia/Tehran", "America/St_Johns", "Asia/Gaza",
        "Pacific/Kwajalein", "America/Caracas", "Asia/Pyongyang", "Africa/Monrovia", "UTC",
    ])
    func `shows the old date before that start, and a later one from then on`(name: String) throws {
        let zone = try #require(Zone(name))
        var day = try #require(LocalDate("1993-01-01"))
        let last = try #require(LocalDate("2027-01-01"))
        while day < last {
            let start = zone.startOfDay(after: day)
            let before = zone.localDate(at: start.advanced(by: .nanoseconds(-1)))
            var isOver = zone.localDate(at: start) > day
            for hours in 1...26 {
                isOver = isOver && zone.localDate(at: start.advanced(by: .seconds(hours * 3600))) > day
            }
            guard before <= day, isOver else {
                Issue.record("\(name): \(day) does not end at \(start)")
                return
            }
            day = day.adding(days: 1)
        }
    }

    @Test(arguments: [
        ("Europe/Amsterdam", "2026-02-28T22:59:59Z", "2026-02-28"),
        ("Europe/Amsterdam", "2026-02-28T23:00:00Z", "2026-03-01"),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"),
        ("America/New_York", "1969-12-31T23:00:00Z", "1969-12-31"),
        ("America/New_York", "0001-01-01T00:00:00Z", "0001-01-01"),
        ("Pacific/Kiritimati", "9999-12-31T23:59:59Z", "9999-12-31"),
    ])
    func `knows the local date of an instant`(name: String, instant: String, date: String) throws {
        let instant = try #require(Instant(rfc3339: instant))
        #expect(Zone(name)?.localDate(at: instant).description == date)
    }
}
