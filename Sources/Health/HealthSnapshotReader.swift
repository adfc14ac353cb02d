import Ledger
import NIOPosix
import Synchronization

/// Reads the ledger outside the event loops that answer requests.
///
/// A read that hangs, for example on a hanging disk, delays only its own answer. Other answers report it.
final class HealthSnapshotReader: Sendable {
    private static let timeout = Duration.seconds(2)

    private let ledger: Ledger
    /// When the oldest pending read began.
    private let began = Mutex<ContinuousClock.Instant?>(nil)

    init(ledger: Ledger) {
        self.ledger = ledger
    }

    func read() async -> Result<HealthSnapshot, LedgerError> {
        let pending = began.withLock { began in
            defer { began = began ?? .now }
            return began
        }
        if let pending, .now - pending > Self.timeout {
            let seconds = (ContinuousClock.now - pending).components.seconds
            return .failure(LedgerError(.inputOutput, "The ledger has not answered for \(seconds) seconds."))
        }
        // The first read keeps the time. A concurrent read does not change it.
        defer { if pending == nil { began.withLock { $0 = nil } } }
        do {
            return try await NIOThreadPool.singleton.runIfActive { [ledger] in
                do throws(LedgerError) { return .success(try ledger.healthSnapshot()) } catch { return .failure(error) }
            }
        } catch {
            return .failure(LedgerError(.other, "The ledger was not read, because the process ends."))
        }
    }
}
