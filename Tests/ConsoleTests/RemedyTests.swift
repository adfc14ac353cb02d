import Application
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `What can be done about an error` {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture(isWritable: true) }

    @Test func `is a link to the page that does it`() throws {
        try fixture.fill()
        let page = try fixture.page("/draft/reasons")
        let form = [("draft", ""), ("base", "1"), ("version", "7")]
        #expect(page.status == 200)
        let answer = try ParsedPage(fixture.ask("/draft/from-version", method: "POST", form: form).answer)
        #expect(answer.status == 404 && answer.links.contains("/settings"), "\(answer.text)")
    }

    @Test func `is a command where no page does it`() throws {
        let fixture = try ConsoleFixture(settings: nil)
        let page = try fixture.page("/draft/reasons")
        #expect(page.status == 503 && page.text.contains("terminus settings apply FILE"))
    }

    @Test func `leads only where the person may go`() throws {
        let remedies: [(remedy: Remedy, path: String, permission: Permission)] = [
            (.listDeadLetters, "/dead-letters", .readDeadLetters),
            (.resumeReplay(number: 3), "/replays/3", .readDeadLetters),
            (.mendThenResumeReplay(number: 3), "/replays/3?outcome=refused", .readDeadLetters),
            (.undo(action: 4), "/actions/4/undo", .readDeadLetters),
            (.showHistory(deadLetterID: "a/b"), "/dead-letters/a%2Fb", .readDeadLetters),
            (.replayUnchanged, "/replays/new", .replayDeadLetters), (.groupDeadLetters, "/causes", .readDeadLetters),
            (.listSettingsVersions, "/settings", .readSettings), (.listReasons, "/reasons", .readSettings),
            (.restoreReason(code: "price"), "/draft/reason?code=price", .draftSettings),
            (.namePeriod, "/report", .readReports),
        ]
        for (remedy, path, permission) in remedies {
            #expect(fixture.advice(on: remedy, as: [permission]).link?.url == path, "\(remedy)")
            #expect(fixture.advice(on: remedy, as: []).link == nil, "\(remedy)")
            // The page is there.
            let own = path.prefix { $0 != "?" }
            #expect(Route.all.contains { $0.method == "GET" && $0.parameters(of: String(own)) != nil }, "\(path)")
        }
    }
}

extension ConsoleFixture {
    fileprivate func advice(on remedy: Remedy, as permissions: Set<Permission>) -> RemedyAdvice {
        let person = Person(name: "alex", permissions: permissions, isWritable: true)
        return Visit(
            request: PageRequest(path: "/"),
            parameters: [:],
            person: person,
            session: nil,
            t: .en,
            zone: Visit.utc,
            now: Self.now,
            configuration: responder.configuration,
            queries: responder.queries,
            previews: responder.previews,
            store: responder.store,
            jobs: responder.jobs
        ).advice(on: remedy)
    }
}
