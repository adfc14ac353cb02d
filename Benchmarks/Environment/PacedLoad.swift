import Foundation
import Logging
import RabbitMQ
import Synchronization

/// Publishes messages at a steady rate on its own thread, and keeps the time of each.
///
/// The number of a message is its `correlation-id`, which its event repeats.
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

    /// When the message was handed to the client; nil if it was not yet.
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

/// Receives the events of a ``PacedLoad`` from billing's queue, and measures the latency of each.
struct PacedDeliveries {
    let consumer: Consumer
    let load: PacedLoad
    /// Latencies in the order of arrival.
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

    /// Receives the available events, and waits for a second at most.
    ///
    /// - Returns: the number of events of the load.
    mutating func receive() -> Int {
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
