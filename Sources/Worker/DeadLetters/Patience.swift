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
