/// Cuts the lifelines of connections whose calls into librabbitmq outlive their deadline.
///
/// librabbitmq can block for ever in a send; only shutting the socket down ends that. One thread serves
/// the whole process. It sleeps without a timeout while nothing is armed.
final class Watchdog: Sendable {
    static let shared = Watchdog()

    private struct Watch {
        var lifeline: SocketGuard
        var deadline: Deadline
    }

    private struct State {
        var watches: [ObjectIdentifier: Watch] = [:]
        /// When the thread wakes by itself; never while it sleeps without a timeout.
        var wakesAt = Deadline.never
        var isRunning = false
    }

    private let state = Monitor(State())

    /// From now on the lifeline is cut at the deadline, unless `disarm` comes first.
    func arm(_ lifeline: SocketGuard, until deadline: Deadline) {
        let (mustStart, mustWake) = state.withLock { state in
            state.watches[ObjectIdentifier(lifeline)] = Watch(lifeline: lifeline, deadline: deadline)
            let mustStart = !state.isRunning
            state.isRunning = true
            return (mustStart, deadline < state.wakesAt)
        }
        if mustStart {
            Thread.start(name: "amqp-watchdog") { [self] in run() }
        } else if mustWake {
            state.change { _ in }
        }
    }

    func disarm(_ lifeline: SocketGuard) {
        state.withLock { _ = $0.watches.removeValue(forKey: ObjectIdentifier(lifeline)) }
    }

    private func run() {
        while true {
            let wakesAt = state.withLock { state in
                state.wakesAt = state.watches.values.map(\.deadline).min() ?? .never
                return state.wakesAt
            }
            // Returns at the deadline, or when something with an earlier deadline was armed.
            _ = state.wait(until: wakesAt) { state in
                state.watches.values.contains { $0.deadline < wakesAt } ? true : nil
            }
            state.withLock { state in
                let now = Deadline.now
                // Cut under the lock: a call that was disarmed in time is never cut.
                for (key, watch) in state.watches where watch.deadline <= now {
                    watch.lifeline.cut(.tookTooLong)
                    state.watches[key] = nil
                }
            }
        }
    }
}
