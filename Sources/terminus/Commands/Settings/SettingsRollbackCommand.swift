import Application
import ArgumentParser

extension SettingsCommand {
    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an earlier version the current settings again.",
            usage: "terminus settings rollback <version> --reason <text> [<options>]",
            discussion: """
                The earlier version becomes a new version; the history keeps all of them. The differences to the \
                current version are shown first. A later reason that recorded terminations have is kept and retired as \
                of today.

                EXAMPLE
                  terminus settings rollback 3 --dry-run
                  terminus settings rollback 3 \\
                      --reason "the campaign's reasons were a mistake"
                """
        )

        @Argument(help: ArgumentHelp("The version to go back to.", valueName: "version"))
        var version: Int
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try change.make("Go back to version \(version)", output.format, configuration) { application, progress in
                try application.plan(RollBackSettings(to: version), progress: progress)
            }
        }
    }
}
