import LogKeys
import Logging
import RabbitMQ
import Synchronization
import Terminations

/// Logs when the broker stops accepting events because of a memory or disk alarm (`connection.blocked`), and when it accepts
/// them again.
final class BlockedBroker: Sendable {
    private let since = Mutex<ContinuousClock.Instant?>(nil)
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func update(_ state: ConnectionState) {
        switch state {
        case .blocked(let reason):
            let isNew = since.withLock { since in
                defer { since = since ?? .now }
                return since == nil
            }
            guard isNew else { return }
            logger.log(
                .warning,
                "The broker takes no events",
                [
                    .reason: "\(reason)",
                    .hint: "Free memory or disk space of the broker. Publishing resumes by itself; events wait.",
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
