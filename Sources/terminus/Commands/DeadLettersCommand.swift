import ArgumentParser
import Foundation
import Ledger
import Terminations

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Look at the messages that were not accepted.",
        discussion: """
            EXAMPLE
              terminus dead-letters list --state open
            """,
        subcommands: [List.self, Show.self]
    )
}

extension DeadLetter.State: ExpressibleByArgument {}

extension DeadLettersCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, the latest first.",
            discussion: """
                EXAMPLE
                  terminus dead-letters list --state open --limit 20
                """
        )

        @Option(help: "Only those in this state.")
        var state: DeadLetter.State?
        @Option(help: ArgumentHelp("How many at most.", valueName: "n"))
        var limit = 100
        @Option(help: ArgumentHelp("Begin after this one: the last id of the page before.", valueName: "id"))
        var after: String?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let found = try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
                defer { ledger.close() }
                return try ledger.deadLetters(in: state, after: after, limit: limit)
            }
            switch output.format {
            case .text:
                var table = Table("ID", "STATE", "RECEIVED AT", "MESSAGE", "CONTRACT", "WHY")
                for letter in found {
                    table.add(
                        letter.id,
                        letter.state.rawValue,
                        letter.receivedAt.description,
                        letter.messageID ?? "(unreadable)",
                        letter.contractID ?? "",
                        letter.cause
                    )
                }
                table.print()
                if found.count == limit, let last = found.last {
                    Console.note("There may be more: --after \(last.id)")
                }
            case .json:
                for letter in found {
                    var line = JSONWriter()
                    line.beginObject()
                    line.fields(of: letter)
                    line.endObject()
                    Console.print(line)
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter: why it is one, how it came, and its body.",
            discussion: """
                EXAMPLE
                  terminus dead-letters show 019a8b7c
                  terminus dead-letters show 019a8b7c --raw > message.json
                """
        )

        @Argument(help: ArgumentHelp("The id, or enough of its beginning.", valueName: "id"))
        var id: String
        @Flag(help: "Write exactly the bytes that were received, and nothing else.")
        var raw = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let (letter, content) = try reporting { try find(configuration) }
            if raw {
                Console.write(Data(content.body))
                return
            }
            switch output.format {
            case .text: printText(letter, content)
            case .json: printJSON(letter, content)
            }
        }

        private func find(_ configuration: TerminusConfiguration) throws -> (DeadLetter, DeadLetterContent) {
            let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
            defer { ledger.close() }
            let found = try ledger.deadLetters(idPrefix: id)
            guard let letter = found.first, let content = try ledger.deadLetterContent(id: letter.id) else {
                throw CommandFailure(
                    .dataError,
                    "There is no dead letter \(id).",
                    hint: "See: terminus dead-letters list"
                )
            }
            guard found.count == 1 else {
                throw CommandFailure(
                    .dataError,
                    "More than one dead letter begins with \(id).",
                    hint: "Give more of it."
                )
            }
            return (letter, content)
        }

        private func printText(_ letter: DeadLetter, _ content: DeadLetterContent) {
            Console.print("Dead letter \(letter.id)  \(letter.state.rawValue)")
            var facts = [
                ("received", letter.receivedAt.description),
                ("last seen", "\(letter.lastSeenAt), \(letter.occurrences) time(s)"),
                ("message", letter.messageID ?? "(unreadable)"),
                ("termination", letter.terminationID ?? "(unreadable)"),
                ("contract", letter.contractID ?? "(unreadable)"),
                ("judged by", letter.settingsVersion.map { "settings version \($0)" } ?? "nobody"),
                ("fingerprint", letter.fingerprint),
                ("attempts", "\(letter.attempts)"),
            ]
            if let resolvedAt = letter.resolvedAt { facts.append(("resolved", resolvedAt.description)) }
            for (name, value) in facts {
                Console.print("  \(name.padding(toLength: 12, withPad: " ", startingAt: 0))\(Table.printable(value))")
            }
            Console.print("Violations")
            for violation in letter.violations { Console.print("  \(violation.sentence)") }
            Console.print("Transport")
            Console.print(JSONPrinter.pretty(content.transport, indent: "  "))
            Console.print("Body (\(content.body.count) bytes)")
            if let body = try? JSONValue(parsing: content.body) {
                Console.print(JSONPrinter.pretty(body, indent: "  "))
            } else {
                Console.print("  (no JSON; --raw writes the bytes)")
            }
        }

        private func printJSON(_ letter: DeadLetter, _ content: DeadLetterContent) {
            var line = JSONWriter()
            line.beginObject()
            line.fields(of: letter)
            line.name("transport")
            line.value(content.transport)
            // The bytes need not be text: Base64 keeps them whatever they are.
            line.name("bodyBase64")
            line.string(Data(content.body).base64EncodedString())
            if let body = try? JSONValue(parsing: content.body) {
                line.name("body")
                line.value(body)
            }
            line.endObject()
            Console.print(line)
        }
    }
}
