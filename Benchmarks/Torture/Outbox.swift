import Foundation
import Logging
import RabbitMQ

/// The CRM: publishes with confirms, directly to the broker, and sends again what was returned or refused.
///
/// One thread may call it. Outcomes arrive on the publisher's thread.
final class Outbox: Sendable {
    private struct State {
        var unconfirmed: Set<UInt64> = []
        /// Returned or refused messages, to be sent again.
        var failed: [UInt64] = []
        var sent = 0
        /// Messages that were unconfirmed when the connection was lost. The broker may have them twice.
        var doubtful: Set<UInt64> = []
    }

    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var state = State()
    /// Set once in `init`, before the publisher's thread starts.
    private nonisolated(unsafe) var publisher: Publisher?
    private let exchange: String
    private let message: @Sendable (UInt64) -> (body: [UInt8], properties: BasicProperties)

    /// - Parameter message: the message of a number.
    init(
        connection: ConnectionConfiguration,
        exchange: String,
        message: @escaping @Sendable (UInt64) -> (body: [UInt8], properties: BasicProperties)
    ) {
        self.exchange = exchange
        self.message = message
        publisher = Publisher(
            connection: connection,
            logger: Logger(label: "outbox"),
            onOutcomes: { [unowned self] in handle($0) },
            onStateChange: { [unowned self] state in
                if case .connecting = state { recordLostConnection() }
            }
        )
        publisher?.start()
    }

    /// The number of sent messages, repetitions included.
    var sent: Int { locked { $0.sent } }
    /// Messages that the broker may have twice although they were sent once.
    var doubtful: Set<UInt64> { locked { $0.doubtful } }

    /// Publishes, and waits until a queue has each message.
    func send(_ numbers: [UInt64]) throws {
        publish(numbers)
        let deadline = Date(timeIntervalSinceNow: 120)
        while true {
            condition.lock()
            while !state.unconfirmed.isEmpty, condition.wait(until: deadline) {}
            let again = state.failed
            state.failed = []
            let missing = state.unconfirmed.count
            condition.unlock()
            if missing > 0 {
                let connection = publisher.map { "\($0.state)" } ?? ""
                throw BenchmarkError(
                    "\(missing) messages were not confirmed in two minutes; the publisher: \(connection)"
                )
            }
            if again.isEmpty { return }
            // The queue is being declared again.
            Thread.sleep(forTimeInterval: 0.1)
            publish(again)
        }
    }

    func close() { publisher?.close() }

    private func publish(_ numbers: [UInt64]) {
        locked {
            $0.unconfirmed.formUnion(numbers)
            $0.sent += numbers.count
        }
        _ = publisher?.publish(
            numbers.map { number in
                let (body, properties) = message(number)
                return OutgoingMessage(
                    exchange: exchange,
                    routingKey: "contract.terminate",
                    body: body,
                    properties: properties,
                    token: number
                )
            }
        )
    }

    private func handle(_ outcomes: [PublishOutcome]) {
        locked { state in
            for outcome in outcomes {
                state.unconfirmed.remove(outcome.token)
                switch outcome {
                case .confirmed: break
                case .returned, .refused, .failed: state.failed.append(outcome.token)
                }
            }
        }
    }

    private func recordLostConnection() {
        locked { $0.doubtful.formUnion($0.unconfirmed) }
    }

    private func locked<Result>(_ work: (inout State) -> Result) -> Result {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return work(&state)
    }
}
