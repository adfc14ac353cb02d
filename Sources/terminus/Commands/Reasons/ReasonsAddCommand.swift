import Application
import ArgumentParser
import Terminations

extension ReasonsCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a reason.",
            usage: "terminus reasons add <code> --label <nl=text> ... --reason <text> [<options>]",
            discussion: """
                Its code cannot be changed later, because messages, history and reports refer to it. It needs a label \
                in the default language. It becomes the last one, unless a place is given.

                EXAMPLE
                  terminus reasons add moving \\
                    --label "en=Moving house" --label nl=Verhuizing \\
                    --category circumstances --voluntary true \\
                    --initiator customer --reason "asked for by retention"
                """
        )

        @Argument(help: ArgumentHelp("The new reason's code, 1 to 32 characters.", valueName: "code"))
        var code: String
        @OptionGroup(title: "WHAT IT SAYS") var fields: ReasonFieldOptions
        @OptionGroup(title: "PLACE") var place: PlaceOptions
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = ChangeReason(.add(code: code, fields.edit, at: place.place ?? .last))
            try change.make("Create \(code)", output.format, configuration) { application, progress in
                try application.plan(action, progress: progress)
            }
        }
    }
}
