import Application
import ArgumentParser
import RabbitMQ

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Publish messages to the terminations exchange, with confirms.",
        usage: "terminus send <file> ... [<options>]",
        discussion: """
            Reads JSON documents, arrays and NDJSON, and sends the bytes of each message unchanged and unchecked. A \
            document with a member "specversion" is sent as a structured CloudEvent. Exit code 0 when the broker \
            confirmed every message, 1 when it refused or returned one.

            EXAMPLE
              terminus send terminations.ndjson
              terminus send - --reply-to crm.answers < one.json
            """
    )

    @Argument(help: ArgumentHelp("Files of messages, or - for standard input.", valueName: "file"), completion: .file())
    var files: [String]
    @Option(help: ArgumentHelp("The routing key.", valueName: "key"))
    var routingKey = "contract.terminate"
    @Option(
        help: ArgumentHelp("The AMQP property content-type (default: detected from the document).", valueName: "type")
    )
    var contentType: String?
    @Option(help: ArgumentHelp("The queue that gets the answer when a message is refused.", valueName: "queue"))
    var replyTo: String?
    @Option(help: ArgumentHelp("Seconds to wait for the broker's next confirmation.", valueName: "seconds"))
    var timeout = 30
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if timeout < 0 { throw ValidationError("--timeout must not be negative.") }
    }

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let messages = try MessageFile.read(files)
        if messages.isEmpty { throw MessageFile.nothing(in: files) }
        try reporting {
            try configuration.demandExchange(configuration.names.terminations)
            try configuration.demandPermission(
                .write(exchange: configuration.names.terminations, routingKey: routingKey)
            )
        }

        let action = SendMessages(
            messages.map { $0.incoming(contentType: contentType) },
            to: configuration.names.terminations,
            routingKey: routingKey,
            replyTo: replyTo,
            limits: configuration.worker.limits
        )
        var bar = ProgressBar(total: messages.count)
        let outcome = action.execute(
            on: configuration.connection.named("terminus send"),
            timeout: .seconds(timeout),
            logger: configuration.makeLogger(),
            progress: { bar.advance(to: $0) }
        )
        bar.finish()
        let place = { (message: Int) in messages[message].place }
        switch output.format {
        case .text:
            for failure in outcome.failures {
                Console.note(Table.printable("\(place(failure.message))  \(failure.reason)"))
            }
            Console.print("\(outcome.sent) of \(outcome.total) messages sent.")
        case .json: Console.print { outcome.write(to: &$0, place: place) }
        }
        if !outcome.failures.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}
