import ArgumentParser
import Foundation
import Logging
import RabbitMQ
import Terminations

struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Print events as they are published, as a subscriber.",
        usage: "terminus listen [--count <n>] [--timeout <seconds>] [<options>]",
        discussion: """
            Without --queue it binds a temporary queue and prints what is published from then on, until it is \
            interrupted. With --queue it consumes that queue: printed events are acknowledged and removed from it. \
            Times are in UTC; --format json prints complete events.

            EXAMPLE
              terminus listen --binding 'contract.#'
              terminus listen --count 10 --timeout 30 --format json
            """
    )

    @Option(help: ArgumentHelp("End after this many events.", valueName: "n"))
    var count: Int?
    @Option(
        help: ArgumentHelp(
            "End after this many seconds; exit code 75 when --count was not reached.",
            valueName: "seconds"
        )
    )
    var timeout: Double?
    @Option(help: ArgumentHelp("Consume this existing queue.", valueName: "name"))
    var queue: String?
    @Option(help: ArgumentHelp("Bind with this topic pattern.", valueName: "key"))
    var binding = "#"
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
        if let timeout, !(0...1e9 ~= timeout) { throw ValidationError("--timeout must not be negative.") }
        if queue != nil, binding != "#" {
            throw ValidationError("--binding is for a queue of its own: leave it out, or leave out --queue.")
        }
    }

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let name = queue ?? "\(configuration.names.prefix).listen.\(UUID().uuidString.lowercased())"
        // The consumer would retry for ever what only an administrator can change.
        try reporting {
            if let queue {
                guard try Broker.queueStatus(queue, on: configuration.connection) != nil else {
                    throw CommandFailure(.configuration, "The queue \(Table.printable(queue)) does not exist.")
                }
                try configuration.demandPermission(.read(queue: queue))
            } else {
                try configuration.demandExchange(configuration.names.events)
                try demandOwnQueue(name, configuration)
            }
        }
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
            for delivery in batch {
                if seen == 0, output.format == .text { Console.print(EventLine.heading) }
                print(delivery)
                seen += 1
            }
            // Unread messages stay in the queue.
            guard Console.isRead else { return }
            consumer.acknowledge(through: last.tag)
        }
        if let count, seen < count {
            throw CommandFailure(.temporary, "\(seen) of \(count) events came in time.")
        }
    }

    /// Declares the queue on a connection of its own. It is deleted with that connection.
    private func demandOwnQueue(_ name: String, _ configuration: TerminusConfiguration) throws {
        let events = configuration.names.events
        do throws(RabbitMQError) {
            try Broker.declare(temporaryTopology(name, on: events), on: configuration.connection)
        } catch {
            guard error.code == .accessRefused else { throw error }
            throw CommandFailure(
                .unavailable,
                error.description,
                hint:
                    "The user needs configure, write and read permission on \(configuration.names.prefix).listen.* and "
                    + "read permission on \(events); or name a queue that it may read with --queue."
            )
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
            Console.print(EventLine.json(of: delivery.body))
        case .text:
            Console.print(EventLine.text(of: delivery.body, routingKey: delivery.routingKey))
        }
    }
}
