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
    private let progress: Progress
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
        let progress = Progress(logger: logger)
        self.progress = progress
        let pages = Pages(
            configuration: configuration,
            status: status,
            ledger: ledger,
            registry: registry,
            version: version
        )
        // Hummingbird logs its own cancellation as an error. What ends it is told by ``run()``.
        var quiet = logger
        quiet.logLevel = .critical
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
            onServerRunning: { channel in progress.note(channel) },
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
        var failure: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    try await application.run()
                } onGracefulShutdown: {
                    progress.noteStop()
                }
            } onCancel: {
                progress.noteStop()
            }
        } catch {
            guard progress.wasReached else { throw OperationsError(listeningOn: configuration.address, error) }
            failure = error
        }
        if !progress.isStopping {
            let reason = failure.map { "\(type(of: $0))" } ?? "it takes no connections any more"
            logger.error("HTTP has ended; the worker goes on without", metadata: ["error": "\(reason)"])
        }
        // A service that ends takes its group along.
        try? await gracefulShutdown()
    }
}

/// Whether the address was there, and whether the end is asked for.
private final class Progress: Sendable {
    private let isReached = Atomic(false)
    private let wasStopped = Atomic(false)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    var wasReached: Bool { isReached.load(ordering: .acquiring) }
    var isStopping: Bool { wasStopped.load(ordering: .acquiring) }

    func noteStop() { wasStopped.store(true, ordering: .releasing) }

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
