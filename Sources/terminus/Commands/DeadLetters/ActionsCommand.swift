import JSON
import Application
import ArgumentParser
import Terminations

extension DeadLettersCommand {
    struct Actions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the actions on dead letters, with the numbers that undo takes.",
            usage: "terminus dead-letters actions [<options>]",
            discussion: """
                Every mend, discard, restore and undo is an action. The latest comes first.

                EXAMPLE
                  terminus dead-letters actions
                  terminus dead-letters actions --limit 5 --format json
                """
        )

        @Option(help: ArgumentHelp("How many at most; all in a pipe or as JSON.", valueName: "n"))
        var limit: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let limit = output.limit(self.limit, onTerminal: 50)
            let found = try configuration.withApplication(.readOnly) {
                try $0.deadLetterActions(limit: limit)
            }
            switch output.format {
            case .text:
                guard !found.isEmpty else {
                    Console.note("There are no actions yet: nothing was mended, discarded or restored.")
                    return
                }
                var table = Table("ACTION", "WHEN (UTC)", "WHO", "WHAT", "WHY")
                for action in found {
                    table.add(
                        String(action.number),
                        action.startedAt.toTheMinute,
                        action.startedBy,
                        action.summary,
                        Paragraph.clipped(action.reason, to: 200)
                    )
                }
                table.print()
            case .json:
                for action in found {
                    var line = JSONWriter()
                    action.write(to: &line)
                    Console.print(line)
                }
            }
        }
    }
}
