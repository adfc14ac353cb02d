import ArgumentParser
import Foundation
import Logging
import RabbitMQ
import Terminations

struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Print events as they are published, the way a subscriber sees them.",
        discussion: """
            Without --queue it binds a queue of its own, which goes away with it, and prints what is published from \
            then on. With --queue it consumes that queue: what it prints is acknowledged and gone from there.

            EXAMPLE
              terminus listen --binding 'contract.#'
              terminus listen --count 10 --timeout 30 --format json | jq .data.reason.code
            """
    )

    @Option(help: ArgumentHelp("End after this many events.", valueName: "n"))
    var count: Int?
    @Option(help: ArgumentHelp("End after this many seconds; exit code 75 when --count was not reached."))
    var timeout: Double?
    @Option(help: ArgumentHelp("Consume this existing queue.", valueName: "name"))
    var queue: String?
    @Option(help: ArgumentHelp("Bind with this topic pattern.", valueName: "key"))
    var binding = "#"
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        _ = try reporting { try Broker.check(configuration.connection) }
        let name = queue ?? "\(configuration.names.prefix).listen.\(UUID().uuidString.lowercased())"
        let consumer = Consumer(
            connection: configuration.connection.named("terminus listen"),
            queue: name,
            prefetch: UInt16(clamping: min(count ?? 200, 200)),
            topology: queue == nil ? temporaryTopology(name, on: configuration.names.events) : nil,
            logger: configuration.makeLogger(),
            onStateChange: { state in
                if state == .connected { Console.note("Listening on \(name).") }
            }
        )
        consumer.start()
        defer { consumer.close() }
        let deadline = timeout.map { ContinuousClock.now + .seconds($0) }
        var seen = 0
        while seen < count ?? .max {
            let remaining = deadline.map { max($0 - .now, .zero) }
            guard let batch = consumer.nextBatch(limit: min(100, (count ?? .max) - seen), timeout: remaining),
                let last = batch.last
            else { break }
            for delivery in batch { print(delivery) }
            seen += batch.count
            consumer.acknowledge(through: last.tag)
        }
        if let count, seen < count {
            throw CommandFailure(.temporary, "Only \(seen) of \(count) events came in time.")
        }
    }

    private func temporaryTopology(_ name: String, on exchange: String) -> Topology {
        Topology(
            queues: [QueueDeclaration(name: name, durable: false, exclusive: true, autoDelete: true)],
            bindings: [BindingDeclaration(queue: name, to: exchange, routingKey: binding)]
        )
    }

    private func print(_ delivery: Delivery) {
        switch output.format {
        case .json:
            Console.write(Data(delivery.body + [UInt8(ascii: "\n")]))
        case .text:
            let event = try? JSONValue(parsing: delivery.body).object
            let data = event?["data"]?.object
            let time = event?["time"]?.string ?? ""
            let subject = event?["subject"]?.string ?? ""
            Console.print(
                Table.printable("\(time)  \(delivery.routingKey)  \(subject)  \(ListenCommand.summary(of: data))")
            )
        }
    }

    /// What a person wants to see of an event on one line.
    private static func summary(of data: JSONObject?) -> String {
        guard let data else { return "" }
        if let violations = data["violations"]?.array {
            let codes = violations.compactMap { $0.object?["code"]?.string }
            return "refused: \(codes.joined(separator: ", "))"
        }
        let reason = data["reason"]?.object?["code"]?.string ?? "no reason"
        let endDate = data["endDate"]?.string ?? ""
        let stops = data["billingStopsAt"]?.string ?? ""
        return "\(reason), last day \(endDate), billing stops at \(stops)"
    }
}
