import ArgumentParser
import Foundation
import Logging
import RabbitMQ

/// One message at a time through an idle worker: from the publish to the event in a subscriber's hands.
struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Measure publish to event received, one message at a time."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var subject: SubjectOptions
    @Option(help: "Messages that are measured, after 50 that are not.")
    var messages = 1000

    func run() throws {
        let scene = try Scene(broker)
        try scene.raise()
        let worker = try TerminusSubject(binary: subject.terminus, options: broker)
        defer { worker.remove() }
        let process = try worker.start()
        defer { _ = process.end(with: SIGTERM) }

        let logger = Logger(label: "latency")
        let consumer = Consumer(connection: scene.connection, queue: scene.billing, prefetch: 10, logger: logger)
        let publisher = Publisher(connection: scene.connection, logger: logger, onOutcomes: { _ in })
        consumer.start()
        publisher.start()
        defer {
            consumer.close()
            publisher.close()
        }
        var milliseconds: [Double] = []
        for number in 0..<(messages + 50) {
            let message = OutgoingMessage(
                exchange: scene.terminations,
                routingKey: "contract.terminate",
                body: SampleMessage.body(number),
                properties: BasicProperties(contentType: "application/json", deliveryMode: 2),
                token: UInt64(number)
            )
            let begin = ContinuousClock.now
            _ = publisher.publish([message])
            guard let event = consumer.nextBatch(limit: 1, timeout: .seconds(30))?.first else {
                throw BenchmarkError("No event came for message \(number).")
            }
            let elapsed = ContinuousClock.now - begin
            consumer.acknowledge(through: event.tag)
            if number >= 50 { milliseconds.append(elapsed / .milliseconds(1)) }
        }
        try scene.strike()
        print(
            "publish to event received, one at a time, \(messages) messages: "
                + "median \(String(format: "%.1f", median(milliseconds))) ms, "
                + "99th percentile \(String(format: "%.1f", percentile(milliseconds, 0.99))) ms, "
                + "max \(String(format: "%.1f", milliseconds.max()!)) ms"
        )
    }
}
