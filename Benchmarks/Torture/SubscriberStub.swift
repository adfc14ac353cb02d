import Foundation
import Logging
import RabbitMQ
import Terminations

/// Billing: reads all events on its own thread, and checks for repetitions and order.
final class SubscriberStub: Sendable {
    struct Received {
        var identifiers: Set<String> = []
        /// Events that Terminus published again. Redeliveries of the broker do not count.
        var repeated = 0
        /// Events that arrived before an earlier one of their contract, or after a gap.
        var outOfOrder = 0
        /// The last sequence of each contract.
        var lastSequence: [String: Int64] = [:]
    }

    private let condition = NSCondition()
    /// Guarded by `condition`.
    private nonisolated(unsafe) var received = Received()
    private let consumer: Consumer

    init(connection: ConnectionConfiguration, queue: String) {
        let consumer = Consumer(connection: connection, queue: queue, prefetch: 1000, logger: Logger(label: "billing"))
        self.consumer = consumer
        consumer.start()
        Thread { [unowned self] in
            while let batch = consumer.nextBatch(limit: 500) {
                handle(batch)
                if let last = batch.last { consumer.acknowledge(through: last.tag) }
            }
        }.start()
    }

    var state: Received {
        condition.lock()
        defer { condition.unlock() }
        return received
    }

    /// The number of distinct events.
    var count: Int {
        condition.lock()
        defer { condition.unlock() }
        return received.identifiers.count
    }

    /// Blocks until so many distinct events were received.
    ///
    /// - Returns: whether it happened in time.
    @discardableResult
    func wait(for count: Int, timeout: Double) -> Bool {
        wait(timeout: timeout) { $0.identifiers.count >= count }
    }

    func wait(timeout: Double, until isEnough: (Received) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: timeout)
        condition.lock()
        defer { condition.unlock() }
        while !isEnough(received) {
            guard condition.wait(until: deadline) else { return isEnough(received) }
        }
        return true
    }

    func close() { consumer.close() }

    private func handle(_ batch: [Delivery]) {
        // Parsed outside of the lock.
        let events = batch.map { ($0, ContractPosition($0.body)) }
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        for (delivery, position) in events {
            guard received.identifiers.insert(delivery.properties.messageID ?? "").inserted else {
                if !delivery.isRedelivered { received.repeated += 1 }
                continue
            }
            guard let position else { continue }
            let last = received.lastSequence.updateValue(position.sequence, forKey: position.contract) ?? 0
            if position.sequence != last + 1 { received.outOfOrder += 1 }
        }
    }
}

/// The contract and the sequence of an event; nil for events without a contract.
private struct ContractPosition {
    let contract: String
    let sequence: Int64

    init?(_ body: [UInt8]) {
        guard let event = try? JSONValue(parsing: body).object, let contract = event["subject"]?.string,
            let sequence = event["data"]?.object?["contractSequence"]?.integer
        else { return nil }
        self.contract = contract
        self.sequence = sequence
    }
}
