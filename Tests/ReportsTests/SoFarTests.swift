import Ledger
import Terminations
import Testing

@testable import Reports

/// What reports say of periods that are not over, in every form and language.
@Suite struct `What a report says of days that are not over` {
    private let fixture: ReportFixture

    /// In UTC, the settings' time zone.
    private static let today = Instant(rfc3339: "2026-11-29T08:46:12.334Z")!

    init() throws {
        fixture = try ReportFixture()
        func ending(_ days: [String], _ name: String) -> [Message] {
            days.enumerated().map { index, day in
                let amount = JSONObject([
                    .init(name: "billingPeriod", value: .string("P1M")),
                    .init(name: "periodAmount", value: .number(JSONNumber(1000 * (index + 1)))),
                    .init(name: "currency", value: .string(index == 0 ? "EUR" : "CHF")),
                ])
                return Message(
                    "\(name)\(index)",
                    [
                        "endDate": .string(day), "occurredAt": .string("2023-01-01T10:00:00Z"),
                        "contract": .object(amount),
                    ]
                )
            }
        }
        // Two of the same days of the third quarter, and one that comes after them.
        try fixture.record(ending(["2026-07-01", "2026-08-28", "2026-08-29"], "third"))
        // Three are over, two lie ahead: the last day of one is today.
        try fixture.record(
            ending(["2026-10-01", "2026-11-28", "2026-11-28", "2026-11-29", "2026-12-31"], "fourth")
        )
        // None of the same days a year before, and one after them.
        try fixture.record(ending(["2025-11-29"], "last"))
        try fixture.record(ending(["2027-03-31"], "next"))
    }

    private func report(
        _ period: String,
        _ rows: ReportDimension = .reason,
        _ kind: ReportDateKind = .end,
        in language: ReportLanguage = .en,
        filters: [ReportFilter] = []
    ) throws -> Report {
        let zone = Zone("UTC")!
        let asked = try #require(ReportPeriod(period, today: zone.localDate(at: Self.today)))
        let question = ReportQuestion(period: asked, dateKind: kind, rows: rows, filters: filters)
        return try fixture.ledger.report(question, in: language, at: Self.today)
    }

    @Test func `the headline names the last counted day, compares the same days, and counts future days`() throws {
        let english = try report("this-quarter").headline
        #expect(
            english[0]
                == "3 contracts ended in Q4 2026 so far (through 28 November): 50% more than in the same days of "
                + "Q3 2026 (2), and there were none in the same days of Q4 2025."
        )
        #expect(english.dropFirst().first == "2 more will end by 31 December 2026, as recorded so far.")
        let dutch = try report("this-quarter", in: .nl).headline
        #expect(
            dutch[0]
                == "In het 4e kwartaal van 2026 tot nu toe (tot en met 28 november) eindigden 3 contracten: 50% meer "
                + "dan in dezelfde dagen van het 3e kwartaal van 2026 (2), en in dezelfde dagen van het 4e kwartaal van "
                + "2025 geen."
        )
        #expect(dutch.dropFirst().first == "Nog 2 eindigen uiterlijk 31 december 2026, voor zover nu vastgelegd.")
    }

    @Test func `a future period says what will end, and is compared with nothing`() throws {
        let english = try report("2027").headline
        #expect(
            english == [
                "1 contract will end in 2027, as recorded on 29 November 2026. More may follow, so this is compared with "
                    + "no other period."
            ]
        )
        #expect(try report("2027", in: .nl).headline[0].hasPrefix("In 2027 zal 1 contract eindigen"))
        #expect(try report("2028").headline == ["No contract that is recorded will end in 2028."])
        #expect(try report("2027").html.contains("Why contracts will end: 2027"))
    }

    @Test(arguments: [
        ("2026-03-01", "2026-03-15", "from 1 to 15 March 2026", "Van 1 tot en met 15 maart 2026"),
        ("2026-02-20", "2026-03-15", "from 20 February to 15 March 2026", "Van 20 februari tot en met 15 maart 2026"),
        ("2026-03-01", "2026-03-01", "on 1 March 2026", "Op 1 maart 2026"),
    ])
    func `days are named as a sentence has them`(_ from: String, _ through: String, _ english: String, _ dutch: String)
        throws
    {
        let period = try #require(ReportPeriod(from: LocalDate(from)!, through: LocalDate(through)!))
        for (language, phrase) in [(ReportLanguage.en, english), (.nl, dutch)] {
            let report = try fixture.ledger.report(ReportQuestion(period: period), in: language, at: Self.today)
            #expect(report.headline[0].contains(phrase), "\(report.headline)")
        }
    }

    @Test func `a period to date is compared with the same days, and has no future days`() throws {
        let report = try report("month-to-date")
        #expect(report.headline[0].hasPrefix("2 contracts ended in November 2026 so far (through 28 November): "))
        #expect(report.period.state == .complete && report.total.ahead == nil)
    }

    @Test func `today's terminations are not counted before the day is over`() throws {
        let outcomes = try fixture.record(
            [
                Message("today", ["occurredAt": .string("2026-11-29T05:00:00Z"), "endDate": .string("2026-12-31")]),
                Message(
                    "yesterday",
                    ["occurredAt": .string("2026-11-28T05:00:00Z"), "endDate": .string("2026-12-31")]
                ),
            ],
            at: Self.today
        )
        #expect(outcomes.allSatisfy { if case .accepted = $0 { true } else { false } })
        let headline = try report("this-month", .reason, .occurred).headline
        #expect(headline[0].hasPrefix("1 contract was terminated in November 2026 so far (through 28 November)"))
        #expect(headline.contains("1 more was terminated today, which is not over and not counted."))
    }

    @Test func `rows and totals of the text are marked, and add up or have a dash`() throws {
        let report = try report("2026", .month)
        #expect(
            report.textHeadings == [
                "Terminations so far", "Share", "Will end", "Period before", "Year before", "Lost a month",
                "Median notice",
            ]
        )
        let rows = Dictionary(uniqueKeysWithValues: report.textRows(limit: 50).map { ($0.cells[0], $0.cells) })
        #expect(rows["November 2026 (so far)"]?[1...5] == ["2", "33%", "1", "1 +100%", "0"])
        #expect(rows["December 2026 (will end)"]?[1...5] == ["–", "–", "1", "–", "–"])
        // The months before are no year before: they have no total. Those of the year before have one.
        #expect(rows["Total"]?[1...5] == ["6", "100%", "2", "–", "0"])
        #expect(report.columnTotals.before == nil && report.columnTotals.yearBefore == 0)
        // All currencies, in rows and in the total.
        #expect(rows["Total"]?[6] == "CHF\u{A0}100 + €20", "\(rows["Total"] ?? [])")
    }

    @Test func `csv and json say the state and the days of each row`() throws {
        let report = try report("2026", .quarter)
        let lines = report.csv.split(separator: "\r\n").map { $0.components(separatedBy: ",") }
        let columns = Dictionary(uniqueKeysWithValues: lines[0].enumerated().map { ($1, $0) })
        let fourth = try #require(lines.first { $0[0] == "2026-Q4" })
        func cell(_ name: String) -> String? { columns[name].map { fourth[$0] } }
        #expect(cell("count") == "3" && cell("countAhead") == "2" && cell("state") == "ongoing")
        #expect(cell("countedFrom") == "2026-10-01" && cell("countedThrough") == "2026-11-28")
        #expect(cell("countBefore") == "2" && cell("countYearBefore") == "0")

        var writer = JSONWriter()
        report.write(to: &writer)
        let json = try #require(try JSONValue(parsing: writer.bytes).object)
        let question = json["question"]?.object
        #expect(question?["state"]?.string == "ongoing")
        #expect(question?["counted"]?.object?["through"]?.string == "2026-11-28")
        #expect(question?["before"]?.object?["through"]?.string == "2025-11-28")
        #expect(json["total"]?.object?["ahead"]?.object?["count"]?.integer == 2)
        #expect(json["groups"]?.array?.last?.object?["state"]?.string == "ongoing")
        let trend = json["trend"]?.object
        #expect(trend?["states"]?.array?.last?.string == "ahead" && trend?["ahead"]?.array?.last?.integer == 1)
        #expect(trend?["counts"]?.array?.last?.integer == 1)
    }

    @Test func `the page marks them in tables, bars and figures`() throws {
        let html = try report("2026", .month, in: .nl).html
        #expect(html.contains("november 2026 (tot nu toe)") && html.contains("december 2026 (eindigen nog)"))
        #expect(html.contains("class=\"now open\""))
        #expect(html.contains("Gemaakt op 29 november 2026, 08:46 (UTC) uit het register"))
        #expect(!html.contains("grootboek"))
    }

    @Test func `a section has its title once`() throws {
        let html = try report("2026").html
        for title in ["By reason", "Month by month"] {
            #expect(html.components(separatedBy: ">\(title)<").count == 2, "\(title)")
        }
    }
}

/// How reports write figures.
@Suite struct `The figures that a report writes` {
    private let fixture: ReportFixture

    init() throws { fixture = try ReportFixture() }

    private func report(in language: ReportLanguage = .en) throws -> Report {
        let period = try #require(ReportPeriod("2026-Q3", today: LocalDate("2026-10-02")!))
        return try fixture.ledger.report(ReportQuestion(period: period), in: language, at: ReportFixture.now)
    }

    @Test func `a sum is exact, also where it takes more than 64 bits`() throws {
        let most = 9_000_000_000_000_000
        let contract = JSONObject([
            .init(name: "billingPeriod", value: .string("P1M")),
            .init(name: "periodAmount", value: .number(JSONNumber(most))),
            .init(name: "currency", value: .string("EUR")),
        ])
        let outcomes = try fixture.record((1...1100).map { Message("t\($0)", ["contract": .object(contract)]) })
        #expect(outcomes.allSatisfy { if case .accepted = $0 { true } else { false } })
        let report = try report()
        let sum = Int128(most) * 1100
        #expect(sum > Int128(Int64.max))
        #expect(report.total.now.amounts == [LostAmount(currency: "EUR", minorUnits: sum, count: 1100)])
        #expect(report.csv.contains(",99000000000000000.00,"))
        var writer = JSONWriter()
        report.write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self).contains("\"minorUnits\":9900000000000000000,"))
        #expect(report.textRows(limit: 5).last?.cells.contains("€99,000,000,000,000,000") == true)
    }

    @Test func `a notice that came after the last day is explained`() throws {
        try fixture.record([
            Message(
                "a",
                ["endDate": .string("2026-07-18"), "receivedOn": .string("2026-07-31")]
            )
        ])
        let report = try report()
        #expect(report.total.now.medianNoticeDays == -13)
        #expect(report.textRows(limit: 5).last?.cells.last == "−13 days")
        let note = "A negative notice means that it was received after the last day of the contract."
        #expect(report.textNotes.contains(note))
        #expect(report.html.contains(note))
        #expect(try self.report(in: .nl).textRows(limit: 5).last?.cells.last == "−13 dagen")
    }

    @Test func `csv is as a spreadsheet of another language takes it`() throws {
        let contract = JSONObject([
            .init(name: "billingPeriod", value: .string("P1M")),
            .init(name: "periodAmount", value: .number(JSONNumber(308_825))),
            .init(name: "currency", value: .string("CHF")),
        ])
        try fixture.record([Message("a", ["contract": .object(contract), "reasonCode": .null])])
        var form = CSVForm()
        form.separator = ";"
        form.hasDecimalComma = true
        form.hasByteOrderMark = true
        let csv = try report().csv(form)
        #expect(csv.hasPrefix("\u{FEFF}reason;reasonLabel;count;share;monthlyAmountLost_CHF;"))
        #expect(csv.contains("\r\n;(not given);1;1,0;3088,25;1;"))
        // Signs of others are no reason for quotes, and a combining accent hides none.
        let write = CSVRow(form: form)
        #expect(write.quoted("a,b") == "a,b")
        #expect(write.quoted("a;\u{301}b") == "\"a;\u{301}b\"")
        #expect(write.quoted("a\"\u{301}b") == "\"a\"\"\u{301}b\"")
    }

    @Test func `the currency of most terminations has a column, the others share one`() throws {
        func paying(_ id: String, _ currency: String, _ amount: Int) -> Message {
            let contract = JSONObject([
                .init(name: "billingPeriod", value: .string("P1M")),
                .init(name: "periodAmount", value: .number(JSONNumber(amount))),
                .init(name: "currency", value: .string(currency)),
            ])
            return Message(id, ["contract": .object(contract)])
        }
        try fixture.record([
            paying("a", "EUR", 1000), paying("b", "EUR", 1000), paying("c", "JPY", 900_000), paying("d", "GBP", 500),
        ])
        let html = try report().html
        #expect(html.contains("<th scope=\"col\">Lost a month (EUR)</th><th scope=\"col\">Other currencies</th>"))
        #expect(html.contains("<td>€20</td><td>£5 + JP¥900,000</td>"))
    }
}
