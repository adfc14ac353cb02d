import Ledger
import Terminations
import Testing

@testable import Reports

@Suite struct `What a report says of the registration` {
    private let fixture: ReportFixture

    init() throws { fixture = try ReportFixture() }

    private func report(
        _ rows: ReportDimension = .reason,
        _ period: String = "2026-Q3",
        isAsRecorded: Bool = false,
        isConfidential: Bool = false,
        in language: ReportLanguage = .en,
        at now: Instant = ReportFixture.now
    ) throws -> Report {
        let question = ReportQuestion(
            period: try #require(ReportPeriod(period, today: LocalDate("2026-10-02")!)),
            rows: rows,
            isAsRecorded: isAsRecorded,
            isConfidential: isConfidential
        )
        return try fixture.ledger.report(question, in: language, at: now)
    }

    @Test func `counts what has no reason, and what has one that says nothing`() throws {
        try fixture.record([
            Message("a", ["reasonCode": .null]), Message("b", ["reasonCode": .string("other")]), Message("c"),
            Message("d", ["reasonCode": .string("other"), "terminationType": .string("administrative")]),
        ])
        let quality = try report().quality
        #expect(quality.withoutReason == 1)
        #expect(quality.catchAll == 1)
        #expect(quality.catchAllCodes == ["other"])
    }

    @Test func `counts what was refused at first once, and under each cause`() throws {
        let bad = Message("a", ["reasonCode": .string("prise"), "endDate": .string("2026-02-31")])
        try fixture.record([bad, Message("b", ["reasonCode": .string("gone")])])
        #expect(try report().quality.unrecorded == 2)
        try fixture.record([Message("a"), Message("c")])
        let quality = try report().quality
        #expect(quality.refusedAtFirst == 1)
        #expect(
            quality.refusals == [
                DataQuality.Refusal(code: "invalid-date", count: 1),
                DataQuality.Refusal(code: "unknown-reason", count: 1),
            ]
        )
        #expect(quality.unrecorded == 1)
        #expect(try report(.reason, "2026-Q2").quality.refusedAtFirst == 0)
    }

    private func paying(_ id: String, _ amount: Int, _ currency: String, _ others: [String: JSONValue] = [:]) -> Message
    {
        let facts = JSONObject([
            .init(name: "billingPeriod", value: .string("P1M")),
            .init(name: "periodAmount", value: .number(JSONNumber(amount))),
            .init(name: "currency", value: .string(currency)),
            .init(name: "termEndDate", value: .string("2026-12-31")),
        ])
        return Message(id, ["contract": .object(facts)].merging(others) { $1 })
    }

    @Test func `leaves out no currency in the text, and says of how many terminations a figure is known`() throws {
        try fixture.record([
            paying("a", 900_000, "EUR"), paying("b", 950_000, "USD"), paying("c", 1_000_000, "GBP"), Message("d"),
        ])
        let report = try report()
        let total = try #require(report.textRows(limit: 10).last).cells.joined(separator: " | ")
        for amount in ["€9,000", "US$9,500", "£10,000"] { #expect(total.contains(amount), "\(total)") }
        #expect(report.textNotes.contains { $0.hasPrefix("Lost a month: known of 3") }, "\(report.textNotes)")
        try fixture.record(
            (1...8).map { Message("e\($0)", ["endDate": .string("2026-05-31"), "receivedOn": .string("2026-05-01")]) }
        )
        #expect(try self.report(.reason, "2026-Q2").textNotes.contains("Median notice: known of all 8"))
        #expect(
            try self.report(.reason, "2026-Q2", in: .nl).textNotes.contains("Mediane opzegtermijn: bekend van alle 8")
        )
        #expect(report.textNotes.contains { $0.contains("100%, known of 3") }, "\(report.textNotes)")
    }

    /// A consumer who revokes owes no notice and cuts no term short.
    @Test func `counts notice and term only where notice is owed`() throws {
        let received: [String: JSONValue] = ["receivedOn": .string("2026-07-30")]
        try fixture.record([
            paying("a", 100, "EUR", received),
            paying("b", 100, "EUR", received.merging(["terminationType": .string("coolingOff")]) { $1 }),
            paying("c", 100, "EUR", received.merging(["terminationType": .string("extraordinary")]) { $1 }),
        ])
        let figures = try report().total.now
        #expect(figures.count == 3)
        #expect(figures.withTerm == 1)
        #expect(figures.withNotice == 1)
    }

    @Test func `what only waited for its termination was never refused`() throws {
        let message = Message("a")
        try fixture.record([message.revised(2, .correct, ["endDate": .string("2026-09-30")])])
        #expect(try report().quality.unrecorded == 1)
        try fixture.record([message])
        let report = try report()
        #expect(report.total.now.count == 1)
        #expect(report.quality.refusedAtFirst == 0 && report.quality.unrecorded == 0)
    }

    @Test func `names the codes that were recorded under several labels, and merges them only for today's settings`()
        throws
    {
        try fixture.record([Message("a"), Message("b")])
        try fixture.apply(ReportFixture.settings.replacing("Te duur", with: "Prijs"))
        try fixture.record([Message("c")])
        let relabelled = try #require(try report().quality.relabelled.first)
        #expect(relabelled.code == "price")
        #expect(relabelled.labels.map(\.label) == ["Te duur", "Prijs"])
        #expect(relabelled.labels.map(\.count) == [2, 1])
        #expect(try report(in: .nl).groups.map(\.label.text) == ["Prijs"])
    }

    @Test func `does not say which reason is sensitive, unless asked to`() throws {
        try fixture.record([Message("a", ["reasonCode": .string("death")]), Message("b")])
        let withheld = try report()
        #expect(withheld.groups.map(\.label.code) == ["price", "withheld"])
        #expect(withheld.groups.last?.label.text == "(confidential)")
        #expect(try report(isConfidential: true).groups.map(\.label.code) == ["death", "price"])
    }

    @Test func `knows from when on it can compare, and which months are not over`() throws {
        try fixture.record([
            Message("a", ["endDate": .string("2026-04-10"), "occurredAt": .string("2026-05-10T10:00:00Z")]),
            Message("b", ["endDate": .string("2026-09-30")]),
        ])
        let report = try report()
        // Not the earliest last day: contracts that ended earlier were terminated earlier, and are missing.
        #expect(report.recordedFrom == LocalDate("2026-05-10"))
        #expect(report.total.before == nil && report.total.yearBefore == nil && report.total.change == nil)
        #expect(try self.report(.reason, "2026-09").total.before != nil)
        #expect(report.trend.months.last?.asked.name == "2026-09")
        #expect(report.trend.unknown == 20)
        #expect(!report.trend.isLastIncomplete)
        let now = Instant(rfc3339: "2026-09-30T12:00:00Z")!
        #expect(try self.report(at: now).trend.isLastIncomplete)
    }

    @Test func `is empty and in order where nothing is recorded`() throws {
        let report = try report()
        #expect(report.total.now.count == 0 && report.groups.isEmpty && report.recordedFrom == nil)
        #expect(report.trend.unknown == 24)
        #expect(
            try fixture.ledger.report(
                ReportQuestion(period: ReportPeriod("0001", today: LocalDate("2026-10-02")!)!, rows: .month),
                in: .nl,
                at: ReportFixture.now
            ).groups.isEmpty
        )
    }
}
