import Application
import Foundation
import JSON
import Ledger
import TestSupport
import Testing

@Suite struct `A backup` {
    @Test func `is checked and described, and overwrites nothing`() throws {
        let fixture = try ActionFixture()
        try fixture.record(Sample.messages(1...3))
        let file = fixture.folder.appending(path: "copy.sqlite").path
        let backup = try fixture.application.execute(BackUpLedger(to: file))
        #expect(backup.check.holds && backup.failure == nil)
        let answer = try json { backup.write(to: &$0) }
        #expect(answer["file"]?.string == file)
        #expect(answer["bytes"]?.integer ?? 0 > 0)
        let again = #expect(throws: ApplicationError.self) { try BackUpLedger(to: file) }
        #expect(again?.code == .notAllowed && again?.remedy == .nameNewFile)
        let folder = #expect(throws: ApplicationError.self) { try BackUpLedger(to: fixture.folder.path) }
        #expect(folder?.remedy == .nameFile(folder: fixture.folder.path))
    }
}

@Suite struct `A plan to restore a backup` {
    @Test func `puts the backup in the place of the ledger that was previewed`() throws {
        let fixture = try ActionFixture()
        let action = try backUp(fixture)
        try fixture.record(Sample.messages(4...5))
        fixture.ledger.close()
        let plan = try action.plan()
        let planned = try plan.requireRestoration()
        #expect(planned.eventsNotInCopy == 2)
        let done = try plan.execute()
        #expect(done.kept != nil)
        #expect(done.copy == planned.copy)
        #expect(try terminations(fixture.path) == 3)
    }

    @Test func `is not carried out on a ledger that has recorded since`() throws {
        let fixture = try ActionFixture()
        let action = try backUp(fixture)
        fixture.ledger.close()
        let plan = try action.plan()
        let ledger = try Ledger(path: fixture.path)
        _ = try ledger.advanceRelay(to: 2)
        ledger.close()
        let error = #expect(throws: ApplicationError.self) { try plan.execute() }
        #expect(error?.code == .changedMeanwhile && error?.remedy == .previewAgain)
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(names.allSatisfy { !$0.contains("replaced") && !$0.contains("restoring") })
        #expect(try action.plan().requireRestoration().replaced?.relayPosition == 2)
    }

    @Test func `is refused while the ledger is open`() throws {
        let fixture = try ActionFixture()
        let action = try backUp(fixture)
        let error = #expect(throws: LedgerError.self) { try action.plan() }
        #expect(error?.code == .stillOpen)
    }

    private func backUp(_ fixture: ActionFixture) throws -> RestoreLedger {
        try fixture.record(Sample.messages(1...3))
        let file = fixture.folder.appending(path: "copy.sqlite").path
        #expect(try fixture.application.execute(BackUpLedger(to: file)).check.holds)
        return RestoreLedger(from: file, to: fixture.path)
    }

    private func terminations(_ path: String) throws -> Int {
        let ledger = try Ledger(path: path, access: .readOnly)
        defer { ledger.close() }
        return try ledger.facts().terminations
    }
}

@Suite struct `The check of a ledger` {
    @Test func `holds after work of every kind, and says how many rules there are`() throws {
        let fixture = try ActionFixture()
        try fixture.record([Sample.message("t-1"), Sample.message("t-2", reason: "nonsense")])
        var last = 0
        let check = try fixture.application.checkLedger { done, _ in last = done }
        #expect(check.holds)
        #expect(last == LedgerRule.allCases.count - 1)
        #expect(try json { check.write(to: &$0) }["rules"]?.integer == Int64(LedgerRule.allCases.count))
    }
}
