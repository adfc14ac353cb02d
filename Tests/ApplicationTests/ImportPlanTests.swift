import Application
import Foundation
import Ledger
import Terminations
import Threads
import TestSupport
import Testing
import Threads
import Worker

@Suite struct `A plan to import a file` {
    private func source(_ fixture: ActionFixture, _ numbers: ClosedRange<Int>) throws -> ImportSource {
        let lines = Sample.messages(numbers).map { String(decoding: $0, as: UTF8.self) + "\n" }
        let file = try ImportFile(try fixture.file("history.ndjson", lines.joined().utf8))
        return try ImportSource(file, .ndjson, limits: MessageLimits())
    }

    @Test func `imports a file once, and knows it again`() throws {
        let fixture = try ActionFixture()
        let action = ImportMessages(try source(fixture, 1...3), publishesEvents: false)
        let plan = try fixture.application.plan(action)
        #expect(plan.earlier == nil && plan.unfinished == nil)
        var last = 0
        let summary = try plan.begin(by: "ada").execute { done, total in
            #expect(total == Int(action.source.size))
            last = done
        }
        #expect(last == Int(action.source.size))
        #expect((summary.run.accepted, summary.run.startedBy, summary.isDryRun) == (3, "ada", false))
        let again = try fixture.application.plan(action)
        #expect(again.earlier?.number == 1 && again.unfinished == nil)
        #expect(try again.begin(by: "ada").execute().run.alreadyRecorded == 3)
    }

    @Test func `continues an unfinished import only with the events that it was begun with`() throws {
        let fixture = try ActionFixture()
        let source = try source(fixture, 1...3)
        let stop = StopRequest()
        stop.make()
        let silent = ImportMessages(source, publishesEvents: false)
        let summary = try fixture.application.plan(silent).begin(by: "ada").execute(stop: stop)
        #expect(!summary.run.isFinished)
        let loud = try fixture.application.plan(ImportMessages(source, publishesEvents: true))
        #expect(loud.unfinished?.number == 1)
        let error = #expect(throws: LedgerError.self) { try loud.begin(by: "ada") }
        #expect(error?.code == .notPlanned)
        let rest = try fixture.application.plan(silent).begin(by: "ada").execute()
        #expect((rest.run.number, rest.run.isFinished) == (1, true))
    }

    @Test(arguments: [false, true])
    func `is tried on a copy with the same events, and changes nothing`(publishesEvents: Bool) throws {
        let fixture = try ActionFixture()
        let action = ImportMessages(try source(fixture, 1...3), publishesEvents: publishesEvents)
        let copy = try TrialCopy(in: FileManager.default.temporaryDirectory.path, name: UUID().uuidString)
        defer { copy.remove() }
        let summary = try fixture.application.planTrial(action, on: copy).execute(by: "ada")
        #expect((summary.run.accepted, summary.isDryRun, summary.run.publishesEvents) == (3, true, publishesEvents))
        #expect(try fixture.ledger.importRun(of: action.source.digest) == nil)
        #expect(try fixture.ledger.terminations(matching: TerminationFilter(), limit: 1).isEmpty)
        let answer = try json { summary.write(to: &$0) { _, _ in "" } }
        #expect(answer["events"]?.string == (publishesEvents ? "all" : "none"))
        #expect(answer["import"] == .null)
    }
}
