import Dispatch
import Synchronization

/// Proof that a thread still turns its loop.
///
/// The thread marks each turn; whoever watches looks at how long ago that was. Cheap: one clock reading a turn.
public final class ThreadHeartbeat: Sendable {
    private enum Phase: Int, AtomicRepresentable { case notStarted, turning, waitingForBroker, ended }

    /// Monotonic nanoseconds; they do not go on while the machine is suspended, so that its sleep is not taken for ours.
    private let lastTurn = Atomic<UInt64>(0)
    private let phase = Atomic(Phase.notStarted)

    public init() {}

    /// Marks one turn of the loop.
    func turn() {
        lastTurn.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed)
        phase.store(.turning, ordering: .releasing)
    }

    /// Does work that may wait for the broker as long as it takes.
    func waitingForBroker<Result>(_ work: () -> Result) -> Result {
        turn()
        phase.store(.waitingForBroker, ordering: .releasing)
        defer { turn() }
        return work()
    }

    /// The thread came to its orderly end.
    func end() { phase.store(.ended, ordering: .releasing) }

    /// Whether it waits for the broker: no defect of the thread as long as the broker takes nothing.
    public var isWaitingForBroker: Bool { phase.load(ordering: .acquiring) == .waitingForBroker }

    /// How long ago the last turn was; nil before the first and after the end.
    public var age: Duration? {
        switch phase.load(ordering: .acquiring) {
        case .notStarted, .ended: return nil
        case .turning, .waitingForBroker:
            let now = DispatchTime.now().uptimeNanoseconds
            let last = lastTurn.load(ordering: .relaxed)
            return .nanoseconds(Int64(clamping: now > last ? now - last : 0))
        }
    }
}
