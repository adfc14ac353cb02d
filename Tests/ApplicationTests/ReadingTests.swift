import Application
import Ledger
import Reports
import Terminations
import TestSupport
import Testing
import Worker

@Suite struct `What is read without the command line` {
    @Test func `is an event by its position or its id, or an error that says where the log begins and ends`() throws {
        let fixture = try ActionFixture()
        try fixture.record(Sample.messages(1...2))
        let event = try fixture.application.event("2")
        #expect(try fixture.application.event(event.event.id.uppercased()).record.sequence == 2)
        let error = #expect(throws: ApplicationError.self) { try fixture.application.event("3") }
        #expect(error?.code == .notFound)
        #expect(error?.description == "There is no event 3: the log ends at 2.")
        var seen: [Int64] = []
        let (count, last) = try fixture.application.forEachEvent(matching: EventFilter(), limit: 1) { event, _ in
            seen.append(event.record.sequence)
            return true
        }
        #expect((seen, count, last) == ([2], 1, 2))
    }

    @Test func `withholds who has a sensitive reason, whoever asks`() throws {
        let settings = Sample.settings + "\n  - {code: health, labels: {nl: Ziek}, sensitive: true}"
        let fixture = try ActionFixture(settings: settings)
        try fixture.record([Sample.message("t-1", reason: "health")])
        let filter = TerminationFilter(reasonCode: "health")
        let error = #expect(throws: ApplicationError.self) {
            try fixture.application.require(ListTerminations(filter))
        }
        #expect((error?.code, error?.remedy) == (.notAllowed, .askConfidentially))
        try fixture.application.require(ListTerminations(filter, isConfidential: true))
        let all = try fixture.application.page(of: ListTerminations(TerminationFilter()), limit: 10)
        for (isConfidential, code) in [(false, "withheld"), (true, "health")] {
            let answer = try json { all[0].write(to: &$0, isConfidential: isConfidential) }
            #expect(answer["reason"]?.object?["code"]?.string == code)
        }
    }

    @Test func `names a remedy where nothing is recorded under a name`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1")])
        let error = #expect(throws: ApplicationError.self) { try fixture.application.terminations(named: "t-2") }
        #expect((error?.code, error?.remedy) == (.notFound, .searchDeadLetters(text: "t-2")))
        #expect(try fixture.application.terminations(named: "c-t-1").map(\.terminationID) == ["t-1"])
    }

    @Test func `is a report of a period, in the language of the settings`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1", endDate: "2026-03-31")])
        let report = try fixture.application.report(MakeReport(.named("2026-03")), at: .now)
        #expect(report.language == .nl)
        #expect(report.total.recorded == 1)
        let error = #expect(throws: ApplicationError.self) {
            try fixture.application.report(MakeReport(.named("2026-Q7")), at: .now)
        }
        #expect((error?.code, error?.remedy) == (.notAllowed, .namePeriod))
    }
}
