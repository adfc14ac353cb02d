import ArgumentParser
import Foundation
import Logging
import RabbitMQ
import Synchronization
import Terminations

struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Publish messages to the terminations exchange, with confirms.",
        discussion: """
            Sends the bytes as they are: what is wrong with a message is for the worker to find. Exit code 0 when the \
            broker has taken every message, 1 when it refused or returned one.

            EXAMPLE
              terminus send terminations.ndjson
              terminus send - --reply-to crm.answers < one.json
            """
    )

    @Argument(help: ArgumentHelp("Files of messages, or - for standard input.", valueName: "file"))
    var files: [String]
    @Option(help: ArgumentHelp("The routing key.", valueName: "key"))
    var routingKey = "contract.terminate"
    @Option(help: ArgumentHelp("The queue to which Terminus sends its answers.", valueName: "queue"))
    var replyTo: String?
    @Option(help: ArgumentHelp("Seconds to wait for the broker's confirmations.", valueName: "seconds"))
    var timeout = 30
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        let messages = try MessageFile.read(files)
        _ = try reporting { try Broker.check(configuration.connection) }

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
            _ = publisher.publish([outgoing(message, token: UInt64(index), configuration)])
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
        var properties = BasicProperties()
        properties.contentType = "application/json"
        properties.deliveryMode = 2
        properties.messageID =
            Reading(IncomingMessage(body: message.bytes), limits: configuration.worker.limits).messageID
        properties.replyTo = replyTo
        return OutgoingMessage(
            exchange: configuration.names.terminations,
            routingKey: routingKey,
            body: message.bytes,
            properties: properties,
            mandatory: true,
            token: token
        )
    }

    private func report(_ outcomes: [PublishOutcome], of messages: [FileMessage]) throws {
        var failures: [(place: String, reason: String)] = []
        var missing = Set(messages.indices)
        for outcome in outcomes {
            let index = Int(outcome.token)
            missing.remove(index)
            switch outcome {
            case .confirmed: continue
            case .returned(_, let code, let text):
                failures.append((messages[index].place, "returned by the broker: \(code) \(text)"))
            case .refused: failures.append((messages[index].place, "refused by the broker"))
            case .failed(_, let error): failures.append((messages[index].place, error.description))
            }
        }
        failures += missing.sorted().map { (messages[$0].place, "not confirmed in time: it may have arrived or not") }
        let sent = messages.count - failures.count
        switch output.format {
        case .text:
            for failure in failures { Console.note("\(failure.place)  \(failure.reason)") }
            Console.print("\(sent) of \(messages.count) sent.")
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
