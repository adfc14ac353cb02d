import Ledger
import Logging
import RabbitMQ
import Terminations

/// Logs events that nobody received: each kind of trouble with the first event that it met, and how often events were
/// tried when it is over.
///
/// Parked events are tried again every few seconds, for as long as it takes: a line each time would bury all others. What
/// else is parked `terminus events list --parked` shows.
struct ParkedEventLog {
    /// More kinds of trouble than these are not told apart.
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
    ///   - exchange: to which the events go.
    ///   - connection: as whom.
    init(exchange: String, connection: ConnectionConfiguration, logger: Logger) {
        self.exchange = exchange
        user =
            switch connection.authentication {
            case .password: connection.addresses.first?.username ?? ""
            case .certificate: "of the client certificate"
            }
        self.logger = logger
    }

    mutating func note(_ failure: ParkedEvent, of event: StoredEvent) {
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

    /// - Parameter count: how many events are parked now.
    mutating func note(parked count: Int) {
        guard count == 0, failureCount > 0 else { return }
        logger.log(.notice, "Events that were kept are published", [.attempt: "\(failureCount)"])
        failureCount = 0
        known = []
    }
}
