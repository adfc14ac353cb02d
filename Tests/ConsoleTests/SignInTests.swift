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

    @Test func `takes the session among other cookies of its name`() throws {
        let cookie = try cookie(signIn())
        let bad = "terminus-console-9465=bad"
        for cookies in [
            "\(bad); \(cookie)", "\(cookie); \(bad)", "\(bad);\(bad); \(cookie); \(cookie)", "a; \(bad)=x; \(cookie)",
        ] {
            #expect(fixture.ask("/access", as: nil, headers: ["cookie": cookies]).answer.status == 200, "\(cookies)")
        }
        #expect(fixture.ask("/access", as: nil, headers: ["cookie": bad]).answer.status == 401)
        let other = "terminus-console-9465=\(fixture.signIn(name: "mallory").text)"
        let page = try ParsedPage(fixture.ask("/access", as: nil, headers: ["cookie": "\(other); \(cookie)"]).answer)
        #expect(page.status == 400 && page.text.contains("two sessions") && !page.text.contains("mallory"))
        // Signing out ends every session that the browser sent.
        #expect(
            fixture.ask("/sign-out", method: "POST", as: nil, headers: ["cookie": "\(bad); \(cookie)"]).answer.status
                == 303
        )
        #expect(fixture.ask("/access", as: nil, headers: ["cookie": cookie]).answer.status == 401)
    }

    @Test(arguments: [
        "/nowhere/TOKEN", "/dead-letters/TOKEN", "/TOKEN", "/find?id=TOKEN", "/dead-letters?TOKEN=x", "/%74rm_HEX",
    ])
    func `repeats no token of an address`(path: String) throws {
        let hex = String(repeating: "0123456789abcdef", count: 4)
        let path = path.replacing("TOKEN", with: "trm_\(hex)").replacing("HEX", with: hex)
        let answer = fixture.ask(path)
        let page = try ParsedPage(answer.answer)
        #expect(page.status == 400 && !page.html.contains(hex) && answer.route == nil)
        let api = fixture.api(path)
        #expect(api.problem == "token-in-query" && !api.text.contains(hex) && api.route == nil)
    }

    @Test func `repeats no address that there is not`() throws {
        let page = try fixture.page("/sign-in/0123456789abcdef?x=fedcba")
        #expect(page.status == 404 && !page.html.contains("0123456789abcdef") && !page.html.contains("fedcba"))
        // Ids of terminations may begin like a token.
        #expect(try fixture.page("/terminations/trm_01HXYZ").text.contains("trm_01HXYZ"))
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", 303), ("application/x-www-form-urlencoded; charset=UTF-8", 303),
        ("application/x-www-form-urlencoded; charset=utf-16", 415),
        ("application/x-www-form-urlencoded;charset=\"latin1\"", 415),
        ("application/json", 415), ("text/plain", 415), ("", 415), ("multipart/form-data", 400),
        ("multipart/form-data; boundary=x", 400),
    ])
    func `reads forms in UTF-8 alone`(type: String, status: Int) throws {
        let answer = { (headers: [String: String]) in
            fixture.responder.respond(
                to: PageRequest(
                    method: "POST",
                    path: "/language",
                    body: Array("language=nl&return=%2Fcauses".utf8),
                    headers: ConsoleFixture.browser.merging(headers) { $1 }
                )
            ).answer
        }
        #expect(answer(type.isEmpty ? [:] : ["content-type": type]).status == status)
        #expect(answer(["content-type": type, "content-encoding": "gzip"]).status == 415)
    }

    @Test(
        arguments: [
            ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1--x\r\n--x--", ["a": "1--x"]),
            (
                "--x \r\ncontent-disposition: Form-Data; filename=\"; name=z;\"; NAME=\"a\"\r\n\r\n\r\n1\r\n\r\n--x--\r\n",
                ["a": "\n1\n"]
            ),
            ("p\r\n--x\r\nX: y\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--x--", ["a": ""]),
            ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", nil),
            ("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x", nil),
            ("--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--x--", nil),
            ("--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", nil), ("--x--", [:]), ("", nil),
            (
                "--x\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n1\r\n--x--",
                nil
            ),
            (String(repeating: "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n", count: 51) + "--x--", nil),
        ] as [(String, [String: String]?)]
    )
    func `reads a form of parts whole or not at all`(body: String, fields: [String: String]?) {
        let read = try? FormBody.fields(
            Array(body.utf8),
            contentType: "multipart/form-data; boundary=x",
            contentEncoding: nil
        )
        #expect(read.map { Dictionary($0.pairs.map { ($0.name, $0.value) }) { $1 } } == fields)
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
        // Without a host a request is malformed (RFC 9112, 3.2).
        #expect(status == (isKnown ? 200 : host.isEmpty ? 400 : 421))
    }

    @Test(arguments: [
        "127.0.0.1:9465, evil.example", "127.0.0.1:80@evil.example", "[::1]evil.example", "127.0.0.1:x", "127.0.0.1/",
        "a b",
        "localhost:9465\u{0}",
    ])
    func `refuses a Host header that is no host`(host: String) throws {
        let page = try ParsedPage(fixture.ask("/access", headers: ["host": host]).answer)
        #expect(page.status == 400 && !page.html.contains("evil"))
        #expect(fixture.api("/openapi.json", headers: ["host": host]).problem == "malformed-request")
    }

    @Test func `refuses two Host headers`() throws {
        var request = PageRequest(path: "/sign-in", headers: ConsoleFixture.browser)
        #expect(fixture.responder.respond(to: request).answer.status == 200)
        request.repeatedHeaders = ["host"]
        #expect(fixture.responder.respond(to: request).answer.status == 400)
        request.path = "/api/v1/openapi.json"
        #expect(APIAnswer(fixture.responder.respond(to: request)).problem == "malformed-request")
    }

    @Test(
        arguments: [
            ("/x", nil), ("*", nil), ("http://evil.example/x", "evil.example"), ("HTTP://a:80?x", "a:80"),
            ("https://u@evil.example#x", "u@evil.example"), ("evil.example:80", ""), ("ftp://a/x", ""), ("", ""),
        ] as [(String, String?)]
    )
    func `takes the host of a target that is a whole address`(target: String, host: String?) {
        #expect(AbsoluteTarget.host(in: target) == host)
    }

    @Test(arguments: [
        ("same-origin", "", true), ("cross-site", "", false), ("same-site", "", false), ("none", "", false),
        ("", "http://127.0.0.1:9465", true), ("", "http://localhost:9465", false), ("", "http://evil.example", false),
        ("", "null", false), ("", "", false), ("cross-site", "http://127.0.0.1:9465", false),
        ("same-origin", "http://127.0.0.1:9465", true), ("same-origin", "http://evil.example", false),
        ("same-origin", "null", false), ("same-origin", "http://127.0.0.1:9465, http://evil.example", false),
        ("same-origin, cross-site", "http://127.0.0.1:9465", false),
    ])
    func `takes a form only from its own pages`(secFetchSite: String, origin: String, isTaken: Bool) throws {
        let headers = ["sec-fetch-site": secFetchSite, "origin": origin]
        let result = fixture.ask("/dead-letters/find", method: "POST", headers: headers)
        #expect(result.answer.status == (isTaken ? 200 : 403))
        guard !isTaken else { return }
        // The page says which header came, what was expected, and what to mend.
        let text = try ParsedPage(result.answer).text
        let isSite = secFetchSite.isEmpty || secFetchSite == "same-origin"
        #expect(text.contains(isSite ? "Origin: http://127.0.0.1:9465" : "Sec-Fetch-Site: \(secFetchSite)"))
        if isSite, !origin.isEmpty { #expect(text.contains("Origin: \(origin)")) }
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
        // The proxy sends its own name for the console.
        try origin.check(secFetchSite: "same-origin", origin: "https://console.example.com", host: "127.0.0.1:9465")
        #expect(throws: SameOrigin.Refusal.self) {
            try origin.check(secFetchSite: "same-origin", origin: "https://evil.example", host: "127.0.0.1:9465")
        }
    }
}
