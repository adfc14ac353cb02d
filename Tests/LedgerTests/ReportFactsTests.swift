import Terminations
import Testing

@testable import Ledger

@Suite(.everyEngine) struct `Facts for reports` {
    private let fixture: LedgerFixture

    init() throws { fixture = try LedgerFixture() }

    private func facts() throws -> [ReportFact] {
        try fixture.ledger.reportSource { source in
            var all: [ReportFact] = []
            let days = 0...ReportFact.day(of: .latest)
            try source.forEachPage(of: days, by: .end) { page in
                for index in page.indices where page[index].isPresent { all.append(page[index]) }
            }
            return all.sorted { ($0.endDay, $0.terminationType) < ($1.endDay, $1.terminationType) }
        }
    }

    @Test func `are the same packed, half packed and not packed at all`() throws {
        let dates = (1...9).map { "2026-03-0\($0)" }
        for (index, date) in dates.enumerated() {
            try fixture.record(.termination("t\(index)", reason: index % 2 == 0 ? "price" : "moved", endDate: date))
        }
        let before = try facts()
        #expect(before.count == 9)
        #expect(try fixture.recorder.packReportFacts(limit: 4) == 4)
        #expect(try facts() == before)
        while try fixture.recorder.packReportFacts() > 0 {}
        #expect(try fixture.count("report_facts") == 1)
        #expect(try facts() == before)
        #expect(try fixture.ledger.hasUnpackedReportFacts() == false)
    }

    @Test func `follow a correction and a withdrawal at once, and are packed anew with them`() throws {
        try fixture.record(.life("a"), .life("b"), .life("c"))
        try fixture.recorder.packReportFacts()
        try fixture.record(
            .life("a", .correct, revision: 2, endDate: "2026-06-30", reason: "moved"),
            .life("b", .withdraw, revision: 2)
        )
        for isPacked in [false, true] {
            if isPacked {
                #expect(try fixture.recorder.packReportFacts() == 2)
                #expect(try fixture.count("report_changes") == 0)
            }
            let found = try facts()
            #expect(found.count == 3)
            #expect(found.filter(\.isWithdrawn).count == 1)
            let corrected = try #require(found.last)
            #expect(corrected.endDay == ReportFact.day(of: LocalDate("2026-06-30")!))
            try fixture.ledger.reportSource { source in
                #expect(source.reasons[corrected.reason]?.code == "moved")
            }
        }
    }

    @Test func `cross from one row into the next`() throws {
        let count = ReportFact.Place.factsARow + 3
        let receivedMessages = (1...count).map {
            ReceivedMessage.termination("t\($0)", endDate: "2026-0\(1 + $0 % 9)-01")
        }
        _ = try fixture.recorder.record(receivedMessages, at: LedgerFixture.now)
        let before = try facts()
        while try fixture.recorder.packReportFacts(limit: 1000) > 0 {}
        #expect(try fixture.count("report_facts") == 2)
        #expect(try fixture.count("report_spans") == 2)
        #expect(try facts() == before)
    }

    @Test func `of a row that is out of reach are not read`() throws {
        _ = try fixture.recorder.record(
            (1...ReportFact.Place.factsARow).map { ReceivedMessage.termination("t\($0)", endDate: "2026-03-31") },
            at: LedgerFixture.now
        )
        try fixture.record(.termination("later", endDate: "2026-12-31"))
        while try fixture.recorder.packReportFacts() > 0 {}
        var seen = 0
        try fixture.ledger.reportSource { source in
            let day = ReportFact.day(of: LocalDate("2026-12-31")!)
            try source.forEachPage(of: day...day, by: .end) { page in
                for index in page.indices where page[index].isPresent { seen += 1 }
            }
            #expect(try source.firstOccurredDay() == ReportFact.day(of: LocalDate("2026-03-01")!))
        }
        #expect(seen == 1)
    }

    @Test func `count names beyond the limit as one`() throws {
        try fixture.ledger.pool.read { database in
            var names = try ReportNames(database)
            for number in 1...300 { _ = try names.number(of: "C\(number)", .currency) }
            #expect(try names.number(of: "C254", .currency) == 254)
            #expect(try names.number(of: "C255", .currency) == 255)
            #expect(try names.number(of: "C300", .currency) == 255)
            #expect(names.names[.currency]?.count == 255)
        }
    }

    @Test func `take 32 bytes each`() {
        #expect(MemoryLayout<ReportFact>.stride == 32)
    }
}
