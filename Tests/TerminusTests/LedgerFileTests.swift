import Foundation
import GRDB
import Terminations
import TestSupport
import Testing

@testable import Ledger

/// Waits for a state of files that another process makes; there is nothing that rings.
private func wait(until isSo: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while !isSo() {
        guard ContinuousClock.now < deadline else { return false }
        sched_yield()
    }
    return true
}

private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

@Suite struct `A worker whose ledger is taken away` {
    enum Damage: String, CaseIterable, Sendable { case removed, moved, replacedByBackup, linked, logRemoved }

    private func strike(_ damage: Damage, _ path: String) throws {
        switch damage {
        case .removed: for end in ["", "-wal", "-shm"] { #expect(unlink(path + end) == 0) }
        case .moved: #expect(rename(path, path + ".old") == 0)
        case .replacedByBackup: #expect(rename(path + ".backup", path) == 0)
        case .linked: #expect(link(path, path + ".second") == 0)
        case .logRemoved: for end in ["-wal", "-shm"] { #expect(unlink(path + end) == 0) }
        }
    }

    @Test(arguments: Damage.allCases)
    func `acknowledges nothing more, is never ready again, says why and ends for good`(damage: Damage) throws {
        try Scene.with("gone-\(damage.rawValue.lowercased())") { scene in
            let billing = try scene.subscriber()
            // What the test has open would keep files alive that the worker must miss.
            scene.ledger.close()
            var environment = scene.environment
            environment["TERMINUS_HTTP_ADDRESS"] = "127.0.0.1:0"
            let worker = try Program.start(["run"], in: scene.folder.path, environment: environment)
            let client = try #require(worker.client)
            try scene.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            #expect(try scene.run("ledger", "backup", scene.ledgerPath + ".backup").end == .exit(0))
            try strike(damage, scene.ledgerPath)
            // It is asked before anything is recorded: the look of whoever asks is enough.
            let reply = try? client.get("/ready")
            #expect(reply?.status != 200)
            try scene.publish(Sample.messages(6...15))
            #expect(worker.end(timeout: .seconds(20)) == .exit(78))
            #expect(worker.errorText.contains("The ledger is gone: the worker ends"))
            #expect(worker.errorText.contains(scene.ledgerPath))
            let remedy = damage == .linked ? "remove the other name" : "terminus ledger restore FILE"
            #expect(worker.errorText.contains(remedy))
            billing.close()
            #expect(try scene.remaining(in: scene.names.terminations).count == 10)
            // And no unit that starts it again makes a new, empty ledger of what is left.
            if damage != .removed, damage != .logRemoved {
                let again = try scene.run("run")
                #expect(again.end != .exit(0) && again.end != nil)
                #expect(try scene.remaining(in: scene.names.terminations).isEmpty)
            }
        }
    }

    @Test func `keeps what it had acknowledged, also where only its log was removed`() throws {
        try Scene.with("log-gone") { scene in
            let billing = try scene.subscriber()
            scene.ledger.close()
            let worker = try scene.startWorker()
            try scene.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            try strike(.logRemoved, scene.ledgerPath)
            #expect(worker.end(timeout: .seconds(20)) == .exit(78))
            let ledger = try Ledger(path: scene.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            #expect(try ledger.facts().terminations == 5)
            #expect(try ledger.check() == [])
        }
    }
}

@Suite struct `Restoring by command` {
    @Test func `is refused beside a worker, is asked for, and is told to machines`() throws {
        try Scene.with("restore") { scene in
            let billing = try scene.subscriber()
            scene.ledger.close()
            let worker = try scene.startWorker()
            try scene.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            let backup = scene.folder.path + "/b.sqlite"
            #expect(try scene.run("ledger", "backup", backup).end == .exit(0))
            try scene.publish(Sample.messages(6...8))
            #expect(billing.take(3).count == 3)

            let refused = try scene.run("ledger", "restore", backup, "--yes")
            #expect(refused.end == .exit(75))
            #expect(refused.errors.contains("Process \(worker.pid) has the ledger open"), "\(refused.errors)")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(!exists(scene.ledgerPath + "-wal") && !exists(scene.ledgerPath + "-shm"))

            let rehearsal = try scene.run("ledger", "restore", backup, "--dry-run")
            #expect(rehearsal.end == .exit(0))
            #expect(rehearsal.output.contains("Nothing was changed."))
            #expect(rehearsal.output.contains("of the replaced ledger are not in the copy"))
            let unasked = try scene.run("ledger", "restore", backup)
            #expect(unasked.end == .exit(64))
            #expect(unasked.errors.contains("--yes"))

            let done = try scene.run("ledger", "restore", backup, "--yes", "--format", "json")
            #expect(done.end == .exit(0), "\(done.errors)")
            let json = try #require(try done.objects().first)
            #expect(json["restored"] == .bool(true))
            #expect(json["eventsNotInCopy"]?.integer == 3)
            let kept = try #require(json["kept"]?.string)
            let ledger = try Ledger(path: kept, access: .readOnly)
            #expect(try ledger.facts().terminations == 8)
            ledger.close()

            let next = try scene.startWorker()
            try scene.publish(Sample.messages(1...9))
            // Six to nine are new to it; what it had not published when it was copied comes once more before them.
            var last: String?
            while last != "t-9", let event = billing.take(1).first { last = event["data", "terminationId"]?.string }
            #expect(last == "t-9")
            next.send(SIGTERM)
            #expect(next.end() == .exit(0))
            let restored = try Ledger(path: scene.ledgerPath, access: .readOnly)
            defer { restored.close() }
            #expect(try restored.facts().terminations == 9)
            #expect(try restored.check() == [])
        }
    }

    @Test func `says what does not hold, and changes nothing`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml").end == .exit(0))
        #expect(try folder.run("ledger", "backup", "b").end == .exit(0))
        let queue = try DatabaseQueue(path: folder.path + "/b")
        try queue.write { try $0.execute(sql: "DELETE FROM relay_cursor") }
        try queue.close()
        let answer = try folder.run("ledger", "restore", "b", "--yes")
        #expect(answer.end == .exit(65))
        #expect(answer.output.contains("relay-cursor"))
        #expect(try folder.run("ledger", "check").end == .exit(0))
    }
}

@Suite struct `Backing up by command` {
    private func folderWithLedger() throws -> Folder {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml").end == .exit(0))
        return folder
    }

    @Test(arguments: ["x", "é", "./-", "..x"])
    func `takes names of any length`(name: String) throws {
        let folder = try folderWithLedger()
        let answer = try folder.run("ledger", "backup", name)
        #expect(answer.end == .exit(0), "\(answer.errors)")
        #expect(try folder.run("ledger", "check", "--ledger-path", name).end == .exit(0))
    }

    @Test func `does not write to standard output, and says what to do`() throws {
        let folder = try folderWithLedger()
        let answer = try folder.run("ledger", "backup", "-")
        #expect(answer.end == .exit(64))
        #expect(answer.errors.contains("./-"))
        #expect(!exists(folder.path + "/-"))
    }

    /// A ledger that takes a while to copy.
    private func grow(_ folder: Folder) throws {
        let queue = try DatabaseQueue(path: folder.path + "/terminus.sqlite")
        try queue.write { database in
            try database.execute(sql: "CREATE TABLE padding (bytes BLOB)")
            for _ in 1...150 { try database.execute(sql: "INSERT INTO padding VALUES (zeroblob(1000000))") }
        }
        try queue.close()
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `leaves nothing behind when it is interrupted`(number: Int32) throws {
        let folder = try folderWithLedger()
        try grow(folder)
        let backup = try Program.start(["ledger", "backup", "copy"], in: folder.path)
        #expect(wait { exists(folder.path + "/copy.partial") })
        backup.send(number)
        #expect(backup.end() == .exit(128 + number))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasPrefix("copy") }, "\(names)")
    }

    @Test func `takes the place of one that was killed`() throws {
        let folder = try folderWithLedger()
        try grow(folder)
        let backup = try Program.start(["ledger", "backup", "copy"], in: folder.path)
        #expect(wait { exists(folder.path + "/copy.partial") })
        let beside = try folder.run("ledger", "backup", "copy")
        #expect(beside.end == .exit(78))
        #expect(beside.errors.contains("Another process writes it now"))
        backup.send(SIGKILL)
        #expect(backup.end() == .signal(SIGKILL))
        #expect(exists(folder.path + "/copy.partial"))
        #expect(try folder.run("ledger", "backup", "copy").end == .exit(0))
        #expect(!exists(folder.path + "/copy.partial"))
    }
}
