import Foundation
import Ledger
import TestSupport
import Terminations
import Testing

@testable import Console

@Suite struct `The pages` {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    private func paths() throws -> [String] {
        let deadLetter = try #require(try fixture.deadLetters().first)
        return [
            "/", "/causes", "/causes/\(deadLetter.fingerprint)", "/dead-letters",
            "/dead-letters?state=open&code=unknown-reason",
            "/dead-letters/\(deadLetter.id)", "/terminations", "/terminations/t-1", "/worker", "/reasons",
            "/reasons/price",
            "/settings", "/settings/1", "/settings/difference?from=1&to=2", "/report?period=2026-02",
            "/report?period=2026-02&across=month", "/audit", "/access", "/find?id=nothing", "/sign-in",
            "/nowhere", "/causes/000000000000", "/settings/99",
            "/dead-letters/discard?state=open", "/dead-letters/restore?state=discarded",
            "/dead-letters/edit?state=open",
            "/replays", "/replays/99", "/actions", "/actions/99",
        ]
    }

    @Test(arguments: ["en", "nl"]) func `are well-formed and hold no style and no script of their own`(language: String)
        throws
    {
        try fixture.fill()
        try fixture.apply(ConsoleFixture.settings.replacing("Te duur", with: "Te prijzig"), reason: "Clearer")
        for path in try paths() + ["/replays/new?state=open"] {
            let page = try fixture.page(path, language: language)
            #expect(page.html.contains("<html lang=\"\(language)\">"), "\(path)")
            #expect(page.elements["h1"] == 1, "\(path)")
            #expect(page.elements["style"] == nil && page.elements["script"] == 1, "\(path)")
            #expect(!page.attributes.contains("style") && page.attributes.allSatisfy { !$0.hasPrefix("on") }, "\(path)")
            #expect(Set(page.ids).count == page.ids.count, "\(path) \(page.ids)")
            #expect(page.links.allSatisfy { $0.hasPrefix("/") || $0.hasPrefix("#") }, "\(path)")
        }
    }

    @Test func `lead only to pages that are there`() throws {
        try fixture.fill()
        var seen: Set<String> = []
        var left = ["/"]
        while let path = left.popLast() {
            guard seen.insert(path).inserted else { continue }
            let result = fixture.ask(path)
            #expect([200, 303].contains(result.answer.status), "\(path)")
            guard result.answer.contentType.hasPrefix("text/html"), result.answer.status == 200,
                path.hasPrefix("/report.") == false
            else { continue }
            let page = try ParsedPage(result.answer)
            left += page.links.filter { $0.hasPrefix("/") && !seen.contains($0) }
            for link in page.links where link.hasPrefix("#") {
                #expect(page.ids.contains(String(link.dropFirst())), "\(path)")
            }
        }
        #expect(seen.count > 30)
    }

    @Test func `change nothing when they are looked at`() throws {
        try fixture.fill()
        let before = (try trail(), files())
        for path in try paths() { _ = fixture.ask(path) }
        #expect(try trail() == before.0)
        #expect(files() == before.1)
    }

    /// The bytes of the ledger and of its log.
    private func files() -> [Data?] {
        ["", "-wal"].map {
            FileManager.default.contents(atPath: fixture.folder.appending(path: "ledger.sqlite\($0)").path)
        }
    }

    private func trail() throws -> [AuditStep] {
        var steps: [AuditStep] = []
        try fixture.ledger.auditSteps(matching: AuditFilter()) {
            steps.append($0)
            return true
        }
        return steps
    }

    @Test func `are there where nothing is recorded, and say so`() throws {
        for path in [
            "/", "/causes", "/dead-letters", "/terminations", "/worker", "/reasons", "/settings", "/audit", "/report",
        ] {
            #expect(try fixture.page(path).status == 200, "\(path)")
        }
        #expect(try fixture.page("/causes").text.contains("No dead letter is open."))
        let empty = try ConsoleFixture(settings: nil)
        #expect(try empty.page("/").text.contains("No settings were applied yet"))
        #expect(try empty.page("/reasons").text.contains("There are no reasons yet"))
        #expect(try empty.page("/report").status == 503)
    }

    @Test func `show a cause with its values and lead to the dead letters that have one`() throws {
        try fixture.fill()
        let causes = try fixture.page("/causes")
        #expect(causes.text.contains("te-duur") && causes.text.contains("unknown-reason at /reasonCode"))
        let fingerprint = try #require(
            try fixture.ledger.deadLetterGroups(matching: DeadLetterFilter(code: "unknown-reason")).first
        ).fingerprint
        let cause = try fixture.page("/causes/\(fingerprint)")
        let link = try #require(cause.links.first { $0.contains("value=te-duur") })
        #expect(try fixture.page(link).text.contains("2 dead letters"))
    }

    @Test func `keep what was typed where a filter cannot be read, and name each fault at its field`() throws {
        let page = try fixture.page("/dead-letters?code=nonsense&since=yesterday&pointer=x&contract=C-7")
        #expect(page.status == 400)
        for (name, value) in [("code", "nonsense"), ("since", "yesterday"), ("pointer", "x")] {
            #expect(page.html.contains("name=\"\(name)\" type=\"text\" value=\"\(value)\""))
            #expect(page.ids.contains("f-\(name)-fault"))
        }
        #expect(page.html.contains("value=\"C-7\"") && page.text.contains("3 conditions cannot be read"))
    }

    @Test func `read lists page by page in the order of the address`() throws {
        for number in 0..<120 { try fixture.record(Sample.message("t-\(number)", reason: "te-duur")) }
        for order in ["newest", "oldest", "lastSeen"] {
            var numbers: [String] = []
            var path: String? = "/dead-letters?order=\(order)"
            while let current = path {
                let page = try fixture.page(current)
                numbers += page.links.filter { $0.hasPrefix("/dead-letters/") && !$0.contains("/export") }
                path = page.links.first { $0.contains("after=") }
            }
            #expect(numbers.count == 120 && Set(numbers).count == 120, "\(order)")
        }
    }

    @Test func `find by the customer and by a text without an address`() throws {
        try fixture.fill()
        let found = fixture.ask(
            "/dead-letters/find",
            method: "POST",
            form: [("customer", "k-1"), ("text", "31-12-2026")]
        )
        let page = try ParsedPage(found.answer)
        #expect(page.text.contains("1 dead letter of customer k-1 that hold the text"))
        #expect(page.links.allSatisfy { !$0.contains("k-1") && !$0.contains("31-12-2026") })
    }

    @Test func `mark each fault of a message at its line`() throws {
        try fixture.record(
            Array(
                """
                {"messageId":"m-1","action":"terminate","terminationId":"t-1","customerId":"k-1","endDate":"31-12-2026",\
                "reasonCode":"price","occurredAt":"2026-03-01T10:00:00+01:00"}
                """.utf8
            )
        )
        let deadLetter = try #require(try fixture.deadLetters().first)
        #expect(deadLetter.violations.count == 2)
        let page = try fixture.page("/dead-letters/\(deadLetter.number)")
        for index in 1...2 {
            #expect(page.ids.contains("fault-\(index)") && page.links.contains("#fault-\(index)"))
        }
        #expect(page.text.contains("fault: invalid-date") && page.text.contains("no contractId"))
    }

    @Test func `lead from an id to what has it`() throws {
        try fixture.fill()
        let location = { (id: String) in
            self.fixture.ask("/find?id=\(id)").answer.headers.first { $0.name == "location" }?.value
        }
        #expect(location("t-1") == "/terminations/t-1" && location("m-t-1") == "/terminations/t-1")
        let deadLetter = try #require(try fixture.deadLetters().first)
        #expect(location(String(deadLetter.number)) == "/dead-letters/\(deadLetter.id)")
    }

    @Test func `answer HEAD as GET, name other methods, and say what is not there`() throws {
        #expect(fixture.ask("/causes", method: "HEAD").answer.status == 200)
        let put = fixture.ask("/causes", method: "PUT")
        #expect(
            put.answer.status == 405 && put.answer.headers.contains { $0.name == "allow" && $0.value == "GET, HEAD" }
        )
        #expect(try fixture.page("/nowhere").text.contains("There is no page at this address."))
        #expect(fixture.ask("/causes/").answer.status == 404)
        #expect(fixture.ask("/%2e%2e/etc/passwd").answer.status == 404)
    }

    @Test func `stand under the base path, and nowhere else`() throws {
        let fixture = try ConsoleFixture(basePath: "/terminus")
        #expect(fixture.ask("/causes").answer.status == 404)
        #expect(fixture.ask("/terminus").answer.headers.first?.value == "/terminus/")
        let page = try fixture.page("/terminus/causes")
        #expect(page.status == 200 && page.links.allSatisfy { $0.hasPrefix("/terminus/") || $0.hasPrefix("#") })
    }

    @Test func `say what hinders where the ledger is gone, and go on when it is back`() throws {
        try fixture.fill()
        let path = fixture.folder.appending(path: "ledger.sqlite").path
        #expect(fixture.ask("/causes").answer.status == 200)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        let away = fixture.ask("/causes").answer
        #expect(away.status == 503 && String(decoding: away.body, as: UTF8.self).contains("no ledger"))
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        #expect(fixture.ask("/causes").answer.status == 200)
    }

    @Test func `have assets that a browser may keep for ever`() throws {
        for asset in Asset.all {
            let answer = fixture.ask(asset.path, as: nil).answer
            #expect(answer.status == 200 && answer.contentType == asset.contentType)
            #expect(answer.headers.contains { $0.name == "cache-control" && $0.value.contains("immutable") })
        }
        #expect(Script.text.utf8.count < 10_000)
        #expect(fixture.ask("/assets/console.0000000000000000.css", as: nil).answer.status == 404)
    }
}

@Suite struct `Hostile messages on a page` {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    private func page(of body: [UInt8]) throws -> ParsedPage {
        try fixture.record(body)
        let deadLetter = try #require(try fixture.deadLetters().first)
        _ = try fixture.page("/dead-letters")
        _ = try fixture.page("/causes/\(deadLetter.fingerprint)")
        return try fixture.page("/dead-letters/\(deadLetter.id)")
    }

    @Test func `are text, whatever markup they hold`() throws {
        let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'\\\"&amp;"
        let page = try page(of: Sample.message("t-1", reason: hostile))
        #expect(page.elements["script"] == 1 && page.elements["img"] == nil)
        #expect(page.text.contains("</script><script>alert(1)</script><img src=x onerror=alert(1)>"))
    }

    @Test func `cannot turn text around`() throws {
        let page = try page(of: Sample.message("t-1", reason: "a\u{202E}b\u{2066}c"))
        #expect(!page.html.unicodeScalars.contains { $0.properties.isBidiControl })
        #expect(page.text.contains("a\\u202eb\\u2066c"))
    }

    @Test func `need not be UTF-8, nor JSON`() throws {
        let page = try page(of: [0xFF, 0xFE, 0x00, 0x3C, 0x62, 0x3E, 0x0A, 0xC3])
        #expect(page.text.contains("\u{FFFD}") && page.text.contains("<b>"))
        #expect(page.text.contains("the whole document"))
    }

    @Test func `are cut where a page would be too large for a browser`() throws {
        let line = Array("{\"reasonCode\":\"".utf8) + [UInt8](repeating: 0x78, count: 10_000_000) + Array("\"}".utf8)
        let page = try page(of: line)
        #expect(page.html.utf8.count < 300_000)
        let many = Array("[".utf8) + Array(String(repeating: "1,", count: 100_000).utf8) + Array("1]".utf8)
        #expect(try self.page(of: many).html.utf8.count < 1_000_000)
    }

    @Test func `do not fill the page through names of members`() throws {
        let name = String(repeating: "n", count: 100_000)
        let page = try page(of: Array("{\"\(name)\":1}".utf8))
        #expect(page.html.utf8.count < 300_000)
    }
}
