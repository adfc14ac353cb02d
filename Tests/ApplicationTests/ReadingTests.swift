import Application
import JSON
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

    @Test func `is the history of a termination, without what is confidential unless it is asked for`() throws {
        let settings = Sample.settings + "\n  - {code: health, labels: {nl: Ziek}, sensitive: true}"
        let fixture = try ActionFixture(settings: settings)
        let note = "A note for few eyes"
        try fixture.record([
            Sample.message("t-1", reason: "health", others: ["note": "\"\(note)\""]),
            Sample.correction("t-1", revision: 2, endDate: "2036-01-31"),
        ])
        let history = try fixture.application.termination("t-1")
        let open = try json { history.write(to: &$0, isConfidential: false) }
        #expect(open["revisions"]?.array?.count == 2)
        let text = JSONValue.object(open).compact
        #expect(!text.contains(note) && !text.contains("health") && !text.contains("Ziek"))
        let changes = try #require(open["revisions"]?.array?.last?.object?["changes"]?.array)
        func change(_ field: String, in changes: [JSONValue]) -> JSONObject? {
            changes.compactMap(\.object).first { $0["field"]?.string == field }
        }
        #expect(change("reasonCode", in: changes)?["to"]?.string == "withheld")
        #expect(change("endDate", in: changes)?["to"]?.string == "2036-01-31")
        let all = JSONValue.object(try json { history.write(to: &$0, isConfidential: true) }).compact
        #expect(all.contains(note) && all.contains("health"))
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
