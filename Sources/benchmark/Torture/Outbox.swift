import Foundation
import Logging
import RabbitMQ

/// The CRM's side: publishes with confirms, directly to the broker, and sends again what no queue took.
///
/// May be called from one thread; the outcomes come on the publisher's.
final class Outbox: Sendable {
    private struct State {
        var unconfirmed: Set<UInt64> = []
        /// Returned or refused: to be sent again.
        var notTaken: [UInt64] = []
        var sent = 0
        /// Unconfirmed when the connection was lost: the broker may have these twice.
        var doubtful: Set<UInt64> = []
    }

    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var state = State()
    /// Set once in `init`, before the publisher's thread starts.
    private nonisolated(unsafe) var publisher: Publisher?
    private let exchange: String
    private let message: @Sendable (UInt64) -> (body: [UInt8], properties: BasicProperties)

    /// - Parameter message: what is published under a number.
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
            onOutcomes: { [unowned self] in take($0) },
            onStateChange: { [unowned self] state in
                if case .connecting = state { noteLostConnection() }
            }
        )
        publisher?.start()
    }

    /// How many messages were handed to the broker, those that were sent again included.
    var sent: Int { locked { $0.sent } }
    /// Numbers that the broker may have twice though they were sent once.
    var doubtful: Set<UInt64> { locked { $0.doubtful } }

    /// Publishes, and waits until a queue has each of them.
    func send(_ numbers: [UInt64]) throws {
        publish(numbers)
        let deadline = Date(timeIntervalSinceNow: 120)
        while true {
            condition.lock()
            while !state.unconfirmed.isEmpty, condition.wait(until: deadline) {}
            let again = state.notTaken
            state.notTaken = []
            let missing = state.unconfirmed.count
            condition.unlock()
            if missing > 0 {
                let connection = publisher.map { "\($0.state)" } ?? ""
                throw BenchmarkError(
                    "\(missing) messages were not confirmed in two minutes; the publisher: \(connection)"
                )
            }
            if again.isEmpty { return }
            // The queue is being made again.
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

    private func take(_ outcomes: [PublishOutcome]) {
        locked { state in
            for outcome in outcomes {
                state.unconfirmed.remove(outcome.token)
                switch outcome {
                case .confirmed: break
                case .returned, .refused, .failed: state.notTaken.append(outcome.token)
                }
            }
        }
    }

    private func noteLostConnection() {
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
