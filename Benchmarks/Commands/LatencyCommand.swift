import ArgumentParser
import Foundation
import Logging
import RabbitMQ

/// Time from publish to event received: one message at a time through an idle worker, and at a steady rate.
struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Measure the time from publish to event received, one at a time and at a steady rate."
    )

    @OptionGroup var broker: BrokerOptions
    @OptionGroup var program: ProgramOptions
    @OptionGroup var results: ResultsOptions
    @Option(help: "Messages one at a time, after 50 that are not measured.")
    var messages = 1000
    @Option(help: "Messages a second of the steady rate.")
    var rate = 1000
    @Option(help: "Seconds at the steady rate, after 2 that are not measured; 0 skips this.")
    var seconds = 30

    func run() throws {
        let single = try measureSingle()
        let paced = seconds > 0 ? try measurePaced() : []
        let passThrough = seconds > 0 ? try measurePassThrough() : []
        print("| publish to event received | median ms | 99th percentile ms | max ms |")
        print("|---|---|---|---|")
        let rows = [
            ("one at a time", single), ("at \(rate)/s", paced), ("at \(rate)/s, pass-through", passThrough),
        ]
        for (name, times) in rows where !times.isEmpty {
            let (middle, late) = (median(times), percentile(times, 0.99))
            print(
                "| \(name), \(times.count) messages | "
                    + String(format: "%.1f | %.1f | %.1f |", middle, late, times.max() ?? 0)
            )
            try results.append("latency", "\(name), median", middle, "ms")
            try results.append("latency", "\(name), 99th percentile", late, "ms")
        }
    }

    private func measurePaced() throws -> [Double] {
        let environment = try TestEnvironment(broker)
        try environment.setUp()
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        return try measurePaced(environment) { try worker.start() }
    }

    /// The latency of broker and client alone.
    private func measurePassThrough() throws -> [Double] {
        let environment = try TestEnvironment(broker)
        try environment.setUp()
        return try measurePaced(environment) { try environment.startPassThrough(broker, bodySize: 1273) }
    }

    private func measurePaced(_ environment: TestEnvironment, _ start: () throws -> SystemUnderTest) throws -> [Double]
    {
        let process = try start()
        defer { _ = process.end(with: SIGTERM) }
        let load = PacedLoad(environment, rate: rate, count: rate * (seconds + 2), run: 1)
        var deliveries = PacedDeliveries(environment, load)
        defer { deliveries.consumer.close() }
        load.start()
        let deadline = ContinuousClock.now + .seconds(seconds + 60)
        while deliveries.milliseconds.count < rate * (seconds + 2) {
            _ = deliveries.receive()
            guard ContinuousClock.now < deadline, process.isRunning else {
                throw BenchmarkError("Only \(deliveries.milliseconds.count) events came at \(rate)/s.")
            }
        }
        try environment.tearDown()
        return Array(deliveries.milliseconds.dropFirst(rate * 2))
    }

    private func measureSingle() throws -> [Double] {
        let environment = try TestEnvironment(broker)
        try environment.setUp()
        let worker = try TerminusUnderTest(binary: program.terminus, options: broker)
        defer { worker.remove() }
        let process = try worker.start()
        defer { _ = process.end(with: SIGTERM) }

        let logger = Logger(label: "latency")
        let consumer = Consumer(
            connection: environment.connection,
            queue: environment.billing,
            prefetch: 10,
            logger: logger
        )
        let publisher = Publisher(connection: environment.connection, logger: logger, onOutcomes: { _ in })
        consumer.start()
        publisher.start()
        defer {
            consumer.close()
            publisher.close()
        }
        var milliseconds: [Double] = []
        for number in 0..<(messages + 50) {
            let message = OutgoingMessage(
                exchange: environment.terminations,
                routingKey: "contract.terminate",
                body: SampleMessage.body(number),
                properties: BasicProperties(
                    contentType: "application/json",
                    deliveryMode: 2,
                    correlationID: "\(number)"
                ),
                token: UInt64(number)
            )
            let begin = ContinuousClock.now
            _ = publisher.publish([message])
            try awaitEvent(of: number, by: consumer)
            let elapsed = ContinuousClock.now - begin
            if number >= 50 { milliseconds.append(elapsed / .milliseconds(1)) }
        }
        try environment.tearDown()
        return milliseconds
    }

    /// Blocks until the event of this message arrives. The first events are those of the settings.
    private func awaitEvent(of number: Int, by consumer: Consumer) throws {
        while let event = consumer.nextBatch(limit: 1, timeout: .seconds(30))?.first {
            consumer.acknowledge(through: event.tag)
            if event.properties.correlationID == "\(number)" { return }
        }
        throw BenchmarkError("No event came for message \(number).")
    }
}
