import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what was done with one dead letter, by whom and why.",
            usage: "terminus dead-letters history <id> [<options>]",
            discussion: """
                Of an edit it says from what to what; the text of a note is not shown.

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
            let (found, history, edits) = try configuration.withLedger(.readOnly) { ledger in
                let id = try ledger.deadLetterID(self.id)
                return (id, try ledger.history(of: id), try ledger.deadLetterEdits(of: id))
            }
            switch output.format {
            case .text:
                Console.print("Dead letter \(found)")
                if history.isEmpty { Console.print("  Nothing was done with it yet.") }
                for line in history.flatMap({ $0.lines(edit: edits[$0.number]) }) { Console.print(line) }
            case .json:
                for entry in history {
                    var line = JSONWriter()
                    entry.write(to: &line, edit: edits[entry.number])
                    Console.print(line)
                }
            }
        }
    }
}
