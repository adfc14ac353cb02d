public import Logging

/// Looks every few seconds whether exchanges are there, on a connection of its own.
///
/// A publisher learns that its exchange is gone with the next message, and its consumer never: so somebody must look. It
/// changes nothing, and needs no permission.
public final class ExchangeWatch: Sendable {
    private struct State {
        var isStopped = false
        var lifeline: SocketGuard?
    }

    private let configuration: ConnectionConfiguration
    private let exchanges: [String]
    private let interval: Duration
    private let logger: Logger
    private let onLook: @Sendable ([String]) -> Void
    private let state = Monitor(State())

    /// - Parameters:
    ///   - interval: how often it looks, and how long it waits where the broker cannot be reached.
    ///   - onLook: called on the thread that calls ``run()`` with those that two looks in a row have missed, each time: a
    ///     program that has just started may still declare them.
    public init(
        connection: ConnectionConfiguration,
        exchanges: [String],
        interval: Duration = .seconds(2),
        logger: Logger,
        onLook: @escaping @Sendable ([String]) -> Void
    ) {
        configuration = connection
        self.exchanges = exchanges
        self.interval = interval
        self.logger = logger
        self.onLook = onLook
    }

    /// Blocks until ``stop()``.
    public func run() {
        var round = Round()
        var missedBefore: [String] = []
        while !isStopped {
            do {
                let connection = try Connection.open(configuration, lifeline: newLifeline)
                try look(on: connection, &round, &missedBefore)
            } catch {
                switch error.code {
                case .notFound where round.isLooking:
                    // The broker has closed the channel over it: the others are looked for on the next one.
                    round.missing.append(exchanges[round.next])
                    round.next += 1
                case .accessRefused where round.isLooking:
                    // It does not say whether the exchange is there.
                    round.next += 1
                default:
                    // That the broker is gone is for those to say who need it.
                    logger.debug("The exchanges cannot be looked for", metadata: [LogKey.error: "\(error)"])
                    round = Round()
                    pause()
                }
            }
            round.isLooking = false
            state.withLock { $0.lifeline = nil }
        }
    }

    /// Ends ``run()`` soon, whatever it does. From any thread.
    public func stop() {
        state.change { state in
            state.isStopped = true
            state.lifeline?.cut(.stopped)
        }
    }

    /// One look at all of them, over as many connections as it takes.
    private struct Round {
        var next = 0
        var missing: [String] = []
        /// Whether the connection is open: an error is an answer to a look.
        var isLooking = false
    }

    private func look(
        on connection: borrowing Connection,
        _ round: inout Round,
        _ missedBefore: inout [String]
    ) throws(RabbitMQError) {
        round.isLooking = true
        while !isStopped {
            while round.next < exchanges.count {
                try connection.demandExchange(exchanges[round.next])
                round.next += 1
            }
            onLook(round.missing.filter(missedBefore.contains))
            missedBefore = round.missing
            round = Round()
            round.isLooking = true
            pause()
        }
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func pause() {
        _ = state.wait(until: .after(interval)) { $0.isStopped ? true : nil }
    }

    private func newLifeline() -> SocketGuard {
        let lifeline = SocketGuard()
        state.withLock { state in
            state.lifeline = lifeline
            if state.isStopped { lifeline.cut(.stopped) }
        }
        return lifeline
    }
}
