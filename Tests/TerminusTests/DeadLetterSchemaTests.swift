import Foundation
import Ledger
import Terminations
import TestSupport
import Testing

/// What `--format json` prints is what the schemas in `schemas/cli` describe, and nothing else.
@Suite struct `JSON about dead letters, the audit trail and checks` {
    /// Lines of JSON by the name of the schema that describes them.
    private final class Answers {
        private let shell: DeadLetterShell
        private(set) var lines: [String: [String]] = [:]

        init(_ shell: DeadLetterShell) { self.shell = shell }

        /// Runs a command, and keeps each line of its answer for the schema of this name.
        func add(_ schema: String, _ arguments: [String], input: [UInt8] = []) throws {
            let found = try run(arguments, input: input)
            #expect(!found.isEmpty, "\(arguments)")
            lines[schema, default: []] += found
        }

        func add(_ schema: String, _ line: String) { lines[schema, default: []].append(line) }

        func run(_ arguments: [String], input: [UInt8] = []) throws -> [String] {
            let answer = try Program.run(
                arguments + ["--format", "json"],
                in: shell.folder,
                environment: shell.environment,
                input: input
            )
            return answer.output.split(separator: "\n").map(String.init)
        }
    }

    /// Every answer of these commands, in the order of one story.
    private func answers(_ shell: DeadLetterShell, _ ledger: Ledger) throws -> Answers {
        let answers = Answers(shell)
        let deadLetters = { (schema: String, arguments: [String]) in
            try answers.add("dead-letters-" + schema, ["dead-letters"] + arguments)
        }
        try deadLetters("groups", ["groups"])
        try deadLetters("groups", ["groups", "--values", "0"])
        try deadLetters("list", ["list", "--count"])
        try deadLetters("discard", ["discard", "m-t-1", "--dry-run"])
        try deadLetters("discard", ["discard", "m-t-1", "--reason", "test"])
        try deadLetters("discard", ["discard", "m-t-1", "--reason", "again"])
        try deadLetters("restore", ["restore", "--all", "--dry-run"])
        try deadLetters("restore", ["restore", "--all"])
        try deadLetters("undo", ["undo", "2", "--dry-run"])
        try deadLetters("undo", ["undo", "2"])
        try deadLetters("actions", ["actions"])
        let date = ["--set-each", "/endDate=s/^nothing$/x/"]
        try deadLetters("mend", ["mend", "m-t-2", "--dry-run"] + date)
        try deadLetters("mend", ["mend", "m-t-2", "--set", "/reasonCodes=price", "--dry-run"])
        try deadLetters("mend", ["mend", "m-t-2", "--set", "/reasonCode=other"])
        try deadLetters("show", ["show", "m-t-2"])
        let replayed = try answers.run(["dead-letters", "mend", "m-t-3", "--set", "/reasonCode=price", "--replay"])
        try #require(replayed.count == 2)
        answers.add("dead-letters-mend", replayed[0])
        answers.add("dead-letters-replay", replayed[1])
        try deadLetters("replay", ["replay", "--all", "--dry-run"])
        try deadLetters("replay", ["replay", "--all", "--canary", "1", "--yes"])
        try DeadLetterSample.addAlias(in: ledger)
        try deadLetters("replay", ["replay", "--resume", "2", "--yes"])
        try deadLetters("replays", ["replays"])
        for name in ["m-t-1", "m-t-2", "m-t-3", "m-t-4"] {
            try deadLetters("show", ["show", name])
            if name != "m-t-4" { try deadLetters("history", ["history", name]) }
        }
        try deadLetters("list", ["list"])
        try deadLetters("export", ["export", "--all"])
        try answers.add("audit-list", ["audit", "list"])
        try answers.add("audit-list", ["audit", "list", "--each"])
        try answers.add("audit-verify", ["audit", "verify"])
        let settings = shell.folder + "/settings.yaml"
        try DeadLetterSample.settings().write(toFile: settings, atomically: true, encoding: .utf8)
        let typo = String(decoding: Sample.message("c-2"), as: UTF8.self).replacing("customerId", with: "customerID")
        let messages = Sample.message("c-1") + Array("\n".utf8) + Array(typo.utf8) + Array("\n{}\n".utf8)
        try answers.add("check", ["check", "-", "--settings", settings, "--show-event"], input: messages)
        try answers.add("check", ["check", "-", "--settings", settings], input: messages)
        return answers
    }

    @Test func `is as the published schemas say`() throws {
        try DeadLetterSample.withRefused(5) { shell, ledger in
            let answers = try answers(shell, ledger)
            let folder = Program.project.appending(path: "schemas/cli")
            let schemas = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasPrefix("dead-letters-") || $0.hasPrefix("audit-") || $0 == "check.json" }
                .map { String($0.dropLast(".json".count)) }
            #expect(Set(answers.lines.keys) == Set(schemas))
            for (name, lines) in answers.lines {
                let file = shell.folder + "/\(name).ndjson"
                try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
                let schema = folder.appending(path: "\(name).json").path
                let check = try Program.script("check-schemas", ["--closed", schema, "--ndjson", file])
                #expect(check.end == .exit(0), "\(name): \(check.output)\(check.errors)")
            }
        }
    }
}
