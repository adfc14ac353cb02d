import Foundation
import ServiceLifecycle
import UnixSignals

/// Ends the process at once when a second signal comes: who sends two does not want to wait.
///
/// Nothing is lost by it: what is not acknowledged goes back to the queue, what is not confirmed stays in the ledger.
struct SecondSignalService: Service {
    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var count = 0
                for await signal in signals {
                    count += 1
                    if count == 2 { _exit(128 + signal.rawValue) }
                }
            }
            // The service ends with the group: a first signal alone leads to an orderly stop.
            // It throws only when the task is cancelled, which ends the service as well.
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }
}
