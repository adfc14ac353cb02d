import Foundation
public import Ledger
public import Logging
public import ServiceLifecycle

/// Tells systemd how the worker is: ready once it consumes, what it does, that it still lives, that it stops.
///
/// `WATCHDOG=1` is sent only after the ledger has answered a read, and while each thread turns its loop at least as often
/// as the watchdog allows. A pause is not a fault: a worker that waits for its broker or for disk space lives.
public struct ServiceManagerNotice: Service {
    /// How soon systemd hears that the worker consumes, or of another state.
    static let interval = Duration.milliseconds(250)

    private let socket: NotifySocket
    /// How long systemd waits for a sign of life; nil where it does not watch.
    private let watchdog: Duration?
    private let queue: String
    private let ledger: Ledger
    private let status: WorkerStatus
    private let logger: Logger
    private let wakeSignal = WakeSignal()

    /// nil where no service manager listens.
    ///
    /// - Parameter environment: holds `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` (sd_notify(3),
    ///   sd_watchdog_enabled(3)).
    public init?(
        environment: [String: String],
        queue: String,
        ledger: Ledger,
        status: WorkerStatus,
        logger: Logger
    ) {
        guard let socket = environment["NOTIFY_SOCKET"].flatMap(NotifySocket.init) else { return nil }
        self.socket = socket
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdog = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
        self.queue = queue
        self.ledger = ledger
        self.status = status
        self.logger = logger
    }

    public func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "notice") { tellUntilStopped() }
            } onGracefulShutdown: {
                stop()
            }
        } onCancel: {
            stop()
        }
    }

    func stop() { wakeSignal.ring() }

    /// Blocks until ``stop()``.
    func tellUntilStopped() {
        var (isReady, text, canTell) = (false, "", true)
        var pingsAt = ContinuousClock.now
        repeat {
            let snapshot = status.snapshot
            var assignments: [String] = []
            if !isReady, snapshot.consumes {
                isReady = true
                assignments.append("READY=1")
            }
            let newText = snapshot.sentence(queue: queue)
            if newText != text {
                text = newText
                assignments.append("STATUS=\(newText)")
            }
            if let watchdog, pingsAt <= .now, isAlive(within: watchdog) {
                // Two pings an interval, and a third for when the machine is slow.
                pingsAt = .now + watchdog / 3
                assignments.append("WATCHDOG=1")
            }
            if !assignments.isEmpty { tell(assignments, &canTell) }
        } while !wakeSignal.wait(for: min(Self.interval, watchdog.map { $0 / 4 } ?? Self.interval))
        tell(["STOPPING=1", "STATUS=Stopping: records and publishes what it has taken."], &canTell)
    }

    private func isAlive(within watchdog: Duration) -> Bool {
        status.stuckParts(longestTurn: watchdog).isEmpty && (try? ledger.relayPosition()) != nil
    }

    /// systemd hears it or not: the work goes on, and the log says once that it did not.
    private func tell(_ assignments: [String], _ canTell: inout Bool) {
        do throws(NotifySocket.SendError) {
            try socket.send(assignments)
            canTell = true
        } catch {
            if canTell {
                logger.log(
                    .warning,
                    "The service manager cannot be told how the worker is",
                    [.error: "\(String(cString: strerror(error.code)))"]
                )
            }
            canTell = false
        }
    }
}
