import Threads

/// Shuts down the sockets of connections whose calls into librabbitmq exceed their deadline.
///
/// librabbitmq can block forever in a send, and only shutting the socket down ends that. One thread serves the whole
/// process. It sleeps without a timeout while nothing is armed.
final class Watchdog: Sendable {
    static let shared = Watchdog()

    private struct Watch {
        var socketGuard: SocketGuard
        var deadline: Deadline
    }

    private struct State {
        var watches: [ObjectIdentifier: Watch] = [:]
        /// When the thread wakes next; `never` while it sleeps without a timeout.
        var wakesAt = Deadline.never
        var isRunning = false
    }

    private let state = Monitor(State())

    /// Shuts the guarded socket down at the deadline, unless `disarm` is called before.
    func arm(_ socketGuard: SocketGuard, until deadline: Deadline) {
        let (mustStart, mustWake) = state.withLock { state in
            state.watches[ObjectIdentifier(socketGuard)] = Watch(socketGuard: socketGuard, deadline: deadline)
            let mustStart = !state.isRunning
            state.isRunning = true
            return (mustStart, deadline < state.wakesAt)
        }
        if mustStart {
            DedicatedThread.start(name: "amqp-watchdog") { [self] in run() }
        } else if mustWake {
            state.change { _ in }
        }
    }

    func disarm(_ socketGuard: SocketGuard) {
        state.withLock { _ = $0.watches.removeValue(forKey: ObjectIdentifier(socketGuard)) }
    }

    private func run() {
        while true {
            let wakesAt = state.withLock { state in
                state.wakesAt = state.watches.values.map(\.deadline).min() ?? .never
                return state.wakesAt
            }
            // Returns at the deadline, or when a watch with an earlier deadline was armed.
            _ = state.wait(until: wakesAt) { state in
                state.watches.values.contains { $0.deadline < wakesAt } ? true : nil
            }
            state.withLock { state in
                let now = Deadline.now
                // Shut down under the lock, so that a watch that was disarmed in time is never shut down.
                for (key, watch) in state.watches where watch.deadline <= now {
                    watch.socketGuard.shutDown(.timedOut)
                    state.watches[key] = nil
                }
            }
        }
    }
}
