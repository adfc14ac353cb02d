import Foundation
import Terminations
import Testing

@testable import Console

@Suite struct `Signing in with a name and a password` {
    private static let cost = PasswordHash.Cost(logRounds: 10, blockSize: 1, parallelism: 1)
    private static let password = "correct horse battery "

    private let log = LogLines()
    private let fixture: ConsoleFixture

    init() throws { fixture = try Self.fixture(log: log) }

    private static func fixture(
        basePath: String = "",
        publicOrigin: String? = nil,
        log: LogLines = LogLines()
    ) throws -> ConsoleFixture {
        let lines = [
            "# Who may", "", Users.line(name: "kim", hash: try PasswordHash(of: password, cost: cost), roles: ["ops"]),
            Users.line(
                name: "Zoë",
                hash: try PasswordHash(of: "another one", cost: cost),
                roles: ["management", "viewer"]
            ),
        ]
        let users = try Users(parsing: lines.joined(separator: "\n"), roles: RoleTable())
        return try ConsoleFixture(
            basePath: basePath,
            signIn: .users(users),
            publicOrigin: publicOrigin,
            logger: log.logger
        )
    }

    private func signIn(
        _ name: String,
        _ password: String,
        back: String? = nil,
        from peer: String = "10.0.0.1",
        headers: [String: String] = [:]
    ) -> Responder.Result {
        var form = [("name", name), ("password", password)]
        if let back { form.append(("return", back)) }
        return fixture.ask("/sign-in", method: "POST", form: form, as: nil, headers: headers, from: peer)
    }

    private func cookie(_ result: Responder.Result) throws -> String {
        let header = try #require(result.answer.headers.first { $0.name == "set-cookie" }?.value)
        return String(header.prefix { $0 != ";" })
    }

    private func location(_ result: Responder.Result) -> String? {
        result.answer.headers.first { $0.name == "location" }?.value
    }

    @Test func `takes the right password, blanks at its end included, and gives the roles of the file`() throws {
        let result = signIn("kim", Self.password)
        #expect(result.answer.status == 303 && location(result) == "/")
        let page = fixture.ask("/access", as: nil, headers: ["cookie": try cookie(result)])
        #expect(page.actor == "kim")
        #expect(try ParsedPage(page.answer).text.contains("You are kim, with the role ops."))
        let other = signIn("Zoë", "another one")
        let access = fixture.ask("/access", as: nil, headers: ["cookie": try cookie(other)])
        #expect(try ParsedPage(access.answer).text.contains("with the roles management, viewer."))
    }

    @Test(arguments: [
        ("kim", "correct horse battery"), ("kim", "another one"), ("Kim", password), ("jo", password),
        ("jo", "another one"), ("zoë", "another one"), ("kim\u{0}", password),
    ])
    func `refuses anything else with one answer`(name: String, password: String) throws {
        let result = signIn(name, password)
        #expect(result.answer.status == 403 && !result.answer.headers.contains { $0.name == "set-cookie" })
        let page = try ParsedPage(result.answer)
        #expect(page.text.contains("The name or the password is wrong."))
        #expect(!page.html.contains(password))
        // Neither a name, which may be a password, nor a password is logged.
        #expect(log.lines.allSatisfy { !$0.contains(password) && !$0.contains(name) })
        #expect(log.lines.contains { $0.contains("peer=10.0.0.1") })
    }

    @Test func `names what is missing at its field, and keeps the name`() throws {
        let result = signIn("kim", "")
        #expect(result.answer.status == 422)
        let page = try ParsedPage(result.answer)
        #expect(page.html.contains("value=\"kim\"") && page.ids.contains("f-password-fault"))
        #expect(page.links.contains("#f-password"))
        #expect(try ParsedPage(signIn("", "x").answer).ids.contains("f-name-fault"))
    }

    @Test func `leads back to the page that asked for it`() throws {
        let asked = fixture.ask("/causes?code=unknown-reason", as: nil)
        #expect(asked.answer.status == 401)
        #expect(try ParsedPage(asked.answer).html.contains("value=\"/causes?code=unknown-reason\""))
        #expect(
            location(signIn("kim", Self.password, back: "/causes?code=unknown-reason")) == "/causes?code=unknown-reason"
        )
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            #expect(location(signIn("kim", Self.password, back: elsewhere)) == "/")
        }
    }

    @Test func `keeps what was typed where the session was over`() throws {
        let form = [("contract", "c-1"), ("text", "<te & duur>")]
        let result = fixture.ask("/dead-letters/find", method: "POST", form: form, as: nil)
        #expect(result.answer.status == 401)
        let page = try ParsedPage(result.answer)
        #expect(page.html.contains("&lt;te &amp; duur&gt;") && page.html.contains("value=\"c-1\""))
        #expect(page.text.contains("Nothing was changed"))
    }

    @Test func `starts a session of its own, and ends the one before`() throws {
        let first = try cookie(signIn("kim", Self.password))
        let second = try cookie(signIn("kim", Self.password, headers: ["cookie": first]))
        #expect(first != second)
        #expect(fixture.ask("/access", as: nil, headers: ["cookie": first]).answer.status == 401)
        #expect(fixture.ask("/access", as: nil, headers: ["cookie": second]).answer.status == 200)
    }

    @Test func `takes the form from its own pages only`() {
        for headers in [["sec-fetch-site": "cross-site"], ["sec-fetch-site": "", "origin": "https://evil.example"]] {
            #expect(signIn("kim", Self.password, headers: headers).answer.status == 403)
        }
    }

    @Test func `makes guessing one name slow from wherever, and lets the others in`() throws {
        for attempt in 0..<5 { #expect(signIn("kim", "guess", from: "10.0.\(attempt).1").answer.status == 403) }
        var waited = Duration.zero
        for wait in [1, 2, 4, 8, 16] {
            // The right password too: an answer would say that it is right.
            let throttled = signIn("kim", Self.password, from: "10.9.0.1")
            #expect(throttled.answer.status == 429)
            #expect(throttled.answer.headers.first { $0.name == "retry-after" }?.value == String(wait))
            #expect(signIn("Zoë", "another one", from: "10.9.0.1").answer.status == 303)
            fixture.clock.now = fixture.clock.now.advanced(by: .seconds(wait))
            waited += .seconds(wait)
            if wait < 16 { #expect(signIn("kim", "guess", from: "10.8.0.1").answer.status == 403) }
        }
        #expect(signIn("kim", Self.password).answer.status == 303)
        // A success forgives.
        #expect(signIn("kim", "guess").answer.status == 403)
        #expect(signIn("kim", Self.password).answer.status == 303)
    }

    @Test func `makes guessing from one network slow, whatever the names`() {
        for attempt in 0..<30 {
            #expect(signIn("name-\(attempt)", "guess", from: "2001:db8::\(attempt + 1)").answer.status == 403)
        }
        #expect(signIn("kim", Self.password, from: "2001:db8::ffff").answer.status == 429)
        #expect(signIn("kim", Self.password, from: "2001:db8:0:1::1").answer.status == 303)
    }

    @Test(arguments: [
        ("", "https://console.example.com", "__Host-terminus", "Path=/;", true),
        ("", "https://console.example.com:8443", "__Host-terminus-8443", "Path=/;", true),
        ("/terminus", "https://console.example.com", "__Secure-terminus-terminus", "Path=/terminus/;", true),
        ("", nil, "terminus-console-9465", "Path=/;", false),
        ("/terminus", nil, "terminus-console-9465-terminus", "Path=/terminus/;", false),
    ])
    func `keeps its cookie to this host and to HTTPS`(
        basePath: String,
        publicOrigin: String?,
        name: String,
        path: String,
        isSecure: Bool
    ) throws {
        let fixture = try Self.fixture(basePath: basePath, publicOrigin: publicOrigin)
        let result = fixture.ask(
            basePath + "/sign-in",
            method: "POST",
            form: [("name", "kim"), ("password", Self.password)],
            as: nil,
            headers: publicOrigin.map { ["host": String($0.dropFirst("https://".count))] } ?? [:]
        )
        #expect(location(result) == basePath + "/")
        let header = try #require(result.answer.headers.first { $0.name == "set-cookie" }?.value)
        #expect(header.hasPrefix(name + "=") && header.contains(path) && header.contains("HttpOnly; SameSite=Lax"))
        #expect(header.hasSuffix("; Secure") == isSecure)
    }
}

@Suite struct `Two consoles of one host` {
    @Test func `keep a person signed in at both, in one browser`() throws {
        let consoles = try [9465, 9466].map { port in
            (console: try ConsoleFixture(isWritable: true, port: port), host: "127.0.0.1:\(port)")
        }
        // A browser sends the cookies of a host to all its ports.
        var cookies: [String: String] = [:]
        func ask(_ index: Int, _ path: String, _ form: [(String, String)]? = nil) -> Responder.Result {
            let header = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let result = consoles[index].console.ask(
                path,
                method: form == nil ? "GET" : "POST",
                form: form ?? [],
                as: nil,
                headers: ["host": consoles[index].host, "cookie": header]
            )
            for (_, value) in result.answer.headers where value.contains("HttpOnly") {
                let halves = value.prefix { $0 != ";" }.split(separator: "=", omittingEmptySubsequences: false)
                cookies[String(halves[0])] = halves[1].isEmpty ? nil : String(halves[1])
            }
            return result
        }
        for index in consoles.indices {
            let link = consoles[index].console.responder.signIn.linkToken.text
            #expect(ask(index, "/sign-in", [("token", link)]).answer.status == 303)
        }
        #expect(cookies.count == 2)
        for index in consoles.indices { #expect(ask(index, "/access").actor == "alex") }
        #expect(ask(0, "/sign-out", []).answer.status == 303)
        #expect(ask(0, "/access").actor == nil && ask(1, "/access").actor == "alex")
    }
}

@Suite struct `A file of users` {
    private static let hash = try! PasswordHash(
        of: "x",
        cost: PasswordHash.Cost(logRounds: 10, blockSize: 1, parallelism: 1)
    ).text

    @Test(arguments: [
        ("kim:HASH", "Line 1 is not NAME:HASH:ROLE,ROLE"), (":HASH:ops", "Line 1 has no name that can be used"),
        ("\n#\nkim:secret:ops", "Line 3 has no hash that terminus console hash-password could have made"),
        ("kim:HASH:", "Line 1 has no role"),
        ("kim:HASH:ops\nkim:HASH:ops", "Line 2 has the name kim, which an earlier line has"),
        (
            "kim:HASH:ops,boss",
            "Line 1 has the role boss, which there is not; there are management, ops, settings-owner, approver, auditor, viewer"
        ),
        ("# nobody\n", "Line 1 names nobody, and neither does another"),
    ])
    func `is refused with its line`(text: String, sentence: String) throws {
        let fault = #expect(throws: Users.Fault.self) {
            try Users(parsing: text.replacing("HASH", with: Self.hash), roles: RoleTable())
        }
        #expect(fault.map { "Line \($0.line) \($0.predicate)" } == sentence)
    }

    @Test func `takes lines of Windows and blanks around its parts`() throws {
        let users = try Users(parsing: "  kim : \(Self.hash) : ops , viewer \r\n# x\r\n", roles: RoleTable())
        #expect(users.roles(of: "kim", password: "x") == ["ops", "viewer"])
    }
}

@Suite struct `A hashed password` {
    /// Made by Python's hashlib.scrypt.
    private static let foreign =
        "$scrypt$ln=10,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$hKGWL22WtdGfIbxEPAZ06BS2bWyYKuZIKvypfAlYOWk"

    @Test func `is read as others write it, and written as others read it`() throws {
        let hash = try #require(PasswordHash(parsing: Self.foreign))
        #expect(hash.text == Self.foreign)
        #expect(hash.matches("correct horse battery") && !hash.matches("correct horse batterx"))
    }

    @Test func `has a salt of its own, the standard cost, and one form for each letter`() throws {
        let cost = PasswordHash.Cost(logRounds: 10, blockSize: 1, parallelism: 1)
        let (one, other) = (try PasswordHash(of: "Zoë", cost: cost), try PasswordHash(of: "Zoë", cost: cost))
        #expect(one.text != other.text)
        #expect(one.matches("Zoe\u{308}") && !one.matches("Zoe"))
        #expect(try PasswordHash(of: "x").text.hasPrefix("$scrypt$ln=14,r=8,p=5$"))
    }

    @Test(arguments: [
        "", "secret", "$scrypt$", "$argon2id$ln=10,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=20,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=63,r=32,p=16$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=10,r=8,p=1$AA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAA$AA",
        "$scrypt$ln=10,r=8,x=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=10,r=8,p=1$!!$!!",
    ])
    func `is refused where it is none, too weak or too dear`(text: String) {
        #expect(PasswordHash(parsing: text) == nil)
    }
}
