import CoreMetrics
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import Prometheus
public import ServiceLifecycle

/// What is counted about the console. Routes are patterns, so that neither ids nor their number get into a metric.
struct ConsoleMetrics: Sendable {
    static let requests = MetricDeclaration(
        name: "terminus_console_requests_total",
        kind: .counter,
        help: "Requests that the console answered, by the pattern of the route and by the status."
    )

    let registry = PrometheusRegistry([requests])

    func count(_ result: Responder.Result) {
        registry.makeCounter(
            label: Self.requests.name,
            dimensions: [("route", result.route ?? "none"), ("status", String(result.answer.status))]
        ).increment(by: 1)
    }
}

/// Serves `/metrics` of the console on an address of its own, since the console's pages need a sign-in, which Prometheus does not
/// have. Everybody who can connect can read it.
public struct ConsoleMetricsService: Service {
    private let application: Application<MetricsResponder>
    private let address: String

    public init(host: String, port: Int, registry: PrometheusRegistry, logger: Logger) {
        address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        application = Application(
            responder: MetricsResponder(registry: registry),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [RequestTimeout(headers: .seconds(5), body: .seconds(5))],
                    idleTimeout: .seconds(5),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 4096,
                        maxHeaderListSize: 8192,
                        maxHeaderFieldCount: 64
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(16)
            ),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                logger.notice("Metrics are served", metadata: ["http.address": "\(host):\(port)"])
            },
            // Hummingbird logs its own cancellation as an error.
            logger: Logger(label: "metrics") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// - Throws: ``ConsoleError`` where nothing can listen on the address.
    public func run() async throws {
        do {
            try await application.run()
        } catch is CancellationError {
            // An orderly end.
        } catch {
            throw ConsoleError(listeningOn: address, error)
        }
    }

    private struct MetricsResponder: HTTPResponder {
        let registry: PrometheusRegistry

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            guard request.method == .get || request.method == .head else {
                return Response(status: .methodNotAllowed, headers: [.allow: "GET, HEAD"])
            }
            guard request.uri.path == "/metrics" else { return Response(status: .notFound) }
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition()))
            )
        }
    }
}
