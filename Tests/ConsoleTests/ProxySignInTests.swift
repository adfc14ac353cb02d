import Logging
import Synchronization
import Testing

@testable import Console

/// Keeps what is logged.
final class LogLines: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            lines.kept.withLock { $0.append("\(event.message) \(text)") }
        }
    }
}

@Suite struct `Signing in at a proxy` {
    private static let proxy = SignInMethod.proxy(
        ProxySignIn(
            trustedProxies: [AddressRange("127.0.0.1")!, AddressRange("10.1.0.0/16")!],
            userHeader: "X-Forwarded-User",
            groupsHeader: "X-Forwarded-Groups"
        ),
        nil
    )
    private static let roles = RoleTable(rolesByGroup: [
        "terminus-ops": ["ops"], "cn=board,dc=example": ["management"], "empty": [],
    ])

    private func fixture(
        roles: RoleTable = Self.roles,
        basePath: String = "",
        isWritable: Bool = true,
        log: LogLines = LogLines()
    ) throws -> ConsoleFixture {
        try ConsoleFixture(
            isWritable: isWritable,
            basePath: basePath,
            signIn: Self.proxy,
            roles: roles,
            logger: log.logger
        )
    }

    private func headers(_ user: String, _ groups: String = "staff,terminus-ops") -> [String: String] {
        ["x-forwarded-user": user, "x-forwarded-groups": groups]
    }

    @Test(arguments: ["127.0.0.1", "::ffff:127.0.0.1", "10.1.255.3"])
    func `takes the user and the groups from the proxy`(peer: String) throws {
        let fixture = try fixture()
        let result = fixture.ask("/access", as: nil, headers: headers("kim@example.com"), from: peer)
        #expect(result.answer.status == 200 && result.actor == "kim@example.com")
        let page = try ParsedPage(result.answer)
        #expect(page.text.contains("You are kim@example.com, with the role ops."))
        #expect(page.links.contains("/dead-letters") && !page.links.contains("/report"))
        // The proxy signs out.
        #expect(!page.html.contains("/sign-out"))
        #expect(fixture.ask("/report", as: nil, headers: headers("kim"), from: peer).answer.status == 403)
    }

    @Test(arguments: ["10.2.0.1", "127.0.0.2", "::1", "192.168.1.1", nil])
    func `refuses the same headers from anybody else, and logs it once`(peer: String?) throws {
        let log = LogLines()
        let fixture = try fixture(log: log)
        for (header, value) in [
            ("x-forwarded-for", "127.0.0.1"), ("forwarded", "for=127.0.0.1"), ("x-real-ip", "127.0.0.1"),
        ] {
            let forged = headers("kim").merging([header: value]) { $1 }
            for path in ["/access", "/", "/dead-letters", "/sign-in"] {
                let result = fixture.ask(path, as: nil, headers: forged, from: peer)
                #expect(result.answer.status == 403 && result.actor == nil, "\(path)")
                #expect(try ParsedPage(result.answer).text.contains("console.trustedProxies"))
            }
        }
        // A session's cookie is no way around the proxy.
        #expect(fixture.ask("/access", headers: headers("kim"), from: peer).answer.status == 403)
        let refusals = log.lines.filter { $0.hasPrefix("Refused headers of a sign-in proxy") }
        #expect(refusals.count == 1 && refusals[0].contains(peer ?? "?"))
    }

    @Test func `logs nothing of who claims nothing`() throws {
        let log = LogLines()
        let fixture = try fixture(log: log)
        #expect(fixture.ask("/", as: nil, from: "10.2.0.1").answer.status == 403)
        #expect(log.lines.isEmpty)
    }

    @Test func `refuses a header that came twice, as a proxy that adds to a browser's own sends it`() throws {
        let fixture = try fixture()
        for name in ["x-forwarded-user", "x-forwarded-groups"] {
            var request = PageRequest(path: "/access", headers: ConsoleFixture.browser.merging(headers("kim")) { $1 })
            request.peer = "127.0.0.1"
            #expect(fixture.responder.respond(to: request).answer.status == 200)
            request.repeatedHeaders = [name]
            #expect(fixture.responder.respond(to: request).answer.status == 403)
        }
    }

    @Test(arguments: ["", " ", "kim\u{1b}[2J", String(repeating: "k", count: 256)])
    func `refuses what is no name`(user: String) throws {
        let status = try fixture().ask("/access", as: nil, headers: headers(user)).answer.status
        #expect(status == (user.trimmed.isEmpty ? 401 : 403))
    }

    @Test(arguments: ["", "staff, guests", "empty", "*"])
    func `shows who has no role which groups were seen`(groups: String) throws {
        let result = try fixture().ask("/", as: nil, headers: headers("kim", groups))
        #expect(result.answer.status == 403)
        let text = try ParsedPage(result.answer).text
        #expect(text.contains("You are signed in as kim") && text.contains("console.groups"))
        #expect(text.contains(groups.isEmpty ? "none" : groups))
    }

    @Test func `gives everybody the roles of the group *`() throws {
        let fixture = try fixture(roles: RoleTable(rolesByGroup: ["*": ["viewer"], "board": ["management"]]))
        #expect(fixture.ask("/report", as: nil, headers: headers("kim", "")).answer.status == 200)
        #expect(fixture.ask("/audit", as: nil, headers: headers("kim", "board")).answer.status == 403)
    }

    @Test func `goes by the roles as the operator redefines them`() throws {
        let roles = RoleTable(
            configured: [
                Role(name: "ops", permissions: [.readWorker]), Role(name: "night", permissions: [.readDeadLetters]),
            ],
            rolesByGroup: ["terminus-ops": ["ops"], "night": ["night", "management"]]
        )
        #expect(
            roles.roles.map(\.name) == [
                "management", "ops", "settings-owner", "approver", "auditor", "viewer", "night",
            ]
        )
        let fixture = try fixture(roles: roles)
        for (groups, path, status) in [
            ("terminus-ops", "/worker", 200), ("terminus-ops", "/dead-letters", 403), ("night", "/dead-letters", 200),
            ("night", "/report", 200), ("night", "/worker", 403), ("night,terminus-ops", "/worker", 200),
        ] {
            #expect(
                fixture.ask(path, as: nil, headers: headers("kim", groups)).answer.status == status,
                "\(groups) \(path)"
            )
        }
        let page = try ParsedPage(fixture.ask("/access", as: nil, headers: headers("kim", "night")).answer)
        #expect(page.text.contains("night"))
    }

    @Test func `grants nothing that changes something where the console is read-only`() throws {
        for isWritable in [true, false] {
            let fixture = try fixture(isWritable: isWritable)
            var request = PageRequest(path: "/access", headers: headers("kim"))
            request.peer = "127.0.0.1"
            let (person, _) = fixture.responder.signIn.asker(of: request).person
            #expect(person?.may(.mendDeadLetters) == isWritable && person?.may(.readBodies) == true)
        }
    }

    @Test func `binds a preview to the person`() throws {
        let fixture = try fixture()
        let sessions = ["kim", "jo"].map { name in
            var request = PageRequest(path: "/", headers: headers(name))
            request.peer = "127.0.0.1"
            return fixture.responder.signIn.asker(of: request).person.session
        }
        #expect(sessions[0] != nil && sessions[0] != sessions[1])
    }

    @Test func `answers below a path, and under its own name only`() throws {
        let fixture = try fixture(basePath: "/terminus")
        #expect(fixture.ask("/terminus/access", as: nil, headers: headers("kim")).answer.status == 200)
        #expect(fixture.ask("/access", as: nil, headers: headers("kim")).answer.status == 404)
        // DNS rebinding: a name that an attacker has pointed at this address.
        let rebound = headers("kim").merging(["host": "evil.example"]) { $1 }
        #expect(fixture.ask("/terminus/access", as: nil, headers: rebound).answer.status == 421)
    }

    @Test func `has no form of its own, and still takes forms from its own pages only`() throws {
        let fixture = try fixture()
        #expect(fixture.ask("/sign-in", as: nil, headers: headers("kim")).answer.status == 200)
        #expect(fixture.ask("/sign-in", method: "POST", as: nil, headers: headers("kim")).answer.status == 405)
        let foreign = headers("kim").merging(["sec-fetch-site": "cross-site"]) { $1 }
        #expect(fixture.ask("/dead-letters/find", method: "POST", as: nil, headers: foreign).answer.status == 403)
    }
}

@Suite struct `A range of addresses` {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.3", "10.1.2.4", false), ("10.1.2.0/25", "10.1.2.127", true), ("10.1.2.0/25", "10.1.2.128", false),
        ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false), ("::1", "::1", true),
        ("::1", "127.0.0.1", false),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("fe80::1", "fe80::1%eth0", true), ("10.0.0.0/8", "nowhere", false),
    ])
    func `contains what begins with its bits`(range: String, address: String, isContained: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isContained)
    }

    @Test(arguments: [
        "", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0", "fd00::/129",
        "10.0.0.0/08",
        // All addresses: whoever names these trusts everybody.
        "0.0.0.0/0", "::/0",
    ])
    func `is refused where it is none`(text: String) { #expect(AddressRange(text) == nil) }
}

@Suite struct `A console that is safe to sign in to` {
    private func configuration(_ signIn: SignInMethod, host: String, publicOrigin: String?, groups: Bool = true)
        -> ConsoleConfiguration
    {
        ConsoleConfiguration(
            host: host,
            publicOrigin: publicOrigin,
            ledgerPath: "ledger.sqlite",
            source: "urn:test",
            version: "0.0.0",
            userName: "alex",
            signIn: signIn,
            roles: RoleTable(rolesByGroup: groups ? ["a": ["ops"]] : [:])
        )
    }

    private static func proxy(_ ranges: String...) -> SignInMethod {
        .proxy(
            ProxySignIn(
                trustedProxies: ranges.compactMap(AddressRange.init),
                userHeader: "X-Forwarded-User",
                groupsHeader: "X-Forwarded-Groups"
            ),
            nil
        )
    }

    @Test func `trusts a Unix socket where it is named, and gives no link to it`() throws {
        var configuration = configuration(Self.proxy("unix"), host: "localhost", publicOrigin: nil)
        configuration.socketPath = "/run/terminus-console/console.sock"
        try configuration.requireSafeSignIn()
        #expect(configuration.address == "unix:/run/terminus-console/console.sock" && configuration.isLoopback)
        for (signIn, word) in [(Self.proxy("127.0.0.1"), "does not name unix"), (.local, "No browser opens")] {
            configuration.signIn = signIn
            let error = #expect(throws: ConsoleError.self) { try configuration.requireSafeSignIn() }
            #expect(error?.description.contains(word) == true)
        }
        // Browsers come through a proxy, and may come over a network without HTTPS.
        let hash = try PasswordHash(of: "x", cost: .init(logRounds: 10, blockSize: 1, parallelism: 1))
        let line = Users.line(name: "kim", hash: hash, roles: ["ops"])
        configuration.signIn = .users(try Users(parsing: line, roles: RoleTable()))
        #expect(throws: ConsoleError.self) { try configuration.requireSafeSignIn() }
        configuration.publicOrigin = "https://console.example.com"
        try configuration.requireSafeSignIn()
    }

    @Test func `tells a Unix socket from every address`() throws {
        let socket = try #require(AddressRange("unix"))
        #expect(socket.contains("unix"))
        for address in ["127.0.0.1", "::1", "0.0.0.0", "", "?"] { #expect(!socket.contains(address), "\(address)") }
        for range in ["127.0.0.1", "::/1", "10.0.0.0/8"] {
            #expect(AddressRange(range)?.contains("unix") == false, "\(range)")
        }
    }

    @Test func `needs a proxy that is named, and a group with a role`() throws {
        try configuration(Self.proxy("10.0.0.1"), host: "0.0.0.0", publicOrigin: nil).requireSafeSignIn()
        for (signIn, groups, word) in [
            (Self.proxy(), true, "console.trustedProxies"), (Self.proxy("10.0.0.1"), false, "console.groups"),
        ] {
            let configuration = configuration(signIn, host: "127.0.0.1", publicOrigin: nil, groups: groups)
            let error = #expect(throws: ConsoleError.self) { try configuration.requireSafeSignIn() }
            #expect(error?.description.contains(word) == true)
        }
    }

    @Test(arguments: [
        ("127.0.0.1", nil, true), ("::1", nil, true), ("0.0.0.0", nil, false), ("10.0.0.1", nil, false),
        ("0.0.0.0", "https://console.example.com", true), ("127.0.0.1", "https://console.example.com", true),
        ("127.0.0.1", "http://localhost:8080", true), ("127.0.0.1", "http://console.example.com", false),
        ("0.0.0.0", "http://127.0.0.1:9465", false),
    ])
    func `takes passwords over HTTPS or on this machine only`(host: String, publicOrigin: String?, isSafe: Bool) throws
    {
        let users = try Users(
            parsing: Users.line(
                name: "kim",
                hash: try PasswordHash(of: "x", cost: .init(logRounds: 10, blockSize: 1, parallelism: 1)),
                roles: ["ops"]
            ),
            roles: RoleTable()
        )
        let configuration = configuration(.users(users), host: host, publicOrigin: publicOrigin)
        if isSafe {
            try configuration.requireSafeSignIn()
        } else {
            let error = #expect(throws: ConsoleError.self) { try configuration.requireSafeSignIn() }
            #expect(error?.hint.contains("console.publicURL") == true)
        }
    }

    @Test func `gives out its one-time link on this machine only`() {
        for host in ["0.0.0.0", "10.0.0.1"] {
            let configuration = configuration(.local, host: host, publicOrigin: "https://console.example.com")
            #expect(throws: ConsoleError.self) { try configuration.requireSafeSignIn() }
        }
    }
}
