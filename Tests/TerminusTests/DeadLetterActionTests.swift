import Foundation
import GRDB
import Terminations
import TestSupport
import Testing

@testable import Ledger

/// Values, edits, undo and the audit list, with the built program and without a broker.
@Suite(.serialized) struct `Mending and undoing with the program` {
    private static let dates = #"/endDate=s/(\d\d)-(\d\d)-(\d{4})/$3-$2-$1/"#

    /// Letters with other reasons than the sample's, on the same ledger.
    private func refuse(_ reasons: [String], in ledger: Ledger) throws {
        try DeadLetterSample.refuse(
            reasons.enumerated().map { Sample.message("v-\($0.offset)", reason: $0.element) },
            in: ledger
        )
    }

    @Test func `shows the values of a cause, and acts on one of them`() throws {
        try DeadLetterSample.withRefused(4) { shell, ledger in
            try refuse(["foo", "foo", "bar"], in: ledger)
            let groups = try shell.deadLetters("groups")
            #expect(groups.output.contains("unknown-reason at /reasonCode\n              te-duur 4 · foo 2 · bar 1\n"))
            let values = try #require(
                try shell.deadLetters("groups", "--format", "json").objects().first?["values"]?.array
            )
            #expect(values.map { $0.object?[text: "value"] } == ["te-duur", "foo", "bar"])
            #expect(values.map { $0.object?[number: "count"] } == [4, 2, 1])
            #expect(
                try shell.deadLetters("groups", "--values", "1").output.contains("te-duur 4 · and 2 other values\n")
            )
            #expect(
                try shell.deadLetters("groups", "--values", "0", "--format", "json").objects().first?["values"] == nil
            )

            let discard = try shell.deadLetters("discard", "--value", "foo", "--yes", "--reason", "test")
            #expect(discard.end == .exit(0))
            #expect(discard.output.contains("2 dead letters discarded.\nThis was action 1."))
            let mend = try shell.deadLetters(
                "mend",
                "--value",
                "te-duur",
                "--set",
                "/reasonCode=price",
                "--replay",
                "--canary",
                "2",
                "--rate",
                "1000",
                "--yes",
                "--reason",
                "meant price"
            )
            #expect(mend.end == .exit(0), "\(mend.errors)")
            #expect(try ledger.countDeadLetters(in: .resolved) == 4)
            #expect(try ledger.deadLetters(in: .open, limit: 10).map(\.terminationID) == ["v-2"])
        }
    }

    @Test func `takes a wrong discard back, and that again`() throws {
        try DeadLetterSample.withRefused(5) { shell, ledger in
            #expect(try shell.deadLetters("discard", "m-t-1", "m-t-2", "--yes", "--reason", "meant").end == .exit(0))
            let wrong = try shell.deadLetters("discard", "--all", "--yes", "--reason", "too wide", "--format", "json")
            #expect(try wrong.objects().first?[number: "action"] == 2)
            #expect(try wrong.objects().first?[number: "changed"] == 3)

            let forecast = try shell.deadLetters("undo", "2", "--dry-run")
            #expect(forecast.end == .exit(0))
            #expect(forecast.output.contains("3 dead letters would be open again.\nNothing was changed."))
            #expect(try ledger.countDeadLetters(in: .open) == 0)
            // Nobody can be asked.
            #expect(try shell.deadLetters("undo", "2").end == .exit(64))

            let undo = try shell.deadLetters(
                "undo",
                "2",
                "--yes",
                "--reason",
                "the filter was too wide",
                "--actor",
                "jo"
            )
            #expect(undo.end == .exit(0), "\(undo.errors)")
            #expect(undo.output.contains("Action 2 undone: 3 dead letters open again."))
            #expect(undo.output.contains("terminus dead-letters undo 3"))
            #expect(try ledger.countDeadLetters(in: .open) == 3)
            #expect(try ledger.countDeadLetters(in: .discarded) == 2)
            let again = try shell.deadLetters("undo", "2", "--yes")
            #expect(again.end == .exit(1))
            #expect(again.errors.contains("already undone, by action 3"))
            #expect(try shell.deadLetters("undo", "3", "--yes").end == .exit(0))
            #expect(try ledger.countDeadLetters(in: .discarded) == 5)

            let actions = try shell.deadLetters("actions", "--format", "json").objects()
            #expect(actions.map { $0[number: "action"] } == [4, 3, 2, 1])
            #expect(actions.map { $0[text: "kind"] } == ["undone", "undone", "discarded", "discarded"])
            #expect(actions[2][number: "undoneBy"] == 3)
            #expect(try shell.deadLetters("undo", "9").end == .exit(65))
        }
    }

    @Test func `counts what was changed since, and leaves it`() throws {
        try DeadLetterSample.withRefused(3) { shell, ledger in
            #expect(try shell.deadLetters("mend", "--all", "--set", "/reasonCode=price", "--yes").end == .exit(0))
            #expect(try shell.deadLetters("replay", "m-t-1").end == .exit(0))
            let undo = try shell.deadLetters("undo", "1", "--yes", "--format", "json")
            #expect(undo.end == .exit(1))
            let answer = try #require(try undo.objects().first)
            #expect(answer[number: "undone"] == 2)
            #expect(answer["changedSince"]?.object?[number: "resolved"] == 1)
            #expect(try ledger.deadLetters(in: .open, limit: 3).allSatisfy { !$0.isEdited })
        }
    }

    @Test func `is killed in the middle of a bulk action, and undo takes back exactly what was done`() throws {
        try DeadLetterSample.withRefused(5000) { shell, ledger in
            #expect(try shell.deadLetters("discard", "m-t-7", "--reason", "meant").end == .exit(0))
            let discard = try shell.start(["dead-letters", "discard", "--all", "--yes", "--reason", "too wide"])
            while try ledger.countDeadLetters(in: .discarded) < 2 { usleep(500) }
            // While this holds the write lock nothing more is discarded.
            try ledger.pool.write { _ in
                discard.send(SIGKILL)
                #expect(discard.end() == .signal(SIGKILL))
            }
            let done = try ledger.countDeadLetters(in: .discarded) - 1
            try #require((500..<4999).contains(done))
            let action = try #require(try shell.deadLetters("actions", "--format", "json").objects().first)
            #expect(action[number: "changed"] == Int64(done))
            #expect(action["finished"] == .bool(false))

            let undo = try shell.deadLetters("undo", "2", "--yes", "--format", "json")
            #expect(undo.end == .exit(0), "\(undo.errors)")
            #expect(try undo.objects().first?[number: "undone"] == Int64(done))
            #expect(try ledger.deadLetters(in: .discarded, limit: 10).map(\.messageID) == ["m-t-7"])
            #expect(try ledger.countDeadLetters(in: .open) == 4999)
            #expect(try ledger.check() == [])
        }
    }

    @Test func `is killed in the middle of an undo, and goes on under its number`() throws {
        try DeadLetterSample.withRefused(5000) { shell, ledger in
            #expect(try shell.deadLetters("discard", "--all", "--yes", "--reason", "wrong").end == .exit(0))
            let undo = try shell.start(["dead-letters", "undo", "1", "--yes"])
            while try ledger.countDeadLetters(in: .open) < 1 { usleep(500) }
            try ledger.pool.write { _ in
                undo.send(SIGKILL)
                #expect(undo.end() == .signal(SIGKILL))
            }
            let done = try ledger.countDeadLetters(in: .open)
            try #require((500..<5000).contains(done))
            let rest = try shell.deadLetters("undo", "1", "--yes", "--format", "json")
            #expect(rest.end == .exit(0), "\(rest.errors)")
            #expect(try rest.objects().first?[number: "action"] == 2)
            #expect(try rest.objects().first?[number: "undone"] == Int64(5000 - done))
            #expect(try ledger.countDeadLetters(in: .open) == 5000)
            #expect(try shell.deadLetters("undo", "2", "--yes").end == .exit(0))
            #expect(try ledger.countDeadLetters(in: .discarded) == 5000)
        }
    }

    @Test func `changes each letter by a pattern, with the first differences beforehand`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let body = String(decoding: Sample.message("d-1"), as: UTF8.self)
            let date = try #require(body.firstMatch(of: /"endDate":"([^"]*)"/)).output.1
            try DeadLetterSample.refuse(
                (1...7).map { number in
                    Array(
                        String(decoding: Sample.message("d-\(number)"), as: UTF8.self)
                            .replacing(date, with: "0\(number)-12-2026").utf8
                    )
                },
                in: ledger
            )
            let arguments = ["mend", "--all", "--set-each", Self.dates]
            let forecast = try shell.deadLetters(arguments + ["--dry-run"])
            #expect(forecast.end == .exit(0), "\(forecast.errors)")
            #expect(forecast.output.contains("of 8 dead letters: 7 would be resolved, 1 would stay unchanged."))
            #expect(
                forecast.output.contains("1 dead letter unchanged: The pattern does not match the value at /endDate.")
            )
            #expect(forecast.output.contains("/endDate: 01-12-2026 → 2026-12-01"))
            let refused = try shell.deadLetters(arguments)
            #expect(refused.end == .exit(64))
            #expect(refused.errors.contains("Mend 7 dead letters?"))

            let mend = try shell.deadLetters(arguments + ["--yes", "--reason", "the CRM's dates"])
            #expect(mend.end == .exit(0), "\(mend.errors)")
            #expect(mend.output.contains("7 dead letters mended.\nThis was action 1."))
            #expect(try ledger.deadLetters(matching: .all, limit: 9).count { $0.isEdited } == 7)
            let history = try shell.deadLetters("history", "m-d-3")
            #expect(history.output.contains("/endDate: 03-12-2026 → 2026-12-03"))
            let shown = try shell.deadLetters("show", "m-d-3")
            #expect(shown.output.contains("none as it reads now"))
            #expect(!shown.output.contains("✗"))
            let json = try #require(try shell.deadLetters("show", "m-d-3", "--format", "json").objects().first)
            #expect(json["now"]?.object?[text: "verdict"] == "accepted")
            #expect(try shell.deadLetters("undo", "1", "--yes").end == .exit(0))
            #expect(try shell.deadLetters("groups").output.contains("01-12-2026 1"))
        }
    }

    @Test func `leaves a value that a pattern does not match, and changes what another matches`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            try refuse(["foo", "bar"], in: ledger)
            let patterns = ["--set-each", "/reasonCode=s/^te-duur$/price/", "--set-each", "/reasonCode=s/^foo$/other/"]
            let forecast = try shell.deadLetters(["mend", "--all", "--dry-run", "--format", "json"] + patterns)
            #expect(forecast.end == .exit(0), "\(forecast.errors)")
            let answer = try #require(try forecast.objects().first)
            #expect(answer[number: "total"] == 3)
            #expect(answer[number: "unchanged"] == 1)
            #expect(answer["unchangedBecause"]?.array?.first?.object?[number: "count"] == 1)
            let mend = try shell.deadLetters(["mend", "--all", "--yes"] + patterns)
            #expect(mend.end == .exit(0), "\(mend.errors)")
            #expect(mend.output.contains("/reasonCode: te-duur → price"))
            #expect(mend.output.contains("/reasonCode: foo → other"))
            #expect(mend.output.contains("2 dead letters mended."))
            let left = try ledger.deadLetters(matching: .all, limit: 9).filter { !$0.isEdited }
            #expect(left.map(\.terminationID) == ["v-1"])
            #expect(left.first?.version == 1)
        }
    }

    @Test(arguments: [
        (["--set", "/nothing/here=1"], "1 cannot be changed"),
        (["--set-each", "/reasonCode=s/xyz/price/"], "1 would stay unchanged"),
        (["--set-each", "/contract=s/x/y/"], "1 would stay unchanged"),
        (["--set-each", "/reasonCode=s/e/1/n"], "1 cannot be changed"),
    ])
    func `says by the exit code of a dry run that nothing can be changed`(change: [String], words: String) throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let forecast = try shell.deadLetters(["mend", "m-t-1", "--dry-run"] + change)
            #expect(forecast.end == .exit(1), "\(forecast.errors)")
            #expect(forecast.output.contains(words))
            #expect(forecast.output.hasSuffix("Nothing was changed.\n"))
            let mend = try shell.deadLetters(["mend", "m-t-1"] + change)
            #expect(mend.end == .exit(65))
            #expect(mend.errors.contains("No dead letter would be changed: "))
            #expect(try ledger.deadLetters(matching: .all, limit: 1).first?.version == 1)
        }
    }

    /// Each as it stands in a message, as `groups` shows it, and as a shell leaves that.
    @Test(arguments: [
        ("Te  duur", #""Te  duur""#, "Te  duur"), ("Te duur", #""Te duur""#, "Te duur"),
        (" foo", #"" foo""#, " foo"), (#"a \"b\""#, #""a \"b\"""#, #"a "b""#),
        ("te\u{A0}duur", #""te\u00a0duur""#, "te\u{A0}duur"), ("foo\\tbar", #""foo\tbar""#, "foo\tbar"),
    ])
    func `shows values as they can be copied`(_ reason: String, _ shown: String, _ text: String) throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            try refuse([reason], in: ledger)
            #expect(try shell.deadLetters("groups").output.contains("\(shown) 1"))
            let values = try shell.deadLetters("groups", "--format", "json").objects()
                .flatMap { $0["values"]?.array ?? [] }
            #expect(values.count { $0.object?[text: "exactValue"] == text } == 1)
            let taken = values.compactMap { $0.object?[text: "value"] }.filter { $0 != "te-duur" }
            for value in taken + [shown, String(shown.dropFirst().dropLast()), text] {
                let list = try shell.deadLetters("list", "--value", value, "--format", "json").objects()
                #expect(list.map { $0[text: "messageId"] } == ["m-v-0"], "\(value)")
            }
            let mend = try shell.deadLetters("mend", "m-v-0", "--set", "/reasonCode=price", "--dry-run")
            #expect(mend.output.contains("m-v-0 /reasonCode: \(shown) → price\n"))
        }
    }

    @Test func `says beforehand what a discard or a restore would do`() throws {
        try DeadLetterSample.withRefused(3) { shell, ledger in
            try refuse(["foo foo"], in: ledger)
            let text = try shell.deadLetters("discard", "--all", "--dry-run")
            #expect(text.end == .exit(0), "\(text.errors)")
            #expect(text.output.hasPrefix("4 dead letters would be discarded.\n"))
            #expect(text.output.contains("  4 × unknown-reason at /reasonCode\n"))
            #expect(text.output.contains("              te-duur 3 · \"foo foo\" 1\nNothing was changed.\n"))
            let json = try #require(
                try shell.deadLetters("discard", "--value", "te-duur", "--dry-run", "--format", "json").objects().first
            )
            #expect(json["dryRun"] == .bool(true))
            #expect(json[number: "total"] == 3)
            #expect(json[number: "changed"] == 0)
            #expect(json["action"] == .null)
            #expect(json["groups"]?.array?.first?.object?[number: "count"] == 3)
            #expect(try ledger.countDeadLetters(in: .open) == 4)
            let nothing = try shell.deadLetters("restore", "m-t-1", "--dry-run")
            #expect(nothing.end == .exit(1))
            #expect(nothing.output.contains("0 dead letters would be restored.\nNot restored: 1 is open already.\n"))

            #expect(try shell.deadLetters("discard", "m-t-1", "--reason", "x").end == .exit(0))
            let restore = try shell.deadLetters("restore", "--all", "--dry-run")
            #expect(restore.end == .exit(0))
            #expect(restore.output.hasPrefix("1 dead letter would be restored.\n"))
            #expect(try ledger.countDeadLetters(in: .discarded) == 1)
            #expect(try shell.deadLetters("actions", "--format", "json").objects().count == 1)
        }
    }

    @Test func `ends where a pattern takes too long, and has changed nothing`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let name = String(repeating: "a", count: 60)
            try DeadLetterSample.refuse([Sample.message("long", reason: name + "!")], in: ledger)
            let answer = try shell.deadLetters("mend", "m-long", "--set-each", "/reasonCode=s/^(a+)+$/x/")
            #expect(answer.end == .exit(65))
            #expect(answer.errors.contains("takes too long"))
            #expect(!answer.errors.contains(name))
            #expect(try ledger.deadLetters(matching: .all, limit: 5).allSatisfy { !$0.isEdited })
        }
    }

    @Test func `opens a letter in the editor, and loses nothing of what was typed`() throws {
        try DeadLetterSample.withRefused(2) { shell, ledger in
            let with = { (editor: String) in
                DeadLetterShell(
                    folder: shell.folder,
                    environment: shell.environment.merging(["EDITOR": editor, "TMPDIR": shell.folder]) { _, new in new }
                )
            }
            let files = { () in
                try FileManager.default.contentsOfDirectory(atPath: shell.folder)
                    .filter { $0.hasPrefix("terminus-dead-letter-") }
            }
            let unchanged = try with("true").deadLetters("mend", "m-t-1", "--edit")
            #expect(unchanged.end == .exit(0))
            #expect(unchanged.output == "Nothing was changed: the body reads so already.\n")
            let mended = try with("sed -i s/te-duur/price/").deadLetters("mend", "m-t-1", "--edit", "--reason", "typo")
            #expect(mended.end == .exit(0), "\(mended.errors)")
            #expect(mended.output.contains("/reasonCode: te-duur → price"))
            #expect(try files().isEmpty)
            let entry = try #require(
                try ledger.deadLetters(named: "m-t-1", limit: 1).first.map { try ledger.history(of: $0.id) }
            )
            #expect(
                entry.map(\.details.text)
                    == [#"{"patch":[{"op":"replace","path":"/reasonCode","value":"price"}],"action":1}"#]
            )

            let broken = try with("sed -i 's/te-duur/pri\"ce/'").deadLetters("mend", "m-t-2", "--edit")
            #expect(broken.end == .exit(65))
            #expect(broken.errors.contains("is no JSON"))
            let kept = try #require(try files().first)
            #expect(broken.errors.contains("--body \(shell.folder)/\(kept)"))
            let path = "\(shell.folder)/\(kept)"
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("pri\"ce"))
            try Data(text.replacing("pri\"ce", with: "price").utf8).write(to: URL(filePath: path))
            let body = try shell.deadLetters("mend", "m-t-2", "--body", path, "--replay", "--reason", "typo")
            #expect(body.end == .exit(0), "\(body.errors)")
            #expect(try ledger.countDeadLetters(in: .resolved) == 1)
            // A body that is kept is in the ledger, whatever its replay comes to.
            let refused = try with("sed -i s/price/elsewhere/")
                .deadLetters("mend", "m-t-1", "--edit", "--replay", "--yes", "--reason", "x")
            #expect(refused.end == .exit(1), "\(refused.errors)")
            #expect(refused.output.contains("1 refused again"))
            #expect(try files() == [kept])
            // Without an editor and without a terminal there is nothing to open.
            let without = try DeadLetterShell(
                folder: shell.folder,
                environment: shell.environment.merging(["EDITOR": "", "VISUAL": ""]) { _, new in new }
            ).deadLetters("mend", "m-t-1", "--edit")
            #expect(without.end == .exit(64))
            #expect(without.errors.contains("neither VISUAL nor EDITOR names one"))
            // One that would still be refused is kept only where somebody says so.
            let doubtful = try with("sed -i 's/elsewhere/nowhere/'").deadLetters("mend", "m-t-1", "--edit")
            #expect(doubtful.end == .exit(64))
            #expect(doubtful.errors.contains("would still be refused"))
            #expect(try files().count == 2)
            #expect(try with("false").deadLetters("mend", "m-t-1", "--edit").end == .exit(1))
            #expect(try files().count == 2)
        }
    }

    @Test func `warns of a member that the contract does not know`() throws {
        try DeadLetterSample.withRefused(1) { shell, _ in
            let answer = try shell.deadLetters("mend", "m-t-1", "--set", "/reasoncode=price", "--dry-run")
            #expect(answer.errors.contains("has no /reasoncode"))
            #expect(answer.errors.contains("Did you mean /reasonCode?"))
            let json = try shell.deadLetters(
                "mend",
                "m-t-1",
                "--set",
                "/reasoncode=price",
                "--dry-run",
                "--format",
                "json"
            )
            let warning = try #require(try json.objects().first?["warnings"]?.array?.first?.object)
            #expect(warning[text: "suggestion"] == "/reasonCode")
            #expect(try shell.deadLetters("mend", "m-t-1", "--set", "/reasonCode=price", "--dry-run").errors.isEmpty)
        }
    }

    @Test func `shows no note of what was mended, neither before nor after`() throws {
        try DeadLetterSample.withRefused(1) { shell, _ in
            let secret = "the customer's divorce"
            let mend = try shell.deadLetters("mend", "m-t-1", "--set", "/note=\(secret)", "--reason", "x")
            #expect(mend.output.contains("/note: (none) → (not shown)"))
            for command in [
                ["dead-letters", "history", "m-t-1"], ["audit", "list"],
                ["audit", "list", "--each", "--format", "json"],
            ] {
                let answer = try Program.run(command, in: shell.folder, environment: shell.environment)
                #expect(answer.end == .exit(0))
                #expect(!answer.output.contains(secret))
            }
        }
    }

    @Test func `marks an edited value by its new verdict`() throws {
        try DeadLetterSample.withRefused(1) { shell, _ in
            let set = ["--set", "/reasonCode=price", "--set", "/endDate=31-12-2026", "--reason", "x"]
            #expect(try shell.deadLetters(["mend", "m-t-1"] + set).end == .exit(0))
            let shown = try shell.deadLetters("show", "m-t-1")
            #expect(shown.output.contains("Violations as it reads now\n  /endDate  invalid-date"))
            #expect(shown.output.contains("✗   \"endDate\": \"31-12-2026\""))
            #expect(!shown.output.contains("✗   \"reasonCode\""))
        }
    }

    @Test func `lists all where nobody could see that some are left out`() throws {
        try DeadLetterSample.withRefused(150) { shell, ledger in
            for format in ["text", "json"] {
                let all = try shell.deadLetters("list", "--format", format)
                #expect(all.lines.count == 150 + (format == "text" ? 1 : 0))
                #expect(try shell.deadLetters("list", "--format", format, "--limit", "20").lines.count < 22)
            }
            let ids = try shell.deadLetters("list", "--format", "json").objects().compactMap { $0[text: "id"] }
            let discard = try shell.deadLetters(
                ["discard", "-", "--yes", "--reason", "test"],
                input: ids.joined(separator: "\n")
            )
            #expect(discard.output.contains("150 dead letters discarded."))
        }
    }

    @Test func `takes numbers for names, and says in one line that a name is of many`() throws {
        try DeadLetterSample.withRefused(30) { shell, ledger in
            let deadLetter = try #require(try ledger.deadLetters(matching: .all, order: .oldest, limit: 3).last)
            #expect(deadLetter.number == 3)
            #expect(try shell.deadLetters("show", "3").output.contains("Dead letter \(deadLetter.id), open"))
            #expect(try shell.deadLetters("list").lines.contains { $0.hasPrefix("3 ") && $0.contains("m-t-3") })
            let many = try shell.deadLetters("show", String(deadLetter.id.prefix(4)))
            #expect(many.end == .exit(65))
            #expect(many.errors.hasPrefix("terminus: 30 dead letters go by"))
            // A message that is called like another letter's number is not taken for it.
            try DeadLetterSample.refuse(
                [
                    Array(
                        String(decoding: Sample.message("n"), as: UTF8.self).replacing("m-n", with: "3").replacing(
                            "price",
                            with: "?"
                        ).utf8
                    )
                ],
                in: ledger
            )
            let either = try shell.deadLetters("discard", "3", "--reason", "x")
            #expect(either.end == .exit(65))
            #expect(either.errors.contains("2 dead letters go by 3"))
        }
    }

    @Test func `names the state that does not allow it`() throws {
        try DeadLetterSample.withRefused(3) { shell, _ in
            let restore = try shell.deadLetters("restore", "m-t-1")
            #expect(restore.end == .exit(1))
            #expect(restore.output.contains("1 dead letter not restored: 1 is open already."))
            #expect(try shell.deadLetters("restore", "--all", "--yes").output.contains("matches: 3 are open already."))
            let json = try shell.deadLetters("restore", "m-t-1", "--format", "json")
            #expect(try json.objects().first?["exceptions"]?.object?[number: "open"] == 1)
            #expect(try json.objects().first?["action"] == .null)
        }
    }

    @Test func `counts in text and in JSON alike after a resume`() throws {
        try DeadLetterSample.withRefused(20) { shell, ledger in
            #expect(try shell.deadLetters("replay", "--all", "--canary", "3", "--yes").end == .exit(1))
            try DeadLetterSample.addAlias(in: ledger)
            let text = try shell.deadLetters("replay", "--resume", "1", "--yes")
            #expect(text.output.contains("17 dead letters judged again now: 17 resolved.\n"))
            #expect(text.output.contains("Replay 1: 20 of 20 dead letters judged again: 17 resolved, 3 refused again."))
            let json = try #require(
                try shell.deadLetters("replay", "--resume", "1", "--format", "json").objects().first
            )
            #expect(json["totals"]?.object?[number: "resolved"] == 17)
            #expect(json["totals"]?.object?[number: "rejected"] == 3)
            let replays = try shell.deadLetters("replays", "--format", "json").objects()
            #expect(replays.map { $0[number: "run"] } == [1])
            #expect(replays.map { $0[number: "rejected"] } == [3])
            let undo = try shell.deadLetters("undo", "1")
            #expect(undo.end == .exit(65))
            #expect(undo.errors.contains("Replay 1 cannot be undone"))
            #expect(try shell.deadLetters("replays", "list", "--unfinished").output.isEmpty)
            #expect(try shell.deadLetters("replays").output.contains("20 of 20"))
        }
    }

    @Test func `says who did what when, by terminus audit`() throws {
        try DeadLetterSample.withRefused(10) { shell, _ in
            let discard = ["discard", "--all", "--yes", "--reason", "a test", "--actor", "ann"]
            #expect(try shell.deadLetters(discard).end == .exit(0))
            #expect(try shell.deadLetters("undo", "1", "--yes", "--actor", "bob").end == .exit(0))
            let audit = { (arguments: String...) in
                try Program.run(["audit"] + arguments, in: shell.folder, environment: shell.environment)
            }
            let all = try audit("list")
            #expect(all.end == .exit(0), "\(all.errors)")
            #expect(all.lines[0].hasSuffix("bob: 10 undone (action 2, undoes 1)"))
            #expect(all.lines[2].hasSuffix("ann: 10 discarded (action 1): a test"))
            for (arguments, count) in [
                (["--actor", "ann"], 1), (["--action", "discard"], 1), (["--action", "undone"], 1),
                (["--action", "2"], 1),
                (["--since", "1h"], 2), (["--until", "2026-01-01"], 0), (["--limit", "1"], 1), (["--each"], 20),
            ] {
                let found = try Program.run(
                    ["audit", "list", "--format", "json"] + arguments,
                    in: shell.folder,
                    environment: shell.environment
                )
                #expect(found.lines.count == count, "\(arguments)")
            }
            let first = try #require(try audit("list", "--actor", "ann", "--format", "json").objects().first)
            #expect(first["counts"]?.object?[number: "discarded"] == 10)
            #expect(first[text: "reason"] == "a test")
            #expect(first[number: "action"] == 1)
            #expect(try audit("verify").end == .exit(0))
            #expect(try audit("list", "--action", "nothing").end == .exit(64))
            #expect(try shell.deadLetters("audit", "verify").end == .exit(0))
        }
    }
}
