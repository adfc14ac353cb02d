import Application
import ArgumentParser
import Terminations

extension ReasonsCommand {
    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept a reason up to a day, and refuse it for later terminations.",
            usage: "terminus reasons retire <code> [--through <date>] --reason <text> [<options>]",
            discussion: """
                The instant at which a termination occurred decides: a message about last week that arrives tomorrow \
                may still have this reason. Recorded terminations stay. restore reverts it.

                EXAMPLE
                  terminus reasons retire winter-offer --reason "the offer has ended"
                  terminus reasons retire winter-offer --through 2027-01-31 --dry-run
                """
        )

        @Argument(help: ArgumentHelp("The reason's code.", valueName: "code"), completion: .reasonCode)
        var code: String
        @Option(
            help: ArgumentHelp("The last day on which it may be given (default: today).", valueName: "date"),
            transform: LocalDate.argument
        )
        var through: LocalDate?
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try change.make("Retire \(code)", output.format, configuration) { application, progress in
                try application.plan(ChangeReason.retire(code, through: through), progress: progress)
            }
        }
    }
}
