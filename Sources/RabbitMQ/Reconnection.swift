import LogKeys
import Logging
import Threads

/// Counts failed attempts to connect, computes the wait before the next one, and logs each error once.
///
/// A new connection is on probation until it does useful work or lasts for a while. Only then does the count restart, so
/// that a missing exchange, which allows connecting but closes the channel at each publish, does not cause a hot loop.
struct Reconnection {
    /// How long an idle connection must last to count as working.
    private static let probation = Duration.seconds(5)

    private let backoff: Backoff
    private let logger: Logger
    private var generator = SystemRandomNumberGenerator()
    private(set) var failures = 0
    private var hasLoggedRefusal = false
    private(set) var lastError: RabbitMQError?
    /// Whether the connection ended because of a message, which has failed.
    private var messageEndedConnection = false
    /// When the present connection has lasted long enough; nil if it counts as working, or there is none.
    private(set) var probationEnd: Deadline?

    init(_ backoff: Backoff, logger: Logger) {
        self.backoff = backoff
        self.logger = logger
    }

    /// The state while connecting.
    var state: ConnectionState { .connecting(attempt: failures + 1, lastError: lastError) }

    /// Logs once that the broker refused the topology and an earlier one was declared instead.
    mutating func declaredEarlierTopology(_ refusal: RabbitMQError) {
        guard !hasLoggedRefusal else { return }
        hasLoggedRefusal = true
        logger.log(
            .notice,
            "The broker has the queues of an earlier version",
            [.reason: "\(refusal)", .hint: "See: terminus setup"]
        )
    }

    /// A connection was opened. Its probation starts.
    mutating func connected(to address: BrokerAddress) {
        if failures == 0 { logger.log(.info, "Connected to the broker", [.brokerAddress: "\(address)"]) }
        probationEnd = .after(Self.probation)
    }

    /// The connection did useful work, which ends its probation.
    mutating func succeeded() {
        probationEnd = nil
        if failures > 0 { logger.log(.notice, "The broker can be used again", [.count: "\(failures)"]) }
        failures = 0
        lastError = nil
    }

    /// Ends the probation of a connection that has lasted long enough.
    mutating func endProbationIfOver() {
        if let end = probationEnd, end.hasPassed { succeeded() }
    }

    /// The connection is about to end because of a message, which has failed and is not sent again. The next attempt counts
    /// as the first one, and the publisher of the message logs the failure.
    mutating func endedBecauseOfMessage() {
        succeeded()
        messageEndedConnection = true
    }

    /// An attempt or a connection failed.
    ///
    /// - Returns: the time of the next attempt.
    mutating func failed(_ error: RabbitMQError) -> Deadline {
        probationEnd = nil
        if messageEndedConnection {
            messageEndedConnection = false
            return .after(backoff.interval(beforeAttempt: 1, using: &generator))
        }
        failures += 1
        let pause = backoff.interval(beforeAttempt: failures, using: &generator)
        // The same error is logged once. The recovery logs the number of attempts.
        if error != lastError {
            var metadata: [LogKey: Logger.MetadataValue] = [
                .error: "\(error)", .errorCode: "\(error.code)", .connectionAttempt: "\(failures)",
                .retryIn: "\(pause.wholeNanoseconds / 1_000_000) ms",
            ]
            if let hint = error.hint { metadata[.hint] = "\(hint)" }
            logger.log(.warning, "The broker cannot be used; trying again until it can", metadata)
        }
        lastError = error
        return .after(pause)
    }
}
