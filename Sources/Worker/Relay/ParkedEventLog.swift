import Ledger
import LogKeys
import Logging
import RabbitMQ
import Terminations

/// Logs parked events: each kind of failure with its first event, and at the end the number of attempts.
///
/// Parked events are tried again every few seconds until they are published, so a line for each attempt would flood the log.
/// `terminus events list --parked` shows all parked events.
struct ParkedEventLog {
    /// The most kinds of failure that are logged.
    private static let knownLimit = 20

    private struct Kind: Hashable {
        let failure: String
        let type: String
    }

    private let exchange: String
    private let user: String
    private let logger: Logger
    private var known: Set<Kind> = []
    private var failureCount = 0

    /// - Parameters:
    ///   - exchange: the exchange for events.
    ///   - connection: the connection whose user publishes them.
    init(exchange: String, connection: ConnectionConfiguration, logger: Logger) {
        self.exchange = exchange
        user =
            switch connection.authentication {
            case .password: connection.addresses.first?.username ?? ""
            case .certificate: "of the client certificate"
            }
        self.logger = logger
    }

    /// Logs a failure if its kind is new.
    mutating func add(_ failure: ParkedEvent, of event: StoredEvent) {
        failureCount += 1
        let kind = Kind(failure: failure.failure, type: event.type)
        guard known.count < Self.knownLimit, known.insert(kind).inserted else { return }
        let message = (try? JSONValue(parsing: event.body))?.object?["causationid"]?.string
        logger.log(
            .warning,
            "Events not published: they are kept and tried again",
            [
                .position: "\(failure.sequence)", .eventID: "\(event.id)", .messageID: "\(message ?? "none")",
                .exchange: "\(exchange)", .routingKey: "\(event.type)", .user: "\(user)",
                .reason: "\(failure.failure)",
            ]
        )
    }

    /// Logs the end of all failures.
    ///
    /// - Parameter count: the number of parked events.
    mutating func update(parkedCount count: Int) {
        guard count == 0, failureCount > 0 else { return }
        logger.log(.notice, "Events that were kept are published", [.attempt: "\(failureCount)"])
        failureCount = 0
        known = []
    }
}
