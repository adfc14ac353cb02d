import Foundation
import Logging
import RabbitMQ
import Synchronization

/// Publishes messages at a steady rate on a thread of its own, and remembers when each was published.
///
/// The number of each is its `correlation-id`, which its event carries on.
final class PacedLoad: Sendable {
    private let environment: TestEnvironment
    private let rate: Int
    private let count: Int
    private let run: Int
    private let sent = Mutex<[ContinuousClock.Instant]>([])

    /// - Parameter rate: messages a second.
    init(_ environment: TestEnvironment, rate: Int, count: Int, run: Int) {
        self.environment = environment
        self.rate = rate
        self.count = count
        self.run = run
    }

    func start() {
        Thread.detachNewThread { [self] in publish() }
    }

    /// When the message of this number was handed to the client; nil for one that was not.
    func sentAt(_ number: Int) -> ContinuousClock.Instant? {
        sent.withLock { $0.indices.contains(number) ? $0[number] : nil }
    }

    private func publish() {
        let publisher = Publisher(
            connection: environment.connection,
            logger: Logger(label: "load"),
            onOutcomes: { _ in }
        )
        publisher.start()
        let begin = ContinuousClock.now
        var next = 0
        while next < count {
            let due = min(count, Int((ContinuousClock.now - begin) / .seconds(1) * Double(rate)) + 1)
            guard next < due else {
                Thread.sleep(forTimeInterval: 0.0005)
                continue
            }
            let messages = (next..<due).map { number in
                OutgoingMessage(
                    exchange: environment.terminations,
                    routingKey: "contract.terminate",
                    body: SampleMessage.body(number, run: run),
                    properties: BasicProperties(
                        contentType: "application/json",
                        deliveryMode: 2,
                        correlationID: "\(number)"
                    ),
                    token: UInt64(number)
                )
            }
            let now = ContinuousClock.now
            sent.withLock { $0.append(contentsOf: repeatElement(now, count: due - next)) }
            _ = publisher.publish(messages)
            next = due
        }
        _ = publisher.drain(timeout: .seconds(60))
        publisher.close()
    }
}

/// Takes the events of a ``PacedLoad`` from billing's queue, and notes how long each was under way.
struct PacedArrivals {
    let consumer: Consumer
    let load: PacedLoad
    /// In the order of arrival.
    private(set) var milliseconds: [Double] = []

    init(_ environment: TestEnvironment, _ load: PacedLoad) {
        consumer = Consumer(
            connection: environment.connection,
            queue: environment.billing,
            prefetch: 1000,
            logger: Logger(label: "arrivals")
        )
        self.load = load
        consumer.start()
    }

    /// Takes what is there, and waits a second for it at most.
    ///
    /// - Returns: how many events of the load came.
    mutating func take() -> Int {
        let batch = consumer.nextBatch(limit: 500, timeout: .seconds(1)) ?? []
        let now = ContinuousClock.now
        let before = milliseconds.count
        for event in batch {
            guard let number = event.properties.correlationID?.text.flatMap({ Int($0) }), let sent = load.sentAt(number)
            else {
                continue
            }
            milliseconds.append((now - sent) / .milliseconds(1))
        }
        if let last = batch.last { consumer.acknowledge(through: last.tag) }
        return milliseconds.count - before
    }
}
