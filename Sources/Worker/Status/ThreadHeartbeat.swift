import Dispatch
import Synchronization

/// Shows that a thread still runs its loop.
///
/// The thread marks each iteration. Other threads read how long ago the last one was. A beat costs one reading of the
/// clock.
public final class ThreadHeartbeat: Sendable {
    private enum Phase: Int, AtomicRepresentable { case notStarted, running, waitingForBroker, ended }

    /// Monotonic nanoseconds. They stop while the machine is suspended, so a suspend does not look like a stalled thread.
    private let lastBeat = Atomic<UInt64>(0)
    private let phase = Atomic(Phase.notStarted)

    public init() {}

    /// Marks one iteration of the loop.
    func beat() {
        lastBeat.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed)
        phase.store(.running, ordering: .releasing)
    }

    /// Runs work that may wait for the broker without a time limit.
    func waitingForBroker<Result>(_ work: () -> Result) -> Result {
        beat()
        phase.store(.waitingForBroker, ordering: .releasing)
        defer { beat() }
        return work()
    }

    /// Marks the orderly end of the thread.
    func end() { phase.store(.ended, ordering: .releasing) }

    /// Whether the thread waits for the broker. That is not a defect while the broker accepts nothing.
    public var isWaitingForBroker: Bool { phase.load(ordering: .acquiring) == .waitingForBroker }

    /// The time since the last beat; nil before the first beat and after the end.
    public var age: Duration? {
        switch phase.load(ordering: .acquiring) {
        case .notStarted, .ended: return nil
        case .running, .waitingForBroker:
            let now = DispatchTime.now().uptimeNanoseconds
            let last = lastBeat.load(ordering: .relaxed)
            return .nanoseconds(Int64(clamping: now > last ? now - last : 0))
        }
    }
}
