import RabbitMQ
import Synchronization

/// Carries outcomes from the publisher's thread to the relay's, a burst at a time.
package final class OutcomeQueue: Sendable {
    private let outcomes = Mutex<[PublishOutcome]>([])
    private let wakeSignal: WakeSignal

    package init(wakeSignal: WakeSignal) {
        self.wakeSignal = wakeSignal
    }

    package func put(_ burst: [PublishOutcome]) {
        outcomes.withLock { $0.append(contentsOf: burst) }
        wakeSignal.ring()
    }

    package func take() -> [PublishOutcome] {
        outcomes.withLock { outcomes in
            let taken = outcomes
            outcomes = []
            return taken
        }
    }
}
