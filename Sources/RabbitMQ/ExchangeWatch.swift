import LogKeys
public import Logging
import Threads

/// Checks periodically whether exchanges exist, on a connection of its own.
///
/// A publisher notices a missing exchange with its next message, and a consumer never notices it. The check changes
/// nothing on the broker and needs no permission.
public final class ExchangeWatch: Sendable {
    private struct State {
        var isStopped = false
        var socketGuard: SocketGuard?
    }

    private let configuration: ConnectionConfiguration
    private let exchanges: [String]
    private let interval: Duration
    private let logger: Logger
    private let onCheck: @Sendable ([String]) -> Void
    private let state = Monitor(State())

    /// - Parameters:
    ///   - interval: the time between checks, and between attempts to reach the broker.
    ///   - onCheck: called after each check, on the thread that calls ``run()``, with the exchanges that two consecutive
    ///     checks did not find: a program that has just started may still declare them.
    public init(
        connection: ConnectionConfiguration,
        exchanges: [String],
        interval: Duration = .seconds(2),
        logger: Logger,
        onCheck: @escaping @Sendable ([String]) -> Void
    ) {
        configuration = connection
        self.exchanges = exchanges
        self.interval = interval
        self.logger = logger
        self.onCheck = onCheck
    }

    /// Blocks until ``stop()``.
    public func run() {
        var round = Round()
        var missingBefore: [String] = []
        while !isStopped {
            do {
                let connection = try Connection.open(configuration, socketGuard: makeSocketGuard)
                try check(on: connection, &round, &missingBefore)
            } catch {
                switch error.code {
                case .notFound where round.isChecking:
                    // The broker has closed the channel. The remaining exchanges are checked on a new connection.
                    round.missing.append(exchanges[round.next])
                    round.next += 1
                case .accessRefused where round.isChecking:
                    // The answer does not show whether the exchange exists.
                    round.next += 1
                default:
                    // The consumer and the publisher report an unreachable broker.
                    logger.log(.debug, "The exchanges cannot be checked", [.error: "\(error)"])
                    round = Round()
                    pause()
                }
            }
            round.isChecking = false
            state.withLock { $0.socketGuard = nil }
        }
    }

    /// Ends ``run()`` soon. May be called from any thread.
    public func stop() {
        state.change { state in
            state.isStopped = true
            state.socketGuard?.shutDown(.stopped)
        }
    }

    /// One check of all exchanges, which may need several connections.
    private struct Round {
        var next = 0
        var missing: [String] = []
        /// Whether the connection is open, so that an error is the answer to a check.
        var isChecking = false
    }

    private func check(
        on connection: borrowing Connection,
        _ round: inout Round,
        _ missingBefore: inout [String]
    ) throws(RabbitMQError) {
        round.isChecking = true
        while !isStopped {
            while round.next < exchanges.count {
                try connection.requireExchange(exchanges[round.next])
                round.next += 1
            }
            onCheck(round.missing.filter(missingBefore.contains))
            missingBefore = round.missing
            round = Round()
            round.isChecking = true
            pause()
        }
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func pause() {
        _ = state.wait(until: .after(interval)) { $0.isStopped ? true : nil }
    }

    private func makeSocketGuard() -> SocketGuard {
        let socketGuard = SocketGuard()
        state.withLock { state in
            state.socketGuard = socketGuard
            if state.isStopped { socketGuard.shutDown(.stopped) }
        }
        return socketGuard
    }
}
