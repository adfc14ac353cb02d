import Application
import ArgumentParser
import Terminations

extension ReasonsCommand {
    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Merge a reason into another one.",
            usage: "terminus reasons merge <code> --into <code> [--alias] --reason <text> [<options>]",
            discussion: """
                Reports count both under the other reason. Recorded terminations keep their reason. A message with the \
                merged code is refused with the other code as suggestion; with --alias it is accepted as the other \
                reason. --through accepts the merged code for terminations up to that day.

                EXAMPLE
                  terminus reasons merge too-expensive --into price --alias \\
                      --reason "one reason for both"
                  terminus reasons merge too-expensive --into price --dry-run
                """
        )

        @Argument(help: ArgumentHelp("The code of the reason to merge.", valueName: "code"), completion: .reasonCode)
        var code: String
        @Option(help: ArgumentHelp("The code of the remaining reason.", valueName: "code"), completion: .reasonCode)
        var into: String
        @Flag(help: "Its code and its aliases become aliases of the reason that stays.")
        var alias = false
        @Option(
            help: ArgumentHelp("The last day on which it is accepted (default: refused at once).", valueName: "date"),
            transform: LocalDate.argument
        )
        var through: LocalDate?
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if alias, through != nil {
                throw ValidationError("With --alias its code means the other reason at once: --through has no meaning.")
            }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = ChangeReason(.merge(code: code, into: into, through: through, keepsCode: alias))
            try change.make("Merge \(code) into \(into)", output.format, configuration) { application, progress in
                try application.plan(action, progress: progress)
            }
        }
    }
}
