import Ledger
import Logging
import ServiceLifecycle
import Synchronization

/// Ends the worker when its ledger's files are no longer those that it opened, or when any part of it found them damaged.
///
/// Who records refuses by itself from that moment on, and acknowledges nothing. This notices it also while nothing is
/// recorded, and takes the other parts along: no waiting mends it, and nothing that is not acknowledged is lost.
struct LedgerWatch: Service {
    /// How soon it is noticed while nothing is recorded.
    static let interval = Duration.milliseconds(250)

    private let status: WorkerStatus
    private let logger: Logger
    private let look: @Sendable () throws(LedgerError) -> Void
    private let wakeSignal = WakeSignal()

    init(ledger: Ledger, status: WorkerStatus, logger: Logger) {
        self.init(status: status, logger: logger) { () throws(LedgerError) in
            try ledger.file.demandUnchanged()
            try ledger.file.demandOwnHeader()
        }
    }

    /// - Parameter look: throws what is wrong with the files.
    init(status: WorkerStatus, logger: Logger, look: @escaping @Sendable () throws(LedgerError) -> Void) {
        self.status = status
        self.logger = logger
        self.look = look
    }

    /// - Throws: ``LedgerError`` that ``LedgerError/needsRestore``, which ends the service group.
    func run() async throws {
        let loss = Loss()
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await onDedicatedThread(named: "ledger watch") { loss.note(watch()) }
            } onGracefulShutdown: {
                wakeSignal.ring()
            }
        } onCancel: {
            wakeSignal.ring()
        }
        if let error = loss.error { throw error }
    }

    /// Blocks until the files are lost, or the bell rings.
    private func watch() -> LedgerError? {
        repeat {
            do throws(LedgerError) {
                try look()
                if let loss = status.snapshot.ledgerLoss { throw loss }
            } catch {
                // What passes, such as a reader that cannot be opened for want of files, is for the part that meets it.
                guard error.needsRestore else { continue }
                status.note(ledgerLoss: error)
                logger.log(
                    .critical,
                    error.code == .damaged
                        ? "The ledger is damaged: the worker ends" : "The ledger is gone: the worker ends",
                    [.reason: "\(error)", .hint: "\(error.hint ?? "")"]
                )
                return error
            }
        } while !wakeSignal.wait(for: Self.interval)
        return nil
    }

    private final class Loss: Sendable {
        private let found = Mutex<LedgerError?>(nil)

        var error: LedgerError? { found.withLock { $0 } }

        func note(_ error: LedgerError?) { found.withLock { $0 = error } }
    }
}
