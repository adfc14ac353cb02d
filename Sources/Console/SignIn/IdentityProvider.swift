import AsyncHTTPClient
import Foundation
import JSON
import Logging
import NIOCore
import NIOHTTP1
import Synchronization
import Terminations

/// An OpenID provider: its addresses (OpenID Connect Discovery 1.0) and the keys with which it signs (RFC 7517).
///
/// It is asked when something is needed of it, so that the console starts without it. Its answers are kept for an hour; the
/// keys are asked for again, at most once a minute, when a token names another one.
final class IdentityProvider: Sendable {
    /// Where the keys are.
    enum KeySource: Sendable {
        case discovery
        case url(String)
        /// Read once.
        case given([SigningKey])
    }

    struct Metadata: Sendable, Equatable {
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let keysURL: String
        /// Whether the client's secret goes into the form, where the provider does not take it in a header.
        let takesSecretInForm: Bool
    }

    private struct Kept {
        var metadata: Metadata?
        var metadataAt: Instant?
        var keys: [SigningKey] = []
        var keysAt: Instant?
    }

    static let longest = Duration.seconds(3600)
    static let shortest = Duration.seconds(60)

    let issuer: String
    private let source: KeySource
    private let logger: Logger
    private let kept = Mutex(Kept())

    init(issuer: String, keys source: KeySource, logger: Logger) {
        self.issuer = issuer
        self.source = source
        self.logger = logger
    }

    // MARK: - Discovery

    /// What was read last, for callers that may not wait.
    var known: Metadata? { kept.withLock { $0.metadata } }

    func metadata(at now: Instant) async throws(SignInRefusal) -> Metadata {
        let (metadata, readAt) = kept.withLock { ($0.metadata, $0.metadataAt) }
        if let metadata, let readAt, readAt.duration(until: now) < Self.longest { return metadata }
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let document = try await json(at: base + "/.well-known/openid-configuration")
        // A provider that says to be another one is not the one that was configured (Discovery 1.0, 4.3).
        guard document["issuer"]?.string == issuer else {
            throw unusable("The provider's configuration names another issuer.")
        }
        guard let authorization = document["authorization_endpoint"]?.string,
            let token = document["token_endpoint"]?.string, let keys = document["jwks_uri"]?.string,
            [authorization, token, keys].allSatisfy(Self.isSafe)
        else { throw unusable("The provider's configuration lacks an address, or has one without https.") }
        let methods = document["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string)
        let found = Metadata(
            authorizationEndpoint: authorization,
            tokenEndpoint: token,
            keysURL: keys,
            takesSecretInForm: methods.map { !$0.contains("client_secret_basic") } ?? false
        )
        kept.withLock { kept in
            kept.metadata = found
            kept.metadataAt = now
        }
        return found
    }

    /// HTTPS, or HTTP on this machine.
    static func isSafe(_ url: String) -> Bool {
        guard let url = URL(string: url), let host = url.host(), !host.isEmpty, url.user() == nil else { return false }
        return url.scheme == "https" || url.scheme == "http" && SameOrigin.isLoopback(host)
    }

    // MARK: - Keys

    /// The keys that a token with this key id may be signed with: one, or all where it names none.
    func keys(_ id: String?, at now: Instant) async throws(SignInRefusal) -> [SigningKey] {
        if case .given(let keys) = source { return Self.matching(id, keys) }
        let (keys, readAt) = kept.withLock { ($0.keys, $0.keysAt) }
        let found = Self.matching(id, keys)
        let age = readAt.map { $0.duration(until: now) } ?? .seconds(Int64.max)
        guard age >= Self.longest || found.isEmpty && age >= Self.shortest else { return found }
        let url: String
        switch source {
        case .url(let given): url = given
        case .discovery, .given: url = try await metadata(at: now).keysURL
        }
        let read: [SigningKey]
        do throws(SignInRefusal) {
            read = SigningKey.keys(in: try await json(at: url))
        } catch {
            // Keys that were good an hour ago are better than nobody signing in.
            guard !found.isEmpty else { throw error }
            return found
        }
        kept.withLock { kept in
            kept.keys = read
            kept.keysAt = now
        }
        return Self.matching(id, read)
    }

    private static func matching(_ id: String?, _ keys: [SigningKey]) -> [SigningKey] {
        guard let id else { return keys }
        return keys.filter { $0.id == id }
    }

    // MARK: - Asking

    private static let mostBytes = 1024 * 1024

    private func unusable(_ reason: Logger.Message) -> SignInRefusal {
        logger.error(reason, metadata: ["issuer": "\(issuer)"])
        return .unreachable
    }

    private func json(at url: String) async throws(SignInRefusal) -> JSONObject {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: "application/json")
        let (status, body) = try await answer(to: request)
        guard status == 200, let value = try? JSONValue(parsing: body), let object = value.object else {
            throw unusable("The identity provider's answer is not a JSON document.")
        }
        return object
    }

    /// Posts a form and reads the JSON that answers it, whatever its status.
    func post(_ form: [(String, String)], to url: String, authorization: String?) async throws(SignInRefusal) -> (
        status: Int, body: JSONObject?
    ) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "authorization", value: authorization) }
        let text = form.map { "\(Fields.encoded($0.0))=\(Fields.encoded($0.1))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: text))
        let (status, body) = try await answer(to: request)
        return (status, (try? JSONValue(parsing: body))?.object)
    }

    /// Follows no redirect: the addresses are configured, or come from the provider itself.
    private func answer(to request: HTTPClientRequest) async throws(SignInRefusal) -> (status: Int, body: [UInt8]) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(10))
        // It is asked seldom: no connection is kept.
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<(Int, [UInt8]), any Error>
        do {
            let response = try await client.execute(request, timeout: .seconds(15))
            let body = try await response.body.collect(upTo: Self.mostBytes)
            result = .success((Int(response.status.code), Array(buffer: body)))
        } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        switch result {
        case .success(let answer): return answer
        case .failure(let error):
            logger.error(
                "The identity provider cannot be asked",
                metadata: ["issuer": "\(issuer)", "error": "\(error)"]
            )
            throw .unreachable
        }
    }
}
