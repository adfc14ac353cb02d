import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension DeadLettersCommand {
    struct Replays: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List replays of dead letters.",
            usage: "terminus dead-letters replays [list] [--unfinished] [<options>]",
            discussion: """
                The latest first, each with its progress and the outcomes of its dead letters.

                EXAMPLE
                  terminus dead-letters replays
                  terminus dead-letters replays list --unfinished --format json
                """,
            subcommands: [List.self],
            defaultSubcommand: List.self
        )
    }
}

extension DeadLettersCommand.Replays {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List replays, the latest first.",
            usage: "terminus dead-letters replays list [--unfinished] [<options>]",
            discussion: """
                EXAMPLE
                  terminus dead-letters replays list --unfinished
                """
        )

        @Flag(help: "Only those that were interrupted or are running.")
        var unfinished = false
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
                try $0.replayRuns(isUnfinished: unfinished, limit: limit)
            }
            switch output.format {
            case .text:
                guard !found.isEmpty else {
                    Console.note(unfinished ? "No replay is unfinished." : "Nothing was replayed yet.")
                    return
                }
                var table = Table("REPLAY", "WHEN (UTC)", "WHO", "TAKEN", "WHAT BECAME OF THEM", "WHY")
                for run in found {
                    table.add(
                        String(run.number),
                        run.startedAt.toTheMinute,
                        run.startedBy,
                        "\(Count.text(run.taken)) of \(Count.text(run.total))",
                        run.counts.sentence(isDryRun: false),
                        Paragraph.clipped(run.reason, to: 200)
                    )
                }
                table.print()
            case .json:
                for run in found {
                    var line = JSONWriter()
                    run.write(to: &line)
                    Console.print(line)
                }
            }
        }
    }
}
