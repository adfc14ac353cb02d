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
              terminus dead-letters show crm-000131
            """,
        subcommands: [List.self, Show.self]
    )
}

extension DeadLetter.State: ExpressibleByArgument {}

extension DeadLettersCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List dead letters, the latest first.",
            usage: "terminus dead-letters list [--state <state>] [--limit <n>] [<options>]",
            discussion: """
                Of several violations the first is named, and how many more there are.

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

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let found = try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
                defer { ledger.close() }
                let last = try after.map { try ledger.deadLetter(namedUnambiguously: $0).id }
                return try ledger.deadLetters(in: state, after: last, limit: limit)
            }
            switch output.format {
            case .text:
                printText(found)
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

        private func printText(_ found: [DeadLetter]) {
            if found.isEmpty {
                Console.note("There are no \(state.map { "\($0.rawValue) " } ?? "")dead letters.")
                return
            }
            DeadLetter.table(of: found, withState: state == nil).print()
            if found.count == limit, let last = found.last {
                Console.note("There may be more: --after \(last.id)")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one dead letter: why it is one, how it came, and its body.",
            usage: "terminus dead-letters show <id> [--raw] [<options>]",
            discussion: """
                It is named by its id, by any part of the id that no other has, or by the id of its message.

                EXAMPLE
                  terminus dead-letters show crm-000131
                  terminus dead-letters show 4f0c9d2e --raw > message.json
                """
        )

        @Argument(help: ArgumentHelp("The id, a part of it, or the message's id.", valueName: "id"))
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
            let letter = try ledger.deadLetter(namedUnambiguously: id)
            guard let content = try ledger.deadLetterContent(id: letter.id) else {
                throw CommandFailure(.dataError, "The dead letter \(letter.id) is gone.")
            }
            return (letter, content)
        }

        private func printText(_ letter: DeadLetter, _ content: DeadLetterContent) {
            Console.print("Dead letter \(letter.id), \(letter.state.rawValue)")
            for (name, value) in letter.facts {
                Console.print("  \(Table.padded(name, to: 12)) \(Table.printable(value))")
            }
            if letter.violations.isEmpty {
                Console.print("Why")
                Console.print("  \(letter.cause)")
            } else {
                Console.print("Violations")
                for line in Violation.lines(letter.violations, indent: 2) { Console.print(line) }
            }
            Console.print("Transport")
            Console.print(JSONPrinter.pretty(content.transport, indent: "  "))
            Console.print("Body (\(content.body.count) bytes)")
            if let body = try? JSONValue(parsing: content.body) {
                Console.print(JSONPrinter.pretty(body, indent: "  "))
            } else {
                Console.print("  It is not JSON; --raw writes its bytes.")
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

extension Ledger {
    /// The one dead letter of this name. Where there are several, they are listed for the person to choose from.
    fileprivate func deadLetter(namedUnambiguously name: String) throws -> DeadLetter {
        let most = 20
        let found = try deadLetters(named: name, limit: most + 1)
        guard let first = found.first else {
            throw CommandFailure(
                .dataError,
                "There is no dead letter \(Table.printable(name)).",
                hint: "See: terminus dead-letters list"
            )
        }
        guard found.count > 1 else { return first }
        for line in DeadLetter.table(of: Array(found.prefix(most)), withState: true).lines { Console.note(line) }
        throw CommandFailure(
            .dataError,
            "\(found.count > most ? "More than \(most)" : "\(found.count)") dead letters go by \(Table.printable(name)).",
            hint: "Name one by its id."
        )
    }
}
