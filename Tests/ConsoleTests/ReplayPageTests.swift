import Foundation
import JSON
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `Replaying on the pages` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
    }

    private static let withAlias = ConsoleFixture.settings.replacing(
        "  - code: price\n",
        with: "  - code: price\n    aliases: [te-duur]\n"
    )

    private func many(_ count: Int) throws {
        for number in 0..<count { try fixture.record(Sample.message("many-\(number)", reason: "te-duur")) }
    }

    /// Goes through the dry run and confirms it.
    private func replay(_ way: ChangeWay, _ query: String, _ form: [(String, String)] = []) throws -> (
        String, ParsedPage
    ) {
        let dryRun = try way.get("/replays/new?\(query)")
        return try way.follow("/replays", dryRun.confirmation + form + [("step", "do")])
    }

    /// How often each dead letter of a replay was judged in it.
    private func judged(_ run: Int64) throws -> [Int] {
        try fixture.deadLetters().map { deadLetter in
            try fixture.ledger.history(of: deadLetter.id).count {
                [.resolved, .refused].contains($0.action) && $0.details.object?["replay"]?.integer == run
            }
        }
    }

    @Test func `shows what would become of them and what billing would get, and changes nothing`() throws {
        try fixture.apply(Self.withAlias, reason: "te-duur is price")
        let before = try fixture.ledger.deadLetterVersions(matching: .all)
        let page = try ChangeWay(fixture).get("/replays/new?state=open")
        #expect(page.text.contains("Of 3 dead letters: 2 would be resolved, 1 would be refused again."))
        #expect(page.text.contains("2 × contract.terminated.v1") && page.text.contains("c-t-3"))
        #expect(page.html.contains("name=\"canary\" type=\"text\" value=\"5\""))
        #expect(page.ids.contains("f-reason") && page.text.contains("Replay 3 dead letters"))
        #expect(
            try fixture.ledger.deadLetterVersions(matching: .all) == before
                && fixture.ledger.replayRuns(limit: 1).isEmpty
        )
    }

    @Test func `says how many of those that match cannot be changed, and why`() throws {
        let way = ChangeWay(fixture)
        let one = try #require(try fixture.deadLetters().first)
        let preview = try way.page("/dead-letters/discard", [("id", one.id), ("reason", "Mistake")])
        #expect(way.post("/dead-letters/discard", preview.confirmation + [("step", "do")]).location == "/actions/1")
        let sentence = "1 of the 3 is not open and stays as it is: 1 discarded."
        #expect(try way.get("/replays/new").text.contains(sentence))
        #expect(try way.get("/dead-letters/edit").text.contains(sentence))
        let edit = [("pointer-0", "/reasonCode"), ("value-0", "price"), ("step", "preview")]
        #expect(try way.page("/dead-letters/edit", edit).text.contains(sentence))
        #expect(
            try way.page("/dead-letters/discard", [("reason", "All")]).text
                .contains("1 of the 3 is neither open nor held and stays as it is: 1 discarded.")
        )
        #expect(
            try way.page("/dead-letters/restore", []).text
                .contains("2 of the 3 are not discarded and stay as they are: 2 open.")
        )
        // Nothing is said where all are taken.
        #expect(!(try way.get("/replays/new?state=open").text.contains("not open")))
    }

    @Test func `says why imported messages would have no event`() throws {
        try fixture.importMessages([Sample.message("i-1", reason: "te-duur"), Sample.message("i-2", reason: "te-duur")])
        try fixture.apply(Self.withAlias)
        let page = try ChangeWay(fixture).get("/replays/new?state=open&import=1")
        #expect(page.text.contains("Of 2 dead letters: 2 would be resolved."))
        #expect(
            page.text.contains("2 dead letters would be resolved without an event, because they came with an import")
        )
        let refused = try ChangeWay(fixture).get("/replays/new?state=open&code=invalid-date")
        #expect(refused.text.contains("No message would be accepted, so billing gets nothing."))
    }

    @Test func `leads to the replay with its outcome for each dead letter`() throws {
        try fixture.apply(Self.withAlias)
        let way = ChangeWay(fixture)
        let (path, page) = try replay(way, "state=open", [("reason", "te-duur is price")])
        #expect(path == "/replays/1" && page.text.contains("finished") && page.text.contains("te-duur is price"))
        let run = try #require(try fixture.ledger.replayRun(1))
        #expect((run.accepted, run.rejected, run.total) == (2, 1, 3) && run.via == .console && run.startedBy == "alex")
        let resolved = try way.get("/replays/1?outcome=resolved").links.filter { $0.hasPrefix("/dead-letters/") }
        let refused = try way.get("/replays/1?outcome=refused").links.filter { $0.hasPrefix("/dead-letters/") }
        #expect(resolved.count == 2 && refused.count == 1)
        #expect(try way.get("/replays/1?outcome=waiting").links.allSatisfy { !$0.hasPrefix("/dead-letters/") })
        #expect(try way.get("/replays").links.contains("/replays/1"))
        #expect(try judged(1) == [1, 1, 1])
        let counts = try fixture.json("/replays/1/counts")
        #expect(counts["total"]?.integer == 3 && counts["resolved"]?.integer == 2 && counts["rejected"]?.integer == 1)
        #expect(counts["isRunning"]?.bool == false)
    }

    @Test func `begins once however often it is confirmed`() throws {
        try fixture.apply(Self.withAlias)
        let way = ChangeWay(fixture)
        let confirmation = try way.get("/replays/new?state=open").confirmation + [("step", "do")]
        #expect(
            (1...3).map { _ in way.post("/replays", confirmation).location } == Array(repeating: "/replays/1", count: 3)
        )
        #expect(try fixture.ledger.replayRuns(limit: 9).count == 1)
    }

    @Test func `answers 409 with a new dry run where dead letters or settings have changed`() throws {
        let way = ChangeWay(fixture)
        let first = try way.get("/replays/new?state=open").confirmation + [("reason", "Typed"), ("step", "do")]
        try fixture.apply(Self.withAlias)
        let stale = try way.page("/replays", first)
        #expect(
            stale.status == 409 && stale.text.contains("2 would be resolved") && stale.html.contains("value=\"Typed\"")
        )
        try fixture.record(Sample.message("t-9", reason: "foo"))
        #expect(try way.page("/replays", stale.confirmation + [("step", "do")]).status == 409)
        #expect(try fixture.ledger.replayRuns(limit: 1).isEmpty)
    }

    @Test func `is refused from another site, without a token, of another session and without the permission`() throws {
        let way = ChangeWay(fixture)
        let confirmation = try way.get("/replays/new?state=open").confirmation + [("step", "do")]
        for headers in [
            ["sec-fetch-site": "cross-site"], ["sec-fetch-site": "", "origin": "https://elsewhere.example"],
        ] {
            let answer = fixture.ask(
                "/replays",
                method: "POST",
                form: confirmation,
                session: way.session,
                headers: headers
            )
            #expect(answer.answer.status == 403)
        }
        #expect(way.post("/replays", confirmation.filter { $0.0 != "token" }).status == 403)
        #expect(ChangeWay(fixture).post("/replays", confirmation).status == 409)
        #expect(ChangeWay(fixture, as: [.readDeadLetters]).post("/replays", confirmation).status == 403)
        #expect(try fixture.ledger.replayRuns(limit: 1).isEmpty)
    }

    @Test func `names each option that cannot be read at its field`() throws {
        let page = try ChangeWay(fixture).get("/replays/new?state=open&canary=none&rate=0&limit=-1")
        #expect(page.status == 400)
        for name in ["canary", "rate", "limit"] {
            #expect(page.ids.contains("f-\(name)-fault") && page.links.contains("#f-\(name)"), "\(name)")
        }
        #expect(page.html.contains("value=\"none\"") && page.confirmation.isEmpty)
    }

    @Test func `stops where one of the first is refused again, and resumes with what was edited meanwhile`() throws {
        try many(10)
        let way = ChangeWay(fixture)
        let (path, page) = try replay(way, "state=open&code=unknown-reason")
        #expect(path == "/replays/1" && page.text.contains("One of the first was refused again"))
        #expect(try fixture.ledger.replayRun(1)?.taken == 5 && fixture.ledger.replayRun(1)?.total == 12)
        try fixture.apply(Self.withAlias)
        let (_, after) = try way.follow("/replays/1/resume", [("canary", "")])
        #expect(after.text.contains("finished"))
        let run = try #require(try fixture.ledger.replayRun(1))
        #expect(run.taken == 12 && run.accepted == 7 && run.rejected == 5)
        #expect(try judged(1).filter { $0 > 0 } == Array(repeating: 1, count: 12))
    }

    @Test func `can be stopped, tells its counts meanwhile, and judges each dead letter once when it is resumed`()
        throws
    {
        try many(10)
        try fixture.apply(Self.withAlias)
        let way = ChangeWay(fixture)
        let (path, page) = try replay(way, "state=open&code=unknown-reason&canary=&rate=2")
        #expect(path == "/replays/1" && page.text.contains("It runs.") && page.html.contains("/replays/1/counts"))
        #expect(try fixture.json("/replays/1/counts")["isRunning"]?.bool == true)
        // A second resume of what runs begins nothing.
        #expect(way.post("/replays/1/resume", []).location == "/replays/1")
        let (_, stopped) = try way.follow("/replays/1/stop", [])
        let taken = try #require(try fixture.ledger.replayRun(1)).taken
        #expect(taken < 12 && stopped.text.contains("It was stopped."))
        #expect(try fixture.json("/replays/1/counts")["isRunning"]?.bool == false)
        let (_, resumed) = try way.follow("/replays/1/resume", [("canary", "")])
        #expect(resumed.text.contains("finished"))
        #expect(try judged(1).filter { $0 > 0 } == Array(repeating: 1, count: 12))
    }

    @Test func `ends after its batch when the console ends, and is resumed by the next one`() throws {
        try many(10)
        try fixture.apply(Self.withAlias)
        _ = try replay(ChangeWay(fixture), "state=open&code=unknown-reason&canary=&rate=2")
        fixture.responder.jobs.stopAll()
        fixture.responder.jobs.waitForAll(atMost: .seconds(10))
        #expect(!fixture.responder.jobs.isRunning(.replay(1)))
        #expect(try fixture.ledger.replayRun(1)?.isFinished == false)
        // Nothing begins in a console that ends.
        #expect(ChangeWay(fixture).post("/replays/1/resume", []).status == 503)

        let next = Responder(fixture.responder.configuration, now: { ConsoleFixture.now })
        let person = Person(name: "alex", permissions: Set(Permission.allCases), isWritable: true)
        let token = next.signIn.sessions.start(for: person, at: ConsoleFixture.now)
        let headers = ConsoleFixture.browser.merging(["cookie": "terminus-console-9465=\(token.text)"]) { $1 }
        let page = next.respond(to: PageRequest(path: "/replays/1", headers: headers)).answer
        #expect(String(decoding: page.body, as: UTF8.self).contains("does not run in this console"))
        let form = Fields([("canary", "")])
        let answer = next.respond(
            to: PageRequest(method: "POST", path: "/replays/1/resume", form: form, headers: headers)
        )
        #expect(answer.answer.location == "/replays/1")
        next.jobs.waitForAll(atMost: .seconds(30))
        #expect(try fixture.ledger.replayRun(1)?.isFinished == true)
        #expect(try judged(1).filter { $0 > 0 } == Array(repeating: 1, count: 12))
    }
}

@Suite struct `Editing on the pages` {
    private let fixture: ConsoleFixture
    private let edit = "/dead-letters/edit"

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
    }

    private let filter = [("state", "open"), ("code", "unknown-reason")]
    private let price = [("pointer-0", "/reasonCode"), ("operation-0", "set"), ("value-0", "price")]

    private func one() throws -> DeadLetter {
        try #require(try fixture.ledger.deadLetters(matching: DeadLetterFilter(code: "unknown-reason"), limit: 1).first)
    }

    @Test func `shows the difference and the verdict, and leads to the action`() throws {
        let way = ChangeWay(fixture)
        let deadLetter = try one()
        #expect(try way.get("/dead-letters/\(deadLetter.id)").links.contains("\(edit)?id=\(deadLetter.id)"))
        let preview = try way.page(edit, [("id", deadLetter.id)] + price + [("reason", "Same thing")])
        #expect(preview.status == 200 && preview.text.contains("/reasonCode") && preview.text.contains("te-duur"))
        #expect(preview.text.contains("Of 1 dead letter: 1 would be resolved."))
        #expect(try one().isEdited == false)
        let (path, _) = try way.follow(edit, preview.confirmation + [("step", "do")])
        #expect(path == "/actions/1")
        #expect(way.post(edit, preview.confirmation + [("step", "do")]).location == "/actions/1")
        let edited = try #require(try fixture.ledger.deadLetters(named: deadLetter.id, limit: 1).first)
        #expect(edited.isEdited && edited.state == .open)
        #expect(try fixture.ledger.deadLetterAction(1)?.reason == "Same thing")
    }

    @Test func `takes a whole body of many lines, through the preview and back to the form`() throws {
        let way = ChangeWay(fixture)
        let deadLetter = try one()
        let content = try #require(try fixture.ledger.deadLetterContent(id: deadLetter.id))
        let body = String(decoding: content.body, as: UTF8.self).replacing("te-duur", with: "price")
            .replacing(",", with: ",\n")
        let typed = [("id", deadLetter.id), ("body", body), ("reason", "Same thing")]
        let preview = try way.page(edit, typed)
        #expect(preview.status == 200 && preview.text.contains("Of 1 dead letter: 1 would be resolved."))
        #expect(!preview.html.contains("\u{FFFD}") && !preview.html.contains("\r"))
        let back = try way.page(edit, preview.confirmation + [("step", "form")])
        #expect(!back.html.contains("\u{FFFD}") && back.html.contains("price"))
        let (path, _) = try way.follow(edit, preview.confirmation + [("step", "do")])
        #expect(path == "/actions/1")
        let edited = try #require(try fixture.ledger.deadLetterContent(id: deadLetter.id)?.mendedBody)
        #expect(String(decoding: edited, as: UTF8.self).contains("price"))
    }

    @Test func `shows what is wrong beside the form, and where`() throws {
        let one = try #require(try fixture.deadLetters().first { $0.violations.contains { $0.code == .unknownReason } })
        let way = ChangeWay(fixture)
        let page = try way.get("/dead-letters/edit?id=\(one.id)")
        #expect(page.links.contains("#fault-1") && page.ids.contains("fault-1") && page.text.contains("at /reasonCode"))
        // The place is offered where it is typed.
        #expect(page.html.contains("<option value=\"/reasonCode\">") && page.html.contains("list=\"known-places\""))
        let faulty = try way.page("/dead-letters/edit", [("id", one.id), ("step", "preview")])
        #expect(faulty.status == 422 && faulty.links.contains("#fault-1"))
        let withoutBodies = ChangeWay(fixture, as: [.readDeadLetters, .mendDeadLetters])
        let hidden = try withoutBodies.get("/dead-letters/edit?id=\(one.id)")
        #expect(hidden.text.contains("at /reasonCode") && !hidden.text.contains("te-duur"))
        #expect(!hidden.links.contains("#fault-1"))
        let many = try way.get("/dead-letters/edit?state=open")
        #expect(
            many.text.contains("unknown-reason at /reasonCode") && many.links.contains("/causes/\(one.fingerprint)")
        )
    }

    @Test func `replays what was edited where somebody wishes it`() throws {
        let way = ChangeWay(fixture)
        let preview = try way.page(edit, filter + price + [("replay", "1"), ("reason", "te-duur is price")])
        #expect(preview.text.contains("Edit and replay 2 dead letters"))
        let (path, page) = try way.follow(edit, preview.confirmation + [("step", "do")])
        #expect(path == "/replays/1" && page.text.contains("finished"))
        #expect(try fixture.ledger.replayRun(1)?.accepted == 2)
        #expect(try way.get("/actions/1").links.contains("/replays/1"))
    }

    @Test func `takes the whole body of one, and keeps what was typed where it is no JSON`() throws {
        let way = ChangeWay(fixture)
        let deadLetter = try one()
        let form = try way.get("\(edit)?id=\(deadLetter.id)")
        #expect(form.elements["textarea"] == 2 && form.text.contains("\"reasonCode\": \"te-duur\""))
        let broken = try way.page(edit, [("id", deadLetter.id), ("body", "{\"reasonCode\": }")])
        #expect(
            broken.status == 422 && broken.ids.contains("f-body-fault") && broken.text.contains("{\"reasonCode\": }")
        )
        let content = try #require(try fixture.ledger.deadLetterContent(id: deadLetter.id))
        let body = String(decoding: content.body, as: UTF8.self)
        let same = try way.page(edit, [("id", deadLetter.id), ("body", body)])
        #expect(same.status == 422)
        let changed = body.replacing("te-duur", with: "moved")
        let preview = try way.page(edit, [("id", deadLetter.id), ("body", changed)])
        #expect(preview.text.contains("1 would be resolved") && preview.text.contains("moved"))
        #expect(way.post(edit, preview.confirmation + [("step", "do")]).location == "/actions/1")
    }

    @Test func `removes places, takes a JSON Patch, and names what is unknown or cannot be read`() throws {
        let way = ChangeWay(fixture)
        let id = [("id", try one().id)]
        let removed = try way.page(edit, id + [("pointer-0", "/reasonCode"), ("operation-0", "remove")])
        #expect(removed.status == 200 && removed.text.contains("none"))
        let patch = #"[{"op":"replace","path":"/reasonCode","value":"price"}]"#
        #expect(try way.page(edit, id + [("patch", patch)]).text.contains("1 would be resolved"))
        let unknown = try way.page(edit, id + [("pointer-0", "/reason_code"), ("value-0", "price")])
        #expect(unknown.text.contains("has no /reason_code") && unknown.text.contains("/reasonCode"))
        let faulty = try way.page(
            edit,
            id + [("pointer-0", "reasonCode"), ("value-0", "price"), ("pointer-1", "/note"), ("patch", "[{}]")]
        )
        #expect(faulty.status == 422)
        for field in ["pointer-0", "value-1", "patch"] {
            #expect(faulty.ids.contains("f-\(field)-fault") && faulty.links.contains("#f-\(field)"), "\(field)")
        }
        #expect(faulty.html.contains("value=\"reasonCode\"") && faulty.text.contains("[{}]"))
        #expect(try way.page(edit, id).ids.contains("f-pointer-0-fault"))
        #expect(try way.get("\(edit)?state=held").text.contains("Only open dead letters can be edited."))
    }

    @Test func `shows no note to those who may not see notes, and no body to those who may see none`() throws {
        try fixture.record(Sample.message("t-8", reason: "te-duur", others: ["note": "\"Quite private\""]))
        let deadLetter = try #require(try fixture.deadLetters().first)
        let permissions: Set<Permission> = [.readDeadLetters, .readBodies, .mendDeadLetters]
        let way = ChangeWay(fixture, as: permissions)
        #expect(try way.get("\(edit)?id=\(deadLetter.id)").elements["textarea"] == 1)
        let typed = [("id", deadLetter.id), ("pointer-0", "/note"), ("value-0", "Other words")]
        // Whether it is the same would tell what the note is.
        let preview = try way.page(edit, typed)
        #expect(preview.status == 422 && !preview.html.contains("Quite private"))
        #expect(preview.text.contains("only a person who may see notes can change"))
        #expect(try ChangeWay(fixture, as: permissions.union([.readNotes])).page(edit, typed).status == 200)
        let whole = try way.page(edit, [("id", deadLetter.id), ("body", "{}")])
        #expect(whole.status == 422 && !whole.text.contains("Quite private"))
        let blind = ChangeWay(fixture, as: [.readDeadLetters, .mendDeadLetters])
        #expect(!(try blind.page(edit, [("id", deadLetter.id)] + price)).html.contains("te-duur"))
    }

    @Test func `answers 409 where somebody has edited it meanwhile, and keeps the change that was typed`() throws {
        let way = ChangeWay(fixture)
        let deadLetter = try one()
        let preview = try way.page(edit, [("id", deadLetter.id)] + price + [("reason", "Typed")])
        _ = try fixture.ledger.edit(
            [DeadLetterVersion(deadLetter)],
            with: [.patch(.set(JSONPointer("reasonCode"), .string("moved")))],
            by: Actor("kim", by: .cli),
            reason: "",
            at: .now
        )
        let stale = try way.page(edit, preview.confirmation + [("step", "do")])
        #expect(stale.status == 409 && stale.text.contains("moved") && stale.text.contains("Typed"))
        #expect(try fixture.ledger.deadLetterActions(limit: 1).isEmpty)
        #expect(way.post(edit, stale.confirmation + [("step", "do")]).location == "/actions/1")
        #expect(way.post(edit, preview.confirmation.filter { $0.0 != "token" } + [("step", "do")]).status == 403)
        #expect(ChangeWay(fixture, as: [.readDeadLetters]).post(edit, preview.confirmation).status == 403)
    }
}
