import Foundation
import JSON
import Ledger
import Terminations
import TestSupport
import Testing

/// `terminus dead-letters` on a ledger without a broker.
@Suite(.serialized) struct `Replaying dead letters` {
    @Test func `resolves each by exactly one of ten processes`() throws {
        try DeadLetterSample.withRefused(1000) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            let ids = try ledger.deadLetters(matching: .all, limit: 1000).map(\.id)
            let replays = try (1...10).map { _ in
                try shell.start(["dead-letters", "replay"] + ids + ["--yes", "--format", "json"])
            }
            #expect(replays.map { $0.end() } == Array(repeating: .exit(0), count: 10))
            let resolved = try replays.compactMap { replay in
                try JSONValue(parsing: replay.outputBytes).object?[number: "resolved"]
            }
            #expect(resolved.count == 10)
            #expect(resolved.reduce(0, +) == 1000)
            #expect(try ledger.countDeadLetters(in: .resolved) == 1000)
            // Of a thousand terminations and a thousand refusals each has one event.
            #expect(try ledger.lastEventPosition() == 2000)
            #expect(try ledger.verifyAudit().defect == nil)
        }
    }

    @Test func `lets whoever records at the same time have a turn`() throws {
        try DeadLetterSample.withRefused(2000) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            let replay = try shell.start(["dead-letters", "replay", "--all", "--yes"])
            let recorder = Recorder(ledger: ledger, source: "urn:test")
            var recorded = 0
            while replay.end(timeout: .zero) == nil {
                recorded += 1
                let message = IncomingMessage(body: Sample.message("live-\(recorded)"))
                _ = try recorder.record([ReceivedMessage(message: message, parsed: ParsedMessage(message))], at: .now)
            }
            #expect(replay.end() == .exit(0), "\(replay.errorText)")
            let told = try ledger.events(after: 2000, limit: 2000 + recorded)
            #expect(told.count == 2000 + recorded)
            // How many were replayed at a stretch: a portion, or a few where a turn was missed.
            let stretches = told.split { $0.contractID?.hasPrefix("c-live-") == true }.map(\.count)
            #expect(stretches.reduce(0, +) == 2000)
            #expect(stretches.allSatisfy { $0 < 1000 }, "\(stretches)")
        }
    }

    @Test func `stops at a canary that is refused again, and goes on when the cause is mended`() throws {
        try DeadLetterSample.withRefused(20) { shell, ledger in
            let stopped = try shell.deadLetters("replay", "--all", "--canary", "3", "--yes", "--format", "json")
            #expect(stopped.end == .exit(1))
            #expect(try stopped.objects().first?[number: "taken"] == 3)
            #expect(try stopped.objects().first?[number: "rejected"] == 3)
            #expect(stopped.errors.contains("--resume 1"))

            try DeadLetterSample.addAlias(in: ledger)
            let resumed = try shell.deadLetters("replay", "--resume", "1", "--yes", "--format", "json")
            #expect(try resumed.objects().first?[number: "resolved"] == 17)
            #expect(try ledger.countDeadLetters(in: .open) == 3)
        }
    }

    @Test func `says in a dry run which have no event, and why`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let file = URL(filePath: shell.folder).appending(path: "history.ndjson")
            try Data(Sample.message("t-2", reason: "te-duur") + Array("\n".utf8)).write(to: file)
            let imported = try shell.start(["import", file.path, "--events", "none", "--yes"])
            #expect(imported.end() == .exit(1), "\(imported.errorText)")
            try DeadLetterSample.addAlias(in: ledger)
            let answer = try shell.deadLetters("replay", "--all", "--dry-run")
            let sentence =
                "1 dead letter would be resolved without an event: it came with an import without events."
            #expect(answer.output.replacing("\n  ", with: " ").contains(sentence), "\(answer.output)")
            #expect(answer.output.contains("1 × contract.terminated.v1"))
        }
    }

    @Test func `changes nothing in a dry run`() throws {
        try DeadLetterSample.withRefused(3) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            let answer = try shell.deadLetters("replay", "--all", "--dry-run")
            #expect(answer.end == .exit(0))
            #expect(answer.output.contains("Of 3 dead letters: 3 would be resolved."))
            #expect(answer.output.contains("3 × contract.terminated.v1"))
            #expect(try ledger.countDeadLetters(in: .open) == 3)
            #expect(try ledger.lastEventPosition() == 3)
            #expect(try ledger.replayRuns(limit: 1).isEmpty)
        }
    }

    @Test func `says why some are refused again`() throws {
        try DeadLetterSample.withRefused(2) { shell, ledger in
            let answer = try shell.deadLetters("replay", "--all", "--yes")
            #expect(answer.end == .exit(1))
            #expect(answer.output.contains("2 refused again"))
            #expect(answer.output.contains("unknown-reason at /reasonCode"))
        }
    }

    @Test func `takes so many at most`() throws {
        try DeadLetterSample.withRefused(5) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            let answer = try shell.deadLetters("replay", "--all", "--limit", "2", "--yes", "--format", "json")
            #expect(try answer.objects().first?[number: "resolved"] == 2)
            #expect(try ledger.countDeadLetters(in: .open) == 3)
        }
    }

    @Test func `ends after the batch at Ctrl-C, and says how to go on`() throws {
        try DeadLetterSample.withRefused(200) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            // At this rate only a signal ends it within the test's time.
            let replay = try shell.start(["dead-letters", "replay", "--all", "--rate", "1", "--yes"])
            #expect(replay.waitForError("This is replay 1"))
            replay.send(SIGINT)
            #expect(replay.end() == .exit(75))
            #expect(replay.errorText.contains("replay --resume 1"))
            #expect(try ledger.countDeadLetters(in: .open) >= 190)
        }
    }
}

/// What protects against changing many by mistake.
@Suite struct `Changing many dead letters` {
    @Test(arguments: [
        ["replay", "--all"], ["mend", "--all", "--set", "/reasonCode=price"],
        ["discard", "--code", "unknown-reason", "--reason", "test"],
    ])
    func `needs --yes where nobody can be asked`(_ arguments: [String]) throws {
        try DeadLetterSample.withRefused(2) { shell, ledger in
            let answer = try shell.deadLetters(arguments)
            #expect(answer.end == .exit(64))
            #expect(answer.errors.contains("2 dead letters"))
            #expect(answer.errors.contains("--yes"))
            #expect(try ledger.countDeadLetters(in: .open) == 2)
        }
    }

    @Test(arguments: [
        ["replay"], ["mend", "--set", "/note=x"], ["discard", "--reason", "test"], ["restore"], ["export"],
    ])
    func `is never meant by saying nothing`(_ arguments: [String]) throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let answer = try shell.deadLetters(arguments)
            #expect(answer.end == .exit(64))
            #expect(answer.errors.contains("--all"))
        }
    }

    @Test func `needs a reason to discard`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let id = try #require(try ledger.deadLetters(matching: .all, limit: 1).first?.id)
            #expect(try shell.deadLetters("discard", id).end == .exit(64))
            #expect(try shell.deadLetters("discard", id, "--reason", "a test").end == .exit(0))
            #expect(try ledger.countDeadLetters(in: .discarded) == 1)
            #expect(try shell.deadLetters("discard", id, "--reason", "again").end == .exit(1))
            #expect(try shell.deadLetters("restore", id, "--actor", "jo").end == .exit(0))
            let history = try shell.deadLetters("history", id, "--format", "json").objects()
            #expect(history.map { $0[text: "action"] } == ["discarded", "restored"])
            #expect(history.map { $0[text: "reason"] } == ["a test", ""])
            #expect(history.last?[text: "actor"] == "jo")
        }
    }

    @Test(arguments: [("n", 1, 20), ("y", 0, 0)])
    func `is asked about on a terminal`(_ answer: String, _ code: Int32, _ open: Int) throws {
        try DeadLetterSample.withRefused(20) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            // script(1) gives the program a terminal, and this input to its person.
            let process = try ChildProcess(
                "/usr/bin/script",
                ["-qec", "\(Program.path) dead-letters replay --all", "/dev/null"],
                environment: Program.environment.merging(shell.environment) { _, new in new },
                folder: shell.folder,
                input: Array("\(answer)\nthe alias is there\n".utf8)
            )
            #expect(process.end() == .exit(code))
            #expect(process.outputText.contains("Replay 20 dead letters? [y/N]"))
            #expect(try ledger.countDeadLetters(in: .open) == open)
            if let first = try ledger.deadLetters(in: .resolved, limit: 1).first {
                #expect(try ledger.history(of: first.id).map(\.reason) == ["the alias is there"])
            }
        }
    }

    /// The question comes first, then the reason, whatever is done; also about one letter.
    @Test(arguments: [
        ("discard --value te-duur", "1 dead letter would be discarded.", "Discard 1 dead letter? [y/N]"),
        ("discard m-t-1", "te-duur 1", "Discard 1 dead letter? [y/N]"),
        ("mend m-t-1 --set /reasonCode=price", "/reasonCode: te-duur → price", "Mend 1 dead letter? [y/N]"),
        ("replay m-t-1", "1 dead letter is open", "Replay 1 dead letter? [y/N]"),
        ("restore --all", "1 dead letter would be restored.", "Restore 1 dead letter? [y/N]"),
        ("undo 1", "1 dead letter would be open again.", "Take action 1 back for 1 dead letter? [y/N]"),
    ])
    func `shows on a terminal what becomes of one letter, asks, and then asks why`(
        command: String,
        preview: String,
        question: String
    ) throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            if command.hasPrefix("restore") || command.hasPrefix("undo") {
                #expect(try shell.deadLetters("discard", "m-t-1", "--reason", "x").end == .exit(0))
            }
            let deadLetter = try #require(try ledger.deadLetters(matching: .all, limit: 1).first)
            let run = { (answer: String) in
                let process = try ChildProcess(
                    "/usr/bin/script",
                    ["-qec", "\(Program.path) dead-letters \(command)", "/dev/null"],
                    environment: Program.environment.merging(shell.environment) { _, new in new },
                    folder: shell.folder,
                    input: Array("\(answer)\nmeant so\n".utf8)
                )
                return (process.end(), process.outputText)
            }
            let (end, screen) = try run("n")
            #expect(end == .exit(1), "\(screen)")
            let shown = try #require(screen.range(of: preview), "\(screen)")
            let asked = try #require(screen.range(of: question), "\(screen)")
            #expect(shown.lowerBound < asked.lowerBound)
            #expect(!screen.contains("Why?"))
            #expect(try ledger.deadLetters(matching: .all, limit: 1).first?.version == deadLetter.version)
            let agreed = try run("y").1
            let why = try #require(agreed.range(of: "Why?"), "\(agreed)")
            #expect(try #require(agreed.range(of: question)).lowerBound < why.lowerBound)
            #expect(try ledger.history(of: deadLetter.id).last?.reason == "meant so" || command.hasPrefix("replay"))
            #expect(try ledger.deadLetters(matching: .all, limit: 1).first?.version != deadLetter.version)
        }
    }

    @Test(arguments: [
        "", "list", "groups", "show", "replay", "replays", "mend", "discard", "restore", "undo", "actions", "export",
        "history", "audit", "audit verify",
    ])
    func `is explained with an example`(_ command: String) throws {
        let words = ["dead-letters"] + command.split(separator: " ").map(String.init)
        let answer = try Folder().run(words + ["--help"])
        #expect(answer.end == .exit(0))
        #expect(answer.output.contains("EXAMPLE\n  terminus dead-letters \(command)"))
        #expect(answer.lines.allSatisfy { $0.count <= 100 })
    }

    @Test func `by a patch keeps what was received, and names what cannot be patched`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let deadLetter = try #require(try ledger.deadLetters(matching: .all, limit: 1).first)
            #expect(try shell.deadLetters("mend", deadLetter.id, "--set", "/nothing/here=1").end == .exit(65))
            let patch = #"[{"op":"replace","path":"/reasonCode","value":"price"}]"#
            let answer = try shell.deadLetters(
                ["mend", "m-t-1", "--patch", "-", "--replay", "--reason", "meant price"],
                input: patch
            )
            #expect(answer.end == .exit(0))
            #expect(answer.output.contains("1 resolved"))
            #expect(try shell.deadLetters("show", "m-t-1", "--raw").bytes == Sample.message("t-1", reason: "te-duur"))
            let export = try #require(try shell.deadLetters("export", "m-t-1").objects().first)
            #expect(export[text: "state"] == "resolved")
            #expect(export["resolution"]?.object?[text: "terminationId"] == "t-1")
            #expect(try ledger.history(of: deadLetter.id).map(\.action) == [.mended, .resolved])
        }
    }

    @Test func `replays what could be mended, also where something could not`() throws {
        try DeadLetterSample.withRefused(2) { shell, ledger in
            try DeadLetterSample.refuse([[0xFF] + Array("{}".utf8)], in: ledger)
            let marked = ByteOrderMark.bytes + Sample.message("t-9", reason: "te-duur")
            try DeadLetterSample.refuse([marked], in: ledger)
            let answer = try shell.deadLetters(
                "mend",
                "--all",
                "--set",
                "/reasonCode=price",
                "--replay",
                "--yes",
                "--reason",
                "meant price"
            )
            #expect(answer.end == .exit(1))
            #expect(answer.output.contains("3 dead letters mended.\n1 dead letter not mended: 1 cannot be changed."))
            #expect(answer.output.contains("Replay 1: 3 of 3 dead letters judged again: 3 resolved."))
            #expect(try ledger.countDeadLetters(in: .resolved) == 3)
            #expect(try ledger.countDeadLetters(in: .open) == 1)
        }
    }

    @Test(arguments: ["[]", #"[{"op":"test","path":"","value":null}]"#])
    func `refuses a patch that changes nothing`(patch: String) throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let answer = try shell.deadLetters(["mend", "m-t-1", "--patch", "-"], input: patch)
            #expect(answer.end == .exit(65))
            #expect(answer.errors.contains("The patch changes nothing"))
            #expect(try ledger.deadLetters(matching: .all, limit: 1).first?.isEdited == false)
        }
    }

    @Test func `takes a patch with a byte order mark`() throws {
        try DeadLetterSample.withRefused(1) { shell, ledger in
            let patch = "\u{FEFF}[{\"op\":\"replace\",\"path\":\"/reasonCode\",\"value\":\"price\"}]"
            let answer = try shell.deadLetters(["mend", "m-t-1", "--patch", "-", "--reason", "x"], input: patch)
            #expect(answer.end == .exit(0), "\(answer.errors)")
            #expect(try ledger.deadLetters(matching: .all, limit: 1).first?.isEdited == true)
        }
    }
}
