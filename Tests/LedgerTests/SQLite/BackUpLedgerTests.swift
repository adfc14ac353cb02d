import Foundation
import GRDB
import Terminations
import Testing

@testable import Ledger

@Suite struct `A backup of a ledger` {
    private let fixture: LedgerFixture
    private let target: String

    init() throws {
        fixture = try LedgerFixture()
        target = fixture.directory.appending(path: "copy.sqlite").path
        _ = try fixture.recorder.record((1...300).map { .termination("t-\($0)") }, at: LedgerFixture.now)
    }

    @Test func `is one state of it, whatever is recorded while it is made`() throws {
        var steps = 0
        let findings = try fixture.ledger.file.backUp(to: target, pagesAtOnce: 5) { [fixture] _, _ in
            steps += 1
            if steps <= 10 { _ = try? fixture.record(.termination("t-during-\(steps)")) }
        }
        #expect(findings == [])
        #expect(steps > 10)
        #expect(try fixture.count("terminations") == 310)
        let copy = try Ledger(path: target, access: .readOnly)
        defer { copy.close() }
        #expect(try copy.facts().terminations == 300)
        #expect(try copy.lastEventPosition() == 300)
        #expect(try copy.check() == [])
    }

    @Test func `is one file, which only its owner may read, and on which a worker may go on`() throws {
        #expect(try fixture.ledger.file.backUp(to: target) == [])
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path)
        #expect(names.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
        let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let ledger = try Ledger(path: target)
        defer { ledger.close() }
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        let outcomes = try recorder.record([.termination("t-1"), .termination("t-301")], at: LedgerFixture.now)
        #expect(outcomes.map(\.name) == ["duplicate", "accepted"])
    }

    @Test func `overwrites nothing`() throws {
        try Data("theirs".utf8).write(to: URL(filePath: target))
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.file.backUp(to: target) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.description.contains("exists already") == true)
        #expect(try Data(contentsOf: URL(filePath: target)) == Data("theirs".utf8))
    }

    /// SQLite would take it for the ledger's own, and no command would open the ledger any more.
    @Test func `is none under the name of a part of the ledger`() throws {
        let part = fixture.path + "-journal"
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.file.backUp(to: part) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.description.contains("a part of the ledger") == true)
        #expect(!FileManager.default.fileExists(atPath: part))
    }

    @Test func `is none, and leaves nothing, where it does not hold`() throws {
        try fixture.ledger.pool.write { try $0.execute(sql: "UPDATE relay_cursor SET position = 1000") }
        #expect(try fixture.ledger.file.backUp(to: target).map(\.rule) == [.relayCursor])
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path)
        #expect(names.filter { $0.hasPrefix("copy") } == [])
    }

    @Test func `says what to do about a folder that is not there`() throws {
        let error = #expect(throws: LedgerError.self) {
            try fixture.ledger.file.backUp(to: target + "/nowhere/x.sqlite")
        }
        #expect(error?.code == .cannotOpen)
        #expect(error?.hint?.contains("folder that exists") == true)
    }
}
