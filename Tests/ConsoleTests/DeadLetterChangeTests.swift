import Foundation
import JSON
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

/// A person who goes through the steps of a change, with the hidden fields that the pages hand on.
struct ChangeWay {
    let fixture: ConsoleFixture
    let session: Token

    init(_ fixture: ConsoleFixture, as permissions: Set<Permission> = Set(Permission.allCases)) {
        self.fixture = fixture
        session = fixture.signIn(as: permissions)
    }

    func get(_ path: String) throws -> ParsedPage { try ParsedPage(fixture.ask(path, session: session).answer) }

    func post(_ path: String, _ form: [(String, String)]) -> PageAnswer {
        fixture.ask(path, method: "POST", form: form, session: session).answer
    }

    func page(_ path: String, _ form: [(String, String)]) throws -> ParsedPage { try ParsedPage(post(path, form)) }

    /// Posts and follows the redirect that must come.
    func follow(_ path: String, _ form: [(String, String)]) throws -> (path: String, page: ParsedPage) {
        let answer = post(path, form)
        let location = try #require(answer.location, "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        return (location, try get(location))
    }
}

extension PageAnswer {
    var location: String? { status == 303 ? headers.first { $0.name == "location" }?.value : nil }
}

extension ParsedPage {
    /// The hidden fields of the form that confirms what the page shows.
    var confirmation: [(String, String)] {
        let forms = html.split(separator: "<form ").filter { $0.contains("name=\"token\"") }
        guard let form = forms.first?.split(separator: "</form>").first else { return [] }
        return form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/).map {
            (String($0.output.1), Self.unescaped(String($0.output.2)))
        }
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}

private let discard = "/dead-letters/discard"

@Suite struct `Discarding and restoring on the pages` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
    }

    private let filter = [("state", "open"), ("code", "unknown-reason")]

    private func count(_ state: DeadLetter.State) throws -> Int { try fixture.ledger.countDeadLetters(in: state) }

    @Test func `is refused for another reason than the preview has shown`() throws {
        let deadLetter = try #require(try fixture.deadLetters().first)
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, [("id", deadLetter.id), ("reason", "seen"), ("step", "preview")])
        let form = preview.confirmation.filter { $0.0 != "reason" } + [("step", "do")]
        #expect(way.post(discard, form + [("reason", "another")]).status == 409)
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(states: [.discarded])) == 0)
        #expect(way.post(discard, form + [("reason", "seen")]).status == 303)
    }

    @Test func `goes from the form over a preview to the action, which is in the audit trail`() throws {
        let way = ChangeWay(fixture)
        let form = try way.get("\(discard)?state=open&code=unknown-reason")
        #expect(form.text.contains("unknown-reason") && form.ids.contains("f-reason"))
        let preview = try way.page(discard, filter + [("reason", "Sent by a test"), ("step", "preview")])
        #expect(preview.status == 200 && preview.text.contains("Discard 2 dead letters"))
        #expect(preview.text.contains("Sent by a test") && preview.text.contains("unknown-reason at /reasonCode"))
        #expect(try count(.open) == 3)
        let (path, action) = try way.follow(discard, preview.confirmation + [("step", "do")])
        #expect(path == "/actions/1" && action.text.contains("2 dead letters discarded."))
        #expect(try count(.discarded) == 2 && count(.open) == 1)
        let found = try #require(try fixture.ledger.deadLetterAction(1))
        #expect(
            found.startedBy == "alex" && found.via == .console && found.reason == "Sent by a test" && found.isFinished
        )
        let discarded = try #require(try fixture.ledger.deadLetters(in: .discarded, limit: 1).first)
        let entry = try #require(try fixture.ledger.history(of: discarded.id).last)
        #expect(entry.actor == "alex" && entry.via == .console)
    }

    @Test func `is done once, and answers the same form with the same action`() throws {
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, filter + [("reason", "Once")])
        let confirmation = preview.confirmation + [("step", "do")]
        let paths = (1...3).map { _ in way.post(discard, confirmation).location }
        #expect(paths == ["/actions/1", "/actions/1", "/actions/1"])
        #expect(try fixture.ledger.deadLetterActions(limit: 9).count == 1)
    }

    @Test func `answers 409 with a new preview where a dead letter came in or was changed, and keeps the reason`()
        throws
    {
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, filter + [("reason", "Only these")])
        try fixture.record(Sample.message("t-9", reason: "te-duur"))
        let stale = try way.page(discard, preview.confirmation + [("step", "do")])
        #expect(stale.status == 409 && stale.text.contains("Something has changed since the preview"))
        #expect(stale.text.contains("Discard 3 dead letters") && stale.text.contains("Only these"))
        #expect(try count(.discarded) == 0)

        let one = try #require(
            try fixture.ledger.deadLetters(matching: DeadLetterFilter(code: "unknown-reason"), limit: 1).first
        )
        _ = try fixture.ledger.discard([DeadLetterVersion(one)], by: Actor("kim", by: .cli), reason: "Mine", at: .now)
        let again = try way.page(discard, stale.confirmation + [("step", "do")])
        #expect(again.status == 409 && again.text.contains("Discard 2 dead letters"))
        #expect(way.post(discard, again.confirmation + [("step", "do")]).location == "/actions/1")
        #expect(try count(.discarded) == 3)
    }

    @Test func `is refused from another site, without a token, and with the token of another person`() throws {
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, filter + [("reason", "No")])
        let confirmation = preview.confirmation + [("step", "do")]
        let foreign = fixture.ask(
            discard,
            method: "POST",
            form: confirmation,
            session: way.session,
            headers: ["sec-fetch-site": "cross-site"]
        )
        #expect(foreign.answer.status == 403)
        #expect(way.post(discard, confirmation.filter { $0.0 != "token" }).status == 403)
        #expect(ChangeWay(fixture).post(discard, confirmation).status == 409)
        #expect(way.post("/dead-letters/restore", confirmation.filter { $0.0 != "state" }).status == 409)
        #expect(try count(.discarded) == 0 && fixture.ledger.deadLetterActions(limit: 1).isEmpty)
    }

    @Test func `is neither shown to nor done by somebody without the permission, nor by a console that only reads`()
        throws
    {
        let way = ChangeWay(fixture, as: [.readDeadLetters])
        let list = try way.get("/dead-letters")
        #expect(!list.html.contains("/dead-letters/select") && !list.html.contains("type=\"checkbox\""))
        #expect(way.post(discard, filter + [("reason", "No")]).status == 403)
        #expect(way.post("/dead-letters/select", [("do", "discard-all")]).status == 403)
        let reading = try ConsoleFixture()
        try reading.fill()
        let reader = ChangeWay(reading)
        #expect(!(try reader.get("/dead-letters")).html.contains("/dead-letters/select"))
        for path in [
            discard, "/dead-letters/restore", "/dead-letters/edit", "/replays", "/replays/1/stop", "/replays/1/resume",
        ] {
            #expect(reader.post(path, [("state", "open")]).status == 403, "\(path)")
        }
        #expect(fixture.ask("/replays/new", as: [.readDeadLetters]).answer.status == 403)
    }

    @Test func `names a missing reason at its field and at the top, and keeps the filter`() throws {
        let way = ChangeWay(fixture)
        let page = try way.page(discard, filter + [("step", "preview")])
        #expect(page.status == 422 && page.ids.contains("f-reason-fault") && page.links.contains("#f-reason"))
        #expect(page.html.contains("name=\"code\" value=\"unknown-reason\""))
    }

    @Test func `wants the number typed for more than fifty`() throws {
        for number in 0..<60 { try fixture.record(Sample.message("many-\(number)", reason: "te-duur")) }
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, filter + [("reason", "All of them")])
        #expect(preview.ids.contains("f-number"))
        let wrong = try way.page(discard, preview.confirmation + [("number", "61"), ("step", "do")])
        #expect(wrong.status == 422 && wrong.ids.contains("f-number-fault") && wrong.html.contains("value=\"61\""))
        #expect(try count(.discarded) == 0)
        let done = wrong.confirmation + [("number", "62"), ("step", "do")]
        #expect(way.post(discard, done).location == "/actions/1")
        #expect(try count(.discarded) == 62)
    }

    @Test func `takes what was ticked, and keeps a customer out of addresses`() throws {
        let way = ChangeWay(fixture)
        let all = try fixture.deadLetters()
        let nothing = try way.page("/dead-letters/select", [("do", "discard-picked")])
        #expect(nothing.status == 422 && nothing.links.contains("#f-pick") && nothing.ids.contains("f-pick"))
        let picked = all.prefix(2).map { ("id", $0.id) }
        let form = try way.page("/dead-letters/select", picked + [("do", "discard-picked")])
        #expect(form.status == 200 && form.text.contains("2 dead letters"))
        let preview = try way.page(discard, picked + [("reason", "Ticked")])
        #expect(way.post(discard, preview.confirmation + [("step", "do")]).location == "/actions/1")
        #expect(try Set(fixture.ledger.deadLetters(in: .discarded, limit: 9).map(\.id)) == Set(all.prefix(2).map(\.id)))

        #expect(
            way.post("/dead-letters/select", [("do", "discard-all"), ("code", "unknown-reason")]).location
                == "\(discard)?code=unknown-reason"
        )
        let ofCustomer = try way.page("/dead-letters/select", [("do", "discard-all"), ("customer", "k-1")])
        #expect(ofCustomer.status == 200 && ofCustomer.text.contains("k-1"))
        #expect(ofCustomer.links.allSatisfy { !$0.contains("k-1") })
        let text = ChangeWay(fixture, as: [.readDeadLetters, .discardDeadLetters])
        #expect(text.post(discard, [("text", "te-duur"), ("reason", "No")]).status == 403)
    }

    @Test func `restores, and says what a state forbids`() throws {
        let way = ChangeWay(fixture)
        let one = try #require(try fixture.deadLetters().first)
        #expect(try way.get("/dead-letters/\(one.id)").links.contains("\(discard)?id=\(one.id)"))
        let preview = try way.page(discard, [("id", one.id), ("reason", "Mistake")])
        #expect(way.post(discard, preview.confirmation + [("step", "do")]).location == "/actions/1")
        let page = try way.get("/dead-letters/\(one.id)")
        #expect(
            page.text.contains("It is discarded. Restore it first") && !page.links.contains("\(discard)?id=\(one.id)")
        )
        #expect(try way.page(discard, [("id", one.id), ("reason", "Twice")]).text.contains("1 discarded"))
        let back = try way.page("/dead-letters/restore", [("id", one.id)])
        #expect(back.text.contains("Restore 1 dead letter"))
        #expect(way.post("/dead-letters/restore", back.confirmation + [("step", "do")]).location == "/actions/2")
        #expect(try count(.open) == 3)
    }

    @Test func `undoes an action by its number, once, and the undo too`() throws {
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, filter + [("reason", "Too many")])
        _ = way.post(discard, preview.confirmation + [("step", "do")])
        #expect(try way.get("/actions").text.contains("Too many"))
        #expect(try way.get("/actions/1").links.contains("/actions/1/undo"))
        let undo = try way.get("/actions/1/undo")
        #expect(undo.text.contains("2 dead letters would return to the earlier state: 2 open."))
        let confirmation = undo.confirmation + [("reason", "The filter was too wide")]
        #expect(way.post("/actions/1/undo", confirmation).location == "/actions/2")
        #expect(way.post("/actions/1/undo", confirmation).location == "/actions/2")
        #expect(try count(.open) == 3 && count(.discarded) == 0)
        #expect(try way.get("/actions/1").text.contains("undone by 2"))
        #expect(try way.get("/actions/1/undo").text.contains("Nothing of it can be undone"))
        let again = try way.get("/actions/2/undo")
        #expect(way.post("/actions/2/undo", again.confirmation).location == "/actions/3")
        #expect(try count(.discarded) == 2)
        #expect(try way.get("/actions/99").status == 404)
    }

    @Test func `undoes nothing that changed since the preview, nor for somebody who may not`() throws {
        let way = ChangeWay(fixture)
        let preview = try way.page(discard, filter + [("reason", "First")])
        _ = way.post(discard, preview.confirmation + [("step", "do")])
        let undo = try way.get("/actions/1/undo")
        let one = try #require(try fixture.ledger.deadLetters(in: .discarded, limit: 1).first)
        _ = try fixture.ledger.restore([DeadLetterVersion(one)], by: Actor("kim", by: .cli), reason: "", at: .now)
        let stale = try way.page("/actions/1/undo", undo.confirmation + [("reason", "Typed")])
        #expect(
            stale.status == 409 && stale.text.contains("1 were restored since")
                && stale.html.contains("value=\"Typed\"")
        )
        #expect(way.post("/actions/1/undo", []).status == 403)
        let reader = ChangeWay(fixture, as: [.readDeadLetters, .mendDeadLetters])
        #expect(reader.post("/actions/1/undo", stale.confirmation).status == 403)
        #expect(!(try reader.get("/actions/1")).links.contains("/actions/1/undo"))
        #expect(try count(.discarded) == 1)
    }
}

@Suite struct `A note on a cause` {
    private let fixture: ConsoleFixture
    private let fingerprint: String

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
        fingerprint = try #require(
            try fixture.ledger.deadLetterGroups(matching: DeadLetterFilter(code: "unknown-reason")).first
        ).fingerprint
    }

    private var path: String { "/causes/\(fingerprint)/note" }

    @Test func `is shown with the cause, with its owner, its ticket, and by whom and when`() throws {
        let way = ChangeWay(fixture)
        let note = [
            ("note", "The CRM sends its own codes"), ("owner", "robin"), ("ticket", "https://tickets.example/7"),
        ]
        #expect(way.post(path, note).location == "/causes/\(fingerprint)#note")
        for page in [try way.get("/causes"), try way.get("/causes/\(fingerprint)")] {
            #expect(page.text.contains("The CRM sends its own codes") && page.text.contains("robin looks into it"))
            #expect(page.links.contains("https://tickets.example/7") && page.text.contains("written by alex"))
        }
        let hostile = [("ticket", "javascript:alert(1)"), ("note", "<b>"), ("seen", ConsoleFixture.now.description)]
        #expect(way.post(path, hostile).status == 303)
        let page = try way.get("/causes/\(fingerprint)")
        #expect(page.links.allSatisfy { !$0.hasPrefix("javascript") } && page.text.contains("<b>"))
    }

    @Test func `of somebody else is not overwritten unseen`() throws {
        let way = ChangeWay(fixture)
        _ = way.post(path, [("note", "From kim")])
        let page = try way.page(path, [("note", "From alex"), ("owner", "alex")])
        #expect(page.status == 409 && page.text.contains("From kim") && page.text.contains("From alex"))
        #expect(page.html.contains("value=\"\(ConsoleFixture.now)\""))
        #expect(try fixture.responder.store.causeNote(fingerprint)?.note == "From kim")
        let seen = ("seen", ConsoleFixture.now.description)
        #expect(way.post(path, [("note", "From alex"), seen]).status == 303)
        #expect(way.post(path, [("note", ""), seen]).status == 303)
        #expect(try fixture.responder.store.causeNotes().isEmpty)
    }

    @Test func `is written by those who may edit, about a cause that there is, and not without end`() throws {
        let way = ChangeWay(fixture)
        #expect(ChangeWay(fixture, as: [.readDeadLetters]).post(path, [("note", "No")]).status == 403)
        #expect(way.post("/causes/000000000000/note", [("note", "No")]).status == 404)
        let page = try way.page(path, [("note", String(repeating: "x", count: 4001))])
        #expect(page.status == 422 && page.ids.contains("f-note-fault"))
        for (field, text) in [("note", "a\u{202E}b"), ("note", "a\u{7}"), ("owner", "a\tb"), ("ticket", "\u{2066}T-1")]
        {
            let page = try way.page(path, [(field, text)])
            #expect(page.status == 422 && page.ids.contains("f-\(field)-fault"), "\(field)")
        }
        #expect(try fixture.responder.store.causeNotes().isEmpty)
        #expect(way.post(path, [("note", "Two\r\nlines\tand a tab")]).status == 303)
        #expect(try fixture.responder.store.causeNote(fingerprint)?.note == "Two\nlines\tand a tab")
    }

    @Test func `stands beside the four choices of the runbook`() throws {
        let links = try ChangeWay(fixture).get("/causes/\(fingerprint)").links
        let query = "state=open&fingerprint=\(fingerprint)"
        for link in [
            "/replays/new?\(query)", "/dead-letters/edit?\(query)", "#note", "\(discard)?fingerprint=\(fingerprint)",
        ] {
            #expect(links.contains(link), "\(link)")
        }
        let few = try ChangeWay(fixture, as: [.readDeadLetters]).get("/causes/\(fingerprint)")
        #expect(!few.text.contains("What to do"))
    }
}

@Suite struct `The list as a file` {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    private func text(_ path: String, as permissions: Set<Permission> = Set(Permission.allCases)) throws -> String {
        let answer = fixture.ask(path, as: permissions).answer
        #expect(answer.status == 200, "\(path)")
        var bytes = answer.body
        while let piece = try answer.pieces?() { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `has every dead letter of the filter once, the oldest first`() throws {
        for number in 0..<1203 { try fixture.record(Sample.message("t-\(number)", reason: "te-duur")) }
        try fixture.record(Sample.message("other", reason: nil))
        let csv = try text("/dead-letters/export?code=unknown-reason").split(separator: "\r\n")
        #expect(csv.count == 1204 && csv[0].hasPrefix("number,id,state") && csv[1].hasPrefix("1,"))
        #expect(Set(csv).count == 1204)
        let lines = try text("/dead-letters/export?format=ndjson").split(separator: "\n")
        #expect(lines.count == 1204)
        let last = try JSONValue(parsing: String(lines[1203])).object
        #expect(last?["terminationId"]?.string == "other" && last?["bodyBase64"] == nil)
        #expect(
            fixture.ask("/dead-letters/export", headers: ["accept": "*/*"]).answer.headers.contains {
                $0.name == "content-disposition" && $0.value.contains("dead-letters.csv")
            }
        )
    }

    @Test func `has bodies only for those who may see bodies and notes, and no formula for a spreadsheet`() throws {
        try fixture.record(Sample.message("=1+1", reason: "te-duur"))
        #expect(try text("/dead-letters/export").contains(",'=1+1,"))
        let path = "/dead-letters/export?format=ndjson&bodies=1"
        #expect(try text(path).contains("bodyBase64"))
        for missing in [Permission.readBodies, .readNotes, .readDeadLetters] {
            let permissions = Set(Permission.allCases).subtracting([missing])
            #expect(fixture.ask(path, as: permissions).answer.status == 403, "\(missing)")
        }
        #expect(!(try fixture.page("/dead-letters", as: [.readDeadLetters]).html.contains("bodies=1")))
        #expect(fixture.ask("/dead-letters/export?format=xml").answer.status == 400)
        #expect(fixture.ask("/dead-letters/export?since=yesterday").answer.status == 400)
        #expect(try text("/dead-letters/export?contract=none").hasPrefix("number,id"))
    }
}
