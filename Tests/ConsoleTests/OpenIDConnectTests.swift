import Foundation
import Logging
import Terminations
import Testing

@testable import Console

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

private let roles = RoleTable(rolesByGroup: ["terminus-ops": ["ops"], "realm-boss": ["management"]])

// The HTTP client and the provider answer on threads of Swift's pool.
extension Timing {
    @Suite struct `Signing in at an identity provider` {
        /// A console, and a browser that has begun to sign in there.
        private final class Visitor {
            let provider: TestIdentityProvider
            let fixture: ConsoleFixture
            let log = LogLines()
            let base: String

            init(_ provider: TestIdentityProvider, basePath: String = "", secret: String? = TestIdentityProvider.secret)
                throws
            {
                self.provider = provider
                base = basePath
                let tokens = try IDTokens(
                    issuer: provider.origin,
                    audience: "terminus",
                    keys: nil,
                    userClaim: nil,
                    groupsClaim: "groups",
                    logger: log.logger
                )
                let method = SignInMethod.oidc(
                    OpenIDConnect(clientID: "terminus", clientSecret: secret, scopes: "openid profile", tokens: tokens)
                )
                fixture = try ConsoleFixture(basePath: basePath, signIn: method, roles: roles, logger: log.logger)
            }

            /// As the console's HTTP side asks: another server first, where one has to be asked.
            func ask(_ path: String, cookie: String? = nil) async -> Responder.Result {
                let parts = path.split(separator: "?", maxSplits: 1)
                var headers = ConsoleFixture.browser
                headers["sec-fetch-site"] = "cross-site"
                headers["cookie"] = cookie
                var request = PageRequest(
                    path: base + String(parts[0]),
                    query: parts.count > 1 ? Fields(parsing: parts[1]) : Fields([]),
                    headers: headers
                )
                request.peer = "127.0.0.1"
                return fixture.responder.respond(to: await fixture.responder.signIn.prove(request))
            }

            /// - Returns: the answer, and where the provider sends the browser.
            func begin(back: String? = nil) async throws -> (cookie: String, callback: String) {
                let query = back.map { "?return=\(Fields.encoded($0))" } ?? ""
                let start = await ask("/sign-in/start\(query)")
                try #require(start.answer.status == 303, "\(String(decoding: start.answer.body, as: UTF8.self))")
                let url = try #require(start.answer.headers.first { $0.name == "location" }?.value)
                #expect(url.hasPrefix(provider.origin + "/authorize?tenant=1&"))
                let cookie = try #require(cookies(start.answer).first)
                #expect(cookie.hasPrefix("terminus-sign-in-9465"))
                let session = URLSession(configuration: .ephemeral, delegate: StayingDelegate(), delegateQueue: nil)
                defer { session.finishTasksAndInvalidate() }
                let (_, response) = try await session.data(from: try #require(URL(string: url)))
                let answer = try #require(response as? HTTPURLResponse)
                let location = try #require(answer.value(forHTTPHeaderField: "location"))
                #expect(location.hasPrefix("http://127.0.0.1:9465\(base)/sign-in/callback?"))
                return (cookie, String(location.dropFirst("http://127.0.0.1:9465\(base)".count)))
            }

            func signIn() async throws -> Responder.Result {
                let (cookie, callback) = try await begin()
                return await ask(callback, cookie: cookie)
            }
        }

        @Test(arguments: ["", "/terminus"]) func `goes there and comes back to the page that asked for it`(
            basePath: String
        )
            async throws
        {
            let provider = try await TestIdentityProvider()
            let visitor = try Visitor(provider, basePath: basePath)
            let page = try ParsedPage(await visitor.ask("/causes?code=unknown-reason").answer)
            #expect(page.status == 401)
            // A link, since browsers hold the redirect of a form to form-action.
            let link = try #require(page.links.first { $0.contains("/sign-in/start") })
            #expect(link == "\(basePath)/sign-in/start?return=%2Fcauses%3Fcode%3Dunknown-reason")
            let (cookie, callback) = try await visitor.begin(back: "/causes?code=unknown-reason")
            let back = await visitor.ask(callback, cookie: cookie)
            #expect(back.answer.status == 303)
            #expect(
                back.answer.headers.first { $0.name == "location" }?.value == "\(basePath)/causes?code=unknown-reason"
            )
            let name = basePath.isEmpty ? "terminus-console-9465=" : "terminus-console-9465-terminus="
            let session = try #require(cookies(back.answer).first { $0.hasPrefix(name) })
            let access = await visitor.ask("/access", cookie: session)
            #expect(access.actor == "kim")
            #expect(try ParsedPage(access.answer).text.contains("You are kim, with the role ops."))
            #expect(visitor.log.lines.contains("Somebody signed in actor=kim way=oidc"))
            #expect(visitor.log.lines.allSatisfy { !$0.contains(TestIdentityProvider.secret) })
            await provider.end()
        }

        @Test func `takes a sign-in once, from the browser that began it, within ten minutes`() async throws {
            let provider = try await TestIdentityProvider()
            let visitor = try Visitor(provider)
            let over = "This sign-in is over"
            let (cookie, callback) = try await visitor.begin()
            #expect(await visitor.ask(callback, cookie: cookie).answer.status == 303)
            let again = await visitor.ask(callback, cookie: cookie).answer
            #expect(try again.status == 403 && ParsedPage(again).text.contains(over))
            // A link that somebody else began: it would sign this browser in as that person.
            let (_, foreign) = try await visitor.begin()
            let (own, _) = try await visitor.begin()
            #expect(await visitor.ask(foreign, cookie: own).answer.status == 403)
            let (_, bare) = try await visitor.begin()
            #expect(await visitor.ask(bare).answer.status == 403)
            let (late, slow) = try await visitor.begin()
            visitor.fixture.clock.now = ConsoleFixture.now.advanced(by: OpenIDConnect.longest + .seconds(1))
            #expect(await visitor.ask(slow, cookie: late).answer.status == 403)
            for path in ["/sign-in/callback", "/sign-in/callback?code=x", "/sign-in/callback?state=x&code=x"] {
                #expect(await visitor.ask(path, cookie: own).answer.status == 403, "\(path)")
            }
            await provider.end()
        }

        @Test(
            arguments: [
                (["exp": "1"], TokenSigner.Algorithm.es256, "has expired"),
                (["aud": "\"other\""], .es256, "another application"),
                (["aud": "[\"terminus\", \"other\"]", "azp": "\"other\""], .es256, "another application"),
                (["iss": "\"https://evil.example\""], .es256, "another provider"),
                (["nonce": "\"x\""], .es256, "does not belong to this sign-in"),
                (["nonce": nil], .es256, "does not belong to this sign-in"), ([:], .none, "algorithm"),
                ([:], .hs256, "algorithm"),
            ] as [([String: String?], TokenSigner.Algorithm, String)]
        )
        func `refuses a token that is not what it must be`(
            claims: [String: String?],
            algorithm: TokenSigner.Algorithm,
            words: String
        ) async throws {
            let provider = try await TestIdentityProvider()
            provider.behaviour.withLock {
                $0.claims = claims
                $0.algorithm = algorithm
            }
            let answer = try await Visitor(provider).signIn().answer
            #expect(answer.status == 401 && cookies(answer).isEmpty)
            #expect(try ParsedPage(answer).text.contains(words))
            await provider.end()
        }

        @Test func `shows who has no role which groups were seen`() async throws {
            let provider = try await TestIdentityProvider()
            provider.behaviour.withLock { $0.claims = ["groups": #"["staff", "guests"]"#] }
            let answer = try await Visitor(provider).signIn().answer
            #expect(answer.status == 403 && cookies(answer).isEmpty)
            #expect(try ParsedPage(answer).text.contains("staff, guests"))
            await provider.end()
        }

        @Test func `says what the provider said`() async throws {
            let provider = try await TestIdentityProvider()
            provider.behaviour.withLock { $0.error = "access_denied" }
            let denied = try await Visitor(provider).signIn().answer
            #expect(try denied.status == 403 && ParsedPage(denied).text.contains("access_denied"))
            provider.behaviour.withLock { $0.error = nil }
            let wrong = try await Visitor(provider, secret: "wrong").signIn().answer
            #expect(try wrong.status == 502 && ParsedPage(wrong).text.contains("invalid_client"))
            await provider.end()
        }

        @Test func `sends the secret in the form where the provider wants it there`() async throws {
            let provider = try await TestIdentityProvider()
            provider.behaviour.withLock { $0.acceptsHeader = false }
            #expect(try await Visitor(provider).signIn().answer.status == 303)
            await provider.end()
        }

        @Test func `asks for the keys again when they were changed, once a minute`() async throws {
            let provider = try await TestIdentityProvider()
            let visitor = try Visitor(provider)
            #expect(try await visitor.signIn().answer.status == 303)
            let new = try TokenSigner(id: "k2")
            provider.behaviour.withLock {
                $0.signer = new
                $0.published = new
            }
            #expect(try await visitor.signIn().answer.status == 401)
            visitor.fixture.clock.now = ConsoleFixture.now.advanced(by: IdentityProvider.shortest)
            #expect(try await visitor.signIn().answer.status == 303)
            // A key that nobody publishes.
            let foreign = try TokenSigner(id: "k2")
            provider.behaviour.withLock { $0.signer = foreign }
            #expect(try await visitor.signIn().answer.status == 401)
            await provider.end()
        }

        @Test func `says that the provider does not answer, or says to be another one`() async throws {
            let provider = try await TestIdentityProvider()
            provider.behaviour.withLock { $0.issuer = "https://evil.example" }
            let visitor = try Visitor(provider)
            #expect(await visitor.ask("/sign-in/start").answer.status == 503)
            #expect(visitor.log.lines.contains { $0.contains("another issuer") })
            await provider.end()
            let gone = await visitor.ask("/sign-in/start").answer
            #expect(gone.status == 503 && gone.headers.contains { $0.name == "retry-after" })
            #expect(visitor.log.lines.contains { $0.contains("cannot be asked") })
            // The console answers without it.
            #expect(await visitor.ask("/sign-in").answer.status == 200)
        }
    }
}

/// The name and the value of each cookie that is set.
private func cookies(_ answer: PageAnswer) -> [String] {
    answer.headers.filter { $0.name == "set-cookie" }.map { String($0.value.prefix { $0 != ";" }) }
}

@Suite struct `A signed token that a proxy passes on` {
    private static let issuer = "https://id.example.com"
    private static let signer = Result { try TokenSigner() }

    private static func fixture(
        userClaim: String? = nil,
        groupsClaim: String = "groups"
    ) throws -> ConsoleFixture {
        let path = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try signer.get().keySet.write(toFile: path, atomically: true, encoding: .utf8)
        let tokens = try IDTokens(
            issuer: issuer,
            audience: "terminus",
            keys: path,
            userClaim: userClaim,
            groupsClaim: groupsClaim,
            logger: LogLines().logger
        )
        let proxy = ProxySignIn(
            trustedProxies: [AddressRange("127.0.0.1")!],
            userHeader: "X-Forwarded-User",
            groupsHeader: "X-Forwarded-Groups"
        )
        return try ConsoleFixture(signIn: .proxy(proxy, tokens), roles: roles)
    }

    private static func ask(
        _ fixture: ConsoleFixture,
        _ authorization: String?,
        from peer: String = "127.0.0.1",
        repeated: Set<String> = []
    ) async -> Responder.Result {
        var headers = ConsoleFixture.browser
        headers["authorization"] = authorization
        // What a browser could have sent by itself.
        headers["x-forwarded-user"] = "boss"
        headers["x-forwarded-groups"] = "realm-boss"
        var request = PageRequest(path: "/access", headers: headers)
        request.peer = peer
        request.repeatedHeaders = repeated
        return fixture.responder.respond(to: await fixture.responder.signIn.prove(request))
    }

    @Test(arguments: [TokenSigner.Algorithm.es256, .rs256, .ps256])
    func `names the person, whatever the other headers say`(algorithm: TokenSigner.Algorithm) async throws {
        let token = try Self.signer.get().token(TokenSigner.claims(issuer: Self.issuer), algorithm: algorithm)
        let fixture = try Self.fixture()
        let result = await Self.ask(fixture, "Bearer \(token)")
        #expect(result.answer.status == 200 && result.actor == "kim")
        #expect(try ParsedPage(result.answer).text.contains("with the role ops"))
        // The other algorithms of the same key go on working.
        let other = try Self.signer.get().token(TokenSigner.claims(issuer: Self.issuer), algorithm: .rs256)
        #expect(await Self.ask(fixture, "bearer \(other)").answer.status == 200)
        #expect(await Self.ask(fixture, "Bearer \(token)", from: "10.0.0.1").answer.status == 403)
        #expect(await Self.ask(fixture, "Bearer \(token)", repeated: ["authorization"]).answer.status == 401)
    }

    @Test(
        arguments: [
            ([:], TokenSigner.Algorithm.none, nil, "algorithm"), ([:], .hs256, nil, "algorithm"),
            ([:], .es256, "k9", "does not publish"), ([:], .rs256, "k1", "signature"),
            ([:], .es256, "k1-rsa", "signature"),
            ([:], .rs256, "k1-enc", "does not publish"), (["exp": "1"], .es256, nil, "expired"),
            (["exp": nil], .es256, nil, "cannot be read"), (["exp": "\"9999999999\""], .es256, nil, "cannot be read"),
            (["aud": "\"other\""], .es256, nil, "another application"),
            (["aud": nil], .es256, nil, "another application"),
            (["iss": "\"https://id.example.com/\""], .es256, nil, "another provider"),
            (["nbf": "9999999999"], .es256, nil, "not valid yet"),
            (["iat": "9999999999"], .es256, nil, "not valid yet"),
            (["preferred_username": nil, "sub": nil], .es256, nil, "does not name anybody"),
            (["preferred_username": "\"\""], .es256, nil, "does not name anybody"),
        ] as [([String: String?], TokenSigner.Algorithm, String?, String)]
    )
    func `is refused where it is not what it must be`(
        claims: [String: String?],
        algorithm: TokenSigner.Algorithm,
        keyID: String?,
        words: String
    ) async throws {
        let text = TokenSigner.claims(issuer: Self.issuer, claims)
        let token = try Self.signer.get().token(text, algorithm: algorithm, keyID: keyID)
        let result = await Self.ask(try Self.fixture(), "Bearer \(token)")
        #expect(result.answer.status == 401 && result.actor == nil)
        #expect(try ParsedPage(result.answer).text.contains(words))
    }

    @Test func `is refused where it was changed, cut or is missing`() async throws {
        let fixture = try Self.fixture()
        let token = try Self.signer.get().token(TokenSigner.claims(issuer: Self.issuer))
        let parts = token.split(separator: ".").map(String.init)
        let boss = TokenSigner.base64(
            Data(TokenSigner.claims(issuer: Self.issuer, ["groups": #"["realm-boss"]"#]).utf8)
        )
        for (authorization, words) in [
            ("Bearer \(parts[0]).\(boss).\(parts[2])", "signature"), ("Bearer \(parts[0]).\(parts[1]).", "signature"),
            ("Bearer \(parts[0]).\(parts[1])", "cannot be read"), ("Bearer x.y.z", "cannot be read"),
            ("Bearer", "no id token"), ("Basic a2ltOng=", "no id token"), (nil, "no id token"),
        ] {
            let answer = await Self.ask(fixture, authorization).answer
            #expect(answer.status == 401, "\(words)")
            #expect(try ParsedPage(answer).text.contains(words), "\(authorization ?? "none")")
        }
    }

    @Test(
        arguments: [
            (
                nil, "groups", ["preferred_username": nil, "email": "\"kim@example.com\"", "email_verified": "true"],
                "kim@example.com"
            ),
            (nil, "groups", ["preferred_username": nil, "email": "\"boss@example.com\""], "u-17"),
            ("email", "groups", ["email": "\"k@example.com\""], "k@example.com"),
            (nil, "realm_access.roles", ["groups": nil, "realm_access": #"{"roles": ["terminus-ops"]}"#], "kim"),
            (
                nil, "https://example.com/groups", ["groups": nil, "https://example.com/groups": "\"terminus-ops\""],
                "kim"
            ),
        ] as [(String?, String, [String: String?], String)]
    )
    func `is read by the claims that are configured`(
        userClaim: String?,
        groupsClaim: String,
        claims: [String: String?],
        name: String
    ) async throws {
        let token = try Self.signer.get().token(TokenSigner.claims(issuer: Self.issuer, claims))
        let result = await Self.ask(try Self.fixture(userClaim: userClaim, groupsClaim: groupsClaim), "Bearer \(token)")
        #expect(result.answer.status == 200 && result.actor == name)
    }

    @Test(arguments: ["http://id.example.com/keys", "/nowhere/keys.json"])
    func `needs keys that can be had`(keys: String) {
        #expect(throws: ConsoleError.self) {
            try IDTokens(
                issuer: Self.issuer,
                audience: "terminus",
                keys: keys,
                userClaim: nil,
                groupsClaim: "groups",
                logger: LogLines().logger
            )
        }
    }
}
