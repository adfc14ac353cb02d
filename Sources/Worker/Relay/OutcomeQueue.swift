import RabbitMQ
import Synchronization
import Threads

/// Passes outcomes from the publisher's thread to the relay's thread, in bursts.
final class OutcomeQueue: Sendable {
    private let outcomes = Mutex<[PublishOutcome]>([])
    private let wakeSignal: WakeSignal

    init(wakeSignal: WakeSignal) {
        self.wakeSignal = wakeSignal
    }

    /// Adds a burst and wakes the relay's thread.
    func append(_ burst: [PublishOutcome]) {
        outcomes.withLock { $0.append(contentsOf: burst) }
        wakeSignal.signal()
    }

    /// Removes and returns all outcomes.
    func dequeueAll() -> [PublishOutcome] {
        outcomes.withLock { outcomes in
            defer { outcomes = [] }
            return outcomes
        }
    }
}
