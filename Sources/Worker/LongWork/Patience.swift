import Foundation
public import Ledger

/// Does work on a ledger that other processes write too, and tries again while one of them holds the lock.
///
/// Every operation of the ledger is one transaction: one that found the ledger locked has changed nothing.
///
/// - Parameter limit: how long another may hold the lock before it is reported.
public func patiently<Result>(
    for limit: Duration = .seconds(60),
    _ work: () throws(LedgerError) -> Result
) throws(LedgerError) -> Result {
    let deadline = ContinuousClock.now + limit
    while true {
        do {
            return try work()
        } catch {
            guard error.code == .locked, ContinuousClock.now < deadline else { throw error }
        }
    }
}

/// Does one of the many transactions of long work, patiently, and leaves the ledger to others for a moment after it.
///
/// Without that the next transaction follows at once, and a worker beside it would wait for luck: whoever waits for the
/// ledger looks each millisecond, and on a busy machine does not get to that at once.
package func takingTurns<Result>(_ work: () throws(LedgerError) -> Result) throws(LedgerError) -> Result {
    let began = ContinuousClock.now
    let result = try patiently(work)
    Thread.sleep(forTimeInterval: respite(after: .now - began) / .seconds(1))
    return result
}

/// How long the ledger is left to others after a transaction that took so long, waiting for it included.
func respite(after took: Duration) -> Duration { min(max(took / 20, .milliseconds(2)), .milliseconds(100)) }
