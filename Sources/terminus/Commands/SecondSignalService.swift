import Dispatch
import Foundation
import ServiceLifecycle

/// Ends the process at once when a second signal comes.
///
/// Nothing is lost: unacknowledged messages return to the queue, and unconfirmed events stay in the ledger.
struct SecondSignalService: Service {
    /// Called with the first signal. It may block: the second one is handled all the same.
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
