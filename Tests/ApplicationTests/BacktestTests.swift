import Application
import Ledger
import Terminations
import TestSupport
import Testing

@Suite struct `A backtest of settings` {
    private static let since = LocalDate("2026-01-01")!

    /// Retires `price` from March on, and knows what the CRM calls dear.
    private static let other = """
        timeZone: Europe/Amsterdam
        defaultLanguage: nl
        reasonRequired: true
        reasons:
          - code: price
            labels: {nl: Te duur, en: Too expensive}
            validThrough: 2026-02-28
            aliases: [dear]
          - code: moved
            labels: {nl: Verhuisd, en: Moved}
            allowed: {contractType: [lease]}
        """

    private func backtest(
        _ fixture: ActionFixture,
        _ settings: String = other,
        since: LocalDate = since,
        through: LocalDate? = LocalDate("2026-03-31"),
        isConfidential: Bool = false
    ) throws -> SettingsBacktest {
        let action = BacktestSettings(
            try ActionFixture.document(settings),
            since: since,
            through: through,
            isConfidential: isConfidential
        )
        return try fixture.application.backtest(action)
    }

    private static func message(
        _ id: String,
        _ reason: String? = "price",
        on day: String = "2026-02-10",
        _ others: [String: String] = [:]
    ) -> [UInt8] {
        Sample.message(id, reason: reason, occurredAt: "\(day)T10:00:00+01:00", others: others)
    }

    @Test func `finds which recorded terminations would have been refused, by month, channel and contract type`() throws
    {
        let fixture = try ActionFixture()
        try fixture.record([
            Self.message("t-1", on: "2026-02-10", ["channel": "\"web\""]),
            Self.message("t-2", on: "2026-03-02", ["channel": "\"web\"", "contractType": "\"lease\""]),
            Self.message("t-3", on: "2026-03-03", ["channel": "\"shop\""]),
            Self.message("t-4", "moved", on: "2026-03-04", ["contractType": "\"phone\""]),
            Self.message("t-5", "moved", on: "2026-03-05", ["contractType": "\"lease\""]),
            Self.message("t-6", on: "2025-12-31"),
            Self.message("t-7", on: "2026-04-01"),
        ])
        let result = try backtest(fixture)
        #expect((result.total.recorded, result.total.refused) == (5, 3))
        #expect(result.refusals.map(\.code) == [.reasonRetired, .reasonNotAllowed])
        #expect(result.refusals.map(\.examples) == [["t-3", "t-2"], ["t-4"]])
        #expect(result.months.map(\.name) == ["2026-02", "2026-03"])
        #expect(result.months.map(\.figures.refused) == [0, 3])
        #expect(result.months[1].figures.codes.map(\.count) == [2, 1])
        #expect(result.channels.map(\.name) == [nil, "web", "shop"])
        #expect(result.channels.map(\.figures.refused) == [1, 1, 1])
        #expect(result.contractTypes.map(\.name) == [nil, "lease", "phone"])
        #expect(result.contractTypes.map(\.figures.recorded) == [2, 2, 1])
    }

    @Test func `finds which refused messages would have been accepted, whatever became of them`() throws {
        let fixture = try ActionFixture()
        try fixture.record([
            Self.message("t-1", "dear"), Self.message("t-2", "dear"), Self.message("t-3", "dear"),
            Self.message("t-4", "nonsense"), Self.message("t-5", "dear", on: "2026-03-05"),
            // Refused twice, under two ids.
            Sample.message(
                "t-1",
                messageID: "m-again",
                reason: "dear",
                occurredAt: "2026-02-10T10:00:00+01:00",
                others: ["requestedBy": "\"kim\""]
            ),
        ])
        // One was corrected by the CRM, one was discarded.
        try fixture.record([Self.message("t-2", "price")])
        let third = try #require(
            try fixture.ledger.deadLetters(matching: .all, limit: 10).first { $0.terminationID == "t-3" }
        )
        let plan = try fixture.application.plan(DiscardDeadLetters(DeadLetterSelection(names: [third.id])))
        _ = try plan.execute(by: "ada", because: "not ours")
        let result = try backtest(fixture)
        #expect((result.total.deadLetters, result.total.accepted) == (6, 4))
        #expect(result.acceptedByState == [.open: 2, .resolved: 1, .discarded: 1])
        // Recorded: t-2. Expected besides: t-1, once, and t-3.
        let price = try #require(result.reasons.first { $0.code == "price" })
        #expect((price.recorded, price.expected, price.label) == (1, 3, "Te duur"))
    }

    @Test func `leaves out what settings do not decide`() throws {
        let fixture = try ActionFixture()
        try fixture.record([
            Self.message("t-1"), Self.message("t-2"), Sample.withdrawal("t-2", revision: 2),
            // Another termination of the same contract.
            Sample.message("t-3", contract: "c-t-1", occurredAt: "2026-02-11T10:00:00+01:00"),
        ])
        let result = try backtest(fixture, Sample.settings)
        #expect((result.total.recorded, result.total.refused) == (1, 0))
        #expect((result.total.deadLetters, result.total.accepted) == (1, 0))
    }

    @Test func `counts reasons as reports would, with merges, and names sensitive ones on demand`() throws {
        let settings = Sample.settings + "\n  - {code: deceased, labels: {nl: Overleden}, sensitive: true}"
        let fixture = try ActionFixture(settings: settings)
        try fixture.record([
            Self.message("t-1", "moved"), Self.message("t-2"), Self.message("t-3", "deceased"),
            Self.message("t-4", "moved", ["terminationType": "\"administrative\""]),
        ])
        let merged = settings.replacing(
            "labels: {nl: Verhuisd, en: Moved}",
            with: "labels: {nl: Verhuisd, en: Moved}\n    replacedBy: price\n    validThrough: 2026-12-31"
        )
        let reasons = try backtest(fixture, merged).reasons
        #expect(reasons.map(\.code) == ["price", "withheld", "moved"])
        #expect(reasons.map(\.recorded) == [1, 1, 1])
        #expect(reasons.map(\.expected) == [2, 1, 0])
        #expect(reasons.first { $0.code == "withheld" }?.label == "")
        let named = try backtest(fixture, merged, isConfidential: true).reasons
        #expect(named.contains { $0.code == "deceased" && $0.label == "Overleden" })
    }

    @Test func `reads page by page, and says how far it is`() throws {
        let fixture = try ActionFixture()
        try fixture.record((1...2300).map { Self.message("t-\($0)", on: $0 <= 300 ? "2025-11-01" : "2026-03-01") })
        var steps: [(done: Int, total: Int)] = []
        let action = BacktestSettings(
            try ActionFixture.document(Self.other),
            since: Self.since,
            through: LocalDate("2026-03-31")
        )
        let result = try fixture.application.backtest(action) { step, done, total in
            if step == .recorded { steps.append((done, total)) }
        }
        #expect((result.total.recorded, result.total.refused) == (2000, 2000))
        #expect(result.refusals.first?.examples == ["t-2300", "t-2299", "t-2298"])
        #expect(steps.count == 3)
        #expect(steps.allSatisfy { $0.done <= $0.total })
        #expect(steps.last.map { $0.done == $0.total } == true)
    }

    @Test func `cannot end before it begins`() throws {
        let fixture = try ActionFixture()
        let error = #expect(throws: ApplicationError.self) {
            try backtest(fixture, through: LocalDate("2025-12-31"))
        }
        #expect(error?.code == .invalid)
    }
}
