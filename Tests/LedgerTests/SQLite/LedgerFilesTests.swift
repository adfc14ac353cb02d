import Foundation
import GRDB
import Terminations
import Testing
import YAML

@testable import Ledger

@Suite struct `The files of an open ledger` {
    /// What people and programs do to a file under a running worker.
    enum Damage: String, CaseIterable, Sendable {
        case removed, moved, replaced, everythingRemoved, folderMoved, secondName, logRemoved, sharedMemoryRemoved
        case logReplaced, linkTurned

        func strike(_ path: String, link: String) throws {
            let files = FileManager.default
            switch self {
            case .removed: try files.removeItem(atPath: path)
            case .moved: try files.moveItem(atPath: path, toPath: path + ".old")
            case .replaced:
                try files.copyItem(atPath: path, toPath: path + ".copy")
                #expect(rename(path + ".copy", path) == 0)
            case .everythingRemoved: for end in ["", "-wal", "-shm"] { try files.removeItem(atPath: path + end) }
            case .folderMoved:
                let folder = URL(filePath: path).deletingLastPathComponent().path
                try files.moveItem(atPath: folder, toPath: folder + ".old")
            case .secondName: try files.linkItem(atPath: path, toPath: path + ".second")
            case .logRemoved: try files.removeItem(atPath: path + "-wal")
            case .sharedMemoryRemoved: try files.removeItem(atPath: path + "-shm")
            case .logReplaced:
                try files.copyItem(atPath: path + "-wal", toPath: path + ".copy")
                #expect(rename(path + ".copy", path + "-wal") == 0)
            case .linkTurned:
                try files.removeItem(atPath: link)
                try files.copyItem(atPath: path, toPath: path + ".copy")
                try files.createSymbolicLink(atPath: link, withDestinationPath: path + ".copy")
            }
        }
    }

    /// A ledger in a folder of its own, opened through a link, in a folder that goes away.
    private func withLedger(
        _ body: (_ ledger: Ledger, _ recorder: Recorder, _ path: String, _ link: String) throws -> Void
    )
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        let inner = folder.appending(path: "data")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = inner.appending(path: "ledger.sqlite").path
        let link = folder.appending(path: "link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        let ledger = try Ledger(path: link)
        defer { ledger.close() }
        _ = try ledger.apply(
            try Settings.parse(yamlOrJSON: LedgerFixture.settings),
            by: "tester",
            at: LedgerFixture.now
        )
        let recorder = Recorder(ledger: ledger, source: "urn:test")
        _ = try recorder.record([.termination("t-1")], at: LedgerFixture.now)
        try body(ledger, recorder, path, link)
    }

    @Test(arguments: Damage.allCases)
    func `are missed before anything else is committed, by whoever writes or asks`(damage: Damage) throws {
        try withLedger { ledger, recorder, path, link in
            try damage.strike(path, link: link)
            let refused: [() throws -> Void] = [
                { _ = try recorder.record([.termination("t-2")], at: LedgerFixture.now) },
                { _ = try ledger.advanceRelay(to: 1) },
                { _ = try ledger.healthSnapshot() },
                { try ledger.file.demandUnchanged() },
            ]
            for act in refused {
                let error = #expect(throws: LedgerError.self, performing: act)
                #expect(error?.code == .replaced, "\(damage)")
                #expect(error?.isRetriable == false)
            }
            // What SQLite itself still shows: nothing was added.
            #expect(try ledger.lastEventPosition() == 1)
            #expect(try ledger.relayPosition() == 0)
        }
    }

    /// What logrotate does with `copytruncate`.
    @Test(arguments: ["", "-wal"])
    func `are missed before anything is acknowledged where one of them is emptied`(part: String) throws {
        try withLedger { ledger, recorder, path, _ in
            let file = try FileHandle(forWritingTo: URL(filePath: path + part))
            try file.truncate(atOffset: 0)
            try file.close()
            let error = #expect(throws: LedgerError.self) {
                _ = try recorder.record([.termination("t-2")], at: LedgerFixture.now)
            }
            #expect(error?.code == .replaced)
            #expect(throws: LedgerError.self) { try ledger.file.demandUnchanged() }
            // What the other file has is left to it.
            let before = try Data(contentsOf: URL(filePath: path))
            ledger.close()
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
    }

    /// What a full disk and a broken copy leave: the beginning is as it was.
    @Test(arguments: ["", "-wal"])
    func `are missed before anything is acknowledged where one of them is cut off`(part: String) throws {
        try withLedger { ledger, recorder, path, _ in
            _ = try ledger.file.pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
            _ = try recorder.record([.termination("t-2"), .termination("t-3")], at: LedgerFixture.now)
            let size = try #require(FileManager.default.attributesOfItem(atPath: path + part)[.size] as? UInt64)
            let file = try FileHandle(forWritingTo: URL(filePath: path + part))
            try file.truncate(atOffset: size / 2)
            try file.close()
            let error = #expect(throws: LedgerError.self) {
                _ = try recorder.record([.termination("t-4")], at: LedgerFixture.now)
            }
            #expect(error?.code == .replaced)
            // The log is not brought into the file.
            let before = try [path, path + "-wal"].map { try Data(contentsOf: URL(filePath: $0)) }
            ledger.close()
            #expect(try [path, path + "-wal"].map { try Data(contentsOf: URL(filePath: $0)) } == before)
        }
    }

    /// SQLite calls it a failure of the disk.
    @Test func `are told from a failing disk where the log goes while they are opened`() throws {
        try withLedger { _, _, path, _ in
            #expect(OpenFiles.lossWhileOpening(path, hadLog: true) == nil)
            try FileManager.default.moveItem(atPath: path + "-wal", toPath: path + ".old")
            #expect(OpenFiles.lossWhileOpening(path, hadLog: true)?.code == .replaced)
            #expect(OpenFiles.lossWhileOpening(path, hadLog: false) == nil)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".older")
            #expect(OpenFiles.lossWhileOpening(path, hadLog: false)?.code == .replaced)
        }
    }

    /// A prune gives space back, and another process may bring the log over and empty it.
    @Test func `may be made shorter by SQLite`() throws {
        try withLedger { ledger, recorder, path, _ in
            let other = try DatabaseQueue(path: path)
            try other.inDatabase { database in
                try database.execute(sql: "CREATE TABLE large (bytes BLOB)")
                try database.execute(sql: "INSERT INTO large VALUES (zeroblob(2000000))")
                try database.checkpoint(.truncate)
            }
            _ = try recorder.record([.termination("t-2")], at: LedgerFixture.now)
            let size = { try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) }
            let large = try size()
            try other.inDatabase { database in
                try database.execute(sql: "DROP TABLE large; PRAGMA incremental_vacuum")
                try database.checkpoint(.truncate)
            }
            #expect(try size() < large)
            _ = try recorder.record([.termination("t-3")], at: LedgerFixture.now)
            try other.close()
            #expect(try ledger.lastEventPosition() == 3)
        }
    }

    @Test func `are missed also where they go while a transaction is committed`() throws {
        try withLedger { ledger, recorder, path, link in
            recorder.beforeCommit = { try? FileManager.default.moveItem(atPath: path, toPath: path + ".old") }
            let error = #expect(throws: LedgerError.self) {
                try recorder.record([.termination("t-2")], at: LedgerFixture.now)
            }
            #expect(error?.code == .replaced)
        }
    }

    @Test func `are lost for good once they were missed`() throws {
        try withLedger { ledger, _, path, _ in
            try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
            #expect(throws: LedgerError.self) { try ledger.file.demandUnchanged() }
            try FileManager.default.moveItem(atPath: path + ".old", toPath: path)
            #expect(throws: LedgerError.self) { try ledger.file.demandUnchanged() }
        }
    }

    @Test func `may be given a second name by nobody who wants to write, and by whoever reads`() throws {
        let fixture = try LedgerFixture()
        fixture.ledger.close()
        try FileManager.default.linkItem(atPath: fixture.path, toPath: fixture.path + ".second")
        for name in [fixture.path, fixture.path + ".second"] {
            let error = #expect(throws: LedgerError.self) { try Ledger(path: name) }
            #expect(error?.code == .replaced)
            #expect(error?.description.contains("second name") == true)
            try Ledger(path: name, access: .readOnly).close()
        }
        unlink(fixture.path + ".second")
        try Ledger(path: fixture.path).close()
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `are their owner's alone, and one file by itself once the last has closed them`() throws {
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"))
        for end in ["", "-wal", "-shm"] { #expect(try mode(fixture.path + end) == 0o600, "\(end)") }
        let other = try Ledger(path: fixture.path)
        fixture.ledger.close()
        #expect(FileManager.default.fileExists(atPath: fixture.path + "-wal"))
        other.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path) == ["ledger.sqlite"])
        // Its header says that it is written without a log.
        #expect(try Data(contentsOf: URL(filePath: fixture.path))[18...19] == Data([1, 1]))
        let again = try Ledger(path: fixture.path)
        defer { again.close() }
        #expect(try again.lastEventPosition() == 1)
        #expect(FileManager.default.fileExists(atPath: fixture.path + "-wal"))
    }

    @Test func `keep the mode that somebody gave them`() throws {
        let fixture = try LedgerFixture()
        fixture.ledger.close()
        #expect(chmod(fixture.path, 0o640) == 0)
        let ledger = try Ledger(path: fixture.path)
        defer { ledger.close() }
        for end in ["", "-wal", "-shm"] { #expect(try mode(fixture.path + end) == 0o640, "\(end)") }
    }

    @Test func `are counted and searched where they are, also behind a link`() throws {
        try withLedger { ledger, recorder, path, link in
            let log = try #require(FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int)
            let main = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            #expect(try ledger.healthSnapshot().bytes == Int64(main + log))
            #expect(log > 0)
        }
    }
}

@Suite struct `A file beside the log of another` {
    private let folder: URL
    private var path: String { folder.appending(path: "ledger.sqlite").path }

    /// Leaves a ledger as a killed process does, with a log that holds what was recorded last; and a backup beside it.
    init() throws {
        let fixture = try LedgerFixture()
        folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #expect(try fixture.ledger.file.backUp(to: folder.appending(path: "backup.sqlite").path) == [])
        try fixture.record(.termination("t-1"))
        for end in ["", "-wal"] { try FileManager.default.copyItem(atPath: fixture.path + end, toPath: path + end) }
    }

    private func demandRefusal(_ words: String) throws {
        let log = try Data(contentsOf: URL(filePath: path + "-wal"))
        for access in [Ledger.Access.readWrite, .readOnlyOfAnyVersion] {
            let error = #expect(throws: LedgerError.self) { try Ledger(path: path, access: access) }
            if access == .readWrite || FileManager.default.fileExists(atPath: path) {
                #expect(error?.code == .damaged)
                #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
                #expect([.returnFileOrRestore, .restoreInsteadOfCopying].contains(error?.remedy))
            }
        }
        #expect(try Data(contentsOf: URL(filePath: path + "-wal")) == log)
    }

    @Test func `is a whole ledger where it is its own`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        #expect(try ledger.lastEventPosition() == 1)
    }

    @Test func `is refused where it is a backup, and neither is touched`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(rename(folder.appending(path: "backup.sqlite").path, path) == 0)
        try demandRefusal("in the place of another ledger")
    }

    @Test func `is refused where it is empty, and the log is not thrown away`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(truncate(path, 0) == 0)
        try demandRefusal("missing or empty")
    }

    @Test func `is not made where it is missing, and the log is not thrown away`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(unlink(path) == 0)
        try demandRefusal("missing or empty")
    }

    @Test(arguments: [
        "UPDATE relay_cursor SET position = 2",
        "PRAGMA foreign_keys = OFF; UPDATE termination_revisions SET settings_version = 2",
    ])
    func `is refused for writing where its newest rows name what it does not have`(statement: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Ledger(path: path).close()
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: statement) }
        try queue.close()
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains("mixture") == true)
        let parsed = try Ledger(path: path, access: .readOnly)
        defer { parsed.close() }
        #expect(throws: LedgerError.self) { try parsed.demandConsistency() }
    }
}
