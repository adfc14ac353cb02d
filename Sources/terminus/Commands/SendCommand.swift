import ArgumentParser
import Foundation
import JSON
import Logging
import RabbitMQ
import Synchronization
import Terminations

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Publish messages to the terminations exchange, with confirms.",
        usage: "terminus send <file> ... [<options>]",
        discussion: """
            Reads JSON documents, arrays and NDJSON, and sends the bytes of each message as they are: what is wrong \
            with one is for the worker to find. A document with "specversion" at its top is sent as a structured \
            CloudEvent. Exit code 0 when the broker has taken every message, 1 when it refused or returned one.

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
        help: ArgumentHelp("The AMQP property content-type (default: what the document looks like).", valueName: "type")
    )
    var contentType: String?
    @Option(help: ArgumentHelp("The queue that is told when a message is refused.", valueName: "queue"))
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

        let outcomes = Mutex<[PublishOutcome]>([])
        let publisher = Publisher(
            connection: configuration.connection.named("terminus send"),
            logger: configuration.makeLogger(),
            onOutcomes: { burst in outcomes.withLock { $0 += burst } }
        )
        publisher.start()
        defer { publisher.close() }
        var bar = ProgressBar(total: messages.count)
        for (index, message) in messages.enumerated() {
            let next = [outgoing(message, token: UInt64(index), configuration)]
            guard publisher.publish(next, timeout: .seconds(timeout)) else { break }
            bar.advance(to: outcomes.withLock { $0.count })
        }
        _ = publisher.drain(timeout: .seconds(timeout))
        bar.advance(to: outcomes.withLock { $0.count })
        bar.finish()
        try report(outcomes.withLock { $0 }, of: messages)
    }

    private func outgoing(_ message: FileMessage, token: UInt64, _ configuration: TerminusConfiguration)
        -> OutgoingMessage
    {
        let incoming = message.incoming(contentType: contentType)
        let messageID = ParsedMessage(incoming, limits: configuration.worker.limits).messageID
        var properties = BasicProperties()
        properties.contentType = incoming.properties.contentType
        properties.deliveryMode = 2
        // A property has at most 255 bytes (AMQP 0-9-1, 4.2.5.3); 128 characters may be more. The body has the id too.
        properties.messageID = messageID.flatMap { $0.utf8.count <= 255 ? $0 : nil }
        properties.replyTo = replyTo.map { .text($0) }
        return OutgoingMessage(
            exchange: configuration.names.terminations,
            routingKey: routingKey,
            body: message.bytes,
            properties: properties,
            mandatory: true,
            token: token
        )
    }

    private static let unconfirmed = "The broker did not confirm it in time: it may have arrived or not."

    private func report(_ outcomes: [PublishOutcome], of messages: [FileMessage]) throws {
        var failures: [(place: String, reason: String)] = []
        var missing = Set(messages.indices)
        for outcome in outcomes {
            let index = Int(outcome.token)
            missing.remove(index)
            switch outcome {
            case .confirmed: continue
            case .returned(_, let code, let text):
                failures.append((messages[index].place, "The broker returned it: \(code) \(text)."))
            case .refused: failures.append((messages[index].place, "The broker refused it."))
            case .failed(_, let error): failures.append((messages[index].place, error.description))
            }
        }
        failures += missing.sorted().map { (messages[$0].place, SendCommand.unconfirmed) }
        let sent = messages.count - failures.count
        switch output.format {
        case .text:
            for failure in failures { Console.note(Table.printable("\(failure.place)  \(failure.reason)")) }
            Console.print("\(sent) of \(messages.count) messages sent.")
        case .json:
            var line = JSONWriter()
            line.beginObject()
            line.name("sent")
            line.integer(sent)
            line.name("failed")
            line.beginArray()
            for failure in failures {
                line.beginObject()
                line.name("place")
                line.string(failure.place)
                line.name("reason")
                line.string(failure.reason)
                line.endObject()
            }
            line.endArray()
            line.endObject()
            Console.print(line)
        }
        if !failures.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
    }
}
