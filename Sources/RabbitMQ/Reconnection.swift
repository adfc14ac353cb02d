import Logging

/// Counts failed attempts, spaces them, and says so in the log without repeating itself.
///
/// A connection proves itself by getting something done, or by holding for a while; only then does the
/// counting begin anew. So an exchange that is missing, which lets one connect but ends the channel at
/// each publish, does not become a hot loop.
struct Reconnection {
    /// How long a connection must hold when it has nothing to do.
    private static let trial = Duration.seconds(5)

    private let backoff: Backoff
    private let logger: Logger
    private var generator = SystemRandomNumberGenerator()
    private(set) var failures = 0
    private var hasNotedRefusal = false
    private(set) var lastError: RabbitMQError?
    /// Whether the connection ended over a message that has failed by this.
    private var isOverMessage = false
    /// When the present connection has held long enough; nil when it is proven, or there is none.
    private(set) var onTrialUntil: Deadline?

    init(_ backoff: Backoff, logger: Logger) {
        self.backoff = backoff
        self.logger = logger
    }

    /// What the state is while trying.
    var state: ConnectionState { .connecting(attempt: failures + 1, lastError: lastError) }

    /// The broker refused the topology, and an earlier one was declared instead.
    mutating func tookEarlierTopology(_ refusal: RabbitMQError) {
        guard !hasNotedRefusal else { return }
        hasNotedRefusal = true
        logger.notice(
            "The broker has the queues of an earlier version",
            metadata: [LogKey.reason: "\(refusal)", LogKey.hint: "See: terminus setup"]
        )
    }

    /// A connection is there, and must prove itself.
    mutating func connected(to address: BrokerAddress) {
        if failures == 0 {
            logger.info("Connected to the broker", metadata: [LogKey.address: "\(address)"])
        }
        onTrialUntil = .after(Self.trial)
    }

    /// The connection got something done.
    mutating func succeeded() {
        onTrialUntil = nil
        if failures > 0 {
            logger.notice("The broker can be used again", metadata: [LogKey.count: "\(failures)"])
        }
        failures = 0
        lastError = nil
    }

    /// Lets a connection that has held for a while count as proven.
    mutating func endTrialIfOver() {
        if let end = onTrialUntil, end.hasPassed { succeeded() }
    }

    /// The connection is about to end over a message that has failed, and is not sent again: the next one is as good as
    /// the first, and whoever published the message says so in the log.
    mutating func endedOverMessage() {
        succeeded()
        isOverMessage = true
    }

    /// An attempt or a connection failed.
    ///
    /// - Returns: when to try again.
    mutating func failed(_ error: RabbitMQError) -> Deadline {
        onTrialUntil = nil
        if isOverMessage {
            isOverMessage = false
            return .after(backoff.interval(beforeAttempt: 1, using: &generator))
        }
        failures += 1
        let pause = backoff.interval(beforeAttempt: failures, using: &generator)
        // The same trouble again is worth no second warning: the recovery says how often.
        if error != lastError {
            var metadata: Logger.Metadata = [
                LogKey.error: "\(error)", LogKey.errorCode: "\(error.code)", LogKey.attempt: "\(failures)",
                LogKey.retryIn: "\(pause.wholeNanoseconds / 1_000_000) ms",
            ]
            if let hint = error.hint { metadata[LogKey.hint] = "\(hint)" }
            logger.warning("The broker cannot be used; trying again until it can", metadata: metadata)
        }
        lastError = error
        return .after(pause)
    }
}
