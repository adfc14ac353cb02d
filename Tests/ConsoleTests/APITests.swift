import Foundation
import JSON
import Ledger
import Terminations
import Testing

@testable import Console

@Suite struct `A token of the API` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture()
        try fixture.fill()
    }

    @Test func `is needed, and a session of the console does not stand for one`() throws {
        let answer = fixture.api("/settings")
        #expect(answer.status == 401 && answer.problem == "unauthenticated")
        #expect(answer.headers["www-authenticate"] == "Bearer realm=\"terminus\"")
        let session = fixture.signIn().text
        let signedIn = fixture.api("/settings", headers: ["cookie": "terminus-console-9465=\(session)"])
        #expect(signedIn.status == 401)
        #expect(fixture.api("/settings", headers: ["authorization": "Bearer \(session)"]).status == 401)
        #expect(fixture.api("/openapi.json").status == 200)
    }

    @Test func `is refused in every other form than its own`() throws {
        let token = try fixture.token()
        #expect(fixture.api("/settings", token: token).status == 200)
        for header in [
            token, "Basic \(token)", "Bearer", "Bearer \(token)x", "Bearer \(token.uppercased())", "Bearer trm_",
            "Bearer x\(token)",
        ] {
            let answer = fixture.api("/settings", headers: ["authorization": header])
            #expect(answer.status == 401 && answer.problem == "unauthenticated", "\(header.prefix(10))")
        }
        #expect(fixture.api("/settings", headers: ["authorization": "bearer \(token)"]).status == 200)
    }

    @Test func `is refused in an address, whatever its name there`() throws {
        let token = try fixture.token()
        for query in ["access_token=\(token)", "token=x", "state=\(token)", "API_KEY=1"] {
            let answer = fixture.api("/dead-letters?\(query)", token: token)
            #expect(answer.status == 400 && answer.problem == "token-in-query", "\(query.prefix(12))")
            #expect(!answer.text.contains(token))
        }
    }

    @Test func `ends at its expiry, and when it is revoked`() throws {
        let short = try fixture.token("short", days: 1)
        let long = try fixture.token("long", days: 90)
        fixture.clock.now = ConsoleFixture.now.advanced(by: .seconds(86_399))
        #expect(fixture.api("/settings", token: short).status == 200)
        fixture.clock.now = ConsoleFixture.now.advanced(by: .seconds(86_400))
        let expired = fixture.api("/settings", token: short)
        #expect(expired.status == 401)
        #expect(expired.headers["www-authenticate"]?.contains("invalid_token") == true)
        #expect(fixture.api("/settings", token: long).status == 200)
        #expect(try fixture.responder.store.revokeToken("long")?.name == "long")
        #expect(fixture.api("/settings", token: long).status == 401)
        #expect(try fixture.responder.store.revokeToken("long") == nil)
    }

    @Test func `is kept as a hash, with the minute of its last use`() throws {
        let token = try fixture.token(as: [.readSettings])
        let name = { try self.fixture.responder.store.tokens().first }
        #expect(try name()?.lastUsedAt == nil)
        #expect(fixture.api("/settings", token: token).actor == "tests")
        #expect(try name()?.lastUsedAt == ConsoleFixture.now)
        fixture.clock.now = ConsoleFixture.now.advanced(by: .seconds(59))
        _ = fixture.api("/settings", token: token)
        #expect(try name()?.lastUsedAt == ConsoleFixture.now)
        fixture.clock.now = ConsoleFixture.now.advanced(by: .seconds(60))
        _ = fixture.api("/settings", token: token)
        #expect(try name()?.lastUsedAt == fixture.clock.now)
        fixture.responder.store.close()
        let file = try Data(contentsOf: URL(filePath: fixture.responder.store.path))
        #expect(file.range(of: Data(token.utf8)) == nil && file.range(of: Data(token.dropFirst(4).utf8)) == nil)
        #expect(throws: ConsoleStore.TokenNameTaken.self) { try fixture.token() }
    }

    @Test(arguments: Permission.allCases) func `gives its permissions and no other`(permission: Permission) throws {
        let token = try fixture.token(as: [permission])
        let id = try #require(try fixture.deadLetters().first).id
        for route in APIRoute.all {
            guard case .anyOf(let permissions) = route.access, route.method == "GET" else { continue }
            let path = route.pattern.replacing("{id}", with: route.pattern.contains("dead") ? id : "t-1")
                .replacing("{code}", with: "price").replacing("{version}", with: "1").replacing("{number}", with: "1")
            let answer = fixture.api(path + (path == "/settings/diff" ? "?from=1" : ""), token: token)
            let isAllowed = permissions.contains(permission)
            #expect((answer.status != 403) == (isAllowed && !path.hasSuffix("/raw")), "\(path) \(answer.text)")
            if !isAllowed { #expect(answer.problem == "forbidden", "\(path)") }
        }
    }

    @Test func `may make so many requests a second`() throws {
        let token = try fixture.token()
        let other = try fixture.token("other")
        for _ in 1...Int(RequestRates.burst) { #expect(fixture.api("/settings/versions", token: token).status == 200) }
        let refused = fixture.api("/settings/versions", token: token)
        #expect(refused.status == 429 && refused.problem == "too-many-requests")
        #expect(refused.headers["retry-after"] == "1")
        #expect(fixture.api("/settings/versions", token: other).status == 200)
        fixture.clock.now = fixture.clock.now.advanced(by: .seconds(1))
        for _ in 1...Int(RequestRates.perSecond) {
            #expect(fixture.api("/settings/versions", token: token).status == 200)
        }
        #expect(fixture.api("/settings/versions", token: token).status == 429)
    }

    @Test func `changes nothing where the console is read-only`() throws {
        let token = try fixture.token()
        let answer = fixture.api(
            "/settings?reason=x",
            method: "PUT",
            token: token,
            body: "{}",
            headers: ["if-match": "\"1\""]
        )
        #expect(answer.status == 403 && answer.json["detail"]?.string?.contains("--write") == true)
    }
}

@Suite struct `The API over HTTP` {
    private let fixture: ConsoleFixture

    init() throws {
        fixture = try ConsoleFixture()
        try fixture.fill()
    }

    @Test func `is described whole: every route, and no other`() throws {
        let paths = try #require(try ConsoleFixture.apiDocument()["paths"]?.object)
        let described = paths.members.flatMap { path in
            (path.value.object?.members ?? []).map { "\($0.name.uppercased()) \(path.name)" }
        }
        #expect(described.sorted() == APIRoute.all.map { "\($0.method) \($0.pattern)" }.sorted())
    }

    @Test func `is described with its permissions, bodies and representations`() throws {
        let paths = try #require(try ConsoleFixture.apiDocument()["paths"]?.object)
        for route in APIRoute.all {
            let operation = try #require(paths[route.pattern]?.object?[route.method.lowercased()]?.object)
            let description = operation["description"]?.string ?? ""
            if case .anyOf(let permissions) = route.access {
                for permission in permissions {
                    #expect(description.contains("`\(permission.rawValue)`"), "\(route.pattern)")
                }
            } else {
                #expect(operation["security"]?.array == [], "\(route.pattern)")
            }
            let body = operation["requestBody"]?.object?["content"]?.object?.members.map(\.name) ?? []
            #expect(Set(body).isSubset(of: Set(route.content.mediaTypes)) && body.isEmpty == (route.content == .none))
            let answers = operation["responses"]?.object?.members.filter { $0.name.hasPrefix("2") } ?? []
            for answer in answers {
                let types = answer.value.object?["content"]?.object?.members.map(\.name) ?? []
                #expect(Set(types) == Set(route.mediaTypes), "\(route.pattern)")
            }
            let parameters = (operation["parameters"]?.array ?? []).compactMap { $0.object?["$ref"]?.string }
            #expect(
                parameters.contains("#/components/parameters/ifNoneMatch") == route.features.contains(.entityTag)
            )
            #expect(
                parameters.contains("#/components/parameters/idempotencyKey")
                    == route.features.contains(.idempotencyKey),
                "\(route.pattern)"
            )
        }
    }

    @Test func `knows every code of a violation in its description`() throws {
        let parameters = try ConsoleFixture.apiDocument()["components"]?.object?["parameters"]?.object
        let schema = parameters?["deadLetterCode"]?.object?["schema"]?.object
        let known = schema?["anyOf"]?.array?.first?.object?["enum"]?.array?.compactMap(\.string) ?? []
        #expect(Set(known) == Set(Violation.Code.allCases.map(\.rawValue)).union(["unjudgeable"]))
    }

    @Test func `lists every kind of problem in its guide`() throws {
        let guide = try String(
            contentsOf: ConsoleFixture.project.appending(path: "docs/http-api.md"),
            encoding: .utf8
        )
        for kind in APIProblem.Kind.allCases {
            #expect(guide.contains("| `\(kind.uri)` | \(kind.status) |"), "\(kind)")
        }
    }

    @Test(arguments: ["", "/terminus"])
    func `answers what it does not know as a problem, never as a page`(basePath: String) throws {
        let fixture = try ConsoleFixture(basePath: basePath)
        let token = try fixture.token()
        for path in ["/nothing", "/dead-letters/1/2/3", "/settings/", "/", "/settings/versions/1/2"] {
            let answer = fixture.api(path, token: token)
            #expect(answer.status == 404 && answer.problem == "not-found", "\(path)")
        }
        for path in ["/api", "/api/", "/api/v2/settings"] {
            let request = PageRequest(path: basePath + path, headers: ["host": "localhost"])
            #expect(APIAnswer(fixture.responder.respond(to: request)).problem == "not-found", "\(path)")
        }
        let foreign = fixture.api("/settings", token: token, headers: ["host": "evil.example"])
        #expect(foreign.status == 421 && foreign.problem == "misdirected")
    }

    @Test func `answers HEAD and OPTIONS, and names the methods that a path has`() throws {
        let token = try fixture.token()
        #expect(fixture.api("/settings", method: "HEAD", token: token).status == 200)
        let options = fixture.api("/settings", method: "OPTIONS")
        #expect(options.status == 204 && options.bytes.isEmpty)
        #expect(options.headers["allow"] == "GET, HEAD, PUT, OPTIONS")
        #expect(options.headers["access-control-allow-origin"] == nil)
        for method in ["DELETE", "PATCH", "POST", "TRACE", "get"] {
            let answer = fixture.api("/settings", method: method, token: token)
            #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD, PUT, OPTIONS", "\(method)")
            #expect(answer.problem == "method-not-allowed")
        }
    }

    @Test func `negotiates its representation`() throws {
        let token = try fixture.token()
        func type(_ accept: String) -> String {
            fixture.api("/settings", token: token, headers: ["accept": accept]).contentType
        }
        #expect(type("*/*") == "application/json" && type("") == "application/json")
        #expect(type("application/yaml") == "application/yaml")
        #expect(type("application/json;q=0.5, application/yaml") == "application/yaml")
        #expect(type("application/*;q=0.2, application/yaml;q=0") == "application/json")
        let refused = fixture.api("/settings", token: token, headers: ["accept": "text/html, image/*"])
        #expect(refused.status == 406 && refused.problem == "not-acceptable")
    }

    @Test func `takes the content types that it describes, and no encoding`() throws {
        let token = try fixture.token()
        for headers in [
            ["content-type": "text/plain"], ["content-type": ""], ["content-encoding": "gzip"],
            ["content-type": "application/x-www-form-urlencoded"],
        ] {
            let answer = fixture.api("/dead-letters/find", method: "POST", token: token, body: "{}", headers: headers)
            #expect(answer.status == 415 && answer.problem == "unsupported-media-type", "\(headers)")
        }
        let typed = ["content-type": "application/json; charset=utf-8"]
        #expect(
            fixture.api("/dead-letters/find", method: "POST", token: token, body: "{}", headers: typed).status == 200
        )
        let large = String(repeating: " ", count: 1024 * 1024) + "{}"
        #expect(fixture.api("/dead-letters/find", method: "POST", token: token, body: large).problem == "too-large")
        #expect(fixture.responder.mostBytes(of: "/api/v1/settings") == 4 * 1024 * 1024)
        #expect(fixture.responder.mostBytes(of: "/api/v1/dead-letters/find") == 1024 * 1024)
    }

    @Test func `names every fault of a query at once, and takes no unknown name`() throws {
        let token = try fixture.token()
        let answer = fixture.api(
            "/dead-letters?state=closed&code=nope&pointer=x&fingerprint=1&since=yesterday&import=0&limit=501&sort=x&color=red&limit=1&count=maybe",
            token: token
        )
        #expect(answer.status == 400 && answer.problem == "invalid-parameter")
        #expect(
            Set(answer.faults)
                == [
                    "state", "code", "pointer", "fingerprint", "since", "import", "limit", "sort", "color", "count",
                ]
        )
        #expect(fixture.api("/dead-letters?state=", token: token).faults == ["state"])
        let many = Array(repeating: "state=open", count: 21).joined(separator: "&")
        #expect(fixture.api("/dead-letters?\(many)", token: token).faults == ["state"])
        #expect(fixture.api("/openapi.json?x=1").faults == ["x"])
    }

    @Test func `reads a body as messages are read, and names every fault at its place`() throws {
        let token = try fixture.token()
        func post(_ body: String) -> APIAnswer {
            fixture.api("/dead-letters/find", method: "POST", token: token, body: body)
        }
        for body in ["", "{", "{\"limit\":1,\"limit\":2}", String(repeating: "[", count: 100), "\u{FEFF}\u{FEFF}{}"] {
            let answer = post(body)
            #expect(answer.status == 400 && answer.problem == "malformed-body", "\(body.prefix(30))")
        }
        #expect(post("[]").problem == "invalid-content")
        let answer = post(
            #"{"filter": {"state": ["open", "x", 1], "since": 5, "colour": 1}, "limit": 1.5, "sort": null, "x/y": 1}"#
        )
        #expect(answer.status == 422 && answer.problem == "invalid-content")
        #expect(
            Set(answer.faults) == [
                "/filter/state", "/filter/state/2", "/filter/since", "/filter/colour", "/limit", "/sort", "/x~1y",
            ]
        )
    }

    @Test func `says that no settings were applied, and that the ledger is not there`() throws {
        let empty = try ConsoleFixture(settings: nil)
        let token = try empty.token()
        for path in ["/settings", "/reasons", "/reports/why"] {
            let answer = empty.api(path, token: token)
            #expect(answer.status == 404 && answer.problem == "no-settings", "\(path)")
        }
        empty.ledger.close()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: empty.responder.configuration.ledgerPath + suffix)
        }
        let answer = empty.api("/settings", token: token)
        #expect(answer.status == 503 && answer.problem == "ledger-unavailable")
        #expect(answer.headers["retry-after"] == "30")
    }
}
