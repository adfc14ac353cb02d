import Dispatch
import Foundation
import ServiceLifecycle

/// Ends the process at once when a second signal comes: who sends two does not want to wait.
///
/// Nothing is lost by it: what is not acknowledged goes back to the queue, what is not confirmed stays in the ledger.
struct SecondSignalService: Service {
    /// Called with the first signal. It may block: the second one is heard all the same.
    let onFirst: @Sendable () -> Void

    func run() async throws {
        let signals = SignalCount { [onFirst] number, count in
            if count > 1 { _exit(128 + number) }
            DispatchQueue.global().async { onFirst() }
        }
        // The service ends with the group: a first signal alone leads to an orderly stop.
        // It throws only when the task is cancelled, which ends the service as well.
        try? await gracefulShutdown()
        signals.cancel()
    }
}
