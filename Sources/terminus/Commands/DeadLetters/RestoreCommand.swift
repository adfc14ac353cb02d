import Application
import ArgumentParser

extension DeadLettersCommand {
    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open discarded dead letters again.",
            usage: "terminus dead-letters restore (<id> ... | <filters> | --all) [<options>]",
            discussion: """
                To revert one discard as a whole, use undo with its number.

                EXAMPLE
                  terminus dead-letters restore crm-000131 --reason "it was no test"
                  terminus dead-letters restore --customer K-703 --dry-run
                """
        )

        @OptionGroup var selected: SelectionOptions
        @Flag(help: "Show which would be open again, by cause and value, and change nothing.")
        var dryRun = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let selection = try selected.selection.read()
            try configuration.withApplication(dryRun ? .readOnly : .readWrite) { application in
                let plan = try application.plan(
                    RestoreDeadLetters(selection, showsCauses: dryRun || confirmation.asks)
                )
                try plan.run("Restore", change, confirmation, output.format, isDryRun: dryRun)
            }
        }
    }
}
