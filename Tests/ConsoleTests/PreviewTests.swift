import Foundation
import GRDB
import Testing

@testable import Console

@Suite struct `A preview that is confirmed` {
    /// A form that is posted with the token of a preview.
    private func visit(
        _ fixture: ConsoleFixture,
        token: String?,
        session: String = "s",
        others: [(String, String)] = []
    ) -> Visit {
        Visit(
            request: PageRequest(
                method: "POST",
                path: "/x",
                form: Fields((token.map { [("token", $0)] } ?? []) + others)
            ),
            parameters: [:],
            person: Person(name: "alex", permissions: [], isWritable: true),
            session: session,
            t: .en,
            zone: Visit.utc,
            now: ConsoleFixture.now,
            configuration: fixture.responder.configuration,
            queries: fixture.responder.queries,
            previews: fixture.responder.previews,
            store: fixture.responder.store,
            jobs: fixture.responder.jobs
        )
    }

    @Test func `is done once, and answered with the same page after that`() throws {
        let fixture = try ConsoleFixture(basePath: "/terminus")
        let previews = fixture.responder.previews
        let token = previews.token(visit(fixture, token: nil), for: "discard", ["1:1", "2:4"])
        let asked = visit(fixture, token: token)
        var times = 0
        for _ in 1...2 {
            let answer = try previews.confirm(asked, "discard", ["1:1", "2:4"]) {
                times += 1
                return "/actions/7"
            }
            #expect(answer.status == 303)
            #expect(answer.headers.first { $0.name == "location" }?.value == "/terminus/actions/7")
        }
        #expect(times == 1)
    }

    @Test func `is refused with other entries once it was done, and names what was done`() throws {
        let fixture = try ConsoleFixture(basePath: "/terminus")
        let previews = fixture.responder.previews
        let token = previews.token(visit(fixture, token: nil), for: "replay", ["1"])
        let confirm = { (reason: String) in
            try previews.confirm(visit(fixture, token: token, others: [("reason", reason)]), "replay", ["1"]) {
                "/replays/7"
            }
        }
        #expect(try confirm("a").status == 303)
        let problem = #expect(throws: PageProblem.self) { try confirm("b") }
        #expect(problem?.status == 409 && problem?.link?.url == "/terminus/replays/7")
        #expect(problem?.link?.text == "To replay 7")
        #expect(try confirm("a").status == 303)
    }

    @Test(arguments: [
        ("s", "discard", ["1:1", "2:5"]), ("s", "discard", ["1:1"]), ("s", "discard", ["1:12:4"]),
        ("s", "restore", ["1:1", "2:4"]), ("other", "discard", ["1:1", "2:4"]),
    ])
    func `is refused for other facts, another action and another session`(
        session: String,
        action: String,
        facts: [String]
    ) throws {
        let fixture = try ConsoleFixture()
        let previews = fixture.responder.previews
        let token = previews.token(visit(fixture, token: nil), for: "discard", ["1:1", "2:4"])
        #expect(throws: Previews.Changed.self) {
            try previews.confirm(visit(fixture, token: token, session: session), action, facts) { "/" }
        }
    }

    @Test func `is refused without a token, and while it is being done`() throws {
        let fixture = try ConsoleFixture()
        let previews = fixture.responder.previews
        let nothing = visit(fixture, token: nil)
        #expect(throws: PageProblem.self) { try previews.confirm(nothing, "discard", ["1"]) { "/" } }
        let token = previews.token(nothing, for: "discard", ["1"])
        let asked = visit(fixture, token: token)
        _ = try previews.confirm(asked, "discard", ["1"]) {
            #expect(throws: PageProblem.self) { try previews.confirm(asked, "discard", ["1"]) { "/" } }
            return "/"
        }
    }

    @Test func `can be confirmed again where the action failed`() throws {
        struct Failure: Error {}
        let fixture = try ConsoleFixture()
        let previews = fixture.responder.previews
        let asked = visit(
            fixture,
            token: previews.token(visit(fixture, token: nil), for: "discard", ["1"])
        )
        #expect(throws: Failure.self) { try previews.confirm(asked, "discard", ["1"]) { throw Failure() } }
        #expect(try previews.confirm(asked, "discard", ["1"]) { "/done" }.status == 303)
    }
}

@Suite struct `The console's own store` {
    @Test func `is made by the first change, for its owner alone`() throws {
        let fixture = try ConsoleFixture()
        let store = fixture.responder.store
        #expect(try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM drafts") } == nil)
        #expect(!FileManager.default.fileExists(atPath: store.path))
        try store.write { database in
            try database.execute(
                sql: "INSERT INTO cause_notes VALUES (?, ?, ?, ?, ?, ?)",
                arguments: ["f", "A note", "kim", "T-1", "kim", "2026-03-10T12:00:00Z"]
            )
        }
        let mode = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        store.close()
        let again = ConsoleStore(path: store.path)
        #expect(try again.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM cause_notes") } == 1)
    }
}
