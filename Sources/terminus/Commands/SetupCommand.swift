import ArgumentParser
import JSON
import RabbitMQ
import Terminations
import Worker

struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Declare the exchanges, queues and bindings on the broker.",
        usage: "terminus setup [--dry-run] [<options>]",
        discussion: """
            Declaring what exists already changes nothing. A difference with what exists is an error that names both \
            sides; nothing is deleted. Queues that an earlier version declared are left as they are, and named. The \
            worker does the same when it starts, unless setup is off (TERMINUS_SETUP).

            EXAMPLE
              terminus setup --amqp-url amqp://admin@broker --dry-run
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Show what would be declared, and declare nothing.")
    var dryRun = false

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        var topology = configuration.names.topology
        var refusal: RabbitMQError?
        if !dryRun {
            refusal = try reporting { try Broker.declare(topology, on: configuration.connection) }
        }
        if refusal != nil, let earlier = topology.earlier.first { topology = earlier }
        var table = Table("KIND", "NAME", "DETAILS")
        for exchange in topology.exchanges {
            table.add("exchange", exchange.name, "\(exchange.type), durable")
        }
        for queue in topology.queues {
            table.add("queue", queue.name, SetupCommand.details(of: queue))
        }
        for binding in topology.bindings {
            guard case .queue(let queue) = binding.destination else { continue }
            table.add(
                "binding",
                "\(binding.source) → \(queue)",
                binding.routingKey.isEmpty ? "every message" : "key \(binding.routingKey)"
            )
        }
        if let refusal { Self.note(refusal, configuration.names) }
        switch output.format {
        case .text:
            table.print()
            Console.note(dryRun ? "Nothing was declared (--dry-run)." : "All of this is on the broker now.")
        case .json:
            for row in table.rows {
                var line = JSONWriter()
                line.beginObject()
                line.name("kind")
                line.string(row[0])
                line.name("name")
                line.string(row[1])
                line.name("declared")
                line.bool(!dryRun)
                line.endObject()
                Console.print(line)
            }
        }
    }

    /// Why the queue of dead letters is left as an earlier version declared it, and what can be done about it.
    private static func note(_ refusal: RabbitMQError, _ names: TopologyNames) {
        Console.note(
            """
            The queue \(names.deadLetters) is left as an earlier version declared it: it keeps a message for ever that ends \
            the worker each time. \(refusal) Give the worker's user the permissions of deploy/rabbitmq-definitions.json, and \
            delete the queue while it is empty and the worker is stopped; or set a policy on it with delivery-limit 20 and \
            dead-letter-exchange: docs/operations.md.
            """
        )
    }

    /// What a person wants to know of a queue: `quorum, delivery limit 20`.
    private static func details(of queue: QueueDeclaration) -> String {
        var details = [queue.arguments["x-queue-type"]?.string ?? "classic"]
        if let limit = queue.arguments["x-delivery-limit"]?.integer { details.append("delivery limit \(limit)") }
        return details.joined(separator: ", ")
    }
}
