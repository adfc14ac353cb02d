import Foundation
import GRDB
import Terminations
import TestSupport
import Testing

@testable import Ledger

@Suite struct `The ledger's commands` {
    /// A folder with a ledger under the default name.
    private func folderWithLedger() throws -> Folder {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        return folder
    }

    private func change(_ folder: Folder, _ statement: String) throws {
        let queue = try DatabaseQueue(path: folder.path + "/terminus.sqlite")
        try queue.write { try $0.execute(sql: statement) }
        try queue.close()
    }

    @Test func `check one that holds`() throws {
        let folder = try folderWithLedger()
        let text = try folder.run("ledger", "check")
        #expect(text.end == .exit(0))
        #expect(text.output == "terminus.sqlite: \(LedgerRule.allCases.count) checks passed.\n")
        let json = try folder.run("ledger", "check", "--format", "json")
        #expect(json.end == .exit(0))
        #expect(try json.objects().first?["holds"] == .bool(true))
    }

    @Test func `check one that does not, and name the place`() throws {
        let folder = try folderWithLedger()
        try change(folder, "UPDATE relay_cursor SET position = 77")
        let text = try folder.run("ledger", "check")
        #expect(text.end == .exit(65))
        #expect(text.output.contains("relay-cursor"))
        #expect(text.output.contains("relay_cursor 1"))
        #expect(text.output.contains("One rule does not hold."))
        let json = try folder.run("ledger", "check", "--format", "json")
        #expect(json.end == .exit(65))
        let finding = try json.objects().first?["findings"]?.array?.first?.object
        #expect(finding?["rule"] == .string("relay-cursor"))
        #expect(finding?["places"] == .array([.string("1")]))
    }

    @Test func `back up beside a worker that records, and refuse to overwrite`() throws {
        try TestEnvironment.with("backup") { environment in
            let billing = try environment.subscriber()
            let worker = try environment.startWorker("--batch-size", "20")
            try environment.publish(Sample.messages(1...300))
            #expect(billing.take(50).count == 50)
            let copy = environment.folder.path + "/copy.sqlite"
            let backup = try environment.run("ledger", "backup", copy, "--format", "json")
            #expect(backup.end == .exit(0), "\(backup.errors)")
            #expect(try backup.objects().first?["holds"] == .bool(true))
            #expect(billing.take(250).count == 250)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            let ledger = try Ledger(path: copy, access: .readOnly)
            let recorded = try ledger.facts().terminations
            #expect((50...300).contains(recorded))
            #expect(try ledger.lastEventPosition() - Int64(recorded) == environment.ledger.lastEventPosition() - 300)
            ledger.close()

            let again = try environment.run("ledger", "backup", copy)
            #expect(again.end == .exit(64))
            #expect(again.errors.contains("exists already"))
            let folder = try environment.run("ledger", "backup", environment.folder.path)
            #expect(folder.end == .exit(64))
            #expect(folder.errors.contains("is a folder"))
        }
    }

    @Test func `say what a migration would do, do it, and refuse a newer ledger`() throws {
        let folder = try Folder()
        // A file without tables is of version 0.
        #expect(FileManager.default.createFile(atPath: folder.path + "/terminus.sqlite", contents: nil))
        let current = Schema.migrator.migrations.count
        let old = try folder.run("ledger", "check")
        #expect(old.end == .exit(78))
        #expect(old.errors.contains("terminus ledger migrate"))

        let forecast = try folder.run("ledger", "migrate", "--dry-run")
        #expect(forecast.end == .exit(0))
        #expect(forecast.output.contains("would be brought from version 0 to version \(current):\n  1: "))
        let migrated = try folder.run("ledger", "migrate", "--format", "json")
        #expect(migrated.end == .exit(0))
        #expect(try migrated.objects().first?["migrated"] == .bool(true))
        #expect(try folder.run("ledger", "migrate").output.contains("the schema is up to date"))
        #expect(try folder.run("ledger", "check").end == .exit(0))

        try change(folder, "INSERT INTO grdb_migrations (identifier) VALUES ('99: from the future')")
        for command in [["ledger", "migrate"], ["ledger", "check"], ["run"]] {
            let refused = try folder.run(command)
            #expect(refused.end == .exit(78))
            #expect(refused.errors.contains("was written by a newer version of Terminus"))
        }
    }

    @Test func `name a ledger that is not there`() throws {
        for command in [["check"], ["backup", "copy.sqlite"], ["migrate"]] {
            let answer = try Folder().run(["ledger"] + command)
            #expect(answer.end == .exit(78))
            #expect(answer.errors.contains("There is no ledger at terminus.sqlite."))
        }
    }
}
