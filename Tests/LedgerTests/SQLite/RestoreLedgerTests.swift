import Foundation
import GRDB
import Terminations
import Testing

@testable import Ledger

@Suite struct `Restoring a backup` {
    private let folder: URL
    private var path: String { folder.appending(path: "ledger.sqlite").path }
    private var backup: String { folder.appending(path: "backup.sqlite").path }
    private var names: Set<String> {
        get throws { Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) }
    }

    /// A backup with one termination, its event not published, and a ledger with three, as a killed process leaves it.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let fixture = try LedgerFixture()
        try fixture.record(.termination("t-1"))
        #expect(try fixture.ledger.file.backUp(to: backup) == [])
        try fixture.record(.termination("t-2"), .termination("t-3"))
        _ = try fixture.ledger.advanceRelay(to: 3)
        for end in ["", "-wal"] { try FileManager.default.copyItem(atPath: fixture.path + end, toPath: path + end) }
    }

    private func end() { try? FileManager.default.removeItem(at: folder) }

    private func lastEvent(_ path: String) throws -> Int64 {
        let ledger = try Ledger(path: path)
        defer { ledger.close() }
        #expect(try ledger.check() == [])
        return try ledger.lastEventPosition()
    }

    @Test func `puts it in the ledger's place, keeps the old one with its log, and says what comes of it`() throws {
        defer { end() }
        #expect(chmod(path, 0o640) == 0)
        let (findings, restoration) = try LedgerFile.restore(from: backup, to: path, at: LedgerFixture.now)
        #expect(findings == [])
        let done = try #require(restoration)
        #expect(done.copy.lastEvent == 1 && done.copy.relayPosition == 0)
        #expect(done.replaced?.lastEvent == 3 && done.replaced?.relayPosition == 3)
        #expect(done.eventsToPublish == 1)
        #expect(done.eventsNotInCopy == 2)
        let kept = try #require(done.kept)
        #expect(kept == path + ".replaced-20260301T120000")
        #expect(
            try names.isSuperset(of: [
                "backup.sqlite", "ledger.sqlite", "ledger.sqlite.replaced-20260301T120000",
                "ledger.sqlite.replaced-20260301T120000-wal",
            ])
        )
        #expect(try !names.contains { $0.hasPrefix("ledger.sqlite-") || $0.hasSuffix(".restoring") })
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        #expect(try lastEvent(path) == 1)
        #expect(try lastEvent(kept) == 3)
        #expect(try lastEvent(backup) == 1)
    }

    @Test func `follows a link whose target is missing, and leaves the link`() throws {
        defer { end() }
        let data = folder.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let link = folder.appending(path: "link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "data/new.sqlite")
        let (findings, restoration) = try LedgerFile.restore(from: backup, to: link, at: LedgerFixture.now)
        #expect(findings == [] && restoration != nil && restoration?.kept == nil)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "data/new.sqlite")
        #expect(try lastEvent(data.appending(path: "new.sqlite").path) == 1)
    }

    @Test func `refuses an empty file, and a folder as the ledger`() throws {
        defer { end() }
        let empty = folder.appending(path: "empty.sqlite").path
        #expect(FileManager.default.createFile(atPath: empty, contents: nil))
        let refused = #expect(throws: LedgerError.self) {
            try LedgerFile.restore(from: empty, to: path, at: LedgerFixture.now)
        }
        #expect(refused?.code == .foreign && refused?.description == "\(empty) is empty.")
        let unplaced = #expect(throws: LedgerError.self) {
            try LedgerFile.restore(from: backup, to: folder.path, at: LedgerFixture.now)
        }
        #expect(unplaced?.code == .cannotOpen && unplaced?.description == "\(folder.path) is a folder.")
        #expect(try lastEvent(path) == 3)
    }

    @Test(arguments: [true, false])
    func `is refused while this process has the ledger open`(isRehearsal: Bool) throws {
        defer { end() }
        let ledger = try Ledger(path: path)
        let error = #expect(throws: LedgerError.self) {
            try LedgerFile.restore(from: backup, to: path, isRehearsal: isRehearsal, at: LedgerFixture.now)
        }
        #expect(error?.code == .stillOpen)
        ledger.close()
        #expect(try lastEvent(path) == 3)
    }

    @Test func `changes nothing when it is only rehearsed`() throws {
        defer { end() }
        let before = try names
        let (findings, restoration) = try LedgerFile.restore(
            from: backup,
            to: path,
            isRehearsal: true,
            at: LedgerFixture.now
        )
        #expect(findings == [])
        #expect(restoration?.eventsNotInCopy == 2)
        #expect(restoration?.kept == nil)
        #expect(try names.subtracting(["ledger.sqlite-shm"]) == before)
        #expect(try lastEvent(path) == 3)
    }

    @Test func `changes nothing where the backup does not hold`() throws {
        defer { end() }
        let queue = try DatabaseQueue(path: backup)
        try queue.write { try $0.execute(sql: "UPDATE relay_cursor SET position = 1000") }
        try queue.close()
        for isRehearsal in [true, false] {
            let (findings, restoration) = try LedgerFile.restore(
                from: backup,
                to: path,
                isRehearsal: isRehearsal,
                at: LedgerFixture.now
            )
            #expect(findings.map(\.rule) == [.relayCursor])
            #expect(restoration == nil)
        }
        #expect(try lastEvent(path) == 3)
    }

    @Test func `refuses what is no backup`() throws {
        defer { end() }
        let text = folder.appending(path: "text").path
        try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: text))
        let link = folder.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        for (file, code) in [
            (path, LedgerError.Code.cannotOpen), (link, .cannotOpen), (text, .damaged), (path + ".absent", .cannotOpen),
        ] {
            let error = #expect(throws: LedgerError.self) {
                try LedgerFile.restore(from: file, to: path, at: LedgerFixture.now)
            }
            #expect(error?.code == code, "\(file)")
        }
        #expect(try lastEvent(path) == 3)
    }

    @Test func `replaces a ledger that is damaged, one that is missing, and one behind a link`() throws {
        defer { end() }
        try Data(repeating: 0x41, count: 20_000).write(to: URL(filePath: path))
        unlink(path + "-wal")
        let damaged = try LedgerFile.restore(from: backup, to: path, at: LedgerFixture.now).restoration
        #expect(damaged?.replaced == nil && damaged?.eventsNotInCopy == nil)
        #expect(try lastEvent(path) == 1)

        unlink(path)
        try Data("a log".utf8).write(to: URL(filePath: path + "-wal"))
        let missing = try LedgerFile.restore(from: backup, to: path, at: LedgerFixture.now).restoration
        #expect(missing?.kept?.hasSuffix(".replaced-20260301T120000-2") == true)
        #expect(try lastEvent(path) == 1)

        let link = folder.appending(path: "link.sqlite").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        _ = try LedgerFile.restore(from: backup, to: link, at: LedgerFixture.now)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        #expect(try lastEvent(link) == 1)
    }

    @Test func `is refused as a mixture where it was interrupted, and is whole when it is given again`() throws {
        defer { end() }
        // The new file has its name, and the log of the old one was not moved yet.
        #expect(link(path, path + ".aside") == 0)
        try FileManager.default.copyItem(atPath: backup, toPath: path + ".copy")
        #expect(rename(path + ".copy", path) == 0)
        #expect(throws: LedgerError.self) { try Ledger(path: path) }
        _ = try LedgerFile.restore(from: backup, to: path, at: LedgerFixture.now)
        #expect(try lastEvent(path) == 1)
    }
}

@Suite struct `A file that is being written` {
    private let folder: URL
    private var target: String { folder.appending(path: "copy").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test(arguments: [EPERM, ENOTSUP, ENOSYS, EMLINK])
    func `gets its name also where the file system has no hard links`(code: Int32) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try PartialFile(for: target, suffix: ".partial")
        try Data("all".utf8).write(to: URL(filePath: file.path))
        try file.publish { _, _ in
            errno = code
            return -1
        }
        #expect(try names == ["copy"])
        #expect(try Data(contentsOf: URL(filePath: target)) == Data("all".utf8))
    }

    @Test(arguments: [EEXIST, EPERM])
    func `overwrites nothing that was made meanwhile, and goes away`(code: Int32) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            let file = try PartialFile(for: target, suffix: ".partial")
            try Data("theirs".utf8).write(to: URL(filePath: target))
            let error = #expect(throws: LedgerError.self) {
                try file.publish { _, _ in
                    errno = code
                    return -1
                }
            }
            #expect(error?.description.contains("exists already") == true)
        }
        #expect(try names == ["copy"])
        #expect(try Data(contentsOf: URL(filePath: target)) == Data("theirs".utf8))
    }

    @Test func `replaces one that a killed process has left, and refuses one that is being written`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for end in [".partial", ".partial-journal"] { try Data("old".utf8).write(to: URL(filePath: target + end)) }
        let file = try PartialFile(for: target, suffix: ".partial")
        #expect(try Data(contentsOf: URL(filePath: file.path)).isEmpty)
        #expect(try names == ["copy.partial"])
        let error = #expect(throws: LedgerError.self) { try PartialFile(for: target, suffix: ".partial") }
        #expect(error?.hint?.contains("Another process writes it now") == true)
        try file.publish()
        #expect(try names == ["copy"])
    }
}
