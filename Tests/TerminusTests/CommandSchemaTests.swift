import Foundation
import Terminations
import TestSupport
import Testing

@testable import Ledger

/// What commands print as JSON is what `schemas/cli` says, and nothing else.
@Suite struct `JSON of commands` {
    /// Lines of JSON by the name of the schema that describes them.
    private final class Answers {
        private let environment: TestEnvironment
        private(set) var lines: [String: [String]] = [:]

        init(_ environment: TestEnvironment) { self.environment = environment }

        /// Runs a command, and keeps each line of its answer for the schema that is named like it.
        func add(_ command: String..., options: [String] = [], codes: Set<Int32> = [0]) throws {
            try add(command.joined(separator: "-"), command + options + ["--format", "json"], codes)
        }

        func add(_ schema: String, _ arguments: [String], _ codes: Set<Int32> = [0]) throws {
            let answer = try Program.run(
                arguments,
                in: environment.folder.path,
                environment: environment.environment
            )
            #expect(codes.contains { answer.end == .exit($0) }, "\(arguments) \(answer.errors)")
            #expect(!answer.lines.isEmpty, "\(arguments) \(answer.errors)")
            lines[schema, default: []] += answer.lines
        }

        /// The answer as one document.
        func addDocument(_ schema: String, _ arguments: [String]) throws {
            let answer = try Program.run(
                arguments,
                in: environment.folder.path,
                environment: environment.environment
            )
            #expect(answer.end == .exit(0), "\(arguments) \(answer.errors)")
            lines[schema, default: []].append(answer.output.replacing("\n", with: " "))
        }
    }

    private static let aliased = Sample.settings.replacing(
        "code: price",
        with: "code: price\n    aliases: [dear]\n    allowed: {initiator: [customer]}"
    )

    private func settings(_ answers: Answers, _ environment: TestEnvironment) throws {
        let file = try environment.file("settings.yaml", Sample.settings.utf8)
        let other = try environment.file("other.yaml", Self.aliased.utf8)
        let doubtful = try environment.file(
            "doubtful.yaml",
            "timeZone: UTC\ndefaultLanguage: en\nreasons:\n  - {code: other, labels: {en: Other}}".utf8
        )
        try answers.add("settings", "apply", options: [file, "--dry-run", "--ledger-path", "none.sqlite"])
        try answers.add("settings", "check", options: [file, "--ledger-path", "none.sqlite"])
        try answers.add("settings", "apply", options: [file, "--create"])
        try answers.add("settings", "apply", options: [file])
        try importing(answers, environment)
        try answers.add("settings", "apply", options: [other, "--dry-run"])
        try answers.add("settings", "apply", options: [other, "--reason", "one code more"])
        try answers.add("settings", "check", options: [other])
        try answers.add("settings", "check", options: [doubtful], codes: [65])
        try answers.add("settings", "what-if", options: [other, "--since", "2020-01-01"])
        try answers.add("settings", "diff", options: ["1", "2"])
        try answers.add("settings", "rollback", options: ["1", "--dry-run"])
        let change = ["--reason", "tests", "--yes"]
        try answers.add("settings", "rollback", options: ["1"] + change)
        try answers.add("reasons", "add", options: ["sold", "--label", "nl=Verkocht"] + change)
        try answers.add("reasons", "edit", options: ["price", "--label", "en=Costs too much"] + change)
        try answers.add("reasons", "move", options: ["sold", "--first"] + change)
        try answers.add("reasons", "retire", options: ["sold"] + change)
        try answers.add("reasons", "restore", options: ["sold"] + change)
        try answers.add("reasons", "merge", options: ["price", "--into", "sold", "--alias"] + change)
        try answers.add("reasons", "list")
        try answers.add("reasons", "show", options: ["price"])
        try answers.add("reasons", "usage")
        try answers.add("reasons", "usage", options: ["--totals"])
        try answers.add("settings", "history")
    }

    /// Terminations, a correction that waits, refused messages, and events of them: published, parked and waiting.
    private func importing(_ answers: Answers, _ environment: TestEnvironment) throws {
        let note = ["note": "\"A note that may be shown\""]
        let messages =
            Sample.messages(1...3)
            + [
                Sample.message("n-1", reason: "moved", others: note),
                Sample.correction("t-1", revision: 2, endDate: "2035-11-30"),
                Sample.withdrawal("t-2", revision: 2), Sample.message("t-9", reason: "nothing"),
            ]
        let lines = messages.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
        let file = try environment.file("history.ndjson", lines.utf8)
        try answers.add("import", options: [file, "--dry-run"], codes: [1])
        try answers.add("import", options: [file, "--events", "all", "--yes"], codes: [1])
        let table = try environment.file(
            "table.csv",
            "terminationId,contractId,customerId,endDate,occurredAt,reasonCode,colour\nx-1,c-x,k-1,31-12-2035,2026-03-01T10:00:00Z,duur,red\n"
                .utf8
        )
        try answers.add(
            "import",
            options: [table, "--map-value", "reasonCode:nooit=price", "--dry-run"],
            codes: [1]
        )
        let parked = ParkedEvent(sequence: 2, failure: "312 NO_ROUTE", attemptedAt: .now)
        _ = try environment.ledger.advanceRelay(to: 4, parking: [parked])
    }

    @Test func `is as the published schemas say`() throws {
        try TestEnvironment.with("json", settings: nil) { environment in
            let answers = Answers(environment)
            try settings(answers, environment)
            try answers.add("terminations", "list")
            try answers.add("terminations", "list", options: ["--confidential"])
            for id in ["t-1", "t-2", "n-1"] {
                try answers.add("terminations", "show", options: [id])
                try answers.add("terminations", "show", options: [id, "--confidential"])
            }
            try answers.add("events", "list")
            try answers.add("events", "show", options: ["1"])
            let queue = try environment.subscriber("audit", binding: nil).queue
            try answers.add("events", "republish", options: ["--to-queue", queue, "--dry-run"])
            try answers.add("events", "republish", options: ["--to-queue", queue])
            try answers.addDocument("customers-export", ["customers", "export", "k-1"])
            try answers.add("notes", "redact", options: ["--customer", "k-1", "--dry-run"])
            try answers.add("notes", "redact", options: ["--customer", "k-1", "--yes", "--reason", "request"])
            try answers.add("terminations", "show", options: ["n-1", "--confidential"])
            try answers.add("ledger", "check")
            let backup = environment.folder.path + "/backup.sqlite"
            try answers.add("ledger", "backup", options: [backup])
            try answers.add("ledger", "migrate", options: ["--dry-run"])
            let restored = environment.folder.path + "/restored.sqlite"
            for options in [["--dry-run"], ["--yes"], ["--yes"]] {
                try answers.add("ledger", "restore", options: [backup, "--ledger-path", restored] + options)
            }
            try answers.add("ledger", "prune", options: ["--keep-events", "0d", "--dry-run"])
            try answers.add("ledger", "prune", options: ["--keep-events", "0d", "--yes", "--reason", "space"])
            try answers.add("doctor")
            try answers.add("schema")
            try answers.add("console", "token", "create", options: ["crm-form", "--role", "viewer"])
            try answers.add("console", "token", "list")
            try answers.add("console", "token", "revoke", options: ["crm-form"])
            try check(answers.lines, environment)
        }
    }

    private func check(_ answers: [String: [String]], _ environment: TestEnvironment) throws {
        let folder = Program.project.appending(path: "schemas/cli")
        let others = ["audit-", "dead-letters-", "check"]
        let schemas = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .map { String($0.dropLast(".json".count)) }
            .filter { name in !others.contains { name.hasPrefix($0) } }
        #expect(Set(answers.keys) == Set(schemas))
        for (name, lines) in answers {
            let file = try environment.file("\(name).ndjson", (lines.joined(separator: "\n") + "\n").utf8)
            let schema = folder.appending(path: "\(name).json").path
            let check = try Program.script("check-schemas", ["--closed", schema, "--ndjson", file])
            #expect(check.end == .exit(0), "\(name): \(check.output)\(check.errors)")
        }
    }
}
