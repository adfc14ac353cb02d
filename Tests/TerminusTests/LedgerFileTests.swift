import Foundation
import GRDB
import JSON
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
        try TestEnvironment.with("gone-\(damage.rawValue.lowercased())") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            // What the test has open would keep files alive that the worker must miss.
            testEnvironment.ledger.close()
            var environment = testEnvironment.environment
            environment["TERMINUS_HTTP_ADDRESS"] = "127.0.0.1:0"
            let worker = try Program.start(["run"], in: testEnvironment.folder.path, environment: environment)
            let client = try #require(worker.client)
            try testEnvironment.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            #expect(try testEnvironment.run("ledger", "backup", testEnvironment.ledgerPath + ".backup").end == .exit(0))
            try strike(damage, testEnvironment.ledgerPath)
            // It is asked before anything is recorded: the look of whoever asks is enough.
            let reply = try? client.get("/ready")
            #expect(reply?.status != 200)
            try testEnvironment.publish(Sample.messages(6...15))
            #expect(worker.end(timeout: .seconds(20)) == .exit(78))
            #expect(worker.errorText.contains("The ledger is gone: the worker ends"))
            #expect(worker.errorText.contains(testEnvironment.ledgerPath))
            let remedy = damage == .linked ? "remove the other name" : "terminus ledger restore FILE"
            #expect(worker.errorText.contains(remedy))
            billing.close()
            #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).count == 10)
            // And no unit that starts it again makes a new, empty ledger of what is left.
            if damage != .removed, damage != .logRemoved {
                let again = try testEnvironment.run("run")
                #expect(again.end != .exit(0) && again.end != nil)
                #expect(try testEnvironment.remaining(in: testEnvironment.names.terminations).isEmpty)
            }
        }
    }

    @Test func `keeps what it had acknowledged, also where only its log was removed`() throws {
        try TestEnvironment.with("log-gone") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            testEnvironment.ledger.close()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            try strike(.logRemoved, testEnvironment.ledgerPath)
            #expect(worker.end(timeout: .seconds(20)) == .exit(78))
            let ledger = try Ledger(path: testEnvironment.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            #expect(try ledger.facts().terminations == 5)
            #expect(try ledger.check() == [])
        }
    }
}

@Suite struct `A worker whose ledger is damaged` {
    @Test func `notices that another file was written over it, ends for good, and keeps the log`() throws {
        try TestEnvironment.with("overwritten") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            testEnvironment.ledger.close()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            let backup = testEnvironment.ledgerPath + ".backup"
            #expect(try testEnvironment.run("ledger", "backup", backup).end == .exit(0))
            // As cp does: the same file, with other bytes.
            let file = try FileHandle(forWritingTo: URL(filePath: testEnvironment.ledgerPath))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data(contentsOf: URL(filePath: backup)))
            try file.close()
            #expect(worker.end(timeout: .seconds(20)) == .exit(78))
            #expect(worker.errorText.contains("The ledger is gone: the worker ends"))
            #expect(worker.errorText.contains("terminus ledger restore FILE"))
            #expect(exists(testEnvironment.ledgerPath + "-wal"))
            // Log and file do not belong together: nobody opens them.
            #expect(try testEnvironment.run("run").end == .exit(65))
            #expect(try testEnvironment.run("ledger", "restore", backup, "--yes").end == .exit(0))
            let restored = try Ledger(path: testEnvironment.ledgerPath, access: .readOnly)
            defer { restored.close() }
            #expect(try restored.facts().terminations == 5)
        }
    }

    /// Each is a table that another part of the worker reads: the intake, the relay, the scheduler, the answers, `/ready`.
    @Test(arguments: ["terminations", "parked_events", "pending_effects", "answers", "dead_letter_counts"])
    func `ends for good, whichever part meets the damage, and says what to do`(table: String) throws {
        try TestEnvironment.with("damaged") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            testEnvironment.ledger.close()
            let first = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...3) + [Sample.message("t-4", reason: "unknown")])
            #expect(billing.take(4).count == 4)
            first.send(SIGTERM)
            #expect(first.end() == .exit(0))
            try damage(table, in: testEnvironment.ledgerPath)

            var environment = testEnvironment.environment
            environment["TERMINUS_HTTP_ADDRESS"] = "127.0.0.1:0"
            let worker = try Program.start(["run"], in: testEnvironment.folder.path, environment: environment)
            let client = try #require(worker.client)
            _ = try? client.get("/ready")
            try testEnvironment.publish(Sample.messages(11...13))
            #expect(worker.end(timeout: .seconds(30)) == .exit(78), "\(worker.errorText)")
            #expect(worker.errorText.contains("The ledger is damaged: the worker ends"), "\(worker.errorText)")
            #expect(worker.errorText.contains("terminus ledger check"))
            #expect(worker.errorText.contains("terminus ledger restore FILE"))
        }
    }

    /// Writes nonsense over the first page of a table.
    private func damage(_ table: String, in path: String) throws {
        let queue = try DatabaseQueue(path: path)
        let (page, size) = try queue.read { database in
            try (
                Int.fetchOne(database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]),
                Int.fetchOne(database, sql: "PRAGMA page_size")
            )
        }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: UInt64((try #require(page) - 1) * #require(size)))
        try file.write(contentsOf: Data(repeating: 0xA5, count: #require(size)))
        try file.close()
    }
}

@Suite struct `Restoring by command` {
    @Test func `is refused beside a worker, is asked for, and is told to machines`() throws {
        try TestEnvironment.with("restore") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            testEnvironment.ledger.close()
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...5))
            #expect(billing.take(5).count == 5)
            let backup = testEnvironment.folder.path + "/b.sqlite"
            #expect(try testEnvironment.run("ledger", "backup", backup).end == .exit(0))
            try testEnvironment.publish(Sample.messages(6...8))
            #expect(billing.take(3).count == 3)

            let refused = try testEnvironment.run("ledger", "restore", backup, "--yes")
            #expect(refused.end == .exit(75))
            #expect(refused.errors.contains("Process \(worker.pid) has the ledger open"), "\(refused.errors)")
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(!exists(testEnvironment.ledgerPath + "-wal") && !exists(testEnvironment.ledgerPath + "-shm"))

            let rehearsal = try testEnvironment.run("ledger", "restore", backup, "--dry-run")
            #expect(rehearsal.end == .exit(0))
            #expect(rehearsal.output.contains("Nothing was changed."))
            #expect(rehearsal.output.contains("of the replaced ledger are not in the copy"))
            let unasked = try testEnvironment.run("ledger", "restore", backup)
            #expect(unasked.end == .exit(64))
            #expect(unasked.errors.contains("--yes"))

            let done = try testEnvironment.run("ledger", "restore", backup, "--yes", "--format", "json")
            #expect(done.end == .exit(0), "\(done.errors)")
            let json = try #require(try done.objects().first)
            #expect(json["restored"] == .bool(true))
            #expect(json["eventsNotInCopy"]?.integer == 3)
            let kept = try #require(json["kept"]?.string)
            let ledger = try Ledger(path: kept, access: .readOnly)
            #expect(try ledger.facts().terminations == 8)
            ledger.close()

            let next = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...9))
            // Six to nine are new to it; what it had not published when it was copied comes once more before them.
            var last: String?
            while last != "t-9", let event = billing.take(1).first { last = event["data", "terminationId"]?.string }
            #expect(last == "t-9")
            next.send(SIGTERM)
            #expect(next.end() == .exit(0))
            let restored = try Ledger(path: testEnvironment.ledgerPath, access: .readOnly)
            defer { restored.close() }
            #expect(try restored.facts().terminations == 9)
            #expect(try restored.check() == [])
        }
    }

    @Test func `says what does not hold, and changes nothing`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
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
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
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
        // Otherwise it may be at its end before the other one begins.
        backup.send(SIGSTOP)
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

@Suite struct `A copy for a dry run` {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        try folder.file("old.ndjson", String(decoding: Sample.message("t-1"), as: UTF8.self))
        try FileManager.default.createDirectory(atPath: folder.path + "/tmp", withIntermediateDirectories: false)
        let queue = try DatabaseQueue(path: folder.path + "/terminus.sqlite")
        try queue.write { database in
            try database.execute(sql: "CREATE TABLE padding (bytes BLOB)")
            for _ in 1...150 { try database.execute(sql: "INSERT INTO padding VALUES (zeroblob(1000000))") }
        }
        try queue.close()
    }

    private var copies: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp")) ?? []
    }

    /// - Parameter known: a copy that was there before.
    private func start(beside known: String? = nil) throws -> ChildProcess {
        let process = try Program.start(
            ["import", "old.ndjson", "--dry-run"],
            in: folder.path,
            environment: ["TMPDIR": folder.path + "/tmp"]
        )
        #expect(wait { copies.contains { $0 != known && exists("\(folder.path)/tmp/\($0)/ledger.sqlite.partial") } })
        return process
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `is its owner's alone, and goes away when a signal ends the command`(number: Int32) throws {
        let process = try start()
        let copy = try #require(copies.first)
        let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/tmp/\(copy)")[.posixPermissions]
        #expect(mode as? Int == 0o700)
        process.send(number)
        #expect(process.end() == .exit(128 + number))
        #expect(copies.isEmpty)
    }

    @Test func `goes away with the next one where its command was killed, and not while it runs`() throws {
        let killed = try start()
        killed.send(SIGKILL)
        #expect(killed.end() == .signal(SIGKILL))
        let left = try #require(copies.first)
        let running = try start(beside: left)
        #expect(!copies.contains(left))
        let beside = try folder.run(
            ["import", "old.ndjson", "--dry-run"],
            environment: ["TMPDIR": folder.path + "/tmp"]
        )
        #expect(beside.end == .exit(0), "\(beside.errors)")
        #expect(running.end() == .exit(0), "\(running.errorText)")
        #expect(copies.isEmpty)
    }

    @Test func `and the refused messages are their owner's alone, whatever the umask`() throws {
        try folder.file("bad.ndjson", "nonsense\n")
        let process = try ChildProcess(
            "/bin/sh",
            ["-c", "umask 0; exec \"$@\"", "sh", Program.path, "import", "bad.ndjson", "--rejects", "refused.ndjson"],
            environment: Program.environment,
            folder: folder.path
        )
        #expect(process.end() == .exit(1), "\(process.errorText)")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/refused.ndjson")[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }
}

@Suite(.enabled(if: geteuid() == 0, "only root can be another user")) struct `Who may only read the ledger` {
    private static let parsed = [
        ["terminations", "list"], ["report", "--format", "json", "--period", "2099"], ["ledger", "check"],
        ["settings", "show"], ["dead-letters", "list"], ["events", "list"], ["customers", "export", "k-1"],
    ]

    private func asNobody(_ arguments: [String], _ environment: [String: String], _ folder: String) throws -> Answer {
        let process = try ChildProcess(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", Program.path] + arguments,
            environment: Program.environment.merging(environment) { _, new in new },
            folder: folder
        )
        return Answer(
            end: process.end(),
            output: process.outputText,
            bytes: process.outputBytes,
            errors: process.errorText
        )
    }

    @Test func `reads it beside a worker and without one`() throws {
        try TestEnvironment.with("reader") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            testEnvironment.ledger.close()
            #expect(chmod(testEnvironment.ledgerPath, 0o644) == 0)
            let worker = try testEnvironment.startWorker()
            try testEnvironment.publish(Sample.messages(1...3))
            #expect(billing.take(3).count == 3)
            for command in Self.parsed {
                let answer = try asNobody(command, testEnvironment.environment, testEnvironment.folder.path)
                #expect(answer.end == .exit(0), "\(command) \(answer.errors)")
            }
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            for command in Self.parsed {
                let answer = try asNobody(command, testEnvironment.environment, testEnvironment.folder.path)
                #expect(answer.end == .exit(0), "\(command) \(answer.errors)")
            }
            let writing = try asNobody(
                ["settings", "apply", "x"],
                testEnvironment.environment,
                testEnvironment.folder.path
            )
            #expect(writing.end != .exit(0))
        }
    }

    @Test func `is told what a bare copy lacks, and that a file may not be read`() throws {
        try TestEnvironment.with("bare") { testEnvironment in
            // As it is in use: its log is not copied.
            try testEnvironment.ledger.file.probeWrite()
            let copy = testEnvironment.folder.path + "/bare.sqlite"
            let cp = try ChildProcess(
                "/bin/cp",
                [testEnvironment.ledgerPath, copy],
                environment: Program.environment,
                folder: testEnvironment.folder.path
            )
            #expect(cp.end() == .exit(0))
            #expect(chmod(copy, 0o644) == 0)
            let bare = try asNobody(["terminations", "list", "--ledger-path", copy], [:], testEnvironment.folder.path)
            #expect(bare.end == .exit(78))
            #expect(bare.errors.contains(copy) && bare.errors.contains("without its -wal and -shm"), "\(bare.errors)")
            #expect(bare.errors.contains("terminus ledger backup FILE"))
            #expect(chmod(copy, 0o600) == 0)
            let closed = try asNobody(
                ["terminations", "list", "--ledger-path", copy],
                [:],
                testEnvironment.folder.path
            )
            #expect(closed.end == .exit(78))
            #expect(closed.errors.contains("\(copy) cannot be read: Permission denied"), "\(closed.errors)")
        }
    }
}

@Suite struct `A full disk` {
    /// Whether a file system can be mounted that only a child sees.
    private static let canMount: Bool = {
        guard let folder = try? Folder(), let answer = try? onSmallDisk(["/bin/true"], folder) else { return false }
        return answer.end == .exit(0)
    }()

    /// Runs a program with a disk of 200 KiB at `small`.
    private static func onSmallDisk(
        _ command: [String],
        _ folder: Folder,
        _ environment: [String: String] = [:],
        size: String = "200k"
    ) throws -> Answer {
        let script = "mkdir -p small && mount -t tmpfs -o size=\(size) none small && \"$@\""
        let process = try ChildProcess(
            "/usr/bin/unshare",
            ["-m", "/bin/sh", "-c", script, "sh"] + command,
            environment: Program.environment.merging(environment) { _, new in new },
            folder: folder.path
        )
        return Answer(
            end: process.end(),
            output: process.outputText,
            bytes: process.outputBytes,
            errors: process.errorText
        )
    }

    @Test(
        .enabled(if: canMount, "needs the right to mount a file system"),
        arguments: [
            ("cat /dev/zero > small/rest", "No space left on device"), ("mount -o remount,ro small", "is read-only"),
        ]
    )
    func `is found by doctor, as one that is read-only is`(obstacle: String, reason: String) throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        let steps = [
            "\(Program.path) settings apply settings.yaml --create --ledger-path small/l.sqlite", obstacle,
            "exec \(Program.path) doctor --ledger-path small/l.sqlite --amqp-url \(`Exit codes`.nowhere) --format json",
        ]
        let answer = try Self.onSmallDisk(["/bin/sh", "-c", steps.joined(separator: "\n")], folder, size: "8m")
        let findings = try answer.lines.filter { $0.hasPrefix("{") }.compactMap {
            try JSONValue(parsing: Array($0.utf8)).object
        }
        let ledger = try #require(findings.first { $0["check"]?.string == "ledger" })
        #expect(ledger["result"]?.string == "failed")
        #expect(ledger["detail"]?.string?.contains(reason) == true, "\(answer.output)")
    }

    @Test(.enabled(if: canMount, "needs the right to mount a file system"))
    func `is named as that which is full, and a command does not go on by itself`() throws {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        try folder.file("old.ndjson", String(decoding: Sample.message("t-1"), as: UTF8.self))
        let small = folder.path + "/small"
        let cases: [(command: [String], environment: [String: String], place: String)] = [
            (["ledger", "backup", "small/copy"], [:], "small/copy.partial"),
            (["import", "old.ndjson", "--dry-run"], ["TMPDIR": small], small),
            (
                ["settings", "apply", "settings.yaml", "--create", "--ledger-path", "small/l.sqlite"], [:],
                "small/l.sqlite"
            ),
        ]
        for (command, environment, place) in cases {
            let answer = try Self.onSmallDisk([Program.path] + command, folder, environment)
            #expect(answer.end == .exit(74), "\(command) \(answer.errors)")
            #expect(answer.errors.contains(place), "\(answer.errors)")
            #expect(answer.errors.contains("Then give the command again."), "\(answer.errors)")
            #expect(!answer.errors.contains("resumes"), "\(answer.errors)")
        }
    }
}
