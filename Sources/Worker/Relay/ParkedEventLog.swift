import Ledger
import Logging

/// Logs events that nobody received: each trouble once when it begins, and how often events were tried when it is over.
///
/// Parked events are tried again every few seconds, for as long as it takes: a line each time would bury all others.
struct ParkedEventLog {
    /// More kinds of trouble than these are not told apart.
    private static let knownLimit = 20

    private let logger: Logger
    private var known: Set<String> = []
    private var failureCount = 0

    init(logger: Logger) {
        self.logger = logger
    }

    /// - Parameters:
    ///   - failures: what failed since the last time.
    ///   - count: how many events are parked now.
    mutating func note(_ failures: [ParkedEvent], parked count: Int) {
        failureCount += failures.count
        for failure in failures where known.count < Self.knownLimit && known.insert(failure.failure).inserted {
            logger.log(
                .warning,
                "Events not published: they are kept and tried again",
                [
                    .position: "\(failure.sequence)", .count: "\(count)", .reason: "\(failure.failure)",
                ]
            )
        }
        guard count == 0, failureCount > 0 else { return }
        logger.log(.notice, "Events that were kept are published", [.attempt: "\(failureCount)"])
        failureCount = 0
        known = []
    }
}
