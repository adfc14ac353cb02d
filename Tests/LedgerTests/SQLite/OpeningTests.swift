import Foundation
import GRDB
import Terminations
import Testing

@testable import Ledger

@Suite struct `Opening a ledger` {
    @Test func `makes commits durable`() throws {
        let fixture = try LedgerFixture()
        let (mode, level) = try fixture.ledger.file.pool.writeWithoutTransaction { database in
            (
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(database, sql: "PRAGMA synchronous")
            )
        }
        #expect(mode == "wal")
        #expect(level == 2)
    }

    @Test func `enforces foreign keys`() throws {
        let fixture = try LedgerFixture()
        #expect(throws: DatabaseError.self) {
            try fixture.ledger.pool.write {
                try $0.execute(sql: "INSERT INTO parked_events VALUES (9, NULL, '', 1, 0, 0)")
            }
        }
    }

    @Test func `keeps what was recorded`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"))
        fixture.ledger.close()
        let again = try Ledger(path: fixture.path)
        defer { again.close() }
        #expect(try again.lastEventPosition() == 1)
        #expect(try again.currentSettingsVersion() == 1)
    }

    @Test func `is one whole file once it is closed, even while a recorder lives`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"))
        #expect(try fixture.ledger.lastEventPosition() == 1)
        fixture.ledger.close()
        withExtendedLifetime(fixture.recorder) {}
        let copy = fixture.directory.appending(path: "copy.sqlite").path
        try FileManager.default.copyItem(atPath: fixture.path, toPath: copy)
        let restored = try Ledger(path: copy)
        defer { restored.close() }
        #expect(try restored.lastEventPosition() == 1)
    }

    @Test func `refuses a database of another program and leaves it as it was`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.directory.appending(path: "other.sqlite").path
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        #expect(throws: LedgerError.self) { try Ledger(path: path) }
        let tables = try other.read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
        #expect(tables == ["theirs"])
    }

    @Test func `refuses a ledger of a newer version`() throws {
        let fixture = try LedgerFixture()
        try fixture.ledger.pool.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')")
        }
        let error = #expect(throws: LedgerError.self) { try Ledger(path: fixture.path) }
        #expect(error?.code == .foreign)
        #expect(error?.description.contains("newer version") == true)
    }

    @Test func `refuses a file that is no database`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.directory.appending(path: "text.sqlite").path
        try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        #expect(error?.code == .damaged)
    }

    /// For root a mode means nothing, and the attribute needs a file system that has it.
    private static func setReadOnly(_ isReadOnly: Bool, _ path: String) -> Bool {
        guard geteuid() == 0 else { return chmod(path, isReadOnly ? 0o400 : 0o600) == 0 }
        let chattr = Process()
        chattr.executableURL = URL(filePath: "/usr/bin/chattr")
        chattr.arguments = [isReadOnly ? "+i" : "-i", path]
        chattr.standardError = FileHandle.nullDevice
        guard (try? chattr.run()) != nil else { return false }
        chattr.waitUntilExit()
        return chattr.terminationStatus == 0
    }

    private static let canSetReadOnly: Bool = {
        let path = FileManager.default.temporaryDirectory.appending(path: "terminus-\(UUID().uuidString)").path
        defer { unlink(path) }
        guard FileManager.default.createFile(atPath: path, contents: nil), setReadOnly(true, path) else { return false }
        return setReadOnly(false, path)
    }()

    @Test(.enabled(if: canSetReadOnly, "this user cannot make a file read-only for itself"))
    func `for writing refuses a file that cannot be written, instead of staying read-only when it can`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"))
        fixture.ledger.close()
        #expect(Self.setReadOnly(true, fixture.path))
        let error = #expect(throws: LedgerError.self) { try Ledger(path: fixture.path) }
        #expect(Self.setReadOnly(false, fixture.path))
        #expect(error?.code == .readOnly)
        #expect(error?.hint?.contains("start it again") == true)
        let again = try Ledger(path: fixture.path)
        defer { again.close() }
        #expect(try again.lastEventPosition() == 1)
    }

    @Test func `for reading creates nothing`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.directory.appending(path: "absent.sqlite").path
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path, access: .readOnly) }
        #expect(error?.code == .cannotOpen)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `for reading sees what another process writes`() throws {
        let fixture = try LedgerFixture()
        let reader = try Ledger(path: fixture.path, access: .readOnly)
        defer { reader.close() }
        try fixture.record(.termination("t-1"))
        #expect(try reader.lastEventPosition() == 1)
        let error = #expect(throws: LedgerError.self) { try reader.file.probeWrite() }
        #expect(error?.code == .readOnly)
    }

    @Test(arguments: ["UPDATE settings_versions SET applied_by = 'x'", "DELETE FROM settings_versions"])
    func `guards versions of the settings against`(statement: String) throws {
        let fixture = try LedgerFixture()
        #expect(throws: DatabaseError.self) {
            try fixture.ledger.pool.write { try $0.execute(sql: statement) }
        }
    }
}
