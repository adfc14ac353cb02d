import RabbitMQ
import Synchronization

/// Carries outcomes from the publisher's thread to the relay's, a burst at a time.
final class OutcomeQueue: Sendable {
    private let outcomes = Mutex<[PublishOutcome]>([])
    private let wakeSignal: WakeSignal

    init(wakeSignal: WakeSignal) {
        self.wakeSignal = wakeSignal
    }

    func put(_ burst: [PublishOutcome]) {
        outcomes.withLock { $0.append(contentsOf: burst) }
        wakeSignal.ring()
    }

    func take() -> [PublishOutcome] {
        outcomes.withLock { outcomes in
            let taken = outcomes
            outcomes = []
            return taken
        }
    }
}
