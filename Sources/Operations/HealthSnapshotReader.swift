import Ledger
import NIOPosix
import Synchronization

/// Reads the ledger for those who ask, away from the threads that answer.
///
/// A read that does not come back, as on a disk that hangs, holds up one answer: the others say so.
final class HealthSnapshotReader: Sendable {
    private static let patience = Duration.seconds(2)

    private let ledger: Ledger
    private let began = Mutex<ContinuousClock.Instant?>(nil)

    init(ledger: Ledger) {
        self.ledger = ledger
    }

    func read() async -> Result<HealthSnapshot, LedgerError> {
        let pending = began.withLock { began in
            defer { began = began ?? .now }
            return began
        }
        if let pending, .now - pending > Self.patience {
            let seconds = (ContinuousClock.now - pending).components.seconds
            return .failure(LedgerError(.inputOutput, "The ledger has not answered for \(seconds) seconds."))
        }
        // The first one keeps the time; one that came meanwhile reads for itself.
        defer { if pending == nil { began.withLock { $0 = nil } } }
        do {
            return try await NIOThreadPool.singleton.runIfActive { [ledger] in
                do throws(LedgerError) { return .success(try ledger.healthSnapshot()) } catch { return .failure(error) }
            }
        } catch {
            return .failure(LedgerError(.other, "The ledger was not read: the process ends."))
        }
    }
}
