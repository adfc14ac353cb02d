import Foundation
import JSON
public import Logging
import Terminations

/// Reads id tokens (OpenID Connect Core 1.0, 2). Nothing in a token counts before its signature, issuer, audience and times
/// were checked.
///
/// Guarantees:
/// - Only signatures with a key pair are taken: `alg: none` and shared secrets are refused, whatever the token says.
/// - A key that names its algorithm is used with no other.
public final class IDTokens: Sendable {
    /// Clocks differ.
    static let leeway: Int64 = 60

    let provider: IdentityProvider
    private let audience: String
    private let userClaim: String?
    private let groupsClaim: String

    /// - Parameters:
    ///   - keys: the path of a file with a key set, or its address; nil for the one that the provider publishes.
    ///   - audience: for whom the tokens are: the client's id.
    ///   - userClaim: nil for `preferred_username`, or else a verified `email`, or else `sub`.
    /// - Throws: ``ConsoleError`` where the file cannot be read, or the address is none.
    public init(
        issuer: String,
        audience: String,
        keys: String?,
        userClaim: String?,
        groupsClaim: String,
        logger: Logger
    ) throws(ConsoleError) {
        let source: IdentityProvider.KeySource
        if let keys, keys.contains("://") {
            guard IdentityProvider.isSafe(keys) else {
                throw ConsoleError(
                    description: "console.oidc.keys is not an https:// address.",
                    hint: "Name a file with the key set, or the provider's jwks_uri."
                )
            }
            source = .url(keys)
        } else if let keys {
            source = .given(try Self.keys(inFile: keys))
        } else {
            source = .discovery
        }
        provider = IdentityProvider(issuer: issuer, keys: source, logger: logger)
        self.audience = audience
        self.userClaim = userClaim
        self.groupsClaim = groupsClaim
    }

    /// Whether an identity provider can have this address: HTTPS, or HTTP on this machine.
    public static func isAddress(_ url: String) -> Bool { IdentityProvider.isSafe(url) }

    private static func keys(inFile path: String) throws(ConsoleError) -> [SigningKey] {
        let hint = "It must be a JSON Web Key Set (RFC 7517) with public keys for signatures."
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConsoleError(description: "The file \(path) of console.oidc.keys cannot be read.", hint: hint)
        }
        let keys = (try? JSONValue(parsing: Array(data)))?.object.map(SigningKey.keys) ?? []
        guard !keys.isEmpty else {
            throw ConsoleError(description: "The file \(path) of console.oidc.keys has no key.", hint: hint)
        }
        return keys
    }

    /// Whom the token of a request names that a proxy passed on.
    func identity(of request: PageRequest, at now: Instant) async throws(SignInRefusal) -> Identity {
        guard let header = request.headers["authorization"], !request.repeatedHeaders.contains("authorization"),
            header.lowercased().hasPrefix("bearer ")
        else { throw .noToken }
        return try await identity(in: header.dropFirst("bearer ".count).trimmingCharacters(in: .whitespaces), at: now)
    }

    /// - Parameter nonce: of the sign-in that the token must belong to; nil where it belongs to none.
    func identity(in token: String, nonce: String? = nil, at now: Instant) async throws(SignInRefusal) -> Identity {
        let claims = try await claims(of: token, at: now)
        if let nonce, claims["nonce"]?.string != nonce { throw .token(.nonce) }
        let groups =
            switch Self.claim(groupsClaim, in: claims) {
            case .array(let values): values.compactMap(\.string)
            case .string(let text): text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            default: [String]()
            }
        guard let name = name(in: claims), let identity = Identity(name: name, groups: groups) else {
            throw .token(.noName)
        }
        return identity
    }

    private func name(in claims: JSONObject) -> String? {
        if let userClaim { return Self.claim(userClaim, in: claims)?.string }
        if let name = claims["preferred_username"]?.string { return name }
        if let email = claims["email"]?.string, claims["email_verified"]?.bool ?? false { return email }
        return claims["sub"]?.string
    }

    /// A claim by its name, or below others: `realm_access.roles`.
    private static func claim(_ name: String, in claims: JSONObject) -> JSONValue? {
        if let value = claims[name] { return value }
        var value = JSONValue.object(claims)
        for part in name.split(separator: ".") {
            guard let next = value.object?[String(part)] else { return nil }
            value = next
        }
        return value
    }

    // MARK: - Checking

    private func claims(of token: String, at now: Instant) async throws(SignInRefusal) -> JSONObject {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]) else {
            throw .token(.malformed)
        }
        guard let algorithm = header["alg"]?.string.flatMap(SigningKey.Algorithm.init), header["crit"] == nil else {
            throw .token(.algorithm)
        }
        let keys = try await provider.keys(header["kid"]?.string, at: now)
        guard !keys.isEmpty else { throw .token(.unknownKey) }
        // What is signed is the text as it came (RFC 7515, 5.2).
        let signed = Data("\(parts[0]).\(parts[1])".utf8)
        guard let signature = Base64URL.decoded(parts[2]),
            keys.contains(where: { $0.hasSigned(signed, signature, with: algorithm) })
        else { throw .token(.signature) }
        try check(claims, at: now.secondsSinceEpoch)
        return claims
    }

    private func check(_ claims: JSONObject, at now: Int64) throws(SignInRefusal) {
        guard claims["iss"]?.string == provider.issuer else { throw .token(.issuer) }
        let audiences = claims["aud"]?.array?.compactMap(\.string) ?? claims["aud"]?.string.map { [$0] } ?? []
        guard audiences.contains(audience), claims["azp"]?.string ?? audience == audience else {
            throw .token(.audience)
        }
        guard let expiry = Self.seconds(claims["exp"]) else { throw .token(.malformed) }
        guard now < expiry + Self.leeway else { throw .token(.expired) }
        let earliest = [Self.seconds(claims["nbf"]), Self.seconds(claims["iat"])].compactMap { $0 }.max()
        if let earliest, earliest > now + Self.leeway { throw .token(.notYetValid) }
    }

    /// A NumericDate (RFC 7519, 2), which may have a fraction.
    private static func seconds(_ value: JSONValue?) -> Int64? {
        guard case .number(let number) = value, let seconds = Double(number.literal), abs(seconds) < 1e15 else {
            return nil
        }
        return Int64(seconds)
    }

    private static func object(_ part: Substring) -> JSONObject? {
        guard let data = Base64URL.decoded(part) else { return nil }
        return (try? JSONValue(parsing: Array(data)))?.object
    }
}
