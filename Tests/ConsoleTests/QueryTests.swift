import Foundation
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `The query of a page` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture()
        try fixture.fill()
        try fixture.discardAndReplay()
    }

    /// The pages, and the files that are made of what is on them.
    private func pages() throws -> [(route: Route, path: String)] {
        try fixture.addresses().filter { !$0.route.pattern.hasPrefix("/assets/") }
    }

    @Test func `names a parameter that the page does not read, and leads to the page without it`() throws {
        for (route, path) in try pages() {
            #expect(route.reads != nil, "\(route.pattern)")
            let asked = path + (path.contains("?") ? "&" : "?") + "nonsense=1"
            let answer = fixture.ask(asked, method: route.method).answer
            let page = try ParsedPage(answer)
            #expect(
                answer.status == 400 && page.text.contains("nonsense: this page has no such parameter."),
                "\(asked)"
            )
            if route.method == "GET" { #expect(page.links.contains(path), "\(asked)") }
        }
    }

    /// Parameters in which every text is a condition, or the name of what may be there.
    private static let free: Set<String> = [
        "actor", "contract", "value", "reason", "contract-type", "channel", "category", "initiator", "customer-kind",
        "group", "id", "code", "test-contract-type",
    ]

    /// What has an answer of its own: versions that are not there, and a dry run that is over, with the way to make it again.
    private static let others = ["/settings/difference": 404, "/replays/dry-runs/{id}": 410]

    @Test func `names a value that cannot be read, on every page that reads it`() throws {
        var count = 0
        for (route, path) in try pages() where route.method == "GET" {
            for name in try #require(route.reads).sorted() where !Self.free.contains(name) {
                let base = path.split(separator: "?").first.map(String.init) ?? path
                let kept = Fields(parsing: path.split(separator: "?").dropFirst().first ?? "").leaving([name])
                let query = (kept + [(name, "~x~")]).map { "\($0.0)=\(Fields.encoded($0.1))" }.joined(separator: "&")
                let answer = fixture.ask("\(base)?\(query)", method: "GET").answer
                let known = Self.others[route.pattern] ?? 400
                #expect(answer.status == known, "\(base)?\(query)")
                // Which condition it is stands beside its field, or before the sentence.
                let html = String(decoding: answer.body, as: UTF8.self)
                #expect(
                    known != 400 || html.contains("f-\(name)-fault") || html.contains("href=\"#f-\(name)\"")
                        || html.contains("\(name):"),
                    "\(base)?\(query)"
                )
                count += 1
            }
        }
        #expect(count > 60)
    }

    @Test func `may give a condition once, and ids many times`() throws {
        let twice = try fixture.page("/dead-letters?state=open&state=held&contract=C-7")
        #expect(twice.status == 400 && twice.text.contains("state: it may be given once."))
        // The page without it keeps the other condition.
        #expect(twice.links.contains("/dead-letters?contract=C-7"))
        let ids = try fixture.deadLetters().map { "id=\($0.id)" }.joined(separator: "&")
        #expect(try fixture.page("/replays/new?\(ids)").status == 200)
        #expect(try fixture.page("/audit?actor=").status == 200)
    }

    @Test func `takes no empty id for all dead letters`() throws {
        for path in ["/dead-letters/discard?id=", "/dead-letters/edit?id=%20", "/replays/new?id="] {
            let page = try fixture.page(path)
            #expect(page.status == 400 && page.text.contains("id: it is empty"), "\(path)")
        }
    }

    @Test func `keeps what was typed in the form of a filter`() throws {
        let page = try fixture.page("/audit?actor=kim&since=yesterday&number=one")
        #expect(page.status == 400 && page.html.contains("value=\"kim\"") && page.html.contains("value=\"yesterday\""))
        #expect(page.ids.contains("f-since-fault") && page.ids.contains("f-number-fault"))
        let report = try fixture.page("/report?group-by=mood&across=weather&by-date=never")
        #expect(report.status == 400 && report.text.contains("3 conditions cannot be read"))
    }

    @Test func `has a customer and a text nowhere`() throws {
        for path in ["/dead-letters?customer=k-1", "/dead-letters?text=x", "/terminations?customer=k-1"] {
            #expect(try fixture.page(path).status == 400, "\(path)")
        }
    }

    @Test func `has the language of the page everywhere, if the console has it`() throws {
        #expect(try fixture.page("/causes?lang=nl").text.contains("Oorzaken"))
        #expect(try fixture.page("/causes?lang=xx").status == 400)
    }

    @Test func `does not tell a value to somebody who may not see the page`() throws {
        let refused = try fixture.page("/audit?nonsense=secret", as: [.readReports])
        #expect(refused.status == 403 && !refused.text.contains("nonsense"))
    }
}
