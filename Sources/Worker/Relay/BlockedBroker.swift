import Logging
import RabbitMQ
import Synchronization
import Terminations

/// Logs once that the broker takes no events (`connection.blocked`: an alarm of its memory or disk), and when it does
/// again.
final class BlockedBroker: Sendable {
    private let since = Mutex<ContinuousClock.Instant?>(nil)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func note(_ state: ConnectionState) {
        switch state {
        case .blocked(let reason):
            let isNews = since.withLock { since in
                defer { since = since ?? .now }
                return since == nil
            }
            guard isNews else { return }
            logger.log(
                .warning,
                "The broker takes no events",
                [
                    .reason: "\(reason)",
                    .hint: "Free memory or disk of the broker; it goes on by itself, and events wait in the ledger.",
                ]
            )
        case .connected:
            let begin = since.withLock { since in
                defer { since = nil }
                return since
            }
            guard let begin else { return }
            logger.log(.notice, "The broker takes events again", [.duration: "\(ContinuousClock.now - begin)"])
        case .connecting, .paused, .closed:
            break
        }
    }
}
