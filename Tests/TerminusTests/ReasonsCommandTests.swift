import Foundation
import Ledger
import Terminations
import TestSupport
import Testing
import YAML

/// A ledger with settings and recorded terminations, and the program that changes them.
private struct ReasonShell {
    let folder: Folder
    let ledger: Ledger

    init(_ settings: String = Sample.settings) throws {
        folder = try Folder()
        ledger = try Ledger(path: folder.path + "/terminus.sqlite")
        _ = try ledger.apply(try Settings.parse(yamlOrJSON: settings), by: "tests", at: .now)
    }

    @discardableResult
    func record(_ bodies: [[UInt8]]) throws -> [Outcome] {
        let receivedMessages = bodies.map { body in
            let message = IncomingMessage(body: body, properties: MessageProperties())
            return ReceivedMessage(message: message, parsed: ParsedMessage(message))
        }
        return try Recorder(ledger: ledger, source: "urn:test").record(receivedMessages, at: .now)
    }

    func reasons(_ arguments: String...) throws -> Answer { try folder.run(["reasons"] + arguments) }

    /// Changes for a reason, without asking.
    func change(_ arguments: String...) throws -> Answer {
        try folder.run(["reasons"] + arguments + ["--reason", "tests", "--yes"])
    }
}

extension Sample {
    fileprivate static func message(_ id: String, reason: String? = "price", occurredAt: String) -> [UInt8] {
        let text = String(decoding: message(id, reason: reason), as: UTF8.self)
        return Array(text.replacing("2026-03-01T10:00:00+01:00", with: occurredAt).utf8)
    }
}

extension Outcome {
    fileprivate var codes: [Violation.Code]? {
        if case .rejected(_, let violations, _) = self { violations.map(\.code) } else { nil }
    }
    fileprivate var isAccepted: Bool { if case .accepted = self { true } else { false } }
}

@Suite struct `Reasons on the command line` {
    @Test func `are edited for later terminations, and say how many keep the old label`() throws {
        let shell = try ReasonShell()
        try shell.record(Sample.messages(1...1000))
        let dry = try shell.reasons("edit", "price", "--label", "nl=Te prijzig", "--dry-run")
        #expect(dry.end == .exit(0))
        #expect(dry.output.contains("1,000 recorded terminations keep the label \"Te duur\"."))
        #expect(dry.output.contains("Te duur → Te prijzig"))
        #expect(try shell.ledger.currentSettingsVersion() == 1)

        let done = try shell.change("edit", "price", "--label", "nl=Te prijzig", "--actor", "ada")
        #expect(done.end == .exit(0), "\(done.errors)")
        #expect(done.output.hasSuffix("Version 2 is in force.\n"))
        try shell.record([Sample.message("late")])
        let usage = try shell.reasons("usage", "price", "--format", "json").objects()
        #expect(usage.map { $0["label"]?.string } == ["Te duur", "Te prijzig"])
        #expect(usage.map { $0["recorded"]?.integer } == [1000, 1])
        #expect(usage.map { $0["settingsVersion"]?.integer } == [1, 2])
        let history = try shell.folder.run("settings", "history", "--format", "json").objects()
        #expect(history.first?["appliedBy"]?.string == "ada")
        #expect(history.first?["reason"]?.string == "tests")
    }

    @Test func `are retired at the day that is named and restored again`() throws {
        let shell = try ReasonShell()
        #expect(try shell.change("retire", "price", "--through", "2026-02-28").end == .exit(0))
        #expect(try shell.record([Sample.message("a")])[0].codes == [.reasonRetired])
        let earlier = Sample.message("b", occurredAt: "2026-02-28T23:00:00+01:00")
        #expect(try shell.record([earlier])[0].codes == nil)
        let twice = try shell.change("retire", "price", "--through", "2026-02-28")
        #expect(twice.end == .exit(65))
        #expect(twice.errors.contains("price is already retired: it was valid through 2026-02-28."))
        let restored = try shell.change("restore", "price")
        #expect(restored.output.contains("Of 1 open dead letter, 1 would be accepted if replayed then."))
        #expect(try shell.record([Sample.message("a")])[0].isAccepted)
    }

    @Test func `are merged: the code means the other one, and history keeps what it said`() throws {
        let shell = try ReasonShell()
        try shell.record([Sample.message("a", reason: "moved"), Sample.message("b")])
        let merged = try shell.change("merge", "moved", "--into", "price", "--alias")
        #expect(merged.end == .exit(0), "\(merged.errors)")
        #expect(merged.output.contains("1 recorded termination has it; reports count them under price from then on."))
        #expect(try shell.record([Sample.message("c", reason: "moved")])[0].isAccepted)
        let usage = try shell.reasons("usage", "--format", "json").objects()
        #expect(usage.map { $0["code"]?.string } == ["moved", "price", "price"])
        #expect(usage.map { $0["givenCode"]?.string } == ["moved", "price", "moved"])
        #expect(usage.map { $0["countedUnder"]?.string } == ["price", "price", "price"])
        let totals = try shell.reasons("usage", "--totals", "--format", "json").objects()
        #expect(totals.map { $0["recorded"]?.integer } == [3])

        #expect(try shell.change("restore", "moved").end == .exit(0))
        try shell.record([Sample.message("d", reason: "moved")])
        let after = try shell.reasons("usage", "moved", "--totals", "--format", "json").objects()
        #expect(after.map { $0["recorded"]?.integer } == [2])
    }

    @Test func `that are merged without the alias are refused with the other as suggestion`() throws {
        let shell = try ReasonShell()
        #expect(try shell.change("merge", "moved", "--into", "price").end == .exit(0))
        guard case .rejected(_, let violations, _) = try shell.record([Sample.message("a", reason: "moved")])[0] else {
            Issue.record("It was not refused.")
            return
        }
        #expect(violations.map(\.code) == [.reasonRetired])
        #expect(violations.map(\.suggestion) == ["price"])
    }

    @Test func `are created, moved and shown`() throws {
        let shell = try ReasonShell()
        let added = try shell.change(
            "add",
            "sold",
            "--label",
            "nl=Verkocht",
            "--label",
            "en=Sold",
            "--voluntary",
            "true",
            "--note",
            "required",
            "--note-min-length",
            "5",
            "--initiator",
            "customer,provider",
            "--attribute",
            "dunning=false",
            "--first"
        )
        #expect(added.end == .exit(0), "\(added.errors)")
        #expect(try shell.change("move", "price", "--last").end == .exit(0))
        let codes = try shell.reasons("list", "--format", "json").objects().map { $0["code"]?.string }
        #expect(codes == ["sold", "moved", "price"])
        let sold = try #require(try shell.reasons("show", "sold", "--format", "json").objects().first)
        #expect(sold["noteMinLength"]?.integer == 5)
        #expect(sold["allowed"]?.object?["initiator"]?.array?.compactMap(\.string) == ["customer", "provider"])
        #expect(sold["attributes"]?.object?["dunning"] == .bool(false))
        #expect(try shell.reasons("show", "sold").output.contains("at least 5 characters"))
        let again = try shell.change("edit", "sold", "--clear", "initiator", "--attribute", "dunning=")
        #expect(again.end == .exit(0))
        let edited = try #require(try shell.reasons("show", "sold", "--format", "json").objects().first)
        #expect(edited["allowed"]?.object?["initiator"] == .null)
        #expect(edited["attributes"]?.object?.members.isEmpty == true)
    }

    @Test func `are not changed without a reason or without an answer`() throws {
        let shell = try ReasonShell()
        let unreasoned = try shell.reasons("retire", "price", "--yes")
        #expect(unreasoned.end == .exit(64))
        #expect(unreasoned.errors.contains("--reason"))
        let unasked = try shell.reasons("retire", "price", "--reason", "tests")
        #expect(unasked.end == .exit(64))
        #expect(unasked.errors.contains("--yes"))
        #expect(try shell.ledger.currentSettingsVersion() == 1)
    }

    @Test(
        arguments: [
            (["retire", "prize"], 65, "There is no reason prize. Did you mean price?"),
            (["merge", "price", "--into", "price"], 65, "price cannot be merged into itself."),
            (["add", "price", "--label", "nl=Prijs"], 65, "There is already a reason price."),
            (["add", "sold", "--label", "en=Sold"], 65, "/reasons/2/labels/nl"),
            (["edit", "price"], 64, "Say what to change"),
            (["move", "price"], 64, "Say where"),
            (["merge", "moved", "--into", "price", "--alias", "--through", "2026-01-01"], 64, "--through"),
            (["show", "nothing"], 65, "There is no reason nothing."),
        ] as [([String], Int32, String)]
    )
    func `refuse what cannot be`(arguments: [String], code: Int32, sentence: String) throws {
        let shell = try ReasonShell()
        let flags = arguments[0] == "show" ? [] : ["--dry-run"]
        let answer = try shell.folder.run(["reasons"] + arguments + flags)
        #expect(answer.end == .exit(code))
        #expect(answer.errors.contains(sentence), "\(answer.errors)")
    }

    @Test func `need settings first`() throws {
        let folder = try Folder()
        let answer = try folder.run("reasons", "list")
        #expect(answer.end == .exit(78))
        #expect(answer.errors.contains("settings apply"))
    }
}

@Suite struct `What new settings mean` {
    @Test func `is said before they are applied`() throws {
        let shell = try ReasonShell()
        try shell.record([Sample.message("a"), Sample.message("b", reason: "prize"), Sample.message("c", reason: "x")])
        let changed =
            Sample.settings.replacing("code: price", with: "code: price\n    aliases: [prize]")
            .replacing("Te duur", with: "Te prijzig") + "\n  - {code: other, labels: {nl: Anders, en: Other}}"
        try shell.folder.file("changed.yaml", changed)
        let dry = try shell.folder.run("settings", "apply", "changed.yaml", "--dry-run")
        #expect(dry.end == .exit(0), "\(dry.errors)")
        for part in [
            "Version 2 would be in force", "price: edited", "Te duur → Te prijzig", "other: created",
            "1 recorded termination keeps the label \"Te duur\".",
            "Of 2 open dead letters, 1 would be accepted if replayed then.", "catch-all-without-note",
        ] { #expect(dry.output.contains(part), "\(part)") }
        let json = try #require(
            try shell.folder.run("settings", "apply", "changed.yaml", "--dry-run", "--format", "json").objects().first
        )
        #expect(json["deadLetters"]?.object?["accepted"]?.integer == 1)
        #expect(json["findings"]?.array?.count == 1)
        #expect(json["reasons"]?.array?.compactMap { $0.object?["change"]?.string } == ["edited", "created"])
        #expect(try shell.ledger.currentSettingsVersion() == 1)
    }

    @Test func `is checked against what is recorded, judged at the instant it occurred`() throws {
        let shell = try ReasonShell(Sample.settings.replacing("reasonRequired: true", with: "reasonRequired: false"))
        let bodies = [("a", "2026-03-01T23:30:00+01:00"), ("b", "2026-03-02T00:30:00+01:00")].map { id, instant in
            Sample.message(id, reason: nil, occurredAt: instant)
        }
        try shell.record(bodies + [Sample.message("c", reason: "moved")])
        let strict = Sample.settings.replacing(
            "reasonRequired: true",
            with: "reasonRequired: [{required: true, from: 2026-03-02}]"
        ).replacing("code: moved", with: "code: moved\n    note: {rule: required}")
        try shell.folder.file("strict.yaml", strict)
        let answer = try shell.folder.run("settings", "check", "strict.yaml", "--format", "json")
        #expect(answer.end == .exit(0), "\(answer.errors)")
        let recorded = try #require(try answer.objects().first?["recorded"]?.object)
        #expect(recorded["checked"]?.integer == 3)
        #expect(recorded["refused"]?.integer == 2)
        let violations = (recorded["violations"]?.array ?? []).compactMap(\.object)
        #expect(violations.map { $0["code"]?.string } == ["note-required", "reason-required"])
        #expect(violations.last?["examples"]?.array?.compactMap(\.string) == ["b"])
        let limited = try shell.folder.run("settings", "check", "strict.yaml", "--limit", "1", "--format", "json")
        #expect(try limited.objects().first?["recorded"]?.object?["checked"]?.integer == 1)
        #expect(try shell.folder.run("settings", "check", "strict.yaml").output.contains("2 would be refused today:"))
        #expect(try shell.ledger.currentSettingsVersion() == 1)
    }

    @Test func `is an error where something cannot work`() throws {
        let folder = try Folder()
        let impossible =
            Sample.settings + "\n    note: {rule: required, minLength: 21}\nnote: {maxLength: 20}"
        try folder.file("settings.yaml", impossible)
        let answer = try folder.run("settings", "check", "settings.yaml")
        #expect(answer.end == .exit(65))
        #expect(answer.output.contains("reason-unreachable"))
    }

    @Test func `is refused where a recorded reason is missing, or somebody else was first`() throws {
        let shell = try ReasonShell()
        try shell.record([Sample.message("a")])
        try shell.folder.file("without.yaml", "timeZone: UTC\ndefaultLanguage: nl")
        for flags in [[], ["--dry-run"]] {
            let answer = try shell.folder.run(["settings", "apply", "without.yaml"] + flags)
            #expect(answer.end == .exit(65))
            #expect(answer.errors.contains("The reason price cannot be left out: a recorded termination has it."))
            #expect(answer.errors.contains("terminus reasons retire price"))
        }
        try shell.folder.file("changed.yaml", Sample.settings.replacing("Te duur", with: "Duur"))
        #expect(try shell.folder.run("settings", "apply", "changed.yaml", "--based-on", "1").end == .exit(0))
        try shell.folder.file("other.yaml", Sample.settings.replacing("Te duur", with: "Te prijzig"))
        let late = try shell.folder.run("settings", "apply", "other.yaml", "--based-on", "1")
        #expect(late.end == .exit(75))
        #expect(late.errors.contains("version 2 is in force now"))
    }

    @Test func `is compared between versions, and exported to a file that changes nothing`() throws {
        let shell = try ReasonShell()
        #expect(try shell.change("edit", "price", "--category", "money").end == .exit(0))
        let text = try shell.folder.run("settings", "diff", "1", "2")
        #expect(text.output.contains("commercial → money"))
        let json = try #require(try shell.folder.run("settings", "diff", "1", "--format", "json").objects().first)
        #expect(json["to"]?.integer == 2)
        #expect(json["reasons"]?.array?.count == 1)
        #expect(try shell.folder.run("settings", "diff", "1", "9").end == .exit(65))

        for name in ["settings.yaml", "settings.json"] {
            #expect(try shell.folder.run("settings", "export", name).end == .exit(0))
            #expect(try shell.folder.run("settings", "export", name).end == .exit(64))
            let applied = try shell.folder.run("settings", "apply", name, "--format", "json")
            #expect(try applied.objects().first?["isNew"] == .bool(false), "\(name)")
        }
        #expect(try shell.folder.run("settings", "export", "--version", "1").output.contains("commercial"))
    }
}
