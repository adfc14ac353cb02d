import Application
import ArgumentParser
import Terminations

extension ReasonsCommand {
    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Undo the retirement or the merge of a reason.",
            usage: "terminus reasons restore <code> --reason <text> [<options>]",
            discussion: """
                The reason is accepted again, without a last day. A merged reason counts for itself again, in reports \
                too; its code is no longer an alias of the other. Aliases that moved with it stay with the other \
                reason.

                EXAMPLE
                  terminus reasons restore winter-offer --reason "the offer comes back"
                """
        )

        @Argument(help: ArgumentHelp("The reason's code.", valueName: "code"), completion: .reasonCode)
        var code: String
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = ChangeReason(.restore(code: code))
            try change.make("Restore \(code)", output.format, configuration) { application, progress in
                try application.plan(action, progress: progress)
            }
        }
    }
}
