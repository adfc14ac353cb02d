import Ledger
import LogKeys
import Logging
import ServiceLifecycle
import Synchronization
import Threads

/// Ends the worker when the ledger's files are no longer the ones that it opened, or when a component found them damaged.
///
/// The ledger itself refuses to record from that moment on, so nothing more is acknowledged. The watch also notices the loss
/// while nothing is recorded, and ends the other components: waiting does not help, and unacknowledged messages are not
/// lost.
struct LedgerWatch: Service {
    /// The time between two checks.
    static let interval = Duration.milliseconds(250)

    private let status: WorkerStatus
    private let logger: Logger
    private let check: @Sendable () throws(LedgerError) -> Void
    private let wakeSignal = WakeSignal()

    init(ledger: Ledger, status: WorkerStatus, logger: Logger) {
        self.init(status: status, logger: logger) { () throws(LedgerError) in
            try ledger.file.demandUnchanged()
            try ledger.file.demandOwnHeader()
        }
    }

    /// - Parameter check: throws if the files are lost or damaged.
    init(status: WorkerStatus, logger: Logger, check: @escaping @Sendable () throws(LedgerError) -> Void) {
        self.status = status
        self.logger = logger
        self.check = check
    }

    /// - Throws: ``LedgerError`` that ``LedgerError/needsRestore``, which ends the service group.
    func run() async throws {
        let found = FoundLoss()
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await DedicatedThread.run(named: "ledger watch") { found.set(watch()) }
            } onGracefulShutdown: {
                wakeSignal.signal()
            }
        } onCancel: {
            wakeSignal.signal()
        }
        if let error = found.error { throw error }
    }

    /// Blocks until the files are lost, or the worker stops.
    private func watch() -> LedgerError? {
        repeat {
            do throws(LedgerError) {
                try check()
                if let loss = status.snapshot.ledgerLoss { throw loss }
            } catch {
                // The component that meets a temporary error, such as a lack of file descriptors, handles it.
                guard error.needsRestore else { continue }
                status.report(ledgerLoss: error)
                logger.log(
                    .critical,
                    error.code == .damaged
                        ? "The ledger is damaged: the worker ends" : "The ledger is gone: the worker ends",
                    [.reason: "\(error)", .hint: "\(error.operatorHint ?? "")"]
                )
                return error
            }
        } while !wakeSignal.wait(for: Self.interval)
        return nil
    }

    private final class FoundLoss: Sendable {
        private let loss = Mutex<LedgerError?>(nil)

        var error: LedgerError? { loss.withLock { $0 } }

        func set(_ error: LedgerError?) { loss.withLock { $0 = error } }
    }
}
