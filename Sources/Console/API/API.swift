import Application
import Ledger
import Synchronization
import Terminations

/// The HTTP API for programs: the application's actions, with the JSON that the command line prints.
///
/// Guarantees:
/// - Who asks is told by a bearer token alone, never by a cookie: no page of a browser can use it.
/// - Every refusal is `application/problem+json`.
/// - GET and HEAD change nothing.
/// - A POST that changes something is carried out once for one `Idempotency-Key`, also where its first answer was lost.
/// - It does not record terminations, redact, prune or make tokens.
final class API: Sendable {
    /// Where it is, below the console's base path.
    static let prefix = "/api/v1"

    private let configuration: ConsoleConfiguration
    private let queries: Queries
    private let store: ConsoleStore
    private let jobs: RunningJobs
    private let idempotentAnswers: IdempotentAnswers
    private let rates = RequestRates()
    /// The pages' own: one limit for requests of pages and of the API.
    private let costly: Gate
    private let now: @Sendable () -> Instant

    init(
        _ configuration: ConsoleConfiguration,
        queries: Queries,
        store: ConsoleStore,
        jobs: RunningJobs,
        costly: Gate,
        now: @escaping @Sendable () -> Instant
    ) {
        self.configuration = configuration
        self.queries = queries
        self.store = store
        idempotentAnswers = IdempotentAnswers(store, jobs)
        self.jobs = jobs
        self.costly = costly
        self.now = now
    }

    /// Whether a path, without the base path, belongs to the API.
    static func contains(_ path: String) -> Bool { path == "/api" || path.hasPrefix("/api/") }

    /// Bytes of the largest body that is read for a path.
    static func mostBytes(_ path: String) -> Int {
        candidates(for: path).map(\.route.content.mostBytes).max() ?? APIRoute.Content.none.mostBytes
    }

    private static func candidates(for path: String) -> [(route: APIRoute, parameters: [String: String])] {
        guard path.hasPrefix(prefix + "/") else { return [] }
        let rest = String(path.dropFirst(prefix.count))
        let matching = APIRoute.all.compactMap { route in
            route.parameters(of: rest).map { (route: route, parameters: $0) }
        }
        let fewest = matching.map(\.route.nameCount).min()
        return matching.filter { $0.route.nameCount == fewest }
    }

    /// Blocks for as long as the action takes.
    ///
    /// - Parameter request: with its path below the console's base path.
    func respond(to request: PageRequest) -> Responder.Result {
        let candidates = Self.candidates(for: request.path)
        var result = Responder.Result(
            answer: PageAnswer(body: []),
            route: candidates.first.map { Self.prefix + $0.route.pattern },
            actor: nil
        )
        do {
            guard !candidates.isEmpty else {
                throw APIProblem(.notFound, "The API has no such path: \(Self.prefix)/openapi.json lists them all.")
            }
            let allowed = candidates.map(\.route.method).flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] } + ["OPTIONS"]
            let allow = (name: "allow", value: allowed.joined(separator: ", "))
            if request.method == "OPTIONS" {
                result.answer = PageAnswer(status: 204, contentType: MediaType.json, body: [], headers: [allow])
                return result
            }
            let method = request.method == "HEAD" ? "GET" : request.method
            guard let (route, parameters) = candidates.first(where: { $0.route.method == method }) else {
                throw APIProblem(
                    .methodNotAllowed,
                    "This path answers only \(allow.value).",
                    headers: [allow]
                )
            }
            result.route = Self.prefix + route.pattern
            result.answer = try answer(route, request, parameters) { result.actor = $0 }
        } catch {
            let problem = APIProblem(error)
            result.answer = problem.answer
            if problem.kind == .failed { result.answer.failure = error }
        }
        return result
    }

    private func answer(
        _ route: APIRoute,
        _ request: PageRequest,
        _ parameters: [String: String],
        _ authenticated: (_ name: String) -> Void
    ) throws -> PageAnswer {
        try Self.requireNoToken(in: request.query)
        var person: Person?
        if case .anyOf(let permissions) = route.access {
            let found = try self.person(request)
            authenticated(found.name)
            try rates.take(found.name, at: now())
            guard permissions.contains(where: found.may) else {
                throw APIProblem.forbidden(permissions, isWritable: configuration.isWritable, "")
            }
            person = found
        }
        guard let mediaType = MediaType.best(of: route.mediaTypes, accept: request.headers["accept"]) else {
            throw APIProblem(
                .notAcceptable,
                "This path answers with \(route.mediaTypes.joined(separator: " or "))."
            )
        }
        let contentType = try contentType(of: request, for: route)
        let visit = APIVisit(
            request: request,
            parameters: parameters,
            person: person,
            mediaType: mediaType,
            contentType: contentType,
            now: now(),
            configuration: configuration,
            queries: queries,
            store: store,
            jobs: jobs
        )
        let answer = try once(route, visit) {
            do {
                guard route.features.contains(.heavy) else { return try route.answer(visit) }
                if let answer = try costly.pass({ try route.answer(visit) }) { return answer }
            } catch let error as LedgerError where error.code == .locked && !visit.request.isSafe {
                throw APIProblem.locked(error, visit)
            }
            throw APIProblem(
                .busy,
                "Two reports and previews are carried out at a time.",
                headers: [("retry-after", "5")]
            )
        }
        guard route.features.contains(.entityTag) else { return answer }
        return answer.tagged().unlessMatched(by: request.headers["if-none-match"])
    }

    /// Whether the body of a request is read: one that is refused whatever it holds is not. Blocks.
    ///
    /// - Parameter request: with its path below the console's base path.
    func reads(_ request: PageRequest) -> Bool {
        guard let route = Self.candidates(for: request.path).map(\.route).first(where: { $0.method == request.method })
        else { return false }
        guard case .anyOf(let permissions) = route.access else { return true }
        guard let header = request.headers["authorization"], let token = try? token(in: header),
            !token.isExpired(at: now())
        else { return false }
        let person = Person(name: token.name, permissions: token.permissions, isWritable: configuration.isWritable)
        return permissions.contains(where: person.may)
    }

    private func once(_ route: APIRoute, _ visit: APIVisit, _ work: () throws -> PageAnswer) throws -> PageAnswer {
        guard route.features.contains(.idempotencyKey), let key = visit.request.headers["idempotency-key"] else {
            return try work()
        }
        return try idempotentAnswers.answer(key, visit, work)
    }

    // MARK: - Who asks

    /// Addresses end in the logs of proxies, and so would the token.
    private static func requireNoToken(in query: Fields) throws(APIProblem) {
        let names: Set<String> = ["access_token", "token", "api_key", "apikey", "api-key", "authorization"]
        let isThere = query.pairs.contains { pair in
            names.contains(pair.name.lowercased()) || pair.value.hasPrefix(APIToken.prefix)
        }
        if isThere { throw .tokenInAddress }
    }

    private func person(_ request: PageRequest) throws -> Person {
        let challenge = "Bearer realm=\"terminus\""
        guard let header = request.headers["authorization"] else {
            throw APIProblem(
                .unauthenticated,
                "Send a token of the API: Authorization: Bearer trm_… . terminus console token create makes one.",
                headers: [("www-authenticate", challenge)]
            )
        }
        guard let token = try token(in: header), !token.isExpired(at: now()) else {
            // One text for all of them: it tells nobody whether a token exists.
            throw APIProblem(
                .unauthenticated,
                "The token is unknown, has expired or was revoked. terminus console token list shows those that there are.",
                headers: [("www-authenticate", challenge + ", error=\"invalid_token\"")]
            )
        }
        store.noteUse(of: token, at: now())
        return Person(name: token.name, permissions: token.permissions, isWritable: configuration.isWritable)
    }

    /// - Returns: nil where there is no such token. It may have expired.
    private func token(in header: String) throws -> APIToken? {
        let parts = header.split(separator: " ", maxSplits: 1).map { String($0).trimmed }
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].hasPrefix(APIToken.prefix) else {
            return nil
        }
        return try store.token(parts[1])
    }

    // MARK: - The body

    /// - Returns: the media type of the body; empty where the route takes none.
    private func contentType(of request: PageRequest, for route: APIRoute) throws(APIProblem) -> String {
        guard route.content != .none else { return "" }
        let known = route.content.mediaTypes
        let encoding = request.headers["content-encoding"]?.trimmed.lowercased() ?? "identity"
        let type = MediaType.essence(of: request.headers["content-type"] ?? "")
        let isUTF8 = ContentType.isUTF8(parametersOf: request.headers["content-type"] ?? "")
        guard known.contains(type), encoding == "identity", isUTF8 else {
            throw APIProblem(
                .unsupportedMediaType,
                encoding != "identity"
                    ? "Send the body without Content-Encoding."
                    : known.contains(type)
                        ? "Send the body in UTF-8, without a charset or with charset=utf-8."
                        : "Send a Content-Type of \(known.joined(separator: ", ")).",
                headers: [("accept", known.joined(separator: ", "))]
            )
        }
        guard request.body.count <= route.content.mostBytes else { throw .tooLarge(route.content.mostBytes) }
        return type
    }
}

extension APIProblem {
    static let tokenInAddress = APIProblem(
        .tokenInQuery,
        "Send the token in the header Authorization: Bearer, never in the address. Revoke the one that was sent: logs may "
            + "have it."
    )

    /// Of a request that would change something.
    fileprivate static func locked(_ error: LedgerError, _ visit: APIVisit) -> APIProblem {
        let consequence =
            visit.hasBegun
            ? "A part was done: look at \(visit.path("/actions")) and \(visit.path("/audit")) before you send it again."
            : "Nothing was changed."
        return APIProblem(
            .ledgerUnavailable,
            "\(error.description) \(consequence)",
            headers: [("retry-after", "5")]
        )
    }

    static func tooLarge(_ mostBytes: Int) -> APIProblem {
        APIProblem(.tooLarge, "A body may have \(mostBytes / (1024 * 1024)) MiB here.")
    }

    /// - Parameter why: what the permission is needed for; empty where it is the route itself.
    static func forbidden(_ permissions: [Permission], isWritable: Bool, _ why: String) -> APIProblem {
        let names = permissions.map(\.rawValue).joined(separator: " or ")
        let isReadOnly = !isWritable && permissions.allSatisfy(\.isWriting)
        return APIProblem(
            .forbidden,
            (why.isEmpty ? "" : why + " ")
                + (isReadOnly
                    ? "This console is read-only, and grants \(names) to nobody: see --write and console.readOnly."
                    : "This needs the permission \(names), which the token does not have.")
        )
    }
}

/// One request to the API with everything that its action needs.
struct APIVisit: Sendable {
    let request: PageRequest
    private let parameters: [String: String]
    /// The token as a person; nil where none is needed.
    private let person: Person?
    /// Of the answer.
    let mediaType: String
    /// Of the body, without parameters.
    let contentType: String
    let now: Instant
    let configuration: ConsoleConfiguration
    let queries: Queries
    let store: ConsoleStore
    let jobs: RunningJobs
    private let beginning = Beginning()

    private final class Beginning: Sendable {
        let hasBegun = Atomic(false)
        let onBegin = Mutex<(@Sendable (RunningJobs.Name) -> Void)?>(nil)
        let continued = Mutex<RunningJobs.Name?>(nil)
    }

    init(
        request: PageRequest,
        parameters: [String: String],
        person: Person?,
        mediaType: String,
        contentType: String,
        now: Instant,
        configuration: ConsoleConfiguration,
        queries: Queries,
        store: ConsoleStore,
        jobs: RunningJobs
    ) {
        self.request = request
        self.parameters = parameters
        self.person = person
        self.mediaType = mediaType
        self.contentType = contentType
        self.now = now
        self.configuration = configuration
        self.queries = queries
        self.store = store
        self.jobs = jobs
    }

    /// Whether something was changed.
    var hasBegun: Bool { beginning.hasBegun.load(ordering: .acquiring) }

    /// To be called before the first change.
    ///
    /// - Parameter job: by which the rest can be done after the process has ended in between.
    func begin(_ job: RunningJobs.Name? = nil) {
        beginning.hasBegun.store(true, ordering: .releasing)
        if let job { beginning.onBegin.withLock { $0 }?(job) }
    }

    func onBegin(_ keep: @escaping @Sendable (RunningJobs.Name) -> Void) { beginning.onBegin.withLock { $0 = keep } }

    /// What an earlier request of the same key has begun, whose process is gone: this one continues it.
    var continued: RunningJobs.Name? { beginning.continued.withLock { $0 } }

    func continues(_ job: RunningJobs.Name) { beginning.continued.withLock { $0 = job } }

    /// Calls the actions that read.
    func reading<Result>(_ work: (Application) throws -> Result) throws -> Result {
        try work(try queries.application())
    }

    /// Calls the actions that change something, or find out what a change would do.
    func writing<Result>(_ work: (Application) throws -> Result) throws -> Result {
        guard configuration.isWritable else {
            throw APIProblem(.forbidden, "This console is read-only: see --write and console.readOnly.")
        }
        return try queries.withWritableApplication(work)
    }

    var query: APIQuery { APIQuery(request.query, now: now) }

    func body() throws(APIProblem) -> APIBody {
        // Nothing in the address may change what the body says.
        try query.requireNoFaults()
        return try APIBody(request.body, now: now)
    }

    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    var tokenName: String { person?.name ?? "" }
    var actor: Actor { Actor(tokenName, by: .api(token: tokenName)) }

    func may(_ permission: Permission) -> Bool { person?.may(permission) ?? false }

    /// - Parameter why: what the permission is needed for.
    func require(_ permission: Permission, _ why: String) throws(APIProblem) {
        guard may(permission) else {
            throw .forbidden([permission], isWritable: configuration.isWritable, why)
        }
    }

    func path(_ path: String) -> String { configuration.basePath + API.prefix + path }

    /// The address of the next page of a list.
    func nextPage(after last: String) -> String {
        let query = (request.query.pairs.filter { $0.name != "after" }.map { ($0.name, $0.value) } + [("after", last)])
            .map { "\(Fields.encoded($0.0))=\(Fields.encoded($0.1))" }.joined(separator: "&")
        return configuration.basePath + request.path + "?" + query
    }
}

/// How many requests a token may make: a bucket that fills steadily.
final class RequestRates: Sendable {
    static let perSecond = 100.0
    /// The most that may be asked at once.
    static let burst = 200.0

    private let buckets = Mutex<[String: (level: Double, at: Instant)]>([:])

    func take(_ token: String, at now: Instant) throws(APIProblem) {
        let isAllowed = buckets.withLock { buckets in
            var bucket = buckets[token] ?? (Self.burst, now)
            let seconds = max(bucket.at.duration(until: now) / .seconds(1), 0)
            bucket.level = min(bucket.level + seconds * Self.perSecond, Self.burst)
            bucket.at = now
            defer { buckets[token] = bucket }
            guard bucket.level >= 1 else { return false }
            bucket.level -= 1
            return true
        }
        guard !isAllowed else { return }
        throw APIProblem(
            .tooManyRequests,
            "A token may make \(Int(Self.perSecond)) requests a second.",
            headers: [("retry-after", "1")]
        )
    }
}
