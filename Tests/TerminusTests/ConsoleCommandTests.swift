import Foundation
import Ledger
import TestSupport
import Testing

@Suite struct `The console as a process` {
    private func folder() throws -> Folder {
        let folder = try Folder()
        try folder.file("settings.yaml", Sample.settings)
        #expect(try folder.run("settings", "apply", "settings.yaml", "--create", "--yes").end == .exit(0))
        return folder
    }

    @Test func `prints a link that signs in once, logs no id, and ends in order`() throws {
        let folder = try folder()
        let console = try Program.start(["console", "--console-address", "127.0.0.1:0"], in: folder.path)
        #expect(console.waitForOutput("/sign-in?token="))
        let link = try #require(
            console.outputText.components(separatedBy: ": ").last?.trimmingCharacters(in: .newlines)
        )
        let client = MachineClient(address: String(link.dropFirst("http://".count).prefix { $0 != "/" }))
        let query = try #require(link.components(separatedBy: "?").last)
        #expect(try client.get("/sign-in?\(query)").status == 200)
        let post = """
            POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(query.utf8.count)\r\n\r\n\(query)
            """
        let answer = try client.send(post)
        #expect(
            answer.status == 303 && answer.headers["set-cookie"]?.hasPrefix("terminus-console-\(client.port)=") == true
        )
        #expect(try client.send(post).status == 403)
        let cookie = try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" })
        let page = try client.send(
            "GET /dead-letters/secret-id?code=secret HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\nConnection: close\r\n\r\n"
        )
        #expect(page.status == 404)
        console.send(SIGTERM)
        #expect(console.end() == .exit(0))
        #expect(console.errorText.contains("/dead-letters/{id}"))
        #expect(!console.errorText.contains("secret") && !console.errorText.contains(query))
    }

    @Test(arguments: [
        ["TERMINUS_CONSOLE_ADDRESS": "0.0.0.0:9465"], ["TERMINUS_CONSOLE_ADDRESS": "off"],
        ["TERMINUS_CONSOLE_BASE_PATH": "terminus"], ["TERMINUS_CONSOLE_PUBLIC_URL": "console.example.com"],
    ])
    func `does not start with what it cannot use, and says what to do`(variables: [String: String]) throws {
        let answer = try folder().run(["console"], environment: variables)
        #expect(answer.end == .exit(78), "\(answer.errors)")
        #expect(
            answer.output.isEmpty
                && answer.errors.contains(
                    variables.keys.first == "TERMINUS_CONSOLE_ADDRESS" ? "127.0.0.1:9465" : "must be"
                )
        )
    }

    @Test func `does not start without a ledger`() throws {
        let answer = try Folder().run("console", "--console-address", "127.0.0.1:0")
        #expect(answer.end != .exit(0) && answer.errors.contains("There is no ledger at"))
    }

    // MARK: - Who may

    /// A console for the people of a file, and what its start prints.
    private func start(_ configuration: String, in folder: Folder) throws -> (ChildProcess, MachineClient) {
        try folder.file("terminus.yaml", configuration)
        let console = try Program.start(["console", "--console-address", "127.0.0.1:0"], in: folder.path)
        #expect(console.waitForOutput("Open: http://"))
        let address = console.outputText.components(separatedBy: "http://").last?.prefix { $0 != "/" } ?? ""
        return (console, MachineClient(address: String(address)))
    }

    @Test func `signs in by a name and a password that it has hashed itself`() throws {
        let folder = try folder()
        let line = try folder.run(
            "console",
            "hash-password",
            "kim",
            "--role",
            "worker-only",
            input: Array("a long password \n".utf8)
        )
        // The role is the operator's own.
        #expect(line.end == .exit(64) && line.errors.contains("settings-owner"))
        try folder.file("terminus.yaml", "console: {roles: {worker-only: [worker.read]}}")
        let made = try folder.run(
            "console",
            "hash-password",
            "kim",
            "--role",
            "worker-only",
            input: Array("a long password \n".utf8)
        )
        #expect(made.end == .exit(0) && made.output.hasPrefix("kim:$scrypt$ln=14,r=8,p=5$"), "\(made.errors)")
        try folder.file("users", made.output)
        chmod(folder.path + "/users", 0o640)
        let (console, client) = try start(
            "console: {signIn: users, usersFile: users, roles: {worker-only: [worker.read]}}",
            in: folder
        )
        let form = "name=kim&password=a+long+password+"
        let answer = try client.send(
            """
            POST /sign-in HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.utf8.count)\r\n\r\n\(form)
            """
        )
        #expect(answer.status == 303)
        let cookie = try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" })
        for (path, status) in [("/worker", 200), ("/dead-letters", 403)] {
            let head = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\nConnection: close\r\n\r\n"
            #expect(try client.send(head).status == status)
        }
        console.send(SIGTERM)
        #expect(console.end() == .exit(0))
        #expect(!console.errorText.contains("long"))
    }

    @Test func `takes the word of a named proxy, and of nobody else`() throws {
        let folder = try folder()
        for (proxies, status) in [("127.0.0.1", 200), ("127.0.0.2", 403)] {
            let (console, client) = try start(
                """
                console:
                  signIn: proxy
                  trustedProxies: [10.0.0.0/8, \(proxies)]
                  groups: {"cn=ops,dc=example": ops, terminus: [viewer, auditor]}
                """,
                in: folder
            )
            let head = """
                GET /audit HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-User: kim\r\nX-Forwarded-Groups: terminus,staff\r\n\
                X-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n
                """
            for _ in 1...2 { #expect(try client.send(head).status == status) }
            let twice = head.replacing("X-Forwarded-User: kim", with: "X-Forwarded-User: kim\r\nX-Forwarded-User: boss")
            #expect(try client.send(twice).status == 403)
            console.send(SIGTERM)
            #expect(console.end() == .exit(0))
            let refusals = console.errorText.components(separatedBy: "Refused headers of a sign-in proxy").count - 1
            #expect(refusals == (status == 200 ? 0 : 1))
        }
    }

    @Test(arguments: [
        ("console: {signIn: proxy, groups: {a: ops}}", "console.trustedProxies names none"),
        ("console: {signIn: proxy, trustedProxies: 127.0.0.1}", "console.groups gives no group a role"),
        ("console: {signIn: proxy, trustedProxies: proxy.example}", "must be addresses or ranges"),
        ("console: {signIn: proxy, trustedProxies: 0.0.0.0/0}", "must be addresses or ranges"),
        ("console: {address: 'unix:console.sock'}", "must name the socket by its whole path"),
        ("console: {address: 'unix:/run/c.sock'}", "No browser opens unix:/run/c.sock"),
        (
            "console: {address: 'unix:/run/c.sock', signIn: proxy, trustedProxies: 127.0.0.1, groups: {a: ops}}",
            "does not name unix"
        ),
        ("console: {groups: {a: boss}}", "gives a group a role that there is not; the roles are management, ops"),
        ("console: {roles: {ops: [dead-letters.eat]}}", "has a permission that there is not; there are reports.read"),
        ("console: {roles: {The Boss: []}}", "has the name of a role that is not of small letters"),
        ("console: {signIn: users}", "console.usersFile is not set"),
        ("console: {signIn: users, usersFile: nowhere}", "names a file that does not exist"),
        ("console: {signIn: users, usersFile: open}", "chmod 640"),
        ("console: {signIn: users, usersFile: bad}", "Line 1 of bad is not NAME:HASH:ROLE,ROLE"),
        (
            "console: {signIn: oidc, groups: {a: ops}, oidc: {issuer: 'https://id.example.com'}}",
            "console.oidc.clientId is not set"
        ),
        ("console: {signIn: oidc, groups: {a: ops}, oidc: {clientId: x}}", "console.oidc.issuer is not set"),
        (
            "console: {signIn: oidc, oidc: {issuer: 'https://id.example.com', clientId: x}}",
            "console.groups gives no group a role"
        ),
        ("console: {oidc: {issuer: 'http://id.example.com'}}", "must be the https:// address"),
        ("console: {oidc: {scopes: profile}}", "openid among them"),
        ("console: {signIn: guess}", "must be one of local, proxy"),
        (
            "console: {signIn: users, usersFile: good, publicURL: 'http://console.example.com'}",
            "without HTTPS"
        ),
    ])
    func `does not start with a way to sign in that is not safe or not complete`(configuration: String, words: String)
        throws
    {
        let folder = try folder()
        try folder.file("open", "x")
        chmod(folder.path + "/open", 0o644)
        let made = try folder.run(
            "console",
            "hash-password",
            "kim",
            "--role",
            "ops",
            input: Array("a long password".utf8)
        )
        try folder.file("good", made.output)
        chmod(folder.path + "/good", 0o600)
        try folder.file("bad", "s3cretX")
        chmod(folder.path + "/bad", 0o600)
        try folder.file("terminus.yaml", configuration)
        // The flag goes before the file.
        let answer =
            configuration.contains("address:")
            ? try folder.run("console") : try folder.run("console", "--console-address", "127.0.0.1:0")
        #expect(answer.end == .exit(78) && answer.output.isEmpty)
        #expect(answer.errors.contains(words), "\(answer.errors)")
        #expect(!answer.errors.contains("s3cretX"))
        // It is named beforehand too.
        let doctor = try folder.run("doctor", "--format", "json")
        #expect(doctor.output.contains(words.replacing("\"", with: "\\\"")), "\(doctor.output)")
    }

    @Test func `takes --write for its link only`() throws {
        let folder = try folder()
        for (configuration, words) in [
            (
                "console: {signIn: proxy, trustedProxies: 127.0.0.1, groups: {a: ops}}",
                "--write is for console.signIn local"
            ),
            ("console: {readOnly: true}", "--write contradicts console.readOnly"),
        ] {
            try folder.file("terminus.yaml", configuration)
            let answer = try folder.run("console", "--write", "--console-address", "127.0.0.1:0")
            #expect(answer.end == .exit(78) && answer.errors.contains(words), "\(answer.errors)")
        }
    }

    @Test(arguments: [
        (["kim"], "a long password", 64, "--role"), (["kim", "--role", "ops"], "short", 64, "fewer than 12"),
        (["kim", "--role", "boss"], "a long password", 64, "There is no role boss"),
        (["a:b", "--role", "ops"], "a long password", 64, "no name for a user"),
        (["kim", "--role", "ops"], "", 66, "no password"),
    ])
    func `hashes no password that would be of no use`(words: [String], input: String, code: Int32, text: String) throws
    {
        let answer = try Folder().run(["console", "hash-password"] + words, input: Array(input.utf8))
        #expect(answer.end == .exit(code) && answer.output.isEmpty)
        #expect(answer.errors.contains(text) && !answer.errors.contains("a long password"), "\(answer.errors)")
    }

    @Test func `reads roles and groups from a variable too, and knows its variables`() throws {
        let folder = try folder()
        let variables = [
            "TERMINUS_CONSOLE_GROUPS": "{terminus: boss}", "TERMINUS_CONSOLE_PUBLIC_URL": "https://console.example.com",
            "TERMINUS_CONSOLE_OIDC_CLIENT_ID": "terminus",
        ]
        let answer = try folder.run(["console"], environment: variables)
        #expect(
            answer.errors.contains("TERMINUS_CONSOLE_GROUPS gives a group a role that there is not"),
            "\(answer.errors)"
        )
        let wrong = try folder.run(["console"], environment: ["TERMINUS_CONSOLE_PUBLIC_URL": "console.example.com"])
        #expect(wrong.errors.contains("TERMINUS_CONSOLE_PUBLIC_URL must be"))
        let doctor = try folder.run(
            ["doctor"],
            environment: variables.merging(["TERMINUS_CONSOLE_GROUPS": "{terminus: ops}"]) { $1 }
        )
        #expect(!doctor.output.contains("Terminus does not know it"))
    }

    @Test func `counts requests by route and status, on an address of its own`() throws {
        let folder = try folder()
        let (console, client) = try start(
            "console: {signIn: proxy, trustedProxies: 127.0.0.1, groups: {a: ops}, metricsAddress: '127.0.0.1:0'}",
            in: folder
        )
        let head = """
            GET /dead-letters/secret-id HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-User: kim\r\nX-Forwarded-Groups: a\r\n\
            Connection: close\r\n\r\n
            """
        for _ in 1...2 { #expect(try client.send(head).status == 404) }
        #expect(console.waitForError("Metrics are served"))
        let line = try #require(console.errorText.split(separator: "\n").first { $0.contains("Metrics are served") })
        let port = line.components(separatedBy: "http.address=127.0.0.1:").last?.prefix { $0.isNumber } ?? ""
        let metrics = MachineClient(address: "127.0.0.1:\(port)")
        let text = try metrics.get("/metrics").text
        #expect(
            text.contains(#"terminus_console_requests_total{route="/dead-letters/{id}",status="404"} 2"#),
            "\(text)"
        )
        #expect(!text.contains("secret"))
        #expect(try metrics.get("/").status == 404)
        #expect(try metrics.get("/metrics", method: "DELETE").status == 405)
        // The pages know nothing of it.
        #expect(try client.send(head.replacing("/dead-letters/secret-id", with: "/metrics")).status == 404)
        console.send(SIGTERM)
        #expect(console.end() == .exit(0))
    }
}

@Suite struct `A replay of a console that is killed` {
    /// Somebody who has signed in to a console that may change something.
    private struct SignedIn {
        let console: ChildProcess
        private let client: MachineClient
        private let cookie: String

        init(_ shell: DeadLetterShell) throws {
            console = try Program.start(
                ["console", "--write", "--console-address", "127.0.0.1:0"],
                in: shell.folder,
                environment: shell.environment
            )
            #expect(console.waitForOutput("/sign-in?token="))
            let link = try #require(
                console.outputText.components(separatedBy: ": ").last?.trimmingCharacters(in: .newlines)
            )
            client = MachineClient(address: String(link.dropFirst("http://".count).prefix { $0 != "/" }))
            let query = try #require(link.components(separatedBy: "?").last)
            let answer = try client.send(Self.post("/sign-in", query, cookie: ""))
            cookie = String(try #require(answer.headers["set-cookie"]?.prefix { $0 != ";" }))
        }

        func get(_ path: String) throws -> String {
            let answer = try client.send(
                """
                GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nCookie: \(cookie)\r\n\
                Connection: close\r\n\r\n
                """
            )
            #expect(answer.status == 200, "\(path)")
            return answer.text
        }

        /// - Returns: where the answer leads.
        func post(_ path: String, _ form: String) throws -> String? {
            let answer = try client.send(Self.post(path, form, cookie: cookie))
            #expect(answer.status == 303, "\(path) \(answer.text)")
            return answer.headers["location"]
        }

        private static func post(_ path: String, _ form: String, cookie: String) -> String {
            """
            POST \(path) HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nCookie: \(cookie)\r\n\
            Content-Length: \(form.utf8.count)\r\n\r\n\(form)
            """
        }
    }

    @Test func `is resumed by the next console, and judges each dead letter once`() throws {
        try DeadLetterSample.withRefused(1000) { shell, ledger in
            try DeadLetterSample.addAlias(in: ledger)
            let first = try SignedIn(shell)
            let dryRun = try first.get("/replays/new?state=open&canary=&rate=100")
            #expect(dryRun.contains("1,000 would be resolved"))
            let token = try #require(dryRun.firstMatch(of: /name="token" value="([0-9a-f]+)"/)?.output.1)
            let form = "state=open&canary=&rate=100&as-of=occurred&reason=te-duur&token=\(token)&step=do"
            #expect(try first.post("/replays", form) == "/replays/1")
            #expect(try first.get("/replays/1/counts").contains("\"isRunning\":true"))
            first.console.send(SIGKILL)
            #expect(first.console.end() == .signal(SIGKILL))
            let taken = try #require(try ledger.replayRun(1)).taken
            #expect((1..<1000).contains(taken))

            let second = try SignedIn(shell)
            #expect(try second.get("/replays/1").contains("Resume the"))
            #expect(try second.post("/replays/1/resume", "canary=&rate=") == "/replays/1")
            let deadline = ContinuousClock.now + .seconds(60)
            while try second.get("/replays/1/counts").contains("\"isRunning\":true"), ContinuousClock.now < deadline {}
            let run = try #require(try ledger.replayRun(1))
            #expect(run.isFinished && run.accepted == 1000)
            second.console.send(SIGTERM)
            #expect(second.console.end() == .exit(0))
            for deadLetter in try ledger.deadLetters(matching: .all, limit: 2000) {
                #expect(try ledger.history(of: deadLetter.id).map(\.action) == [.resolved])
            }
            #expect(try shell.deadLetters("audit", "verify").end == .exit(0))
        }
    }
}
