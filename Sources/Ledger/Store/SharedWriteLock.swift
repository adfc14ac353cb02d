import Foundation

/// Does work on a ledger that other processes write too, and tries again while one of them holds the write lock.
///
/// Every operation of the ledger is one transaction: one that found the ledger locked has changed nothing.
///
/// - Parameter limit: how long another process may hold the lock before the error is thrown.
public func retryWhileLocked<Result>(
    for limit: Duration = .seconds(60),
    _ work: () throws(LedgerError) -> Result
) throws(LedgerError) -> Result {
    let deadline = ContinuousClock.now + limit
    while true {
        do {
            return try work()
        } catch {
            guard error.code == .locked, ContinuousClock.now < deadline else { throw error }
            // A statement waits by itself. The change of the journal mode at opening does not.
            Thread.sleep(forTimeInterval: 0.002)
        }
    }
}

/// Does one of the many transactions of long work, and leaves the write lock to other processes for a moment after it.
///
/// Without the pause the next transaction follows at once. A process that waits for the lock looks each millisecond, on a
/// busy machine less often: it would get the lock by luck.
///
/// - Parameter limit: how long another process may hold the lock before the error is thrown.
public func yieldingWriteLock<Result>(
    for limit: Duration = .seconds(60),
    _ work: () throws(LedgerError) -> Result
) throws(LedgerError) -> Result {
    let began = ContinuousClock.now
    let result = try retryWhileLocked(for: limit, work)
    Thread.sleep(forTimeInterval: pauseForOthers(after: .now - began) / .seconds(1))
    return result
}

/// How long the write lock is left to others after a transaction that took so long, with the wait for the lock.
public func pauseForOthers(after took: Duration) -> Duration {
    min(max(took / 20, .milliseconds(2)), .milliseconds(100))
}
