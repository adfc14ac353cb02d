import Application
import Foundation
import JSON
import Ledger
import TestSupport
import Terminations
import Testing
import YAML

@testable import Console

/// Nothing tells what a person may not see, whatever way it is asked for.
@Suite struct `What a permission hides` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
    }

    private func page(_ path: String, without hidden: Permission...) throws -> ParsedPage {
        try fixture.page(path, as: Set(Permission.allCases).subtracting(hidden))
    }

    @Test func `is not told by a list of the terminations with a sensitive reason`() throws {
        let refused = try page("/terminations?reason=deceased", without: .readConfidentialReports)
        #expect(refused.status == 403 && refused.text.contains("reports.confidential"))
        #expect(try page("/terminations?reason=deceased").status == 200)
        #expect(try page("/terminations?reason=price", without: .readConfidentialReports).status == 200)
    }

    @Test func `is not told by a search for a text of a note`() throws {
        let answer = fixture.ask(
            "/dead-letters/find",
            method: "POST",
            form: [("text", "dear")],
            as: Set(Permission.allCases).subtracting([.readNotes])
        ).answer
        #expect(answer.status == 403)
    }

    @Test(arguments: ["/dead-letters/edit", "/dead-letters/discard", "/dead-letters/restore", "/replays"])
    func `is not told by a change of what has a text in its note`(path: String) throws {
        let edit = path.hasSuffix("edit") ? #""set": {"/channel": "web"}, "# : ""
        let body = "{\"filter\": {\"text\": \"dear\"}, \(edit)\"dryRun\": true}"
        let all = Set(Permission.allCases)
        let refused = fixture.api(
            path,
            method: "POST",
            token: try fixture.token(as: all.subtracting([.readNotes])),
            body: body
        )
        #expect(refused.status == 403, "\(refused.text)")
        let answer = fixture.api(path, method: "POST", token: try fixture.token("reader", as: all), body: body)
        #expect([200, 422].contains(answer.status), "\(answer.text)")
    }

    @Test func `is not told by a value that holds a document with a note`() throws {
        let document = #"{\"note\": \"s3cret\"}"#
        try fixture.record(Sample.message("t-9", reason: nil, others: ["reasonCode": "\"\(document)\""]))
        let deadLetter = try #require(try fixture.deadLetters().first { $0.messageID?.contains("t-9") ?? false })
        for path in ["/causes", "/causes/\(deadLetter.fingerprint)", "/dead-letters/\(deadLetter.id)"] {
            let hidden = try page(path, without: .readNotes)
            #expect(hidden.status == 200 && !hidden.html.contains("s3cret"), "\(path)")
        }
        let filter = DeadLetterFilter(value: #"{"note": "s3cret"}"#)
        #expect(try fixture.ledger.countDeadLetters(matching: filter) == 0)
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(value: "(not shown)")) == 0)
        let token = try fixture.token(as: [.readDeadLetters, .readBodies, .mendDeadLetters])
        let patch =
            #"{"filter": {}, "patch": [{"op": "copy", "from": "/reasonCode", "path": "/customerId"}], "dryRun": true}"#
        #expect(!fixture.api("/dead-letters/edit", method: "POST", token: token, body: patch).text.contains("s3cret"))
    }

    @Test(arguments: [
        (#"[{"op":"copy","from":"/note","path":"/channel"}]"#, true),
        (#"[{"op":"move","from":"/note","path":"/channel"}]"#, true),
        (#"[{"op":"copy","from":"","path":"/channel"}]"#, true),
        (#"[{"op":"copy","from":"/data","path":"/channel"}]"#, true),
        (#"[{"op":"test","path":"/note","value":"x"},{"op":"add","path":"/a","value":1}]"#, true),
        (#"[{"op":"replace","path":"/note","value":null}]"#, false),
        (#"[{"op":"copy","from":"/channel","path":"/a"}]"#, false),
    ])
    func `is not told by a patch that reads the note`(patch: String, reads: Bool) throws {
        #expect(BodyChange(patch: try JSONPatch(parsing: Array(patch.utf8))).readsNote == reads)
    }

    @Test func `is not told by a pattern that matches the note`() throws {
        let substitution = try MemberSubstitution(parsing: "/note=s/^A.*/x/")
        #expect(BodyChange(patch: nil, substitutions: [substitution]).readsNote)
    }

    @Test(arguments: [
        "Note", "NOTE", "notes", "Note ", "\\tnote", "customerNote", "customer_notes", "noteText", "customernote",
        "note1", "Notes-2",
        "agentNoteText", "ｎｏｔｅ", "nоte", "ηοτε", "nóte", "n\u{301}ote", "n\u{200D}ote", "ɴᴏᴛᴇ", "n0te",
        "n\u{200B}o\u{AD}te",
        "𝓃𝑜𝓉𝑒", "customerNоtes",
    ])
    func `is not told where the member of a note is misspelt`(name: String) throws {
        try fixture.record(
            Sample.message("t-9", reason: "foo", others: [name: "\"s3cret\""]),
            Sample.message("t-8", reason: "foo", others: ["history": "[{\"\(name)\": {\"text\": \"s3cret\"}}]"]),
            Sample.message("t-7", reason: "foo", others: ["copy": "\"{\\\"note\\\": \\\"s3cret\\\"}\""])
        )
        let token = try fixture.token(as: [.readDeadLetters, .readBodies])
        var seen = 0
        for deadLetter in try fixture.deadLetters() {
            let path = "/dead-letters/\(deadLetter.id)"
            if try page(path).html.contains("s3cret") { seen += 1 }
            let hidden = try page(path, without: .readNotes)
            #expect(hidden.status == 200 && !hidden.html.contains("s3cret"))
            #expect(!fixture.api(path, token: token).text.contains("s3cret"))
        }
        #expect(seen == 3)
    }

    @Test(arguments: ["remark", "opmerking", "Wil niet meer betalen", "5", "\\u0000", "data2", "spécial"])
    func `is not told by a member that the contract does not know`(name: String) throws {
        try fixture.record(
            Sample.message("t-9", reason: "foo", others: [name: "\"s3cret\""]),
            Sample.message("t-8", reason: nil, others: ["reasonCode": "{\"\(name)\": \"s3cret\"}"]),
            Sample.message("t-7", reason: "foo", others: ["contract": "{\"\(name)\": [\"s3cret\"]}"]),
            Array("[\"s3cret\", {\"\(name)\": {\"reasonCode\": \"s3cret\"}}]".utf8),
            Sample.message(
                "t-6",
                reason: "foo",
                others: ["reason_code": "\"shown\"", "data": "{\"\(name)\": \"s3cret\"}"]
            )
        )
        let token = try fixture.token(as: [.readDeadLetters, .readBodies])
        var seen = 0
        var shown = 0
        for deadLetter in try fixture.deadLetters() {
            let path = "/dead-letters/\(deadLetter.id)"
            if try page(path).html.contains("s3cret") { seen += 1 }
            let hidden = try page(path, without: .readNotes)
            #expect(hidden.status == 200 && !hidden.html.contains("s3cret"))
            let answer = fixture.api(path, token: token)
            #expect(answer.status == 200 && !answer.text.contains("s3cret"))
            if hidden.html.contains("shown&quot;") || hidden.html.contains("&quot;shown") { shown += 1 }
            if name.contains(" ") { #expect(!hidden.html.contains(name) && !answer.text.contains(name)) }
        }
        // A field that is spelled in another way is the field, so that a person sees what is wrong.
        #expect(seen == 5 && shown == 1)
    }

    @Test func `is not told by an edit that guesses it`() throws {
        try fixture.record(
            Sample.message("t-9", reason: "foo", others: ["note": "\"s3cret\"", "remark": "\"s3cret\""]),
            Sample.message("t-8", reason: "foo", others: ["nоte": "\"s3cret\"", "list": "[1, \"s3cret\"]"]),
            Sample.message("t-7", reason: nil, others: ["reasonCode": #""{\"note\": \"s3cret\"}""#])
        )
        let all = try fixture.deadLetters()
        func deadLetter(_ name: String) throws -> DeadLetter {
            try #require(all.first { $0.messageID?.contains(name) ?? false })
        }
        let hidden = Set(Permission.allCases).subtracting([.readNotes])
        let token = try fixture.token(as: hidden)
        let whole = try #require(try fixture.ledger.deadLetterContent(id: try deadLetter("t-9").id))
        let guess = String(decoding: whole.body, as: UTF8.self)
        for (name, patch) in [
            ("t-9", #"{"op": "add", "path": "/note", "value": "s3cret"}"#),
            ("t-9", #"{"op": "replace", "path": "/note", "value": "s3cret"}"#),
            ("t-9", #"{"op": "remove", "path": "/note"}"#),
            ("t-9", #"{"op": "add", "path": "/remark", "value": "s3cret"}"#),
            (
                "t-9",
                #"{"op": "test", "path": "/remark", "value": "s3cret"}, {"op": "add", "path": "/channel", "value": "web"}"#
            ),
            ("t-9", #"{"op": "copy", "from": "/remark", "path": "/reasonCode"}"#),
            ("t-9", "{\"op\": \"add\", \"path\": \"\", \"value\": \(guess)}"),
            ("t-8", #"{"op": "add", "path": "/nоte", "value": "s3cret"}"#),
            ("t-8", #"{"op": "remove", "path": "/list/0"}, {"op": "test", "path": "/list/0", "value": "s3cret"}"#),
            (
                "t-7",
                #"{"op": "test", "path": "/reasonCode", "value": "{\"note\": \"s3cret\"}"}, {"op": "add", "path": "/channel", "value": "web"}"#
            ),
        ] {
            let one = try deadLetter(name)
            let version = #"{"id": "\#(one.id)", "version": \#(one.version)}"#
            for end in [#""dryRun": true"#, #""reason": "tests""#] {
                let answers = [patch, patch.replacing("s3cret", with: "wrong")].map { patch in
                    fixture.api(
                        "/dead-letters/edit",
                        method: "POST",
                        token: token,
                        body: #"{"deadLetters": [\#(version)], "patch": [\#(patch)], \#(end)}"#
                    )
                }
                let status = answers[0].status
                let isDone = status == 200 && answers[0].json["unchanged"]?.integer != 1
                #expect([200, 403, 422].contains(status) && !isDone, "\(patch) \(answers[0].text)")
                #expect(answers[0].status == answers[1].status && answers[0].text == answers[1].text, "\(patch)")
            }
            let pages = try [patch, patch.replacing("s3cret", with: "wrong")].map { patch in
                let form = [("id", one.id), ("patch", "[\(patch)]"), ("reason", "tests"), ("step", "preview")]
                let answer = fixture.ask("/dead-letters/edit", method: "POST", form: form, as: hidden).answer
                return (answer.status, try ParsedPage(answer).text.replacing("s3cret", with: "wrong"))
            }
            #expect(pages[0].0 == 422 && pages[0].1 == pages[1].1, "\(patch)")
        }
        #expect(try fixture.ledger.deadLetterActions(limit: 5).isEmpty)
        // Patterns too, over several dead letters.
        let patterns = ["s3cret", "wrong"].map { guess in
            fixture.api(
                "/dead-letters/edit",
                method: "POST",
                token: token,
                body: """
                    {"filter": {"state": ["open"]}, "substitutions": ["/reasonCode=s/.*\(guess).*/price/"], "dryRun": true}
                    """
            )
        }
        #expect(patterns[0].status == 200 && patterns[0].json["samples"]?.array?.isEmpty == true)
        #expect(patterns[0].text == patterns[1].text)
    }

    @Test func `lets a note be added where there is none, without the permission to read notes`() throws {
        let one = try #require(try fixture.deadLetters().first { $0.messageID?.contains("t-3") ?? false })
        let token = try fixture.token(as: Set(Permission.allCases).subtracting([.readNotes]))
        let answer = fixture.api(
            "/dead-letters/edit",
            method: "POST",
            token: token,
            body: """
                {"deadLetters": [{"id": "\(one.id)", "version": \(one.version)}], "reason": "tests",
                "set": {"/note": "By phone", "/reasonCode": "price"}}
                """
        )
        #expect(answer.status == 200 && answer.json["mended"]?.integer == 1, "\(answer.text)")
        #expect(!answer.text.contains("By phone"))
        // From now on it is a note as any other.
        let again = try #require(try fixture.deadLetters().first { $0.id == one.id })
        let guess = fixture.api(
            "/dead-letters/edit",
            method: "POST",
            token: token,
            body: """
                {"deadLetters": [{"id": "\(one.id)", "version": \(again.version)}], "dryRun": true, "set": {"/note": "By phone"}}
                """
        )
        #expect(guess.json["unchanged"]?.integer == 1 && guess.json["samples"]?.array?.isEmpty == true, "\(guess.text)")
    }

    @Test(arguments: ["noticePeriod", "notice", "footer", "denoted", "reasonCode", "annotation", "snoteb"])
    func `shows members with other names`(name: String) {
        #expect(!ShownValue.isNoteName(name))
    }

    @Test func `is not told by a difference`() throws {
        let whole = try JSONValue(
            parsing: #"{"Note": "s3cret", "channel": "web", "he said": 1, "and that": 2, "data": "s3cret"}"#
        )
        #expect(
            MarkedBody.compact(ShownValue.withoutNotes(whole, at: .root))
                == #"{"Note":"(not shown)","channel":"web","(not shown)":"(not shown)","(not shown) 2":"(not shown)","data":"(not shown)"}"#
        )
        #expect(ShownValue.withoutNotes(whole, at: JSONPointer("history")) == .string(ShownValue.withheld))
        #expect(ShownValue.place(JSONPointer("contract").appending("he said")).description == "/contract/(not shown)")
    }

    @Test(arguments: ["/dead-letters", "/causes", "/dead-letters/export", "/replays/new", "/dead-letters/edit"])
    func `is not told by a filter for a value`(path: String) throws {
        let hidden = Set(Permission.allCases).subtracting([.readBodies])
        let answer = fixture.ask(path + "?value=te-duur", as: hidden).answer
        #expect(answer.status == 403)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("dead-letters.body"))
        #expect(fixture.ask(path, as: hidden).answer.status == 200)
        #expect(fixture.ask(path + "?value=te-duur").answer.status == 200)
    }

    /// `deceased` is sensitive: `t-2` has it.
    @Test func `is not told by examples of what settings would refuse`() throws {
        let yaml = ConsoleFixture.settings.replacing(
            "    sensitive: true",
            with: "    sensitive: true\n    allowed: {initiator: [system]}"
        )
        let document = try Settings.parse(yamlOrJSON: yaml)
        // The forecast of dead letters is a transaction that is rolled back.
        let check = try fixture.responder.queries.withWritableApplication {
            try $0.check(CheckSettings(document), at: ConsoleFixture.now)
        }
        let application = try fixture.responder.queries.application()
        let recorded = try #require(check.meaning?.recorded)
        #expect(recorded.refused == 1 && recorded.refusals.map(\.count) == [1])
        #expect(recorded.refusals.flatMap(\.examples) == [])
        for isConfidential in [false, true] {
            let backtest = try application.backtest(
                BacktestSettings(document, since: try #require(LocalDate("2025-01-01")), isConfidential: isConfidential)
            )
            #expect(backtest.refusals.map(\.count) == [1])
            #expect(backtest.refusals.flatMap(\.examples) == (isConfidential ? ["t-2"] : []))
        }
    }
}

@Suite struct `A file of the console's own that cannot be used` {
    @Test func `gives a page and a problem that name it, and changes nothing`() throws {
        let fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
        let path = fixture.responder.store.path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let answer = fixture.ask("/causes").answer
        #expect(answer.status == 503 && answer.failure == nil)
        #expect(String(decoding: answer.body, as: UTF8.self).contains("\(path) cannot be made: Is a directory."))
    }
}
