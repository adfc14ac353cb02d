import Ledger
import Terminations
import Testing

@testable import Reports

/// What a report compares with what, and how it says so.
@Suite struct `What a report compares` {
    private let fixture: ReportFixture

    init() throws {
        fixture = try ReportFixture(
            settings: ReportFixture.settings
                .replacing("{code: price,", with: "{code: price, aliases: [duur],")
                .replacing("{code: death,", with: "{code: death, aliases: [deceased],")
        )
    }

    private func report(
        _ period: String,
        _ rows: ReportDimension = .reason,
        _ kind: ReportDateKind = .end,
        in language: ReportLanguage = .en,
        isAsRecorded: Bool = false,
        isConfidential: Bool = false,
        filters: [ReportFilter] = []
    ) throws -> Report {
        let question = ReportQuestion(
            period: try #require(ReportPeriod(period, today: LocalDate("2026-10-02")!)),
            dateKind: kind,
            rows: rows,
            isAsRecorded: isAsRecorded,
            isConfidential: isConfidential,
            filters: filters
        )
        return try fixture.ledger.report(question, in: language, at: ReportFixture.now)
    }

    private func ending(_ id: String, _ day: String, madeOn made: String, _ reason: String = "price") -> Message {
        Message(
            id,
            [
                "endDate": .string(day), "occurredAt": .string("\(made)T10:00:00Z"), "reasonCode": .string(reason),
            ]
        )
    }

    @Test(arguments: ["duur", "DUUR", "price", "cost"], [false, true])
    func `an alias or a merged reason selects the reason that it stands for`(_ value: String, _ isAsRecorded: Bool)
        throws
    {
        try fixture.record([
            ending("a", "2026-08-31", madeOn: "2026-08-01", "duur"), ending("b", "2026-08-31", madeOn: "2026-08-01"),
            ending("c", "2026-08-31", madeOn: "2026-08-01", "moved"),
            ending("d", "2026-08-31", madeOn: "2026-08-01", "cost"),
        ])
        let report = try report("2026-Q3", isAsRecorded: isAsRecorded, filters: [ReportFilter(.reason, [value])])
        #expect(report.unknownValues.isEmpty)
        #expect(report.total.now.count == (!isAsRecorded ? 3 : value == "cost" ? 1 : 2))
    }

    @Test func `names the group of sensitive reasons among the values, where it can be selected`() throws {
        try fixture.record([ending("a", "2026-08-31", madeOn: "2026-08-01", "death")])
        let unknown = try #require(try report("2026-Q3", filters: [ReportFilter(.reason, ["x"])]).unknownValues.first)
        #expect(unknown.known == ["arrears", "moved", "other", "price", "withheld"])
        #expect(try report("2026-Q3", filters: [ReportFilter(.reason, ["withheld"])]).total.now.count == 1)
        let alias = try report("2026-Q3", filters: [ReportFilter(.reason, ["deceased"])])
        #expect(alias.unknownValues.first?.isSensitive == true)
        // With --confidential each of them has its own name.
        let named = try report("2026-Q3", isConfidential: true, filters: [ReportFilter(.reason, ["withheld"])])
        #expect(named.unknownValues.first?.known == ["arrears", "death", "moved", "other", "price"])
        #expect(named.unknownValues.first?.isSensitive == false)
        let death = try report("2026-Q3", isConfidential: true, filters: [ReportFilter(.reason, ["deceased"])])
        #expect(death.total.now.count == 1 && death.headline[0] == "Only: reason “Deceased”.")
    }

    @Test func `weeks of the year before have no total, as they are other days than the headline compares`() throws {
        try fixture.record([
            ending("early", "2023-02-01", madeOn: "2023-01-15"),
            // On Tuesday before the Wednesday on which the same week of that year begins to count.
            ending("tuesday", "2025-07-01", madeOn: "2025-06-15"), ending("a", "2025-07-02", madeOn: "2025-06-15"),
            ending("monday", "2026-06-22", madeOn: "2026-06-01"), ending("b", "2026-06-24", madeOn: "2026-06-01"),
            ending("c", "2026-07-01", madeOn: "2026-06-15"), ending("d", "2026-07-30", madeOn: "2026-07-01"),
        ])
        let weeks = try report("2026-07", .week)
        #expect(weeks.total.yearBefore?.count == 2)
        let first = try #require(weeks.groups.first)
        let rows = weeks.textRows(limit: 60)
        #expect(rows.first?.cells[0] == "Week 27, 2026 (1 to 5 July 2026)")
        #expect(first.compared.before?.count == 1 && first.compared.yearBefore?.count == 1)
        #expect(weeks.columnTotals.before == nil && weeks.columnTotals.yearBefore == nil)
        let notes = [
            "Each week is compared with the week before it, so “Period before” has no total. “Year before” has none "
                + "either: these rows together are other days than the whole period a year before.",
            "A week that lies only partly in the period is compared with the same days of others.",
        ]
        for note in notes {
            #expect(weeks.textNotes.contains(note), "\(weeks.textNotes)")
            #expect(weeks.html.contains(note))
        }
        let months = try report("2026-Q3", .month)
        #expect(months.columnTotals.yearBefore == 2 && months.total.yearBefore?.count == 2)
        #expect(
            months.textNotes.first
                == "Each month is compared with the month before it, so “Period before” has no total."
        )
        #expect(
            try report("2026-Q3", .month, in: .nl).textNotes.first
                == "Elke maand is vergeleken met de maand ervoor: “Periode ervoor” heeft daarom geen totaal."
        )
    }

    @Test func `nothing is compared with days of which not all is recorded, and the text says so`() throws {
        try fixture.record([
            ending("a", "2026-02-10", madeOn: "2026-01-10"), ending("b", "2026-03-20", madeOn: "2026-02-17"),
            ending("c", "2026-03-21", madeOn: "2026-02-18"), ending("d", "2026-04-21", madeOn: "2026-03-21"),
        ])
        // Contracts end 31 days after they were terminated: in the first of these days most are missing.
        let march = try report("2026-03")
        #expect(march.recordedFrom == LocalDate("2026-01-10") && march.comparableFrom == LocalDate("2026-02-10"))
        #expect(march.total.before == nil)
        let note =
            "The register begins on 10 January 2026: contracts that were terminated before are missing, even if they ended "
            + "later. Periods that begin before 10 February 2026 are therefore not compared with."
        #expect(march.textNotes.contains(note), "\(march.textNotes)")
        #expect(march.html.contains(note))
        let april = try report("2026-04", .month)
        #expect(april.groups.first?.compared.before?.count == 2)
        // By the day on which they were terminated the register is complete from its first day on.
        #expect(try report("2026-03", .reason, .occurred).total.before?.count == 2)
        #expect(try report("2026-02", .reason, .occurred).total.before == nil)

        #expect(
            try report("2026-02").headline.contains(
                "This is not complete: the register begins on 10 January 2026, and contracts that were terminated before "
                    + "it are missing."
            )
        )
        #expect(
            try report("2019").headline == [
                "No contract that is recorded ended in 2019.",
                "This period is before the start of the register of terminations, on 10 January 2026.",
            ]
        )
        #expect(try report("2026-04").headline.allSatisfy { !$0.contains("not complete") })
    }

    @Test func `a tie has no winner`() throws {
        func month(_ month: String, _ made: String, _ reasons: [String]) -> [Message] {
            reasons.enumerated().map { ending("\(month)-\($0)", "\(month)-15", madeOn: made, $1) }
        }
        try fixture.record([ending("early", "2026-01-15", madeOn: "2026-01-01")])
        try fixture.record(month("2026-07", "2026-07-01", ["price", "moved", "other", "arrears"]))
        try fixture.record(
            month("2026-08", "2026-08-01", ["price", "price", "moved", "moved", "other"])
        )
        let headline = try report("2026-08").headline
        #expect(headline.contains("“Moved” and “Too expensive” are the largest, with 40% each."), "\(headline)")
        #expect(headline.contains("“Moved” and “Too expensive” grew most, by 1 each."), "\(headline)")
        let dutch = try report("2026-08", in: .nl).headline
        #expect(dutch.contains("“Verhuisd” en “Te duur” zijn de grootste, met elk 40%."), "\(dutch)")
        let four = try report("2026-07").headline
        #expect(four.contains { $0.hasSuffix(" and 2 others are the largest, with 25% each.") }, "\(four)")
        #expect(try report("2026-01").headline.allSatisfy { !$0.contains("largest") })
    }
}
