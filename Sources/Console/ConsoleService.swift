import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import Prometheus
public import ServiceLifecycle
import Synchronization
public import Terminations
import Threads

/// The console over HTTP: pages for people.
///
/// Guarantees:
/// - It is a separate process. Nothing that happens in it affects the worker.
/// - GET and HEAD change nothing. Whatever else is answered came from a page of this console.
/// - Every answer forbids scripts, styles, pictures and frames from elsewhere.
/// - The log names the route, never a query, a body or an id.
/// - A request has at most 16 KiB of headers, which arrive within ten seconds, and 1 MiB of body, which arrives within thirty.
///   At most 200 connections are open at once, and one that does nothing for ten seconds is closed.
public struct ConsoleService: Service {
    static let mostBytes = 1024 * 1024
    /// Of a form for everybody: a name and a password, or a language.
    static let mostOpenBytes = 16 * 1024
    private static let mostConnections = 200
    private static let longestHeaders = TimeAmount.seconds(10)
    private static let longestBody = TimeAmount.seconds(30)

    private let application: Application<HTTPBorder>
    private let configuration: ConsoleConfiguration
    private let pool: NIOThreadPool
    private let jobs: RunningJobs
    private let hasListened: Flag
    private let socket: ListeningSocket?
    private let socketFile = SocketFile()
    private let metrics = ConsoleMetrics()

    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    /// The file of the socket that this console has made.
    private final class SocketFile: Sendable {
        let identity = Mutex<ListeningSocket.Identity?>(nil)
    }

    /// - Parameter onStart: is handed the one-time link as soon as it can be opened. It is for a person's eyes, not for a log.
    public init(
        configuration: ConsoleConfiguration,
        logger: Logger,
        now: @escaping @Sendable () -> Instant,
        onStart: @escaping @Sendable (_ link: String) -> Void
    ) {
        self.configuration = configuration
        let pool = NIOThreadPool(numberOfThreads: 4)
        self.pool = pool
        let hasListened = Flag()
        self.hasListened = hasListened
        let socket = configuration.socketPath.map { ListeningSocket(path: $0) }
        self.socket = socket
        let responder = Responder(configuration, logger: logger, now: now)
        jobs = responder.jobs
        // Hummingbird logs its own cancellation as an error.
        var quiet = logger
        quiet.logLevel = .critical
        application = Application(
            responder: HTTPBorder(responder: responder, pool: pool, metrics: metrics, logger: logger),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        AbsoluteTarget.Installer(),
                        RequestTimeout(headers: Self.longestHeaders, body: Self.longestBody),
                    ],
                    idleTimeout: .seconds(10),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8192,
                        maxHeaderListSize: 16 * 1024,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: configuration.socketPath.map { .unixDomainSocket(path: $0) }
                    ?? .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)
            ),
            onServerRunning: { [socketFile] channel in
                if let socket { socketFile.identity.withLock { $0 = socket.open() } }
                hasListened.value.store(true, ordering: .releasing)
                var reached = configuration
                reached.port = channel.localAddress?.port ?? configuration.port
                responder.signIn.listens(on: reached.port)
                let origin =
                    configuration.publicOrigin ?? (socket == nil ? "http://\(reached.address)" : reached.address)
                logger.notice("The console answers", metadata: ["http.address": "\(reached.address)"])
                // Only the one-time link of the local sign-in is for nobody but the person at the start.
                let query =
                    if case .local = configuration.signIn { "sign-in?token=\(responder.signIn.linkToken.text)" } else {
                        ""
                    }
                // A socket has no path below it.
                let isPath = socket == nil || configuration.publicOrigin != nil
                onStart(isPath ? "\(origin)\(configuration.basePath)/\(query)" : origin)
            },
            logger: quiet
        )
    }

    /// What is counted; see ``ConsoleMetricsService``.
    public var registry: PrometheusRegistry { metrics.registry }

    /// - Throws: ``ConsoleError`` where nothing can listen on the address, or it is not safe to sign in by it.
    public func run() async throws {
        try configuration.requireSafeSignIn()
        try socket?.prepare()
        pool.start()
        var failure: (any Error)?
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: { [jobs] in
                jobs.stopAll()
            }
        } catch is CancellationError {
            // An orderly end.
        } catch {
            let hasStarted = hasListened.value.load(ordering: .acquiring)
            failure = hasStarted ? error : ConsoleError(listeningOn: configuration.address, error)
        }
        if let socket, let identity = socketFile.identity.withLock({ $0 }) { socket.remove(identity) }
        // A job ends after its batch. What is left of it can be resumed, as after a kill.
        jobs.stopAll()
        await DedicatedThread.run(named: "console-end") { [jobs] in jobs.waitForAll(atMost: .seconds(3)) }
        // The process ends next, whether the threads do or not.
        try? await pool.shutdownGracefully()
        if let failure { throw failure }
    }
}

extension ConsoleError {
    init(listeningOn address: String, _ error: any Error) {
        let hint =
            address.hasPrefix("unix:")
            ? "Give it a path in a folder that is there and that this user may write to, or an address: --console-address 127.0.0.1:9465."
            : "Give it another address: --console-address 127.0.0.1:9466, or port 0 for any that is free."
        let text =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: "Another program listens on \(address)."
            case EACCES, EPERM: "This user may not listen on \(address)."
            case ENOENT where address.hasPrefix("unix:"): "The folder of \(address) is not there."
            case EADDRNOTAVAIL: "This machine has no address \(address) to listen on."
            default: "Nothing can listen on \(address): the name has no address, or the system refuses."
            }
        self.init(description: text, hint: hint)
    }
}

/// Where HTTP ends: makes a ``PageRequest`` of a request, and adds to every answer what browsers must keep to.
struct HTTPBorder: HTTPResponder {
    /// With the address at the other end of the connection, or ``AddressRange/unixPeer``.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let peer: String?

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            // The socket's own address: the other end of a Unix socket has none.
            if case .unixDomainSocket? = source.channel.localAddress {
                peer = AddressRange.unixPeer
            } else {
                peer = source.channel.remoteAddress?.ipAddress
            }
        }
    }

    let responder: Responder
    let pool: NIOThreadPool
    let metrics: ConsoleMetrics
    let logger: Logger
    private let bodies = BodyBudget()

    init(responder: Responder, pool: NIOThreadPool, metrics: ConsoleMetrics, logger: Logger) {
        self.responder = responder
        self.pool = pool
        self.metrics = metrics
        self.logger = logger
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let start = ContinuousClock.now
        let result = await result(of: request, from: context.peer)
        metrics.count(result)
        let answer = result.answer
        var metadata: Logger.Metadata = [
            "http.method": "\(Self.known(request.method))", "http.route": "\(result.route ?? "none")",
            "http.status": "\(answer.status)",
            "duration-ms": "\(Int((ContinuousClock.now - start) / .milliseconds(1)))",
        ]
        if let actor = result.actor { metadata["actor"] = "\(actor)" }
        logger.info("Answered a request", metadata: metadata)
        if let failure = answer.failure {
            // Its type alone: a text of an unknown error may hold a value of a message.
            metadata["error"] = "\(type(of: failure))"
            logger.error("A request failed", metadata: metadata)
        }
        return response(answer, hasBody: request.method != .head)
    }

    private func result(of request: Request, from peer: String?) async -> Responder.Result {
        var headers: [String: String] = [:]
        var repeated: Set<String> = []
        if let host = request.head.authority { headers["host"] = host }
        for field in request.headers {
            let name = field.name.canonicalName
            if headers[name] != nil { repeated.insert(name) }
            headers[name] = headers[name].map { $0 + (name == "cookie" ? "; " : ", ") + field.value } ?? field.value
        }
        var page = PageRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            query: Fields(parsing: request.uri.query ?? ""),
            headers: headers
        )
        page.repeatedHeaders = repeated
        page.peer = peer
        if let refusal = responder.refusal(ofAddress: page) {
            return Responder.Result(answer: refusal, route: nil, actor: nil)
        }
        page = await responder.signIn.prove(page)
        // A body takes memory until its request is answered.
        var reserved: (bytes: Int, share: BodyBudget.Share)?
        defer { if let reserved { bodies.release(reserved.bytes, of: reserved.share) } }
        // The store and the sessions decide who asks, which blocks. What is refused whatever it holds is not read.
        let sender = page.isSafe ? nil : try? await pool.runIfActive { [page] in responder.sender(of: page) }
        if let share = sender ?? nil {
            let most = responder.mostBytes(of: page.path)
            let length = headers["content-length"].flatMap(Int.init).map { min(max($0, 0), most) } ?? most
            guard bodies.reserve(length, of: share) else {
                return Responder.Result(answer: responder.busy(page), route: nil, actor: nil)
            }
            reserved = (length, share)
            do {
                page.body = Array(buffer: try await request.body.collect(upTo: most))
            } catch is NIOTooManyBytesError {
                return Responder.Result(answer: responder.tooLarge(page), route: nil, actor: nil)
            } catch {
                return Responder.Result(answer: responder.incomplete(page), route: nil, actor: nil)
            }
        }
        do {
            // Pages read the ledger, which blocks.
            return try await pool.runIfActive { [page] in responder.respond(to: page) }
        } catch {
            return Responder.Result(answer: responder.stopping(page), route: nil, actor: nil)
        }
    }

    private static func known(_ method: HTTPRequest.Method) -> String {
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(method.rawValue)
            ? method.rawValue : "other"
    }

    /// What a browser may do with a page of the console.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
        frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'
        """

    private func response(_ answer: PageAnswer, hasBody: Bool) -> Response {
        var headers: HTTPFields = [:]
        func set(_ name: String, _ value: String) {
            guard let name = HTTPFields.Element.Name(name) else { return }
            headers.append(HTTPFields.Element(name: name, value: value))
        }
        // Neither answer has content (RFC 9110, 15.3.5 and 15.4.5).
        if answer.status != 204, answer.status != 304 {
            set("content-type", answer.contentType)
            if answer.pieces == nil { set("content-length", String(answer.body.count)) }
        }
        let own = Set(answer.headers.map(\.name))
        for (name, value) in [
            ("content-security-policy", Self.policy), ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"), ("x-frame-options", "DENY"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ("cache-control", "no-store"),
        ] where !own.contains(name) { set(name, value) }
        for (name, value) in answer.headers { set(name, value) }
        return Response(
            status: .init(code: answer.status),
            headers: headers,
            body: hasBody ? body(of: answer) : ResponseBody()
        )
    }

    private func body(of answer: PageAnswer) -> ResponseBody {
        guard let pieces = answer.pieces else { return ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) }
        return ResponseBody { [pool] writer in
            try await writer.write(ByteBuffer(bytes: answer.body))
            while let piece = try await pool.runIfActive({ try pieces() }) {
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }
}
