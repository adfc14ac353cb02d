import Foundation
import Ledger
import Terminations
import TestSupport
import Testing

@testable import terminus

@Suite struct `Settings that warn` {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.file(
            "settings.yaml",
            Sample.settings + "\n  - {code: other, labels: {nl: Anders}, aliases: [misc]}\n"
        )
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create").end == .exit(0))
    }

    private func record(_ bodies: [[UInt8]]) throws {
        let ledger = try Ledger(path: folder.path + "/terminus.sqlite")
        defer { ledger.close() }
        let receivedMessages = bodies.map { body in
            let message = IncomingMessage(body: body)
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        _ = try Recorder(ledger: ledger, source: "urn:test").record(receivedMessages, at: .now)
    }

    @Test func `are refused by check as by apply, where recorded reasons are missing`() throws {
        try record([
            Sample.message("a"), Sample.message("b", reason: "other"), Sample.message("c", reason: "other"),
        ])
        try folder.file(
            "half.yaml",
            "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n  - {code: moved, labels: {nl: Verhuisd}}\n"
        )
        let sentence = "2 reasons cannot be left out, because recorded terminations have them: other (2), price (1)."
        for command in [["check"], ["apply"], ["apply", "--dry-run"], ["apply", "--yes"]] {
            let answer = try folder.run(["settings"] + command + ["half.yaml"])
            #expect(answer.end == .exit(65), "\(command)")
            #expect(answer.errors.contains(sentence), "\(command): \(answer.errors)")
            #expect(answer.errors.contains("Is this half of a file?"))
            #expect(!answer.output.contains("Nothing doubtful"))
        }
        let json = try folder.run("settings", "check", "half.yaml", "--format", "json")
        #expect(json.end == .exit(65))
        let missing = try #require(try json.objects().first?["missingReasons"]?.array).compactMap(\.object)
        #expect(missing.map { $0["code"]?.string } == ["other", "price"])
        #expect(missing.map { $0["recorded"]?.integer } == [2, 1])
        try folder.file("whole.yaml", Sample.settings + "\n  - {code: other, labels: {nl: Anders}}\n")
        let whole = try folder.run("settings", "check", "whole.yaml", "--format", "json")
        #expect(whole.end == .exit(0))
        #expect(try whole.objects().first?["missingReasons"] == .array([]))
    }

    @Test func `count with a merge what was merged before, and with its undoing too`() throws {
        try record([
            Sample.message("a"), Sample.message("b"), Sample.message("c", reason: "moved"),
            Sample.message("d", reason: "moved"), Sample.message("e", reason: "moved"),
            Sample.message("f", reason: "other"),
        ])
        func change(_ arguments: String...) throws -> String {
            let answer = try folder.run(["reasons"] + arguments + ["--reason", "tests", "--yes"])
            #expect(answer.end == .exit(0), "\(answer.errors)")
            return answer.output.replacing("\n    ", with: " ")
        }
        #expect(
            try change("merge", "moved", "--into", "price").contains(
                "3 recorded terminations have it; reports count them under price from then on."
            )
        )
        let all =
            "2 recorded terminations have it, and 3 have reasons that were merged into it; reports count all 5 under"
        #expect(try change("merge", "price", "--into", "other").contains("\(all) other from then on."))
        let totals = try folder.run("reasons", "usage", "--totals", "--format", "json").objects()
        #expect(totals.map { $0["recorded"]?.integer } == [6])
        #expect(try change("restore", "price").contains("\(all) price from then on."))
    }

    private func versions() throws -> Int { try folder.run("settings", "history", "--format", "json").lines.count }

    @Test func `make a ledger only where that is asked for, and print where`() throws {
        let other = try Folder()
        try other.file("settings.yaml", Sample.settings)
        let path = URL(filePath: other.path + "/terminus.sqlite").path
        let unasked = try other.run("settings", "apply", "settings.yaml")
        #expect(unasked.end == .exit(78))
        #expect(unasked.errors.contains("There is no ledger at \(path)."), "\(unasked.errors)")
        #expect(unasked.errors.contains("--create"))
        #expect(!FileManager.default.fileExists(atPath: path))
        let dry = try other.run("settings", "apply", "settings.yaml", "--dry-run")
        #expect(dry.errors.contains("There is no ledger at \(path); --create would make it."))
        let made = try other.run("settings", "apply", "settings.yaml", "--create")
        #expect(made.output == "Version 1 is in force: 2 reasons, Europe/Amsterdam.\nThe ledger is new: \(path)\n")
        let again = try other.run("settings", "apply", "settings.yaml", "--create")
        #expect(again.end == .exit(0) && !again.output.contains("The ledger is new"))
    }

    @Test func `show what a file removes, and want a yes for it from a script too`() throws {
        try folder.file("half.yaml", Sample.settings)
        let unasked = try folder.run("settings", "apply", "half.yaml")
        #expect(unasked.end == .exit(64))
        #expect(unasked.errors.contains("Remove 1 reason (other) with version 2? There is no terminal to ask on."))
        #expect(unasked.output.contains("other: removed"))
        #expect(
            unasked.output.contains(
                "From now on messages with other and misc are refused (none came in the last 30 days)."
            )
        )
        #expect(try folder.run("settings", "apply", "half.yaml", "--format", "json").end == .exit(64))
        #expect(try versions() == 1)
        let done = try folder.run("settings", "apply", "half.yaml", "--yes")
        #expect(done.end == .exit(0), "\(done.errors)")
        #expect(done.output.hasPrefix("Version 2 is in force: 2 reasons, Europe/Amsterdam.\nother: removed\n"))
        // What removes nothing needs nothing, and is shown.
        try folder.file("more.yaml", Sample.settings.replacing("Te duur", with: "Duur"))
        let more = try folder.run("settings", "apply", "more.yaml")
        #expect(more.end == .exit(0) && more.output.contains("Te duur → Duur"))
    }

    @Test func `say which codes are refused from now on, and how often they came`() throws {
        let alias = try folder.run("reasons", "edit", "price", "--alias", "duur", "--reason", "tests", "--yes")
        #expect(alias.end == .exit(0), "\(alias.errors)")
        try record((1...3).map { Sample.message("a\($0)") } + [Sample.message("b", reason: "duur")])
        func dry(_ arguments: String...) throws -> String {
            let answer = try folder.run(["reasons"] + arguments + ["--dry-run"])
            #expect(answer.end == .exit(0), "\(answer.errors)")
            return answer.output.replacing("\n    ", with: " ")
        }
        #expect(
            try dry("merge", "price", "--into", "other").contains(
                "From now on messages with price and duur are refused (4 came in the last 30 days). With --alias they count as other."
            )
        )
        #expect(try !dry("merge", "price", "--into", "other", "--alias").contains("are refused"))
        #expect(
            try dry("retire", "price", "--through", "2099-01-31").contains(
                "Messages with price and duur are refused for what is terminated after 2099-01-31 (4 came in the last 30 days)."
            )
        )
        #expect(
            try dry("edit", "price", "--valid-through", "2099-01-31").contains(
                "are refused for what is terminated after 2099-01-31"
            )
        )
        #expect(
            try dry("edit", "price", "--remove-alias", "duur").contains(
                "From now on messages with duur are refused (1 came in the last 30 days)."
            )
        )
        #expect(
            try dry("edit", "price", "--contract-type", "lease").contains(
                "refused where the reason is not allowed any more (4 such came in the last 30 days)."
            )
        )
        #expect(try !dry("edit", "price", "--label", "nl=Duur").contains("refused"))
        let json = try folder.run(
            "reasons",
            "retire",
            "price",
            "--through",
            "2099-01-31",
            "--dry-run",
            "--format",
            "json"
        )
        let refusal = try #require(try json.objects().first?["refusals"]?.array?.first?.object)
        #expect(refusal["codes"] == .array([.string("price"), .string("duur")]))
        #expect(refusal["extent"]?.string == "after" && refusal["day"]?.string == "2099-01-31")
        #expect(refusal["cameLately"]?.integer == 4)
    }

    @Test func `are not in the audit trail, which says where they are`() throws {
        let answer = try folder.run("audit", "list", "--config", "/dev/null")
        #expect(answer.output.isEmpty)
        #expect(
            answer.errors.contains("for the settings: terminus settings history --config /dev/null"),
            "\(answer.errors)"
        )
        let help = try folder.run("audit", "list", "--help").output.split(whereSeparator: \.isWhitespace)
        let sentence = "terminus settings history lists who changed the settings and why."
        #expect(help.joined(separator: " ").contains(sentence))
    }

    @Test func `name the circle of a merge, and the way out of what was done before`() throws {
        func change(_ arguments: String...) throws -> Answer {
            try folder.run(["reasons"] + arguments + ["--reason", "tests", "--yes"])
        }
        #expect(try change("merge", "price", "--into", "moved").end == .exit(0))
        let circle = try change("merge", "moved", "--into", "price")
        #expect(circle.end == .exit(65))
        #expect(
            circle.errors.contains(
                "That would be a circle (price → moved). Undo first: terminus reasons restore price"
            ),
            "\(circle.errors)"
        )
        #expect(try change("merge", "moved", "--into", "other").end == .exit(0))
        #expect(
            try change("merge", "other", "--into", "price").errors.contains(
                "That would be a circle (price → moved → other)."
            )
        )
        #expect(try change("merge", "price", "--into", "other").errors.contains("terminus reasons restore price"))
        let other = try change("retire", "other", "--through", "2026-01-31")
        #expect(other.end == .exit(0), "\(other.errors)")
        let twice = try folder.run(
            "reasons",
            "retire",
            "other",
            "--through",
            "2027-03-31",
            "--dry-run",
            "--config",
            "/dev/null"
        )
        #expect(twice.errors.contains("other is already retired: it was valid through 2026-01-31."))
        #expect(twice.errors.contains("terminus reasons restore other --config /dev/null;"))
        #expect(twice.errors.contains("terminus reasons edit other --valid-through DATE --config /dev/null"))
    }

    @Test func `go back to an earlier version as a new one`() throws {
        try folder.file("changed.yaml", Sample.settings.replacing("Te duur", with: "Duur"))
        #expect(try folder.run("settings", "apply", "changed.yaml", "--yes").end == .exit(0))
        let dry = try folder.run("settings", "rollback", "1", "--dry-run")
        #expect(dry.end == .exit(0))
        #expect(dry.output.contains("Duur → Te duur") && dry.output.contains("other: created"))
        #expect(dry.output.hasSuffix("Nothing was changed. It would be version 3.\n"))
        #expect(try folder.run("settings", "rollback", "1", "--yes").end == .exit(64))
        #expect(try folder.run("settings", "rollback", "1", "--reason", "tests").end == .exit(64))
        #expect(try folder.run("settings", "rollback", "9", "--reason", "tests", "--yes").end == .exit(65))
        let done = try folder.run("settings", "rollback", "1", "--reason", "a mistake", "--yes", "--format", "json")
        #expect(try done.objects().first?["version"]?.integer == 3, "\(done.errors)")
        #expect(try folder.run("settings", "diff", "1", "3").output.contains("No differences."))
        #expect(try folder.run("settings", "history").output.contains("a mistake"))
        let nothing = try folder.run("settings", "rollback", "3", "--reason", "tests", "--yes")
        #expect(nothing.output.contains("Nothing changes"))
        // A reason that was used since stays, whether it was retired before or not.
        try record([Sample.message("a", reason: "other")])
        let used = try folder.run("settings", "rollback", "2", "--dry-run")
        #expect(
            used.output.hasPrefix(
                "Version 2 does not have other (1 recorded termination), which stays, and is retired.\n"
            ),
            "\(used.output)\(used.errors)"
        )
        #expect(used.output.contains("other: retired\n  validThrough  (none) → "))
        let back = try folder.run("settings", "rollback", "2", "--reason", "tests", "--yes", "--format", "json")
        #expect(try back.objects().first?["version"]?.integer == 4, "\(back.errors)")
        let left = try folder.run("settings", "diff", "2", "4").output
        #expect(left.contains("other: created") && left.contains("validThrough  (none) → "), "\(left)")
        let again = try folder.run("settings", "rollback", "2", "--reason", "tests", "--yes")
        #expect(again.end == .exit(0) && again.output.contains("Nothing changes"), "\(again.errors)")
        let late = try folder.run("settings", "apply", "changed.yaml", "--based-on", "1")
        #expect(late.errors.contains("terminus settings diff 1)"), "\(late.errors)")
    }

    @Test(arguments: [
        (
            "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n  - code: price\n    labels: {nl: Te duur}\n\n  - code: moved\n    labels: Verhuisd\n",
            "line 8, reason moved: labels must be a list such as {nl: Te duur, en: Too expensive}.\n      /reasons/1/labels  wrong-type\n"
        ),
        (
            "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n  - code: price\n    lables: {nl: Te duur}\n",
            "line 5, reason price: lables: There is no such field here."
        ),
        (
            "timeZone: UTC\ndefaultLanguage: nl\nreasons:\n  - code: price\n",
            "line 4, reason price: labels is missing. Expected: list such as"
        ),
        (
            "{\"timeZone\": \"UTC\",\n \"defaultLanguage\": \"nl\",\n \"heldFor\": 600}",
            "line 3: heldFor is not a string."
        ),
        (
            "timeZone: UTC\n  defaultLanguage: nl\n",
            "  This is not YAML: a colon is not allowed at line 2,"
        ),
    ])
    func `name line and reason of a fault, and no code of JSON for YAML`(_ text: String, _ sentence: String) throws {
        try folder.file("bad.yaml", text)
        for command in [["settings", "apply"], ["settings", "check"]] {
            let answer = try folder.run(command + ["bad.yaml"])
            #expect(answer.end == .exit(65))
            #expect(answer.errors.contains(sentence), "\(answer.errors)")
            #expect(!answer.errors.contains("malformed-json"))
        }
    }

    @Test func `name the place and the remedy of what is no UTF-8`() throws {
        try Data(Array("timeZone: UTC\n# Andr".utf8) + [0xE9]).write(to: folder.url.appending(path: "old.yaml"))
        let answer = try folder.run("settings", "apply", "old.yaml")
        #expect(answer.end == .exit(65))
        #expect(answer.errors.contains("old.yaml is not UTF-8: byte 0xE9 in line 2, column 7."), "\(answer.errors)")
        #expect(answer.errors.contains("iconv -f WINDOWS-1252 -t UTF-8 old.yaml"))
    }

    @Test func `have findings with their line and reason`() throws {
        let text = Sample.settings + "\n  - {code: other, labels: {nl: Anders, en: Other}}\n"
        try folder.file("doubtful.yaml", text)
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
            $0.contains("code: other")
        }
        let answer = try folder.run("settings", "check", "doubtful.yaml")
        #expect(
            answer.output.contains("line \((line ?? 0) + 1), reason other  warning  catch-all-without-note"),
            "\(answer.output)"
        )
    }

    @Test(arguments: [
        (["reasons", "retire", "price", "--through", "31-03-2027"], "Dates are written year, month, day: 2027-03-31."),
        (["reasons", "edit", "price", "--valid-from", "3/4/2027"], "Dates are written YYYY-MM-DD, such as 2027-03-31"),
        (["reasons", "edit", "price", "--valid-through", "2027-02-30"], "must be in the calendar"),
        (["reasons", "merge", "price", "--into", "moved", "--through", "soon"], "Dates are written YYYY-MM-DD"),
    ])
    func `say how a date is written`(_ arguments: [String], _ sentence: String) throws {
        let answer = try folder.run(arguments)
        #expect(answer.end == .exit(64))
        #expect(answer.errors.contains(sentence), "\(answer.errors)")
    }

    @Test func `are advised about with the configuration that the command was given`() throws {
        let other = try Folder()
        try other.file("mine.yaml", "ledger:\n  path: mine.sqlite\n")
        let none = try other.run("reasons", "list", "--config", "mine.yaml")
        #expect(none.errors.contains("terminus settings apply FILE --create --config mine.yaml"), "\(none.errors)")
        let doctor = try other.run("doctor", "--config", "mine.yaml", "--format", "json")
        #expect(doctor.output.contains("terminus settings apply FILE --create --config mine.yaml"))
        #expect(
            CommandHint.text("Run: terminus setup (or start the worker).", repeating: ["--config 'a b'"])
                == "Run: terminus setup --config 'a b' (or start the worker)."
        )
        #expect(
            CommandHint.text(
                "See: terminus settings apply my.settings.yaml, and terminus is fine.",
                repeating: ["--config c"]
            )
                == "See: terminus settings apply my.settings.yaml --config c, and terminus is fine."
        )
        #expect("it's".shellWord == #"'it'\''s'"#)
        // One character for Swift, a quote and a mark for the shell.
        #expect("a'\u{301}; b".shellWord.unicodeScalars.elementsEqual(#"'a'\''\#u{301}; b'"#.unicodeScalars))
    }

    @Test func `are those of the package's configuration where no other is named`() throws {
        let other = try Folder()
        func file(_ flag: String?, _ environment: [String: String] = [:]) -> String {
            let places = ["own.yaml", "package.yaml"].map { other.path + "/" + $0 }
            let path = ConfigurationFile(flag: flag, environment: environment, standardPaths: places).path
            return URL(filePath: path).lastPathComponent
        }
        #expect(ConfigurationFile.standardPaths == ["terminus.yaml", "/etc/terminus/terminus.yaml"])
        #expect(file(nil) == "own.yaml")
        try other.file("package.yaml", "prefix: package\n")
        #expect(file(nil) == "package.yaml")
        #expect(file(nil, ["TERMINUS_CONFIG": "named.yaml"]) == "named.yaml")
        #expect(file("flag.yaml", ["TERMINUS_CONFIG": "named.yaml"]) == "flag.yaml")
        try other.file("own.yaml", "prefix: own\n")
        #expect(file(nil) == "own.yaml")
    }
}
