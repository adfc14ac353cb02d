import Application
import Foundation
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `A dry run of more dead letters than a page waits for` {
    private static let count = 12_000
    private let fixture: ConsoleFixture
    private let way: ChangeWay

    init() throws {
        fixture = try ConsoleFixture(isWritable: true)
        way = ChangeWay(fixture)
    }

    private func fill(_ count: Int) throws {
        let numbers = Array(0..<count)
        for start in stride(from: 0, to: count, by: 2000) {
            let received = numbers[start..<min(start + 2000, count)].map { number in
                let body = Sample.message("many-\(number)", reason: number % 4 == 0 ? "te-duur" : "foo")
                let message = IncomingMessage(body: body, properties: MessageProperties())
                return ReceivedMessage(message: message, parsed: ParsedMessage(message, limits: MessageLimits()))
            }
            _ = try fixture.recorder.record(received, at: ConsoleFixture.now)
        }
    }

    private func waitForEnd() { fixture.responder.jobs.waitForAll(atMost: .seconds(120)) }

    /// The fields of the form that asks for the dry run of all.
    private func offer(_ page: ParsedPage) throws -> [(String, String)] {
        let forms = page.html.split(separator: "<form ").filter { $0.contains("action=\"/replays/dry-runs\"") }
        let form = try #require(forms.first?.split(separator: "</form>").first)
        return form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/).map {
            (String($0.output.1), String($0.output.2))
        }
    }

    @Test func `is offered beside the result of the first, runs in the background, and leads on to the replay`() throws
    {
        try fill(Self.count)
        try fixture.apply(
            ConsoleFixture.settings.replacing("  - code: price\n", with: "  - code: price\n    aliases: [te-duur]\n")
        )
        let before = try fixture.ledger.deadLetterVersions(matching: .all)
        let first = try way.get("/replays/new?state=open&canary=&reason=Of%20the%20alias")
        #expect(first.text.contains("Dry run of the oldest 2,000") && first.text.contains("Dry run of all 12,000"))
        #expect(first.text.contains("Of 2,000 dead letters: 500 would be resolved"))
        let (path, page) = try way.follow("/replays/dry-runs", try offer(first))
        #expect(path.hasPrefix("/replays/dry-runs/") && path.contains("state=open"))
        #expect(page.text.contains("Dry run of 12,000 dead letters") && page.text.contains("alex"))
        // The same form leads to the same dry run.
        #expect(way.post("/replays/dry-runs", try offer(first)).location == path)
        waitForEnd()
        let done = try way.get(path)
        #expect(done.status == 200 && done.text.contains("finished"))
        #expect(done.text.contains("Of 12,000 dead letters: 3,000 would be resolved, 9,000 would be refused again."))
        #expect(done.text.contains("3,000 × contract.terminated.v1"))
        let counts = try fixture.json("\(path.prefix { $0 != "?" })/counts")
        #expect(counts["taken"]?.integer == 12_000 && counts["resolved"]?.integer == 3000)
        #expect(counts["left"]?.integer == 0 && counts["isRunning"]?.bool == false)
        #expect(try way.get("/replays").links.contains(String(path.prefix { $0 != "?" })))
        #expect(try fixture.ledger.deadLetterVersions(matching: .all) == before)
        #expect(try fixture.ledger.replayRuns(limit: 1).isEmpty)

        // What was judged is what is replayed, and only while it is as it was.
        let confirmation = done.confirmation.filter { $0.0 != "limit" } + [("number", "12000"), ("step", "do")]
        #expect(try way.page("/replays", done.confirmation + [("step", "do")]).ids.contains("f-number-fault"))
        try fixture.record(Sample.message("one-more", reason: "foo"))
        #expect(way.post("/replays", confirmation).status == 409)
        #expect(try fixture.ledger.replayRuns(limit: 1).isEmpty)
        let (again, _) = try way.follow("/replays/dry-runs", try offer(first))
        #expect(again != path)
        waitForEnd()
        let confirmed = try way.get(again).confirmation + [("number", "12001"), ("step", "do")]
        #expect(way.post("/replays", confirmed).location == "/replays/1")
        fixture.responder.jobs.stopAll()
        waitForEnd()
        #expect(try fixture.ledger.replayRun(1)?.total == 12_001)
    }

    @Test func `can be stopped, says so, and offers another one`() throws {
        try fill(Self.count)
        let path = try #require(way.post("/replays/dry-runs", [("state", "open")]).location)
        let running = try way.get(path)
        #expect(running.text.contains("It runs, and changes nothing.") && running.confirmation.isEmpty)
        let plain = String(path.prefix { $0 != "?" })
        #expect(try fixture.json("\(plain)/counts")["isRunning"]?.bool == true)
        let (asked, _) = try way.follow("\(plain)/stop", [])
        #expect(asked.hasPrefix(plain))
        // It ends after the dead letters that it judges right now.
        waitForEnd()
        let stopped = try way.get(path)
        #expect(stopped.text.contains("It was stopped.") && stopped.confirmation.isEmpty)
        let taken = try #require(try fixture.json("\(plain)/counts")["taken"]?.integer)
        #expect(taken < 12_000)
        #expect(try offer(stopped).contains { $0 == ("state", "open") })
    }

    @Test func `is gone after a restart of the console, and can be made again`() throws {
        try fixture.fill()
        let path = try #require(way.post("/replays/dry-runs", [("state", "open"), ("as-of", "now")]).location)
        waitForEnd()
        #expect(try way.get(path).text.contains("3 would be refused again"))
        let next = Responder(fixture.responder.configuration, now: { ConsoleFixture.now })
        let person = Person(name: "alex", permissions: Set(Permission.allCases), isWritable: true)
        let token = next.signIn.sessions.start(for: person, at: ConsoleFixture.now)
        let headers = ConsoleFixture.browser.merging(["cookie": "terminus-console-9465=\(token.text)"]) { $1 }
        let parts = path.split(separator: "?")
        let request = PageRequest(path: String(parts[0]), query: Fields(parsing: parts[1]), headers: headers)
        let page = try ParsedPage(next.respond(to: request).answer)
        #expect(page.status == 410 && page.text.contains("This dry run is gone"))
        let link = try #require(page.links.first { $0.hasPrefix("/replays/new?") })
        #expect(link.contains("state=open") && link.contains("as-of=now"))
    }

    @Test func `is shown only to those who may replay, and may see what its filter tells`() throws {
        try fixture.fill()
        let path = try #require(way.post("/replays/dry-runs", [("state", "open"), ("text", "c-t-3")]).location)
        // A free text has no place in an address.
        #expect(!path.contains("?"))
        waitForEnd()
        #expect(try way.get(path).text.contains("Of 1 dead letter"))
        let permissions: Set<Permission> = [.readDeadLetters, .replayDeadLetters]
        #expect(fixture.ask(path, as: permissions).answer.status == 403)
        #expect(fixture.ask(path, as: [.readDeadLetters]).answer.status == 403)
        #expect(fixture.ask("\(path)/stop", method: "POST", as: [.readDeadLetters]).answer.status == 403)
        #expect(way.post("/replays/dry-runs", [("state", "open"), ("rate", "many")]).status == 422)
        #expect(way.post("/replays/dry-runs", [("contract", "none")]).status == 200)
    }
}

@Suite struct `Long dry runs in memory` {
    private func entry(_ id: String, by name: String = "alex") -> DryRuns.Entry {
        DryRuns.Entry(
            id: id,
            fields: Fields([("state", "open")]),
            startedBy: name,
            startedAt: ConsoleFixture.now,
            digest: "digest-\(id)",
            total: 1,
            causes: []
        )
    }

    private func isAdded(_ start: DryRuns.Start) -> Bool { if case .added = start { true } else { false } }

    @Test func `are kept for an hour after their end, the last twenty`() {
        let runs = DryRuns()
        let now = ContinuousClock.now
        for number in 1...25 {
            #expect(isAdded(runs.add(entry("\(number)"), at: now)))
            runs.ended("\(number)", .complete, at: now)
        }
        #expect(runs.all(at: now).map(\.id) == (6...25).reversed().map(String.init))
        #expect(isAdded(runs.add(entry("running"), at: now)))
        #expect(runs.entry("25", at: now + .seconds(3599)) != nil)
        #expect(runs.all(at: now + .seconds(3600)).map(\.id) == ["running"])
    }

    @Test func `run two at a time`() {
        let runs = DryRuns()
        #expect(isAdded(runs.add(entry("1"))) && isAdded(runs.add(entry("2"))))
        guard case .tooMany = runs.add(entry("3")) else {
            Issue.record("A third one was begun.")
            return
        }
        guard case .same(let id) = runs.add(entry("2")) else {
            Issue.record("The same was begun twice.")
            return
        }
        #expect(id == "2")
        runs.ended("1", .stopped)
        #expect(isAdded(runs.add(entry("3"))))
    }
}
