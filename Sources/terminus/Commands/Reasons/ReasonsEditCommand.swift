import Application
import ArgumentParser
import Terminations

extension ReasonsCommand {
    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the fields of a reason; fields that are not given stay.",
            usage: "terminus reasons edit <code> [<fields>] --reason <text> [<options>]",
            discussion: """
                Recorded terminations keep their labels: an edit applies to later ones. To give a reason another code, \
                create a new one and merge the old one into it.

                EXAMPLE
                  terminus reasons edit price --label "en=Costs too much" --dry-run
                  terminus reasons edit other --note required --note-min-length 10 \\
                      --reason "too many blanks"
                  terminus reasons edit other --alias misc --clear category \\
                      --reason "as the portal sends it"
                """
        )

        @Argument(help: ArgumentHelp("The reason's code.", valueName: "code"), completion: .reasonCode)
        var code: String
        @OptionGroup(title: "WHAT IT SAYS") var fields: ReasonFieldOptions
        @Option(help: ArgumentHelp("Remove an alias; may be given several times.", valueName: "code"))
        var removeAlias: [String] = []
        @Option(help: ArgumentHelp("Remove this field; may be given several times.", valueName: "field"))
        var clear: [ClearableField] = []
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if edit.isEmpty { throw ValidationError("Say what to change, such as --label \"en=Costs too much\".") }
        }

        private var edit: ReasonEdit {
            var edit = fields.edit
            edit.removedAliases = removeAlias
            for field in clear { field.clear(in: &edit) }
            return edit
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = ChangeReason(.edit(code: code, edit))
            try change.make("Edit \(code)", output.format, configuration) { application, progress in
                try application.plan(action, progress: progress)
            }
        }
    }
}
