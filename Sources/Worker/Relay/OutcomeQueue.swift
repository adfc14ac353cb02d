import RabbitMQ
import Synchronization
import Threads

/// Passes outcomes from the publisher's thread to the relay's thread, in bursts.
package final class OutcomeQueue: Sendable {
    private let outcomes = Mutex<[PublishOutcome]>([])
    private let wakeSignal: WakeSignal

    package init(wakeSignal: WakeSignal) {
        self.wakeSignal = wakeSignal
    }

    /// Adds a burst and wakes the relay's thread.
    package func append(_ burst: [PublishOutcome]) {
        outcomes.withLock { $0.append(contentsOf: burst) }
        wakeSignal.signal()
    }

    /// Removes and returns all outcomes.
    package func dequeueAll() -> [PublishOutcome] {
        outcomes.withLock { outcomes in
            defer { outcomes = [] }
            return outcomes
        }
    }
}
