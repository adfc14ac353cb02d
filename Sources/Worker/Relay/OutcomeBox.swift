import RabbitMQ
import Synchronization

/// Carries outcomes from the publisher's thread to the relay's, a burst at a time.
final class OutcomeBox: Sendable {
    private let outcomes = Mutex<[PublishOutcome]>([])
    private let doorbell: Doorbell

    init(doorbell: Doorbell) {
        self.doorbell = doorbell
    }

    func put(_ burst: [PublishOutcome]) {
        outcomes.withLock { $0.append(contentsOf: burst) }
        doorbell.ring()
    }

    func take() -> [PublishOutcome] {
        outcomes.withLock { outcomes in
            let taken = outcomes
            outcomes = []
            return taken
        }
    }
}
