import Foundation
import GRDB
import Terminations
import Testing
import YAML

@testable import Ledger

/// The migrations of a later version, tried over a ledger of this one.
@Suite struct `Bringing a ledger up to date` {
    private let directory: URL
    private var path: String { directory.appending(path: "ledger.sqlite").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    /// This version's migrations, and one of a later version.
    private var later: DatabaseMigrator {
        var migrator = Schema.migrator
        migrator.registerMigration("\(migrator.migrations.count + 1): a column") { database in
            try database.execute(sql: "ALTER TABLE terminations ADD COLUMN note_count INTEGER NOT NULL DEFAULT 0")
            try database.execute(sql: "UPDATE terminations SET note_count = revision")
        }
        return migrator
    }

    private var current: Int { Schema.migrator.migrations.count }

    /// A ledger of this version, with a termination.
    private func make() throws {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        _ = try ledger.apply(
            try Settings.parse(yamlOrJSON: LedgerFixture.settings),
            by: "tester",
            at: LedgerFixture.now
        )
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        _ = try recorder.record([.termination("t-1")], at: LedgerFixture.now)
    }

    @Test func `says from which version to which, and does so only when told to`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try make()
        for _ in 1...2 {
            let old = try LedgerFile(path: path, access: .readOnlyOfAnyVersion, migrator: later)
            defer { old.close() }
            let migration = try old.migration()
            #expect(migration.from == current)
            #expect(migration.to == current + 1)
            #expect(migration.steps == ["\(current + 1): a column"])
        }
        let migrated = try LedgerFile(path: path, access: .readWrite, migrator: later)
        defer { migrated.close() }
        #expect(try !migrated.migration().isNeeded)
        #expect(try migrated.migration().from == current + 1)
    }

    @Test func `keeps all that is recorded`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try make()
        let ledger = try Ledger(file: LedgerFile(path: path, access: .readWrite, migrator: later), .readWrite)
        defer { ledger.close() }
        #expect(try ledger.pool.read { try Int.fetchAll($0, sql: "SELECT note_count FROM terminations") } == [1])
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        let outcomes = try recorder.record([.termination("t-1"), .termination("t-2")], at: LedgerFixture.now)
        #expect(outcomes.map(\.name) == ["duplicate", "accepted"])
        #expect(try ledger.check().isEmpty)
    }

    @Test func `makes the values of dead letters known by which they are found`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        var first = DatabaseMigrator()
        first.registerMigration("1: tables") { database in
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            for tables in Schema.firstTables { try database.execute(sql: tables) }
        }
        let id: String
        do {
            let old = try Ledger(file: LedgerFile(path: path, access: .readWrite, migrator: first), .readWrite)
            defer { old.close() }
            _ = try old.apply(
                try Settings.parse(yamlOrJSON: LedgerFixture.settings),
                by: "tester",
                at: LedgerFixture.now
            )
            let outcomes = try Recorder(ledger: old, source: "urn:test")
                .record([.termination("t-1", reason: "te-duur")], at: LedgerFixture.now)
            id = try #require(outcomes[0].deadLetterID)
        }
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        let filter = DeadLetterFilter(value: "te-duur")
        #expect(try ledger.deadLetters(matching: filter, order: .oldest, limit: 9).map(\.id) == [id])
        #expect(try ledger.check().isEmpty)
    }

    @Test func `is needed before commands read it, which name the command`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try make()
        let error = #expect(throws: LedgerError.self) {
            try LedgerFile(path: path, access: .readOnly, migrator: later)
        }
        #expect(error?.code == .foreign)
        #expect(error?.remedy == .migrate)
    }

    @Test func `leaves the ledger as it was where a step fails`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try make()
        var failing = later
        failing.registerMigration("\(current + 2): fails") { database in
            try database.execute(sql: "ALTER TABLE terminations ADD COLUMN other TEXT")
            try database.execute(sql: "INSERT INTO relay_cursor (id, position) VALUES (1, 0)")
        }
        let error = #expect(throws: LedgerError.self) {
            try LedgerFile(path: path, access: .readWrite, migrator: failing)
        }
        #expect(error?.code == .constraint)
        // The step before it is done, and nothing of the one that failed.
        let ledger = try Ledger(file: LedgerFile(path: path, access: .readOnly, migrator: later), .readOnly)
        defer { ledger.close() }
        let columns = try ledger.file.pool.read { try $0.columns(in: "terminations").map(\.name) }
        #expect(columns.contains("note_count") && !columns.contains("other"))
        #expect(try ledger.lastEventPosition() == 1)
    }

    @Test func `can begin with a backup of the older version`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try make()
        let old = try LedgerFile(path: path, access: .readOnlyOfAnyVersion, migrator: later)
        let copy = directory.appending(path: "copy.sqlite").path
        #expect(try old.backUp(to: copy) == [])
        old.close()
        #expect(try LedgerFile.migration(of: copy).from == current)
    }

    @Test func `makes the tables of an empty file`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(try LedgerFile.migration(of: path).from == 0)
        #expect(try LedgerFile.migration(of: path).steps == Schema.migrator.migrations)
        try LedgerFile.migrate(path)
        #expect(try !LedgerFile.migration(of: path).isNeeded)
    }

    @Test func `refuses one of a newer version, and changes nothing in it`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try make()
        try LedgerFile(path: path, access: .readWrite, migrator: later).close()
        for refused in [{ _ = try LedgerFile.migration(of: path) }, { try LedgerFile.migrate(path) }] {
            let error = #expect(throws: LedgerError.self, performing: refused)
            #expect(error?.description.contains("was written by a newer version of Terminus") == true)
        }
        try LedgerFile(path: path, access: .readOnly, migrator: later).close()
    }

    @Test func `names a file that is not there`() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let error = #expect(throws: LedgerError.self) { try LedgerFile.migration(of: path) }
        #expect(error?.code == .cannotOpen)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
