import Application
import ArgumentParser
import Terminations

extension ReasonsCommand {
    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a reason another place in the list, which is the order of the forms.",
            usage: "terminus reasons move <code> (--first | --last | --before <code> | --after <code>) --reason <text>",
            discussion: """
                EXAMPLE
                  terminus reasons move other --last --reason "catch-alls go last"
                  terminus reasons move moving --after price --dry-run
                """
        )

        @Argument(help: ArgumentHelp("The reason's code.", valueName: "code"), completion: .reasonCode)
        var code: String
        @OptionGroup(title: "PLACE") var place: PlaceOptions
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if place.place == nil { throw ValidationError("Say where: --first, --last, --before or --after.") }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = ChangeReason(.move(code: code, to: place.place ?? .last))
            try change.make("Move \(code)", output.format, configuration) { application, progress in
                try application.plan(action, progress: progress)
            }
        }
    }
}
