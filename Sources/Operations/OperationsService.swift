import Hummingbird
import HummingbirdCore
public import Ledger
public import Logging
import NIOCore
import NIOPosix
public import Prometheus
public import ServiceLifecycle
import Synchronization
import Terminations
public import Worker

/// HTTP for machines: `/live`, `/ready` and `/metrics`.
///
/// Guarantees:
/// - Answers only GET and HEAD, hold neither secrets nor ids nor notes, and need no login: whoever may connect may read
///   them.
/// - Whatever happens here, the worker goes on. Only an address on which nothing can listen is reported at the start.
/// - A request has no body and at most 8 KiB of headers; a connection that does nothing for five seconds is closed, and
///   each after ten. There are at most 64: the oldest gives way, so that whoever asks anew is answered.
public struct OperationsService: Service {
    private let application: Application<Responder>
    private let isListening: Listening
    private let configuration: OperationsConfiguration
    private let logger: Logger

    /// - Parameters:
    ///   - registry: what `/metrics` writes; it must declare ``Prometheus/MetricDeclaration/all``.
    ///   - version: of the program.
    public init(
        configuration: OperationsConfiguration,
        status: WorkerStatus,
        ledger: Ledger,
        registry: PrometheusRegistry,
        version: String,
        logger: Logger
    ) {
        self.configuration = configuration
        self.logger = logger
        let isListening = Listening(logger: logger)
        self.isListening = isListening
        let pages = Pages(
            configuration: configuration,
            status: status,
            ledger: ledger,
            registry: registry,
            version: version
        )
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let connections = OpenConnections()
        application = Application(
            responder: Responder(answer: { await pages.answer($0) }),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [connections.handler],
                    idleTimeout: .seconds(5),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 4096,
                        maxHeaderListSize: 8192,
                        maxHeaderFieldCount: 64
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                backlog: 128
            ),
            onServerRunning: { channel in isListening.note(channel) },
            logger: quiet
        )
    }

    /// Finds out whether the address is free, before anything is consumed.
    ///
    /// - Throws: ``OperationsError`` where nothing can listen on it.
    public static func demandAddress(_ configuration: OperationsConfiguration) async throws {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: configuration.host, port: configuration.port)
                .get()
            try await channel.close()
        } catch {
            throw OperationsError(listeningOn: configuration.address, error)
        }
    }

    /// - Throws: ``OperationsError`` where nothing can listen on the address.
    public func run() async throws {
        do {
            try await application.run()
        } catch {
            guard isListening.wasReached else { throw OperationsError(listeningOn: configuration.address, error) }
            logger.error("HTTP has ended; the worker goes on without", metadata: ["error": "\(type(of: error))"])
        }
        // A service that ends takes its group along.
        try? await gracefulShutdown()
    }
}

/// Whether the address was there.
private final class Listening: Sendable {
    private let isReached = Atomic(false)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    var wasReached: Bool { isReached.load(ordering: .acquiring) }

    func note(_ channel: any Channel) {
        isReached.store(true, ordering: .releasing)
        let address = channel.localAddress
        let host = address?.ipAddress ?? "?"
        logger.notice(
            "HTTP answers health checks and metrics",
            metadata: ["http.address": "\(host.contains(":") ? "[\(host)]" : host):\(address?.port ?? 0)"]
        )
    }
}
