import Terminations
import Testing

@testable import Console

@Suite struct `Signing in` {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    private func signIn(_ token: String? = nil) -> Responder.Result {
        fixture.ask(
            "/sign-in",
            method: "POST",
            form: [("token", token ?? fixture.responder.signIn.linkToken.text)],
            as: nil
        )
    }

    private func cookie(_ result: Responder.Result) throws -> String {
        let header = try #require(result.answer.headers.first { $0.name == "set-cookie" }?.value)
        return String(header.prefix { $0 != ";" })
    }

    @Test func `takes the link once, and only when somebody presses the button`() throws {
        let path = "/sign-in?token=\(fixture.responder.signIn.linkToken.text)"
        // A program that opens links ahead of people uses nothing up.
        for _ in 0..<2 { #expect(fixture.ask(path, as: nil).answer.status == 200) }
        let first = signIn()
        #expect(first.answer.status == 303)
        #expect(signIn().answer.status == 403)
        let cookie = try cookie(first)
        let page = fixture.ask("/access", as: nil, headers: ["cookie": cookie])
        #expect(page.answer.status == 200 && page.actor == "alex")
    }

    @Test func `refuses another token, and one that is older than an hour`() {
        #expect(signIn("").answer.status == 403)
        #expect(signIn(String(repeating: "0", count: 64)).answer.status == 403)
        fixture.clock.now = ConsoleFixture.now.advanced(by: OneTimeLink.longest + .seconds(1))
        #expect(signIn().answer.status == 403)
    }

    @Test func `keeps the session from scripts and from other sites`() throws {
        let result = signIn()
        let header = try #require(result.answer.headers.first { $0.name == "set-cookie" }?.value)
        #expect(header.contains("; HttpOnly") && header.contains("; SameSite=Lax") && header.contains("; Path=/;"))
        let token = try cookie(result).split(separator: "=")[1]
        #expect(token.count == 64)
    }

    @Test func `ends a session after thirty minutes without use, and after twelve hours`() throws {
        let cookie = try cookie(signIn())
        let ask = { fixture.ask("/access", as: nil, headers: ["cookie": cookie]).answer.status }
        for _ in 0..<25 {
            fixture.clock.now = fixture.clock.now.advanced(by: .seconds(29 * 60))
            if ConsoleFixture.now.duration(until: fixture.clock.now) <= Sessions.longest { #expect(ask() == 200) }
        }
        #expect(ask() == 401)
    }

    @Test func `ends a session that is not used`() throws {
        let cookie = try cookie(signIn())
        fixture.clock.now = fixture.clock.now.advanced(by: Sessions.longestIdle + .seconds(1))
        #expect(fixture.ask("/access", as: nil, headers: ["cookie": cookie]).answer.status == 401)
    }

    @Test func `signs out by a form`() throws {
        let cookie = try cookie(signIn())
        #expect(fixture.ask("/sign-out", as: nil, headers: ["cookie": cookie]).answer.status == 405)
        let out = fixture.ask("/sign-out", method: "POST", as: nil, headers: ["cookie": cookie])
        #expect(out.answer.status == 303)
        #expect(out.answer.headers.contains { $0.name == "set-cookie" && $0.value.contains("Max-Age=0") })
        #expect(fixture.ask("/access", as: nil, headers: ["cookie": cookie]).answer.status == 401)
    }

    @Test func `leads back from the choice of a language to its own pages only`() {
        for (back, location) in [
            ("/causes?code=unknown-reason", "/causes?code=unknown-reason"), ("//evil.example", "/"),
            ("https://evil.example", "/"), ("/\\evil.example", "/"), ("/a\r\nx: y", "/"), ("", "/"),
        ] {
            let form = [("language", "nl"), ("return", back)]
            let answer = fixture.ask("/language", method: "POST", form: form).answer
            #expect(answer.status == 303)
            #expect(answer.headers.first { $0.name == "location" }?.value == location, "\(back)")
        }
    }
}

@Suite struct `Where a request comes from` {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    @Test(arguments: [
        ("127.0.0.1:9465", true), ("localhost:8000", true), ("[::1]:9465", true), ("LOCALHOST", true),
        ("127.0.0.1.evil.example", false), ("evil.example:9465", false), ("", false), ("10.0.0.1", false),
        ("localhost.evil.example", false),
    ])
    func `answers only under the names of this machine`(host: String, isKnown: Bool) {
        let status = fixture.ask("/access", headers: ["host": host]).answer.status
        #expect(status == (isKnown ? 200 : 421))
    }

    @Test(arguments: [
        ("same-origin", "", true), ("cross-site", "", false), ("same-site", "", false), ("none", "", false),
        ("", "http://127.0.0.1:9465", true), ("", "http://localhost:9465", false), ("", "http://evil.example", false),
        ("", "null", false), ("", "", false), ("cross-site", "http://127.0.0.1:9465", false),
    ])
    func `takes a form only from its own pages`(secFetchSite: String, origin: String, isTaken: Bool) throws {
        let headers = ["sec-fetch-site": secFetchSite, "origin": origin]
        let result = fixture.ask("/dead-letters/find", method: "POST", headers: headers)
        #expect(result.answer.status == (isTaken ? 200 : 403))
        guard !isTaken else { return }
        // The page says which header came, what was expected, and what to mend.
        let text = try ParsedPage(result.answer).text
        #expect(text.contains(secFetchSite.isEmpty ? "Origin" : "Sec-Fetch-Site: \(secFetchSite)"))
        #expect(text.contains("console.publicURL"))
    }

    @Test func `takes a form behind a proxy by the origin that is configured`() throws {
        let origin = SameOrigin(publicOrigin: "https://console.example.com")
        #expect(origin.isKnown(host: "console.example.com"))
        try origin.check(secFetchSite: nil, origin: "https://console.example.com", host: "console.example.com")
        #expect(
            throws: SameOrigin.Refusal(
                header: "Origin",
                found: "http://console.example.com",
                expected: "https://console.example.com"
            )
        ) {
            try origin.check(secFetchSite: nil, origin: "http://console.example.com", host: "console.example.com")
        }
    }
}
