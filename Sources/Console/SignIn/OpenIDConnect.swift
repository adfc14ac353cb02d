import Crypto
import Foundation
import Synchronization
import Terminations

/// Signs in at an identity provider: OpenID Connect Core 1.0, the authorization code flow (3.1) with PKCE (RFC 7636).
///
/// Guarantees:
/// - A sign-in is finished once, within ten minutes, by the browser that began it: by a cookie that no other has.
/// - The code is of no use to who intercepts it, since only the console has the verifier (PKCE); a token of another sign-in is
///   refused by its nonce.
public final class OpenIDConnect: Sendable {
    static let longest = Duration.seconds(600)
    static let startPath = "/sign-in/start"
    static let callbackPath = "/sign-in/callback"
    /// Sign-ins under way; the oldest gives way.
    private static let most = 1000

    private struct Pending {
        let browser: SHA256Digest
        let nonce: String
        let verifier: String
        let back: String?
        let startedAt: Instant
    }

    private let clientID: String
    private let clientSecret: String?
    private let scopes: String
    private let tokens: IDTokens
    private let pending = Mutex<[SHA256Digest: Pending]>([:])

    /// - Parameters:
    ///   - clientSecret: nil for a public client.
    ///   - scopes: separated by blanks.
    public init(clientID: String, clientSecret: String?, scopes: String, tokens: IDTokens) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.tokens = tokens
    }

    /// What people call the provider: the host of its issuer.
    var name: String { URL(string: tokens.provider.issuer)?.host() ?? tokens.provider.issuer }

    /// Sees to it that the provider's addresses are known.
    func prepare(at now: Instant) async throws(SignInRefusal) { _ = try await tokens.provider.metadata(at: now) }

    /// - Returns: where the browser goes, and what its cookie holds.
    func start(redirectURI: String, back: String?, at now: Instant) throws(SignInRefusal) -> (
        url: String, cookie: Token
    ) {
        guard let metadata = tokens.provider.known else { throw .unreachable }
        let (state, browser) = (Token(), Token())
        let (nonce, verifier) = (Token().text, Token().text)
        pending.withLock { pending in
            pending = pending.filter { $0.value.startedAt.duration(until: now) <= Self.longest }
            if pending.count >= Self.most, let oldest = pending.min(by: { $0.value.startedAt < $1.value.startedAt }) {
                pending[oldest.key] = nil
            }
            pending[state.hash] = Pending(
                browser: browser.hash,
                nonce: nonce,
                verifier: verifier,
                back: back,
                startedAt: now
            )
        }
        let challenge = Base64URL.encoded(SHA256.hash(data: Data(verifier.utf8)))
        let query = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI), ("scope", scopes),
            ("state", state.text), ("nonce", nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ].map { "\($0.0)=\(Fields.encoded($0.1))" }.joined(separator: "&")
        let endpoint = metadata.authorizationEndpoint
        return (endpoint + (endpoint.contains("?") ? "&" : "?") + query, browser)
    }

    /// Exchanges the code that the provider sent for the token, and reads it.
    ///
    /// - Parameter cookies: of the browser, of which one must be that of the sign-in.
    func finish(
        _ query: Fields,
        cookies: [String],
        redirectURI: String,
        at now: Instant
    ) async throws(SignInRefusal) -> SignIn.Proof {
        guard let state = query["state"], !cookies.isEmpty else { throw .unknownSignIn }
        let key = Token(state).hash
        let found = pending.withLock { pending in pending.removeValue(forKey: key) }
        guard let found, cookies.contains(where: { found.browser == Token($0).hash }),
            found.startedAt.duration(until: now) <= Self.longest
        else {
            throw .unknownSignIn
        }
        // Another provider may have answered (RFC 9207).
        if let issuer = query["iss"], issuer != tokens.provider.issuer { throw .token(.issuer) }
        if let error = query["error"] { throw .denied(error.filter { $0.isASCII && ($0.isLetter || $0 == "_") }) }
        guard let code = query["code"] else { throw .unknownSignIn }
        let token = try await exchange(code, verifier: found.verifier, redirectURI: redirectURI, at: now)
        return SignIn.Proof(
            identity: try await tokens.identity(in: token, nonce: found.nonce, at: now),
            back: found.back
        )
    }

    private func exchange(
        _ code: String,
        verifier: String,
        redirectURI: String,
        at now: Instant
    ) async throws(SignInRefusal) -> String {
        let metadata = try await tokens.provider.metadata(at: now)
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
            ("code_verifier", verifier),
        ]
        var authorization: String?
        switch clientSecret {
        case .some(let secret) where !metadata.takesSecretInForm:
            // Both in percent form first (RFC 6749, 2.3.1).
            let text = "\(Fields.encoded(clientID)):\(Fields.encoded(secret))"
            authorization = "Basic " + Data(text.utf8).base64EncodedString()
        case .some(let secret): form += [("client_id", clientID), ("client_secret", secret)]
        case nil: form.append(("client_id", clientID))
        }
        let answer = try await tokens.provider.post(form, to: metadata.tokenEndpoint, authorization: authorization)
        guard answer.status == 200, let token = answer.body?["id_token"]?.string else {
            let error = answer.body?["error"]?.string ?? "status \(answer.status)"
            throw .notExchanged(
                String(error.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_ ".contains($0)) })
            )
        }
        return token
    }
}
