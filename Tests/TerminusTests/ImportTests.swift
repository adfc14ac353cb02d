import Foundation
import GRDB
import Terminations
import TestSupport
import Testing

@testable import Ledger

@Suite struct `Importing a file` {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        let settings = try String(
            contentsOf: Program.project.appending(path: "docs/examples/reasons.yaml"),
            encoding: .utf8
        )
        try folder.file("settings.yaml", settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
    }

    private func generate(_ count: Int, _ others: String...) throws -> String {
        let path =
            folder.path + "/generated-\(others.joined(separator: "-")).\(others.contains("csv") ? "csv" : "ndjson")"
        let answer = try Program.script(
            "generate-terminations",
            ["--count", "\(count)", "--output", path] + others
        )
        #expect(answer.end == .exit(0), "\(answer.errors)")
        return path
    }

    private func imported(_ answer: Answer, _ member: String) throws -> Int64? {
        try answer.objects().last?[member]?.integer
    }

    private func rows(_ sql: String) throws -> [GRDB.Row] {
        var configuration = Configuration()
        // While the first process opens the ledger, or the last one closes it, the file is its alone for a moment.
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: folder.path + "/terminus.sqlite", configuration: configuration)
        return try queue.read { try GRDB.Row.fetchAll($0, sql: sql) }
    }

    /// How far the latest import has come.
    private func position() throws -> Int64 {
        try rows("SELECT coalesce(max(position), 0) FROM import_runs")[0][0]
    }

    @Test func `records what is in force and what is over, tells nobody, and knows it again`() throws {
        let file = try generate(400, "--refused", "0")
        let first = try folder.run("import", file, "--format", "json")
        #expect(first.end == .exit(0), "\(first.errors)")
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").count
        #expect(try imported(first, "recorded") == Int64(lines))
        #expect(try rows("SELECT 1 FROM events WHERE contract_sequence IS NOT NULL").isEmpty)
        #expect(
            try rows("SELECT 1 FROM terminations WHERE ended = 0 AND effective_at IS NULL AND end_date < '2026-06-01'")
                .isEmpty
        )
        #expect(try folder.run("ledger", "check").end == .exit(0))

        let again = try folder.run("import", file, "--format", "json")
        #expect(try imported(again, "recorded") == 0)
        #expect(try imported(again, "alreadyRecorded") == Int64(lines))
        #expect(again.errors.contains("This file was imported before (import 1)"))
    }

    @Test func `writes what is refused through a device or a pipe, and waits for no reader`() throws {
        let file = try generate(300)
        func shell(_ line: String) throws -> Answer {
            try Program.run(
                ["-c", line],
                of: "/bin/bash",
                in: folder.path,
                environment: ["T": Program.path, "FILE": file]
            )
        }
        #expect(
            try shell("$T import $FILE --dry-run --rejects /dev/null; test $? -le 1 -a -c /dev/null").end == .exit(0)
        )
        #expect(
            try shell("$T import $FILE --dry-run --rejects >(cat > refused); sleep 0.3; test -s refused").end
                == .exit(0)
        )
        let unread = try shell("mkfifo pipe; $T import $FILE --dry-run --rejects pipe")
        #expect(unread.end != nil && unread.end != .exit(0))
        #expect(unread.errors.contains("Let a program read the pipe first."))
        let full = try shell("$T import $FILE --rejects /dev/full")
        #expect(full.end == .exit(74))
        #expect(full.errors.contains("/dev/full cannot be written: No space left on device."))
        #expect(try shell("umask 0; $T import $FILE --rejects own; stat -c %a own").output.hasSuffix("600\n"))
    }

    @Test func `tells subscribers where that is asked for and agreed to`() throws {
        let file = try generate(50, "--refused", "0")
        #expect(try folder.run("import", file, "--events", "all").end == .exit(64))
        #expect(try folder.run("import", file, "--events", "all", "--yes").end == .exit(0))
        #expect(try rows("SELECT 1 FROM events WHERE type = 'contract.terminated.v1'").count == 50)
        #expect(try folder.run("ledger", "check").end == .exit(0))
    }

    @Test func `of CSV gives the same as of NDJSON`() throws {
        let lines = try generate(300)
        let cells = try generate(300, "--format", "csv")
        let other = try Folder()
        try FileManager.default.copyItem(atPath: folder.path + "/settings.yaml", toPath: other.path + "/settings.yaml")
        #expect(try other.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
        let maps = [
            "messageId=Bericht", "action=Actie", "terminationId=Beëindiging", "revision=Versie",
            "contractId=Contract Nr",
            "customerId=Klant Nr", "contractType=Soort contract", "customerKind=Soort klant", "terminationType=Wijze",
            "initiator=Door wie", "reasonCode=Reden", "note=Toelichting", "receivedOn=Ontvangen op",
            "endDate=Einddatum",
            "channel=Kanaal", "occurredAt=Opgezegd op", "contract.termEndDate=Einde looptijd",
            "contract.noticePeriod=Opzegtermijn", "contract.billedThrough=Gefactureerd tot en met",
            "contract.billingPeriod=Factuurperiode", "contract.periodAmount=Bedrag", "contract.currency=Munt",
        ]
        let first = try folder.run("import", lines, "--format", "json")
        let second = try other.run(["import", cells, "--format", "json"] + maps.flatMap { ["--map", $0] })
        for member in ["messages", "recorded", "waiting", "refused"] {
            #expect(try imported(first, member) == imported(second, member), "\(member): \(second.errors)")
        }
        #expect(try imported(second, "refused") ?? 0 > 0)
        let sql =
            "SELECT termination_id, end_date, revision, monthly_amount, received_on, channel FROM terminations ORDER BY 1"
        let ours = try rows(sql)
        let theirs = try DatabaseQueue(path: other.path + "/terminus.sqlite").read {
            try GRDB.Row.fetchAll($0, sql: sql)
        }
        #expect(ours == theirs)
    }

    @Test func `keeps what is refused in a file, with its line and why`() throws {
        try folder.file(
            "old.csv",
            "terminationId;contractId;customerId;reasonCode;endDate;occurredAt;note\r\n"
                + "t-1;c-1;k;price;2026-01-31;2026-01-02T10:00:00Z;\"said \"\"enough\"\";\r\nand left\"\r\n"
                + "t-2;c-2;k;prise;2026-01-31;2026-01-02T10:00:00Z;\r\n"
                + "t-3;c-3;k;price\r\n"
        )
        let answer = try folder.run("import", "old.csv", "--rejects", "refused.ndjson", "--format", "json")
        #expect(answer.end == .exit(1), "\(answer.errors)")
        #expect(try imported(answer, "recorded") == 1)
        let refused = try String(contentsOfFile: folder.path + "/refused.ndjson", encoding: .utf8)
            .split(separator: "\n").map { try JSONValue(parsing: String($0)).object }
        #expect(refused.map { $0?["line"]?.integer } == [4, 5])
        #expect(refused[0]?["violations"]?.array?.first?.object?["code"] == .string("unknown-reason"))
        #expect(refused[1]?["message"] == .string("t-3;c-3;k;price"))
        #expect(try rows("SELECT 1 FROM dead_letters").isEmpty)
        let again = try folder.run("import", "old.csv", "--rejects", "refused.ndjson")
        #expect(
            again.end == .exit(65) && again.errors.contains("refused.ndjson is not empty, and is not overwritten."),
            "\(again.errors)"
        )
        #expect(
            try String(contentsOfFile: folder.path + "/refused.ndjson", encoding: .utf8).contains("t-3;c-3;k;price")
        )
        let note = try rows("SELECT CAST(body AS TEXT) ->> '$.note', message_id FROM termination_revisions")
        try #require(note.count == 1)
        #expect(note[0][0] == "said \"enough\";\nand left")
        #expect(note[0][1] == "import-t-1-1")
    }

    @Test func `refuses a row with a lost quote, and takes those around it`() throws {
        let row = { (number: Int, note: String) in
            "t-\(number);c-\(number);k;price;2026-01-31;2026-01-02T10:00:00Z;\(note)\n"
        }
        let bad = ["\"never closed", "\"closed\" too early", "5\" wide", "\"to the end"]
        try folder.file(
            "old.csv",
            "\u{FEFF}\"terminationId\";contractId;customerId;reasonCode;endDate;occurredAt;\"no\nte\"\n"
                + bad.enumerated().map { row(2 * $0 + 1, $1) + ($0 < 3 ? row(2 * $0 + 2, "\"good\"") : "") }.joined()
        )
        let answer = try folder.run(
            "import",
            "old.csv",
            "--map",
            "note=no\nte",
            "--rejects",
            "refused.ndjson",
            "--format",
            "json"
        )
        #expect(try imported(answer, "recorded") == 3, "\(answer.errors)")
        #expect(try imported(answer, "refused") == 4)
        let refused = try String(contentsOfFile: folder.path + "/refused.ndjson", encoding: .utf8)
            .split(separator: "\n").map { try JSONValue(parsing: String($0)).object }
        #expect(refused.map { $0?["line"]?.integer } == [3, 5, 7, 9])
        for (object, words) in zip(refused, bad) {
            #expect(object?["message"]?.string?.hasSuffix(words) == true)
        }
    }

    @Test func `refuses a file without lines, instead of reading it whole`() throws {
        try folder.file("old.ndjson", String(repeating: "x", count: 20 << 20))
        let answer = try folder.run("import", "old.ndjson")
        #expect(answer.end == .exit(65), "\(answer.errors)")
        #expect(answer.errors.contains("A record is longer than 16 MiB."))
    }

    @Test func `only rehearsed changes nothing, and says the same`() throws {
        let file = try generate(300)
        let dry = try folder.run("import", file, "--dry-run", "--format", "json")
        #expect(try rows("SELECT 1 FROM terminations").isEmpty && rows("SELECT 1 FROM import_runs").isEmpty)
        let real = try folder.run("import", file, "--format", "json")
        for member in ["messages", "recorded", "alreadyRecorded", "waiting", "refused", "causes"] {
            #expect(try dry.objects().last?[member] == real.objects().last?[member])
        }
    }

    private func killOnceItHasRecorded(_ arguments: [String]) throws {
        let before = try position()
        let process = try Program.start(arguments, in: folder.path)
        let deadline = ContinuousClock.now + .seconds(60)
        while try position() == before, ContinuousClock.now < deadline {}
        process.send(SIGKILL)
        #expect(process.end() == .signal(SIGKILL))
    }

    @Test func `goes on with no file that holds something else than what it refused`() throws {
        let file = try generate(20_000)
        try killOnceItHasRecorded(["import", file, "--rejects", "refused.ndjson"])
        try folder.file("minutes.txt", "Of the meeting.\n")
        let answer = try folder.run("import", file, "--rejects", "minutes.txt")
        #expect(answer.end == .exit(65))
        #expect(answer.errors.contains("minutes.txt holds something else."), "\(answer.errors)")
        #expect(try String(contentsOfFile: folder.path + "/minutes.txt", encoding: .utf8) == "Of the meeting.\n")
    }

    @Test func `goes on where it was killed, and records each message once`() throws {
        let file = try generate(20_000)
        for _ in 1...3 { try killOnceItHasRecorded(["import", file, "--rejects", "refused.ndjson"]) }
        let last = try folder.run("import", file, "--rejects", "refused.ndjson", "--format", "json")
        #expect(last.errors.contains("Going on with import 1") || last.errors.contains("imported before"))
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").count
        let run = try rows("SELECT messages, accepted, held, rejected, position = size FROM import_runs")
        #expect(run.count == 1)
        #expect(run[0][0] == lines && run[0][4] == 1)
        #expect(try rows("SELECT count(*) FROM termination_revisions")[0][0] as Int == run[0][1])
        let refused = try String(contentsOfFile: folder.path + "/refused.ndjson", encoding: .utf8).split(
            separator: "\n"
        )
        #expect(refused.count == run[0][3] as Int)
        #expect(Set(refused).count == refused.count)
        #expect(try folder.run("ledger", "check").end == .exit(0))
    }

    @Test(arguments: [
        (["--map", "contractId=Nothing"], "There is no column Nothing."),
        (["--map", "kontract=a"], "kontract is no field of a message."),
        (["--set", "endDate=2026-01-31"], "No column is a field of a message."),
        (
            ["--set", "endDate=2026-01-31"],
            "A row needs terminationId, contractId, customerId, endDate, occurredAt. It may have messageId, action,"
        ),
    ])
    func `says what is wrong with the columns`(_ options: [String], _ sentence: String) throws {
        try folder.file("x.csv", "a,b\n1,2\n")
        let answer = try folder.run(["import", "x.csv"] + options)
        #expect(answer.end == .exit(65))
        #expect(answer.errors.contains(sentence), "\(answer.errors)")
    }

    @Test func `of a file that is not there, or empty, says so`() throws {
        let missing = try folder.run("import", "nothing.ndjson")
        #expect(missing.end == .exit(66))
        #expect(missing.errors.contains("No such file or directory"))
        try folder.file("empty.ndjson", "")
        let answer = try folder.run("import", "empty.ndjson")
        #expect(answer.end == .exit(65) && answer.errors.contains("empty.ndjson is empty."), "\(answer.errors)")
    }

    @Test func `and a message that came from the queue meanwhile are recorded once, and told on`() throws {
        try TestEnvironment.with("import") { testEnvironment in
            let billing = try testEnvironment.subscriber()
            let worker = try testEnvironment.startWorker()
            let file = testEnvironment.folder.path + "/history.ndjson"
            let messages = (1...500).map { String(decoding: Sample.message("t-\($0)"), as: UTF8.self) + "\n" }
            try messages.joined().write(toFile: file, atomically: true, encoding: .utf8)
            try testEnvironment.publish((250...260).map { Sample.message("t-\($0)") })
            #expect(billing.take(11).count == 11)
            let answer = try testEnvironment.run("import", file, "--format", "json")
            #expect(answer.end == .exit(0), "\(answer.errors)")
            #expect(try answer.objects().last?["recorded"]?.integer == 489)
            #expect(try answer.objects().last?["alreadyRecorded"]?.integer == 11)
            // A correction of what was imported is told as the contract's first event.
            try testEnvironment.publish([Sample.correction("t-7", revision: 2, endDate: "2034-12-31")])
            let event = try #require(billing.take(1).first)
            #expect(event.properties.type == "contract.termination.corrected.v1")
            let data = try JSONValue(parsing: event.body).object?["data"]?.object
            #expect(data?["contractSequence"]?.integer == 1)
            worker.send(SIGTERM)
            #expect(worker.end() == .exit(0))
            #expect(try testEnvironment.run("ledger", "check").end == .exit(0))
            #expect(try testEnvironment.run("terminations", "show", "t-9").end == .exit(0))
        }
    }
}
