import Hummingbird
import HummingbirdCore
public import Ledger
import LogKeys
public import Logging
import NIOCore
import NIOPosix
public import Prometheus
public import ServiceLifecycle
import Synchronization
import Terminations
public import Worker

/// The HTTP service for machines: `/live`, `/ready` and `/metrics`.
///
/// Guarantees:
/// - Only GET and HEAD are answered. Answers contain no secrets, ids or notes, and need no login: every client that can
///   connect can read them.
/// - No failure here stops the worker. Only an address that cannot be listened on is reported, at the start.
/// - A request has no body and at most 8 KiB of headers. A connection is closed after five idle seconds, and after ten
///   seconds in any case. At most 64 connections are open; a new one closes the oldest, so that every new client is
///   answered.
public struct HealthService: Service {
    private let application: Application<Responder>
    private let state: ServiceState
    private let configuration: HealthConfiguration
    private let logger: Logger

    /// - Parameters:
    ///   - registry: the metrics for `/metrics`. It must declare ``Prometheus/MetricDeclaration/all``.
    ///   - version: the version of the program.
    public init(
        configuration: HealthConfiguration,
        status: WorkerStatus,
        ledger: Ledger,
        registry: PrometheusRegistry,
        version: String,
        logger: Logger
    ) {
        self.configuration = configuration
        self.logger = logger
        let state = ServiceState(logger: logger)
        self.state = state
        let pages = Pages(
            configuration: configuration,
            status: status,
            ledger: ledger,
            registry: registry,
            version: version
        )
        // Hummingbird logs its own cancellation as an error. ``run()`` logs the real reason instead.
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
            onServerRunning: { channel in state.started(on: channel) },
            logger: quiet
        )
    }

    /// Checks that the address is free, before anything is consumed.
    ///
    /// - Throws: ``HealthServiceError`` if the service cannot listen on it.
    public static func checkAddress(_ configuration: HealthConfiguration) async throws {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: configuration.host, port: configuration.port)
                .get()
            try await channel.close()
        } catch {
            throw HealthServiceError(listeningOn: configuration.address, error)
        }
    }

    /// - Throws: ``HealthServiceError`` if the service cannot listen on the address.
    public func run() async throws {
        var failure: (any Error)?
        do {
            try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    try await application.run()
                } onGracefulShutdown: {
                    state.stop()
                }
            } onCancel: {
                state.stop()
            }
        } catch {
            guard state.hasStarted else { throw HealthServiceError(listeningOn: configuration.address, error) }
            failure = error
        }
        if !state.isStopping {
            let reason = failure.map { "\(type(of: $0))" } ?? "it accepts no more connections"
            logger.log(.error, "HTTP has ended; the worker continues without it", [.error: "\(reason)"])
        }
        // A service that returns would end its group, so wait for the shutdown.
        try? await gracefulShutdown()
    }
}

/// Whether the service has started listening, and whether it is stopping.
private final class ServiceState: Sendable {
    private let isListening = Atomic(false)
    private let wasStopped = Atomic(false)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    var hasStarted: Bool { isListening.load(ordering: .acquiring) }
    var isStopping: Bool { wasStopped.load(ordering: .acquiring) }

    func stop() { wasStopped.store(true, ordering: .releasing) }

    func started(on channel: any Channel) {
        isListening.store(true, ordering: .releasing)
        let address = channel.localAddress
        let host = address?.ipAddress ?? "?"
        logger.log(
            .notice,
            "HTTP answers health checks and metrics",
            [.httpAddress: "\(host.contains(":") ? "[\(host)]" : host):\(address?.port ?? 0)"]
        )
    }
}
