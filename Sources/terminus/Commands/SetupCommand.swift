import ArgumentParser
import RabbitMQ
import Terminations

struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Declare the exchanges, queues and bindings on the broker.",
        discussion: """
            Declaring what exists already changes nothing. A difference with what exists is an error that names both \
            sides; nothing is deleted.

            EXAMPLE
              terminus setup --amqp-url amqp://admin@broker:5672 --dry-run
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Say what would be declared, and declare nothing.")
    var dryRun = false

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let topology = configuration.names.topology
        if !dryRun {
            try reporting { try Broker.declare(topology, on: configuration.connection) }
        }
        var table = Table("KIND", "NAME", dryRun ? "WOULD BE" : "IS THERE")
        for exchange in topology.exchanges {
            table.add("exchange", exchange.name, "\(exchange.type), durable")
        }
        for queue in topology.queues {
            table.add("queue", queue.name, queue.arguments.keys.sorted().joined(separator: ", "))
        }
        for binding in topology.bindings {
            guard case .queue(let queue) = binding.destination else { continue }
            table.add("binding", "\(binding.source) → \(queue)", "key \"\(binding.routingKey)\"")
        }
        switch output.format {
        case .text:
            table.print()
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
}
