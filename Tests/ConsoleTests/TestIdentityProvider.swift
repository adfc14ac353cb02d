import Crypto
import CryptoExtras
import Foundation
import Hummingbird
import HummingbirdCore
import JSON
import Logging
import Synchronization
import Terminations

@testable import Console

/// Signs tokens as an identity provider does, and in every way that it must not.
struct TokenSigner: Sendable {
    enum Algorithm: String, Sendable {
        case es256 = "ES256"
        case rs256 = "RS256"
        case ps256 = "PS256"
        /// With the public key as the secret, which is known to everybody.
        case hs256 = "HS256"
        case none
    }

    let id: String
    let ecKey = P256.Signing.PrivateKey()
    let rsaKey: _RSA.Signing.PrivateKey

    init(id: String = "k1") throws {
        self.id = id
        rsaKey = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// The public keys (RFC 7517): `k1` without an algorithm of its own, `k1-rsa` without one, and one for encryption.
    var keySet: String {
        get throws {
            let point = ecKey.publicKey.rawRepresentation
            let primitives = try rsaKey.publicKey.getKeyPrimitives()
            let rsa = """
                "kty": "RSA", "n": "\(Self.base64(primitives.modulus))", "e": "\(Self.base64(primitives.publicExponent))"
                """
            return """
                {"keys": [
                  {"kty": "EC", "crv": "P-256", "kid": "\(id)", "use": "sig", "x": "\(Self.base64(point.prefix(32)))",
                   "y": "\(Self.base64(point.suffix(32)))"},
                  {\(rsa), "kid": "\(id)-rsa"}, {\(rsa), "kid": "\(id)-enc", "use": "enc", "alg": "RSA-OAEP"},
                  {"kty": "oct", "kid": "shared", "k": "AAAA"}
                ]}
                """
        }
    }

    func token(_ claims: String, algorithm: Algorithm = .es256, keyID: String? = nil) throws -> String {
        let isRSA = algorithm == .rs256 || algorithm == .ps256
        let header =
            #"{"alg": "\#(algorithm.rawValue)", "typ": "JWT", "kid": "\#(keyID ?? (isRSA ? id + "-rsa" : id))"}"#
        let text = Self.base64(Data(header.utf8)) + "." + Self.base64(Data(claims.utf8))
        let data = Data(text.utf8)
        let signature: Data =
            switch algorithm {
            case .es256: try ecKey.signature(for: data).rawRepresentation
            case .rs256: try rsaKey.signature(for: data, padding: .insecurePKCS1v1_5).rawRepresentation
            case .ps256: try rsaKey.signature(for: data, padding: .PSS).rawRepresentation
            case .hs256:
                Data(
                    HMAC<SHA256>.authenticationCode(
                        for: data,
                        using: SymmetricKey(data: ecKey.publicKey.rawRepresentation)
                    )
                )
            case .none: Data()
            }
        return text + "." + Self.base64(signature)
    }

    static func base64(_ data: some Sequence<UInt8>) -> String { Base64URL.encoded(data) }

    /// Claims of a good token for `terminus`; others replace them by name, nil takes one away.
    static func claims(issuer: String, nonce: String? = nil, _ others: [String: String?] = [:]) -> String {
        let now = ConsoleFixture.now.secondsSinceEpoch
        var claims: [String: String?] = [
            "iss": "\"\(issuer)\"", "aud": "\"terminus\"", "sub": "\"u-17\"", "preferred_username": "\"kim\"",
            "groups": #"["staff", "terminus-ops"]"#, "iat": "\(now - 5)", "exp": "\(now + 300)",
            "nonce": nonce.map { "\"\($0)\"" },
        ]
        claims.merge(others) { $1 }
        return "{" + claims.compactMap { name, value in value.map { "\"\(name)\": \($0)" } }.joined(separator: ", ")
            + "}"
    }
}

/// An identity provider on a port of this machine: OpenID Connect's code flow, with everything checked that it must check. Whoever
/// comes is signed in as kim.
final class TestIdentityProvider: Sendable {
    private struct Grant {
        let nonce: String
        let challenge: String
        let redirectURI: String
    }

    struct Behaviour: Sendable {
        var issuer: String?
        var claims: [String: String?] = [:]
        var algorithm = TokenSigner.Algorithm.es256
        var signer: TokenSigner
        /// The one whose keys are published.
        var published: TokenSigner
        var acceptsHeader = true
        var error: String?
    }

    let origin: String
    let behaviour: Mutex<Behaviour>
    private let task: Task<Void, any Error>

    private final class State: Sendable {
        let grants = Mutex<[String: Grant]>([:])
        let provider = Mutex<TestIdentityProvider?>(nil)
    }

    static let secret = "a secret: with = signs & blanks"

    init() async throws {
        let signer = try TokenSigner()
        behaviour = Mutex(Behaviour(signer: signer, published: signer))
        let state = State()
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: Self.router(state),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "provider") { _ in SwiftLogNoOpLogHandler() }
        )
        // It runs until the test ends it.
        task = Task { try await application.run() }
        var iterator = ports.makeAsyncIterator()
        origin = "http://127.0.0.1:\(await iterator.next() ?? 0)"
        state.provider.withLock { $0 = self }
    }

    func end() async {
        task.cancel()
        _ = await task.result
    }

    private static func router(_ state: State) -> Router<BasicRequestContext> {
        let router = Router()
        @Sendable func provider() throws -> TestIdentityProvider {
            guard let provider = state.provider.withLock({ $0 }) else { throw HTTPError(.serviceUnavailable) }
            return provider
        }
        @Sendable func json(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
            Response(
                status: status,
                headers: [.contentType: "application/json"],
                body: .init(byteBuffer: .init(string: text))
            )
        }
        router.get("/.well-known/openid-configuration") { _, _ in
            let provider = try provider()
            let behaviour = provider.behaviour.withLock { $0 }
            let method = behaviour.acceptsHeader ? "client_secret_basic" : "client_secret_post"
            return json(
                """
                {"issuer": "\(behaviour.issuer ?? provider.origin)", "jwks_uri": "\(provider.origin)/keys",
                 "authorization_endpoint": "\(provider.origin)/authorize?tenant=1",
                 "token_endpoint": "\(provider.origin)/token", "token_endpoint_auth_methods_supported": ["\(method)"]}
                """
            )
        }
        router.get("/keys") { _, _ in json(try provider().behaviour.withLock { $0 }.published.keySet) }
        router.get("/authorize") { request, _ in
            let query = Fields(parsing: request.uri.query ?? "")
            guard query["response_type"] == "code", query["client_id"] == "terminus", query["tenant"] == "1",
                query["code_challenge_method"] == "S256", let redirect = query["redirect_uri"],
                let challenge = query["code_challenge"], let nonce = query["nonce"], let given = query["state"],
                query["scope"]?.split(separator: " ").contains("openid") == true
            else { throw HTTPError(.badRequest) }
            let code = UUID().uuidString
            state.grants.withLock { $0[code] = Grant(nonce: nonce, challenge: challenge, redirectURI: redirect) }
            let error = try provider().behaviour.withLock { $0.error }
            let answer = error.map { "error=\($0)" } ?? "code=\(code)"
            return Response(status: .seeOther, headers: [.location: "\(redirect)?\(answer)&state=\(given)"])
        }
        router.post("/token") { request, _ in
            let provider = try provider()
            let behaviour = provider.behaviour.withLock { $0 }
            let form = Fields(parsing: String(buffer: try await request.body.collect(upTo: 65_536)))
            let isClient =
                behaviour.acceptsHeader
                ? request.headers[.authorization]
                    == "Basic " + Data("terminus:\(Fields.encoded(secret))".utf8).base64EncodedString()
                : form["client_id"] == "terminus" && form["client_secret"] == secret
            guard isClient else { return json(#"{"error": "invalid_client"}"#, .unauthorized) }
            guard let code = form["code"], let grant = state.grants.withLock({ $0.removeValue(forKey: code) }),
                form["grant_type"] == "authorization_code", form["redirect_uri"] == grant.redirectURI,
                let verifier = form["code_verifier"],
                TokenSigner.base64(Data(SHA256.hash(data: Data(verifier.utf8)))) == grant.challenge
            else { return json(#"{"error": "invalid_grant"}"#, .badRequest) }
            let claims = TokenSigner.claims(issuer: provider.origin, nonce: grant.nonce, behaviour.claims)
            let token = try behaviour.signer.token(claims, algorithm: behaviour.algorithm)
            return json(#"{"access_token": "x", "token_type": "Bearer", "id_token": "\#(token)"}"#)
        }
        return router
    }
}
