import Glibc
public import Ledger
import LogKeys
public import Logging
public import ServiceLifecycle
import Threads

/// Notifies systemd of the worker's state: ready once it consumes, its status, its watchdog, and its stop.
///
/// Sends `WATCHDOG=1` only after the ledger has answered a read, and while no thread's heartbeat is older than the watchdog
/// interval. A pause is not a fault: a worker that waits for its broker or for disk space is alive.
public struct ServiceManagerNotice: Service {
    /// How soon a change of the state is sent to systemd.
    static let interval = Duration.milliseconds(250)

    private let socket: NotifySocket
    /// systemd's watchdog interval; nil without a watchdog.
    private let watchdog: Duration?
    private let queue: String
    private let ledger: Ledger
    private let status: WorkerStatus
    private let logger: Logger
    private let wakeSignal = WakeSignal()

    /// nil without a service manager.
    ///
    /// - Parameter environment: contains `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` (sd_notify(3),
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
                await DedicatedThread.run(named: "notice") { notifyUntilStopped() }
            } onGracefulShutdown: {
                stop()
            }
        } onCancel: {
            stop()
        }
    }

    func stop() { wakeSignal.signal() }

    /// Blocks until ``stop()``.
    func notifyUntilStopped() {
        var (isReady, text, canNotify) = (false, "", true)
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
                // Two pings per interval, and a third in case the machine is slow.
                pingsAt = .now + watchdog / 3
                assignments.append("WATCHDOG=1")
            }
            if !assignments.isEmpty { notify(assignments, &canNotify) }
        } while !wakeSignal.wait(for: min(Self.interval, watchdog.map { $0 / 4 } ?? Self.interval))
        notify(["STOPPING=1", "STATUS=Stopping: records and publishes what it has taken."], &canNotify)
    }

    private func isAlive(within watchdog: Duration) -> Bool {
        status.stalledThreads(after: watchdog).isEmpty && (try? ledger.relayPosition()) != nil
    }

    /// Sends to systemd. A failure does not stop the work and is logged once.
    private func notify(_ assignments: [String], _ canNotify: inout Bool) {
        do throws(NotifySocket.SendError) {
            try socket.send(assignments)
            canNotify = true
        } catch {
            if canNotify {
                logger.log(
                    .warning,
                    "The service manager cannot be notified",
                    [.error: "\(String(cString: strerror(error.code)))"]
                )
            }
            canNotify = false
        }
    }
}
