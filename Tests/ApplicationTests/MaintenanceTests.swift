import JSON
import Application
import Foundation
import Ledger
import Terminations
import Threads
import TestSupport
import Testing
import Threads
import Worker

@Suite struct `A plan to prune a ledger` {
    private static let longAgo = Instant(rfc3339: "2026-03-02T10:00:00Z")!

    @Test func `refuses a retention that the settings do not allow, without the command line`() throws {
        let fixture = try ActionFixture()
        let action = PruneLedger(Retention(messagesBefore: Instant.now.advanced(by: .seconds(-3600))))
        let error = #expect(throws: LedgerError.self) { try fixture.application.plan(action) }
        #expect(error?.code == .retentionTooShort)
    }

    @Test func `removes what it said, and no more`() throws {
        let fixture = try ActionFixture()
        try fixture.record(Sample.messages(1...3), at: Self.longAgo)
        _ = try fixture.ledger.advanceRelay(to: 3)
        let action = PruneLedger(Retention(eventsBefore: Self.longAgo.advanced(by: .seconds(1))))
        let plan = try fixture.application.plan(action)
        // The last event stays.
        #expect(plan.found.events == 2)
        #expect(try fixture.ledger.keptEvents().first == 1)
        // What is recorded and published meanwhile is younger.
        try fixture.record(Sample.messages(4...6))
        _ = try fixture.ledger.advanceRelay(to: 6)
        let outcome = try plan.execute(by: "ada", because: "space")
        #expect(outcome.rows.events == 3)
        #expect(try fixture.ledger.keptEvents().first == 4)
        #expect(try json { outcome.write(to: &$0) }["dryRun"]?.bool == false)
    }

    @Test func `changes nothing where a stop was requested`() throws {
        let fixture = try ActionFixture()
        let stop = StopRequest()
        stop.make()
        let action = PruneLedger(Retention(eventsBefore: .latest))
        let error = #expect(throws: ApplicationError.self) { try fixture.application.plan(action, stop: stop) }
        #expect(error?.code == .interrupted)
    }
}

@Suite struct `A redaction` {
    private static let note = "A note that nobody is to read again"

    @Test func `searches the files only once the ledger is closed`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1", others: ["note": "\"\(Self.note)\""])])
        let plan = try fixture.application.plan(RedactNotes(NoteFilter(customerID: "k-1")))
        #expect(plan.found.terminations == 1)
        let redaction = try plan.execute(by: "ada", because: "request")
        #expect(redaction.ending == .finished)
        let error = #expect(throws: LedgerError.self) { try redaction.searchFiles(of: fixture.path) }
        #expect(error?.code == .stillOpen)
        fixture.ledger.close()
        let outcome = try redaction.searchFiles(of: fixture.path)
        #expect(outcome.residue.leftOver == 0)
        let answer = try json { outcome.write(to: &$0) }
        #expect(answer["logEmptied"]?.bool == true)
        #expect(!JSONValue.object(answer).compact.contains(Self.note))
    }
}

@Suite struct `An export of a customer` {
    @Test func `has everything of one customer, and says that it is complete`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1"), Sample.message("t-2", reason: "nonsense")])
        var text = ""
        try fixture.application.exportCustomer("k-1").write(format: { $0.compact }) { text += $0 }
        let export = try #require(try JSONValue(parsing: text).object)
        #expect(export["customerId"]?.string == "k-1")
        #expect(export["terminations"]?.array?.count == 1)
        #expect(export["deadLetters"]?.array?.count == 1)
        #expect(export["complete"]?.bool == true)
        let error = #expect(throws: ApplicationError.self) { try fixture.application.exportCustomer("k-2") }
        #expect(error?.code == .notFound)
    }
}
