import Application
import Foundation
import GRDB
import JSON
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `The API for changing` {
    private let fixture: ConsoleFixture
    private let token: String

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        try fixture.fill()
        token = try fixture.token("pipeline")
    }

    private func post(
        _ path: String,
        _ body: String,
        key: String? = nil,
        headers: [String: String] = [:],
        token other: String? = nil
    ) -> APIAnswer {
        var headers = headers
        headers["idempotency-key"] = key
        return fixture.api(path, method: "POST", token: other ?? token, body: body, headers: headers)
    }

    private func put(_ yaml: String, _ query: String = "?reason=tests", _ headers: [String: String] = [:]) -> APIAnswer
    {
        fixture.api(
            "/settings\(query)",
            method: "PUT",
            token: token,
            body: yaml,
            headers: ["content-type": "application/yaml"].merging(headers) { _, new in new }
        )
    }

    private func versions(_ deadLetters: [DeadLetter]) -> String {
        deadLetters.map { #"{"id": "\#($0.id)", "version": \#($0.version)}"# }.joined(separator: ", ")
    }

    private func dear() throws -> [DeadLetter] {
        try fixture.deadLetters().filter { $0.terminationID == "t-3" || $0.terminationID == "t-4" }
    }

    @Test func `answers 409 where somebody else changed all of it between the look and the change`() throws {
        let application = try fixture.responder.queries.withWritableApplication { application in
            let selection = DeadLetterSelection(filter: DeadLetterFilter(ids: try dear().map(\.id)))
            let overtaken = try application.plan(DiscardDeadLetters(selection))
            let first = try application.plan(DiscardDeadLetters(selection))
                .execute(by: Actor("kim", by: .cli), because: "first")
            let second = try overtaken.execute(by: Actor("alex", by: .console), because: "second")
            return (first: first, second: second)
        }
        #expect(APIChanges.overtaken(application.first) == nil)
        #expect(APIChanges.overtaken(application.second)?.status == 409)
    }

    @Test func `names the reason where it is blank`() throws {
        let answer = post("/dead-letters/discard", #"{"filter": {"state": ["open"]}, "reason": "  "}"#)
        #expect(answer.status == 422 && answer.problem == "invalid-content")
        #expect(answer.text.contains("/reason"))
        #expect(try fixture.ledger.countDeadLetters(matching: DeadLetterFilter(states: [.discarded])) == 0)
    }

    // MARK: - Settings

    @Test func `applies settings to the version that the document was made from`() throws {
        let changed = ConsoleFixture.settings.replacing("Te duur", with: "Veel te duur")
        #expect(put(changed).problem == "precondition-required")
        let stale = put(changed, "?reason=tests", ["if-match": "\"7\""])
        #expect(stale.status == 412 && stale.problem == "precondition-failed" && stale.headers["etag"] == "\"1\"")
        #expect(put(changed, "?reason=tests", ["if-none-match": "*"]).status == 412)
        #expect(put(changed, "", ["if-match": "\"1\""]).faults == ["reason"])
        let dryRun = put(changed, "?dry-run=true", ["if-match": "\"1\""])
        #expect(dryRun.status == 200 && dryRun.json["dryRun"]?.bool == true && dryRun.json["version"]?.integer == 2)
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
        let applied = put(changed, "?reason=A%20better%20word", ["if-match": "\"0\", \"1\""])
        #expect(applied.status == 200 && applied.headers["etag"] == "\"2\"" && applied.json["isNew"]?.bool == true)
        let version = try #require(try fixture.ledger.appliedSettings(2))
        #expect(version.appliedBy == "pipeline" && version.via.text == "api:pipeline")
        #expect(version.reason == "A better word")
        #expect(put(changed, "?reason=again", ["if-match": "\"1\""]).status == 412)
        #expect(put(changed, "?reason=again", ["if-match": "*"]).json["isNew"]?.bool == false)
    }

    @Test(arguments: [
        ["if-match": "1"], ["if-match": ""], ["if-match": "\"1\", 2"], ["if-match": "*, \"1\""],
        ["if-none-match": "\"1\""], ["if-match": "\"1\"", "if-none-match": "*"],
    ])
    func `takes no version that is not written as one`(headers: [String: String]) throws {
        let answer = put(ConsoleFixture.settings, "?reason=tests", headers)
        #expect(answer.status == 400 && answer.problem == "invalid-parameter", "\(answer.text)")
        #expect(answer.faults == [headers.count > 1 || headers["if-match"] == nil ? "If-None-Match" : "If-Match"])
    }

    @Test func `applies the first settings of a ledger`() throws {
        let empty = try ConsoleFixture(settings: nil, isWritable: true)
        let token = try empty.token()
        func put(_ headers: [String: String]) -> APIAnswer {
            empty.api(
                "/settings?reason=first",
                method: "PUT",
                token: token,
                body: ConsoleFixture.settings,
                headers: headers.merging(["content-type": "application/yaml"]) { _, new in new }
            )
        }
        #expect(put(["if-match": "\"1\""]).status == 412)
        let first = put(["if-none-match": "*"])
        #expect(first.status == 201 && first.headers["etag"] == "\"1\"")
    }

    @Test func `names every fault of a settings document at its place`() {
        let broken =
            "timeZone: Mars\ndefaultLanguage: nl\nreasons:\n  - {code: price, labels: {en: Dear}}\n  - {labels: {nl: x}}"
        let answer = put(broken, "?reason=x", ["if-match": "\"1\""])
        #expect(answer.status == 422 && answer.problem == "invalid-content")
        #expect(Set(answer.faults) == ["/timeZone", "/reasons/0/labels/nl", "/reasons/1/code"])
        #expect(put("{", "?reason=x", ["if-match": "\"1\""]).status == 422)
    }

    @Test func `checks settings, and changes nothing`() throws {
        let answer = fixture.api(
            "/settings/check?limit=10",
            method: "POST",
            token: token,
            body: ConsoleFixture.settings.replacing("code: price", with: "code: price\n    aliases: [te-duur]"),
            headers: ["content-type": "text/yaml; charset=utf-8"]
        )
        #expect(answer.status == 200 && answer.json["deadLetters"]?.object?["accepted"]?.integer == 2)
        #expect(try fixture.ledger.currentSettingsVersion() == 1)
    }

    @Test func `says how many of how many were judged by settings, and judges no more than a page would`() {
        func check(_ query: String) -> APIAnswer {
            fixture.api(
                "/settings/check\(query)",
                method: "POST",
                token: token,
                body: ConsoleFixture.settings,
                headers: ["content-type": "application/yaml"]
            )
        }
        let answer = check("?limit=1")
        let recorded = answer.json["recorded"]?.object
        #expect(recorded?["total"]?.integer == 2 && recorded?["checked"]?.integer == 1, "\(answer.text)")
        let deadLetters = answer.json["deadLetters"]?.object
        #expect(deadLetters?["total"]?.integer == 3 && deadLetters?["open"]?.integer == 3)
        #expect(check("?limit=\(ForecastLimits.recorded)").status == 200)
        #expect(check("?limit=\(ForecastLimits.recorded + 1)").faults == ["limit"])
        let changed = ConsoleFixture.settings.replacing("code: moved", with: "code: gone")
        let dryRun = put(changed, "?dry-run=true", ["if-match": "\"1\""])
        #expect(dryRun.json["deadLetters"]?.object?["total"]?.integer == 3, "\(dryRun.text)")
    }

    @Test func `lets a token that may only draft see what settings would do`() throws {
        let drafter = try fixture.token("drafter", as: [.draftSettings])
        func put(_ query: String) -> APIAnswer {
            fixture.api(
                "/settings\(query)",
                method: "PUT",
                token: drafter,
                body: ConsoleFixture.settings,
                headers: ["content-type": "application/yaml", "if-match": "\"1\""]
            )
        }
        #expect(put("?dry-run=true").status == 200)
        #expect(put("?reason=x").problem == "forbidden")
    }

    // MARK: - Discard, restore, edit

    @Test func `discards the versions that were seen, and restores them`() throws {
        let seen = try dear()
        let body = #"{"deadLetters": [\#(versions(seen))], "reason": "A test system"}"#
        let dryRun = post("/dead-letters/discard", #"{"deadLetters": [\#(versions(seen))], "dryRun": true}"#)
        #expect(dryRun.json["dryRun"]?.bool == true && dryRun.json["total"]?.integer == 2)
        #expect(dryRun.json["digest"]?.string?.count == 64)
        #expect(try dear().allSatisfy { $0.state == .open })
        let done = post("/dead-letters/discard", body)
        #expect(done.status == 200 && done.json["changed"]?.integer == 2, "\(done.text)")
        #expect(try dear().allSatisfy { $0.state == .discarded })
        let entry = try #require(try fixture.ledger.history(of: seen[0].id).last)
        #expect(entry.actor == "pipeline" && entry.via.text == "api:pipeline" && entry.reason == "A test system")
        let stale = post("/dead-letters/discard", body)
        #expect(stale.status == 409 && stale.problem == "changed-meanwhile")
        #expect(stale.json["stale"]?.array?.count == 2)
        #expect(stale.json["stale"]?.array?.first?.object?["state"]?.string == "discarded")
        let restored = post(
            "/dead-letters/restore",
            #"{"filter": {"state": ["discarded"]}, "reason": "No test after all"}"#
        )
        #expect(restored.json["changed"]?.integer == 2)
    }

    @Test func `does what the dry run of a filter showed, and nothing else`() throws {
        let filter = #""filter": {"code": "unknown-reason"}"#
        let dryRun = post("/dead-letters/discard", "{\(filter), \"dryRun\": true}")
        let digest = try #require(dryRun.json["digest"]?.string)
        try fixture.record(Sample.message("t-6", reason: "foo"))
        let body = #"{\#(filter), "digest": "\#(digest)", "reason": "tests"}"#
        let stale = post("/dead-letters/discard", body)
        #expect(stale.problem == "changed-meanwhile")
        #expect(try fixture.deadLetters().allSatisfy { $0.state == .open })
        let again = try #require(post("/dead-letters/discard", "{\(filter), \"dryRun\": true}").json["digest"]?.string)
        let done = post("/dead-letters/discard", body.replacing(digest, with: again))
        #expect(done.json["changed"]?.integer == 3)
    }

    @Test func `edits bodies, and says what a replay would make of them`() throws {
        let seen = try dear()
        let change = #""deadLetters": [\#(versions(seen))], "set": {"/reasonCode": "price"}"#
        let dryRun = post("/dead-letters/edit", "{\(change), \"dryRun\": true}")
        #expect(dryRun.json["forecast"]?.object?["accepted"]?.integer == 2, "\(dryRun.text)")
        #expect(try dear().allSatisfy { !$0.isEdited })
        let done = post("/dead-letters/edit", #"{\#(change), "reason": "A wrong code"}"#)
        #expect(done.json["mended"]?.integer == 2 && done.json["dryRun"]?.bool == false)
        #expect(try dear().allSatisfy { $0.isEdited && $0.version == seen[0].version + 1 })
        #expect(post("/dead-letters/edit", #"{\#(change), "reason": "x"}"#).problem == "changed-meanwhile")
        let patch = post(
            "/dead-letters/edit",
            #"{"filter": {"contract": "c-t-5"}, "patch": [{"op": "add", "path": "/reasonCode", "value": "moved"}], "substitutions": ["/endDate=s/(\\d\\d)-(\\d\\d)-(\\d{4})/$3-$2-$1/"], "reason": "x"}"#
        )
        #expect(patch.json["mended"]?.integer == 1, "\(patch.text)")
        let faulty = post(
            "/dead-letters/edit",
            #"{"filter": {}, "patch": [{"op": "burn"}], "set": {"x": 1}, "substitutions": ["x"], "reason": "x"}"#
        )
        #expect(Set(faulty.faults) == ["/patch", "/set", "/substitutions"])
        #expect(post("/dead-letters/edit", #"{"filter": {}, "reason": "x"}"#).faults == ["/patch"])
        let blind = try fixture.token("blind", as: [.mendDeadLetters])
        #expect(post("/dead-letters/edit", "{\(change), \"dryRun\": true}", token: blind).problem == "forbidden")
    }

    @Test(arguments: ["discard", "restore", "edit"])
    func `takes no change of everything by omission, and none without a reason`(action: String) {
        let change = action == "edit" ? #", "set": {"/reasonCode": "price"}"# : ""
        #expect(post("/dead-letters/\(action)", #"{"reason": "x"\#(change)}"#).faults == ["/deadLetters"])
        #expect(post("/dead-letters/\(action)", #"{"filter": {}\#(change)}"#).faults == ["/reason"])
        let both = #"{"filter": {}, "deadLetters": [{"id": "x", "version": 1}], "reason": "x"\#(change)}"#
        #expect(post("/dead-letters/\(action)", both).faults == ["/deadLetters"])
        #expect(
            post(
                "/dead-letters/\(action)",
                #"{"deadLetters": [{"id": "x"}, {"version": 1}, 3], "reason": "x"\#(change)}"#
            )
            .faults == ["/deadLetters/0/version", "/deadLetters/1/id", "/deadLetters/2", "/deadLetters"]
        )
        let unknown = post(
            "/dead-letters/\(action)",
            #"{"deadLetters": [{"id": "0190a000-0000-7000-8000-000000000000", "version": 1}], "reason": "x"\#(change)}"#
        )
        #expect(unknown.problem == "changed-meanwhile", "\(unknown.text)")
        #expect(unknown.json["stale"]?.array?.first?.object?["version"] == .null)
    }

    // MARK: - Idempotency

    @Test func `carries out a request once for a key, and gives the same answer again`() throws {
        let body = #"{"filter": {"code": "unknown-reason"}, "reason": "tests"}"#
        let first = post("/dead-letters/discard", body, key: "k-1")
        #expect(first.json["changed"]?.integer == 2)
        let again = post("/dead-letters/discard", body, key: "k-1")
        #expect(again.bytes == first.bytes && again.status == first.status && again.contentType == first.contentType)
        #expect(try fixture.ledger.deadLetterActions(limit: 10).count == 1)
        let other = post("/dead-letters/discard", body.replacing("tests", with: "other"), key: "k-1")
        #expect(other.status == 422 && other.problem == "idempotency-key-reused")
        #expect(post("/dead-letters/restore", body, key: "k-1").problem == "idempotency-key-reused")
        #expect(post("/dead-letters/discard?x=1", body, key: "k-1").problem == "idempotency-key-reused")
        // The key of another token is another one.
        let token = try fixture.token("other")
        #expect(post("/dead-letters/discard", body, key: "k-1", token: token).json["changed"]?.integer == 0)
        fixture.clock.now = ConsoleFixture.now.advanced(by: .seconds(24 * 3600 + 1))
        #expect(post("/dead-letters/discard", body, key: "k-1").json["changed"]?.integer == 0)
        for key in ["", "two words", String(repeating: "k", count: 256), "é"] {
            #expect(post("/dead-letters/discard", body, key: key).status == 400, "\(key.prefix(9))")
        }
    }

    @Test func `frees the key of a request that changed nothing`() {
        #expect(post("/dead-letters/discard", #"{"filter": {}}"#, key: "k-2").status == 422)
        #expect(post("/dead-letters/discard", #"{"filter": {}, "reason": "x"}"#, key: "k-2").status == 200)
    }

    @Test func `does not repeat what was begun and has no answer`() throws {
        let body = #"{"filter": {}, "reason": "x"}"#
        #expect(post("/dead-letters/discard", body, key: "k-3").status == 200)
        // As after a process that ended before its answer was kept.
        try fixture.responder.store.write { database in
            try database.execute(sql: "UPDATE idempotency_keys SET status = NULL, headers = NULL, body = NULL")
        }
        let again = post("/dead-letters/discard", body, key: "k-3")
        #expect(again.status == 409 && again.problem == "unknown-outcome")
    }

    // MARK: - Actions

    @Test func `undoes an action by its number, once, and tells the progress`() throws {
        let discarded = post(
            "/dead-letters/discard",
            #"{"deadLetters": [\#(versions(try dear()))], "reason": "wrong"}"#
        )
        #expect(discarded.json["action"]?.integer == 1, "\(discarded.text)")
        let action = fixture.api("/actions/1", token: token)
        #expect(action.json["kind"]?.string == "discarded" && action.json["changed"]?.integer == 2)
        #expect(action.json["running"]?.bool == false && action.json["via"]?.string == "api:pipeline")
        let dryRun = post("/actions/1/undo", #"{"dryRun": true}"#)
        #expect(dryRun.status == 200 && dryRun.json["undoable"]?.integer == 2 && dryRun.json["dryRun"]?.bool == true)
        #expect(post("/actions/1/undo", "{}").faults == ["/reason"])
        #expect(post("/actions/1/undo", #"{"digest": "other", "reason": "x"}"#).problem == "changed-meanwhile")
        let digest = try #require(dryRun.json["digest"]?.string)
        let body = #"{"digest": "\#(digest)", "reason": "by mistake"}"#
        let undone = post("/actions/1/undo", body, key: "u")
        #expect(undone.status == 202 && undone.headers["location"] == "/api/v1/actions/2", "\(undone.text)")
        #expect(post("/actions/1/undo", body, key: "u").headers["location"] == "/api/v1/actions/2")
        fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        let undo = fixture.api("/actions/2", token: token)
        #expect(undo.json["undoes"]?.integer == 1 && undo.json["changed"]?.integer == 2)
        #expect(undo.json["finished"]?.bool == true && undo.json["reason"]?.string == "by mistake")
        #expect(fixture.api("/actions/1", token: token).json["undoneBy"]?.integer == 2)
        #expect(try dear().allSatisfy { $0.state == .open })
        // A second undo has nothing to do, and an undo can be undone.
        #expect(post("/actions/1/undo", body).problem == "changed-meanwhile")
        #expect(post("/actions/1/undo", #"{"reason": "x"}"#).problem == "not-allowed")
        #expect(post("/actions/2/undo", #"{"reason": "it was right"}"#).headers["location"] == "/api/v1/actions/3")
        fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        #expect(try dear().allSatisfy { $0.state == .discarded })
    }

    @Test func `lists actions, the latest first, page by page`() throws {
        for deadLetter in try fixture.deadLetters() {
            _ = post("/dead-letters/discard", #"{"deadLetters": [\#(versions([deadLetter]))], "reason": "tests"}"#)
        }
        let first = fixture.api("/actions?limit=2", token: token)
        #expect(first.items.compactMap { $0["action"]?.integer } == [3, 2] && first.json["after"]?.string == "2")
        let rest = fixture.api("/actions?limit=2&after=2", token: token)
        #expect(rest.items.compactMap { $0["action"]?.integer } == [1] && rest.json["after"] == .null)
        for path in ["/actions/4", "/actions/x"] {
            #expect(fixture.api(path, token: token).problem == "not-found", "\(path)")
        }
        #expect(post("/actions/4/undo", #"{"dryRun": true}"#).problem == "not-found")
        #expect(fixture.api("/actions?after=0", token: token).faults == ["after"])
    }

    @Test func `needs for an undo what the action needed`() throws {
        let seen = try dear()
        _ = post("/dead-letters/discard", #"{"deadLetters": [\#(versions([seen[0]]))], "reason": "tests"}"#)
        let edited = post(
            "/dead-letters/edit",
            #"{"deadLetters": [\#(versions([seen[1]]))], "set": {"/reasonCode": "price"}, "reason": "tests"}"#
        )
        #expect(edited.status == 200, "\(edited.text)")
        let mends = try fixture.token("mends", as: [.readDeadLetters, .mendDeadLetters])
        let discards = try fixture.token("discards", as: [.readDeadLetters, .discardDeadLetters])
        let reads = try fixture.token("reads", as: [.readDeadLetters])
        for (number, who, status) in [
            (1, mends, 403), (1, discards, 200), (1, reads, 403), (2, mends, 200), (2, discards, 403), (2, reads, 403),
        ] {
            let answer = post("/actions/\(number)/undo", #"{"dryRun": true}"#, token: who)
            #expect(answer.status == status, "\(number) \(answer.text)")
        }
        let undo = post("/actions/2/undo", #"{"reason": "tests"}"#, token: mends)
        #expect(undo.status == 202)
        fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        // The undo of the undo of an edit is one of bodies as well.
        #expect(post("/actions/3/undo", #"{"dryRun": true}"#, token: discards).status == 403)
        #expect(post("/actions/3/undo", #"{"dryRun": true}"#, token: mends).status == 200)
    }

    @Test func `tells a request that is still carried out from one of an unknown outcome`() throws {
        let answers = IdempotentAnswers(fixture.responder.store, fixture.responder.jobs)
        let visit = { (body: String) in self.visit(body, fixture.responder.store) }
        let first = try answers.answer("k", visit("a")) {
            for (body, kind, wait) in [("a", APIProblem.Kind.inProgress, "2"), ("b", .keyReused, nil)] {
                let problem = #expect(throws: APIProblem.self) {
                    try answers.answer("k", visit(body)) {
                        Issue.record("The work was done twice.")
                        return PageAnswer(body: [])
                    }
                }
                #expect(problem?.kind == kind)
                #expect(problem?.headers.first { $0.name == "retry-after" }?.value == wait)
            }
            return PageAnswer(body: [1])
        }
        let again = try answers.answer("k", visit("a")) { PageAnswer(body: [2]) }
        #expect(first.body == [1] && again.body == [1])
        #expect((APIProblem.Kind.inProgress.status, APIProblem.Kind.keyReused.status) == (409, 422))
    }

    @Test func `tells one that another console carries out from one whose console is gone`() throws {
        /// What a second console of the same ledger answers.
        func refusal(of visit: APIVisit, by store: ConsoleStore) -> APIProblem? {
            #expect(throws: APIProblem.self) {
                try IdempotentAnswers(store, RunningJobs()).answer("k", visit) {
                    Issue.record("The work was done twice.")
                    return PageAnswer(body: [])
                }
            }
        }
        struct Crash: Error {}
        let path = fixture.responder.configuration.storePath
        let second = ConsoleStore(path: path)
        var first: ConsoleStore? = ConsoleStore(path: path)
        let own = visit("a", second)
        _ = try? IdempotentAnswers(try #require(first), RunningJobs()).answer("k", visit("a", second)) {
            #expect(refusal(of: own, by: second)?.kind == .inProgress)
            // The process ends here: what would follow in it cannot be written.
            first?.close()
            try second.write { try $0.execute(sql: "ALTER TABLE idempotency_keys RENAME TO kept") }
            throw Crash()
        }
        try second.write { try $0.execute(sql: "ALTER TABLE kept RENAME TO idempotency_keys") }
        #expect(refusal(of: own, by: second)?.kind == .inProgress)
        first = nil
        #expect(refusal(of: own, by: second)?.kind == .unknownOutcome)
        // One that failed on the way, in a console that still runs, is not in progress either.
        let failed = visit("b", second)
        #expect(throws: Crash.self) {
            try IdempotentAnswers(second, RunningJobs()).answer("k2", failed) {
                failed.begin()
                throw Crash()
            }
        }
        let other = IdempotentAnswers(fixture.responder.store, RunningJobs())
        let problem = #expect(throws: APIProblem.self) { try other.answer("k2", failed) { PageAnswer(body: []) } }
        #expect(problem?.kind == .unknownOutcome)
    }

    private func visit(_ body: String, _ store: ConsoleStore) -> APIVisit {
        APIVisit(
            request: PageRequest(method: "POST", path: "/api/v1/dead-letters/discard", body: Array(body.utf8)),
            parameters: [:],
            person: Person(name: "pipeline", permissions: [], isWritable: true),
            mediaType: MediaType.json,
            contentType: MediaType.json,
            now: ConsoleFixture.now,
            configuration: fixture.responder.configuration,
            queries: fixture.responder.queries,
            store: store,
            jobs: fixture.responder.jobs
        )
    }

    @Test(arguments: ["application/json; charset=utf-16", "application/json;charset=\"ISO-8859-1\"", "text/json"])
    func `takes JSON in UTF-8 alone`(type: String) {
        let answer = fixture.api(
            "/dead-letters/discard",
            method: "POST",
            token: token,
            body: #"{"filter": {}, "dryRun": true}"#,
            headers: ["content-type": type]
        )
        #expect(answer.status == 415 && answer.problem == "unsupported-media-type")
    }

    @Test(arguments: ["a\\u0000b", "\\u202ea", "a\\nb", "\\u2066"]) func `takes no misleading reason`(reason: String) {
        let answer = post("/dead-letters/discard", "{\"filter\": {}, \"reason\": \"\(reason)\"}")
        #expect(answer.status == 422 && answer.faults == ["/reason"])
    }

    /// A client that keeps to the description is never refused for the characters of its reason.
    @Test func `is described with one reason for every change, as it is taken`() throws {
        let document = try ConsoleFixture.apiDocument()
        let schemas = try #require(document["components"]?.object?["schemas"]?.object)
        let changes = schemas.members.filter { $0.value.object?["properties"]?.object?["dryRun"] != nil }
            .filter { $0.value.object?["additionalProperties"]?.bool == false }
        #expect(changes.count >= 4)
        for change in changes {
            let reason = change.value.object?["properties"]?.object?["reason"]?.object
            #expect(reason?["$ref"]?.string == "#/components/schemas/ChangeReason", "\(change.name)")
        }
        let pattern = try Regex(try #require(schemas["ChangeReason"]?.object?["pattern"]?.string))
            .matchingSemantics(.unicodeScalar)
        for value in Array(UInt32(0)...0x2FFF) + [0xFEFF, 0x1F600, 0xE0001] {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            #expect((text.firstMatch(of: pattern) != nil) == (WrittenText.line.defect(of: text) == nil), "U+\(value)")
        }
        let taken = try #require(document["paths"]?.object).members.filter { path in
            let content = path.value.object?["post"]?.object?["requestBody"]?.object?["content"]?.object
            let schema = content?["application/json"]?.object?["schema"]?.object?["$ref"]?.string
            return changes.contains { schema == "#/components/schemas/\($0.name)" }
        }
        #expect(taken.count >= 5)
        for path in taken {
            let address = path.name.replacing("{number}", with: "1")
            let answer = post(address, #"{"reason": "a\u008db"}"#)
            #expect(answer.status == 422 && answer.faults.contains("/reason"), "\(address): \(answer.text)")
        }
    }

    // MARK: - Replays

    @Test func `says how many of how many a dry run has judged`() throws {
        let answer = post("/replays", #"{"filter": {"state": ["open"]}, "limit": 2, "dryRun": true}"#)
        #expect(answer.json["total"]?.integer == 2 && answer.json["judged"]?.integer == 2, "\(answer.text)")
    }

    @Test func `replays on after its answer, and tells the progress`() throws {
        try fixture.apply(
            ConsoleFixture.settings.replacing("code: price", with: "code: price\n    aliases: [te-duur]"),
            reason: "An alias"
        )
        let filter = #""filter": {"code": "unknown-reason"}"#
        let dryRun = post("/replays", "{\(filter), \"dryRun\": true}")
        #expect(dryRun.status == 200 && dryRun.json["accepted"]?.integer == 2, "\(dryRun.text)")
        let digest = try #require(dryRun.json["digest"]?.string)
        let started = post(
            "/replays",
            #"{\#(filter), "digest": "\#(digest)", "canary": 1, "reason": "An alias"}"#,
            key: "r"
        )
        #expect(started.status == 202 && started.headers["location"] == "/api/v1/replays/1", "\(started.text)")
        let same = post(
            "/replays",
            #"{\#(filter), "digest": "\#(digest)", "canary": 1, "reason": "An alias"}"#,
            key: "r"
        )
        #expect(same.status == 202 && same.headers["location"] == "/api/v1/replays/1")
        fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        let run = fixture.api("/replays/1", token: token)
        #expect(run.json["finished"]?.bool == true && run.json["accepted"]?.integer == 2)
        #expect(run.json["running"]?.bool == false && run.json["via"]?.string == "api:pipeline")
        #expect(try fixture.ledger.facts().terminations == 4)
        #expect(fixture.api("/replays", token: token).items.count == 1)
        #expect(fixture.api("/replays?unfinished=true", token: token).items.isEmpty)
        #expect(post("/replays/1/resume", "{}").problem == "not-allowed")
        #expect(fixture.api("/replays/1/stop", method: "POST", token: token).status == 200)
        for path in ["/replays/2", "/replays/x"] {
            #expect(fixture.api(path, token: token).problem == "not-found", "\(path)")
        }
        #expect(post("/replays", "{\(filter), \"reason\": \"x\"}").problem == "not-allowed")
    }

    @Test func `stops at a canary that is refused again, and resumes`() throws {
        let seen = try dear()
        let started = post(
            "/replays",
            #"{"deadLetters": [\#(versions(seen))], "canary": 1, "rate": 100, "reason": "tests"}"#
        )
        #expect(started.status == 202)
        fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        let stopped = fixture.api("/replays/1", token: token)
        #expect(stopped.json["taken"]?.integer == 1 && stopped.json["finished"]?.bool == false)
        #expect(fixture.api("/replays/1/stop", method: "POST", token: token).problem == "not-allowed")
        let resumed = post("/replays/1/resume", "{}")
        #expect(resumed.status == 202 && resumed.headers["location"] == "/api/v1/replays/1")
        fixture.responder.jobs.waitForAll(atMost: .seconds(30))
        let finished = fixture.api("/replays/1", token: token)
        #expect(finished.json["rejected"]?.integer == 2 && finished.json["finished"]?.bool == true)
        #expect(
            post("/replays", #"{"deadLetters": [\#(versions(seen))], "reason": "x"}"#).problem == "changed-meanwhile"
        )
    }
}
