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
        let findings = try fixture.ledger.backUp(to: target, pagesAtOnce: 5) { [fixture] _, _ in
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
        #expect(try fixture.ledger.backUp(to: target) == [])
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
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.backUp(to: target) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.description.contains("exists already") == true)
        #expect(try Data(contentsOf: URL(filePath: target)) == Data("theirs".utf8))
    }

    /// SQLite would take it for the ledger's own, and no command would open the ledger any more.
    @Test func `is none under the name of a part of the ledger`() throws {
        let part = fixture.path + "-journal"
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.backUp(to: part) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.description.contains("a part of the ledger") == true)
        #expect(!FileManager.default.fileExists(atPath: part))
    }

    @Test func `is none, and leaves nothing, where it does not hold`() throws {
        try fixture.ledger.pool.write { try $0.execute(sql: "UPDATE relay_cursor SET position = 1000") }
        #expect(try fixture.ledger.backUp(to: target).map(\.rule) == [.relayCursor])
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path)
        #expect(names.filter { $0.hasPrefix("copy") } == [])
    }

    @Test func `says what to do about a folder that is not there`() throws {
        let error = #expect(throws: LedgerError.self) { try fixture.ledger.backUp(to: target + "/nowhere/x.sqlite") }
        #expect(error?.code == .cannotOpen)
        #expect(error?.hint?.contains("folder that exists") == true)
    }
}

@Suite struct `Bringing a ledger up to date` {
    private let directory: URL
    private var path: String { directory.appending(path: "ledger.sqlite").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    private func makeVersion1() throws {
        let pool = try DatabasePool(path: path)
        try Ledger.migrator.migrate(pool, upTo: "1: judge, record, relay")
        try pool.close()
    }

    @Test func `says from which version to which, and does so only when told to`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try makeVersion1()
        let migration = try Ledger.migration(of: path)
        #expect(migration.from == 1)
        #expect(migration.to == Ledger.migrator.migrations.count)
        #expect(migration.steps == Array(Ledger.migrator.migrations.dropFirst()))
        #expect(try Ledger.migration(of: path) == migration)
        try Ledger.migrate(path)
        let after = try Ledger.migration(of: path)
        #expect(after.from == migration.to && !after.isNeeded)
    }

    @Test func `can begin with a backup of the older version`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try makeVersion1()
        let old = try Ledger(path: path, access: .readOnlyOfAnyVersion)
        let copy = directory.appending(path: "copy.sqlite").path
        #expect(try old.backUp(to: copy) == [])
        old.close()
        #expect(try Ledger.migration(of: copy).from == 1)
    }

    @Test func `refuses one of a newer version, and changes nothing in it`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try Ledger(path: path).close()
        let queue = try DatabaseQueue(path: path)
        try queue.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')")
        }
        try queue.close()
        for refused in [{ _ = try Ledger.migration(of: path) }, { try Ledger.migrate(path) }] {
            let error = #expect(throws: LedgerError.self, performing: refused)
            #expect(error?.description.contains("was written by a newer version of Terminus") == true)
        }
    }

    @Test func `names a file that is not there`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let error = #expect(throws: LedgerError.self) { try Ledger.migration(of: path) }
        #expect(error?.code == .cannotOpen)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
