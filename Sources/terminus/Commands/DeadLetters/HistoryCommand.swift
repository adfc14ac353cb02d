import JSON
import Application
import ArgumentParser
import Terminations

extension DeadLettersCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what was done with one dead letter, by whom and why.",
            usage: "terminus dead-letters history <id> [<options>]",
            discussion: """
                For an edit it shows the old and the new value, except the text of a note.

                EXAMPLE
                  terminus dead-letters history crm-000131 --format json
                """
        )

        @Argument(help: ArgumentHelp("The id, a part of it, the number, or the message's id.", valueName: "id"))
        var id: String
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let history = try configuration.withApplication(.readOnly) { try $0.deadLetterHistory(named: id) }
            switch output.format {
            case .text:
                Console.print("Dead letter \(history.deadLetter.id)")
                if history.entries.isEmpty { Console.print("  Nothing was done with it yet.") }
                for line in history.entries.flatMap(\.lines) { Console.print(line) }
            case .json:
                for entry in history.entries {
                    var line = JSONWriter()
                    entry.write(to: &line)
                    Console.print(line)
                }
            }
        }
    }
}
