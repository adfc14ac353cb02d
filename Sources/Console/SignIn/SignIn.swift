import Logging
import Synchronization
import Terminations

/// How people sign in.
public enum SignInMethod: Sendable {
    /// By the link that the start prints, on this machine only.
    case local
    /// At a proxy in front of the console; with an id token where one is configured.
    case proxy(ProxySignIn, IDTokens?)
    /// At the identity provider (OpenID Connect).
    case oidc(OpenIDConnect)
    /// With a name and a password.
    case users(Users)

    public var name: String {
        switch self {
        case .local: "local"
        case .proxy: "proxy"
        case .oidc: "oidc"
        case .users: "users"
        }
    }

    /// Whether the console itself keeps who has signed in.
    var hasSessions: Bool {
        if case .proxy = self { false } else { true }
    }
}

/// Finds out who asks, and holds the pages that sign in and out.
final class SignIn: Sendable {
    /// Who asks.
    enum Asker: Sendable {
        case nobody
        /// - session: what previews are bound to.
        case person(Person, session: String)
        case refused(SignInRefusal)

        var person: (Person?, session: String?) {
            if case .person(let person, let session) = self { (person, session) } else { (nil, nil) }
        }
    }

    /// What another server said of a request, before its page is made.
    struct Proof: Sendable {
        let identity: Identity
        /// The page that the sign-in began at.
        var back: String?
    }

    let sessions = Sessions()
    let link: OneTimeLink
    /// What the one-time link holds.
    let linkToken: Token
    private let named: Mutex<Cookies>
    private let configuration: ConsoleConfiguration
    private let logger: Logger
    private let now: @Sendable () -> Instant
    /// Addresses that were seen to claim what only a proxy may; each is logged once.
    private let suspects = Mutex<Set<String>>([])
    private static let mostSuspects = 1000

    // A person mistypes some times; a program that guesses has thousands of tries. Behind a proxy all people have one address.
    private let nameThrottle = Throttle(free: 5, longest: .seconds(300))
    private let addressThrottle = Throttle(free: 30, longest: .seconds(60))
    /// A hash takes 16 MiB.
    private let hashing = Gate(2)

    init(_ configuration: ConsoleConfiguration, logger: Logger, now: @escaping @Sendable () -> Instant) {
        self.configuration = configuration
        self.logger = logger
        self.now = now
        named = Mutex(Cookies(configuration, port: configuration.port))
        (link, linkToken) = OneTimeLink.make(at: now())
    }

    var cookies: Cookies { named.withLock { $0 } }

    /// To be called when the console has its port, before the first request.
    func listens(on port: Int) { named.withLock { $0 = Cookies(configuration, port: port) } }

    // MARK: - Who asks

    /// Finds out what another server has to be asked for, before the page is made.
    ///
    /// - Parameter request: with its path as it came.
    func prove(_ request: PageRequest) async -> PageRequest {
        var request = request
        do throws(SignInRefusal) {
            switch configuration.signIn {
            case .local, .users: break
            case .proxy(let proxy, let tokens):
                guard let tokens, proxy.trusts(request) else { break }
                request.proof = .success(Proof(identity: try await tokens.identity(of: request, at: now())))
            case .oidc(let provider):
                switch request.path.dropFirst(configuration.basePath.count) {
                case OpenIDConnect.startPath[...]: try await provider.prepare(at: now())
                case OpenIDConnect.callbackPath[...]:
                    request.proof = .success(
                        try await provider.finish(
                            request.query,
                            cookies: request.cookies(cookies.pending),
                            redirectURI: redirectURI(request),
                            at: now()
                        )
                    )
                default: break
                }
            }
        } catch {
            request.proof = .failure(error)
        }
        return request
    }

    /// - Parameter request: with its path as it came, and proved.
    func asker(of request: PageRequest) -> Asker {
        if case .proxy(let proxy, let tokens) = configuration.signIn { return asker(of: request, proxy, tokens) }
        // What is no session hides none.
        var found: (person: Person, session: String)?
        for token in sessionTokens(of: request) {
            guard let person = sessions.person(with: token, at: now()) else { continue }
            let session = token.hash.description
            // Who planted the other one would see what is done under it.
            guard found == nil || found?.session == session else { return .refused(.severalSessions) }
            found = (person, session)
        }
        return found.map { .person($0.person, session: $0.session) } ?? .nobody
    }

    private func sessionTokens(of request: PageRequest) -> [Token] { request.cookies(cookies.session).map(Token.init) }

    private func asker(of request: PageRequest, _ proxy: ProxySignIn, _ tokens: IDTokens?) -> Asker {
        do throws(SignInRefusal) {
            guard proxy.trusts(request) else { throw .notProxy }
            let identity =
                if tokens == nil {
                    try proxy.identity(of: request)
                } else {
                    try proof(of: request).identity
                }
            // The proxy ends its session; a preview is bound to the person.
            return .person(try person(identity), session: "proxy:\(identity.name)")
        } catch {
            if error == .notProxy, proxy.isClaimed(by: request) { logOnce(request.peer) }
            return .refused(error)
        }
    }

    private func proof(of request: PageRequest) throws(SignInRefusal) -> Proof {
        guard let proof = request.proof else { throw .noToken }
        return try proof.get()
    }

    private func logOnce(_ peer: String?) {
        let peer = peer ?? "?"
        let isNew = suspects.withLock { suspects in
            suspects.count < Self.mostSuspects && suspects.insert(peer).inserted
        }
        guard isNew else { return }
        logger.warning(
            "Refused headers of a sign-in proxy from an address that is not in console.trustedProxies",
            metadata: ["peer": "\(peer)"]
        )
    }

    private func person(_ identity: Identity) throws(SignInRefusal) -> Person {
        let roles = configuration.roles.roles(ofGroups: identity.groups)
        guard !roles.isEmpty else { throw .noRole(name: identity.name, groups: identity.groups) }
        return Person(name: identity.name, roles: roles, isWritable: configuration.isWritable)
    }

    // MARK: - The pages

    var routes: [Route] {
        let own: [Route] =
            switch configuration.signIn {
            case .local:
                [Route("POST", "/sign-in", .everybody) { [self] visit in try redeemLink(visit) }]
            case .proxy: []
            case .users:
                [Route("POST", "/sign-in", .everybody) { [self] visit in try checkPassword(visit) }]
            case .oidc(let provider):
                [
                    Route("GET", OpenIDConnect.startPath, .everybody) { [self] visit in try start(visit, provider) },
                    Route("GET", OpenIDConnect.callbackPath, .everybody) { [self] visit in
                        try finish(visit)
                    },
                ]
            }
        let signOut = Route("POST", "/sign-out", .everybody) { [self] visit in
            for token in sessionTokens(of: visit.request) { sessions.end(token) }
            return .seeOther(visit.url("/sign-in"), headers: [cookies.deletion(of: cookies.session)])
        }
        return [.get("/sign-in", .everybody) { SignInPage.page($0) }] + own
            + (configuration.signIn.hasSessions ? [signOut] : [])
    }

    /// A new session in place of one that there was.
    private func started(_ person: Person, _ visit: Visit, back: String?) -> PageAnswer {
        for old in sessionTokens(of: visit.request) { sessions.end(old) }
        let session = sessions.start(for: person, at: now())
        logger.notice(
            "Somebody signed in",
            metadata: ["actor": "\(person.name)", "way": "\(configuration.signIn.name)"]
        )
        let cookie = cookies.cookie(
            cookies.session,
            session.text,
            seconds: Int(Sessions.longest.components.seconds)
        )
        return .seeOther(configuration.basePath + (back.flatMap(OwnPath.checked) ?? "/"), headers: [cookie])
    }

    private func redeemLink(_ visit: Visit) throws -> PageAnswer {
        guard let token = visit.request.form["token"], link.redeem(Token(token), at: now()) else {
            throw SignInPage.problem(visit)
        }
        let person = Person(
            name: configuration.userName,
            permissions: Set(Permission.allCases),
            isWritable: configuration.isWritable
        )
        return started(person, visit, back: nil)
    }

    private func checkPassword(_ visit: Visit) throws -> PageAnswer {
        guard case .users(let users) = configuration.signIn else { return .seeOther(visit.url("/sign-in")) }
        let name = visit.request.form["name"] ?? ""
        // Blanks at the ends of a password count.
        let password = visit.request.form.pairs.first { $0.name == "password" }?.value ?? ""
        let back = visit.request.form["return"]
        guard !name.isEmpty, !password.isEmpty else {
            return SignInPage.form(visit, status: 422, name: name, fault: .empty, back: back)
        }
        guard name.utf8.count <= 255, password.utf8.count <= 1024 else {
            return SignInPage.form(visit, status: 403, name: "", fault: .wrong, back: back)
        }
        let keys = [
            (nameThrottle, "name:\(name)"), (addressThrottle, "address:\(Self.network(of: visit.request.peer))"),
        ]
        let wait = keys.compactMap { throttle, key in throttle.wait(key, at: now()) }.max()
        if let wait {
            let seconds = max(Int(wait.components.seconds), 1)
            return SignInPage.form(visit, status: 429, name: name, fault: .wait(seconds), back: back)
        }
        for (throttle, key) in keys { throttle.count(key, at: now()) }
        guard let roles = hashing.pass({ users.roles(of: name, password: password) }) else {
            for (throttle, key) in keys { throttle.takeBack(key) }
            return SignInPage.form(visit, status: 503, name: name, fault: .busy, back: back)
        }
        guard let roles else {
            // What was typed as a name may be a password.
            logger.warning(
                "Refused a sign-in with a wrong name or password",
                metadata: ["peer": "\(visit.request.peer ?? "?")"]
            )
            return SignInPage.form(visit, status: 403, name: name, fault: .wrong, back: back)
        }
        nameThrottle.forgive("name:\(name)")
        addressThrottle.takeBack("address:\(Self.network(of: visit.request.peer))")
        let person = Person(
            name: name,
            roles: configuration.roles.roles(named: roles),
            isWritable: configuration.isWritable
        )
        return started(person, visit, back: back)
    }

    /// Of IPv6 the network, whose addresses all belong to one subscriber.
    private static func network(of peer: String?) -> String {
        guard let peer, let bytes = IPAddress.bytes(of: peer) else { return "?" }
        return (bytes.count == 16 ? bytes.prefix(8) : bytes[...]).map(String.init).joined(separator: ".")
    }

    private func start(_ visit: Visit, _ provider: OpenIDConnect) throws -> PageAnswer {
        let (url, secret): (String, Token)
        do throws(SignInRefusal) {
            if case .failure(let refusal) = visit.request.proof { throw refusal }
            (url, secret) = try provider.start(
                redirectURI: redirectURI(visit.request),
                back: visit.request.query["return"].flatMap(OwnPath.checked),
                at: now()
            )
        } catch {
            throw logged(error).problem(visit)
        }
        let seconds = Int(OpenIDConnect.longest.components.seconds)
        return .seeOther(url, headers: [cookies.cookie(cookies.pending, secret.text, seconds: seconds)])
    }

    private func finish(_ visit: Visit) throws -> PageAnswer {
        do throws(SignInRefusal) {
            let proof = try proof(of: visit.request)
            var answer = started(try person(proof.identity), visit, back: proof.back)
            answer.headers.append(cookies.deletion(of: cookies.pending))
            return answer
        } catch {
            throw logged(error).problem(visit)
        }
    }

    private func logged(_ refusal: SignInRefusal) -> SignInRefusal {
        logger.warning("Refused a sign-in", metadata: ["reason": "\(refusal.word)"])
        return refusal
    }

    private func redirectURI(_ request: PageRequest) -> String {
        let origin = configuration.publicOrigin ?? "http://\(request.headers["host"] ?? configuration.address)"
        return origin + configuration.basePath + OpenIDConnect.callbackPath
    }
}

/// A path of this console, to which a form or a sign-in leads back.
enum OwnPath {
    /// - Returns: nil for whatever a browser could take for another site.
    static func checked(_ path: String) -> String? {
        path.hasPrefix("/") && !path.hasPrefix("//") && !path.contains("\\")
            && path.utf8.allSatisfy { 0x21..<0x7F ~= $0 }
            ? path : nil
    }
}

/// The cookies of the console. Browsers send a cookie to every port of its host, so their names have what tells the consoles of a
/// host apart: the port, and the base path. Over HTTPS they are bound to this host and to HTTPS: `__Host-` at the root, `__Secure-` below a
/// path, which `__Host-` does not allow. Plain HTTP, which only this machine speaks, can have neither.
struct Cookies: Sendable {
    /// Of the session.
    let session: String
    /// Of a sign-in at an identity provider that is not finished.
    let pending: String
    private let isSecure: Bool
    private let path: String

    /// - Parameter port: on which the console listens.
    init(_ configuration: ConsoleConfiguration, port: Int) {
        let basePath = configuration.basePath
        isSecure = configuration.publicOrigin?.hasPrefix("https://") ?? false
        path = basePath.isEmpty ? "/" : basePath + "/"
        let prefix = isSecure ? (basePath.isEmpty ? "__Host-" : "__Secure-") : ""
        let suffix = Self.suffix(configuration, port)
        session = prefix + (isSecure ? "terminus" : "terminus-console") + suffix
        pending = prefix + "terminus-sign-in" + suffix
    }

    private static func suffix(_ configuration: ConsoleConfiguration, _ port: Int) -> String {
        let publicPort = configuration.publicOrigin.map { origin in
            SameOrigin.authority(of: origin)?.firstMatch(of: /:([0-9]+)$/).map { String($0.output.1) }
        }
        let own = configuration.socketPath == nil ? String(port) : nil
        let path = configuration.basePath.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return ((publicPort ?? own).map { "-" + $0 } ?? "") + String(path)
    }

    func cookie(_ name: String, _ value: String, seconds: Int) -> (name: String, value: String) {
        // Strict would sign out a person who follows a link in a mail or an alert.
        (
            "set-cookie",
            "\(name)=\(value); Path=\(path); Max-Age=\(seconds); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")"
        )
    }

    func deletion(of name: String) -> (name: String, value: String) { cookie(name, "", seconds: 0) }
}
