import Foundation

/// Runs blocking work on a thread of its own and suspends the caller until it returns.
///
/// The work is outside of the task on purpose: a cancelled task would make GRDB roll a transaction back, and a blocked
/// one would hold a thread of the cooperative pool.
func onDedicatedThread(named name: String, _ work: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        let thread = Thread {
            work()
            continuation.resume()
        }
        thread.name = name
        thread.start()
    }
}
