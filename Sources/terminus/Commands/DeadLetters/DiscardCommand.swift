import Application
import ArgumentParser

extension DeadLettersCommand {
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Discard dead letters, with a reason.",
            usage: "terminus dead-letters discard (<id> ... | <filters> | --all) --reason <text> [<options>]",
            discussion: """
                They stay in the ledger, and restore opens them again. No event is published, with one \
                exception: a message that still waits for its termination is refused first, with unknown-termination. \
                The action gets a number, by which undo reverts it.

                EXAMPLE
                  terminus dead-letters discard crm-000131 --reason "test message of the CRM"
                  terminus dead-letters discard --code unknown-reason --value test --dry-run
                  terminus dead-letters discard --code unknown-reason --value test \\
                      --reason "test messages"
                """
        )

        @OptionGroup var selected: SelectionOptions
        @Flag(help: "Show which would be discarded, by cause and value, and change nothing.")
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
                    DiscardDeadLetters(selection, showsCauses: dryRun || confirmation.asks)
                )
                try plan.run("Discard", change, confirmation, output.format, isDryRun: dryRun)
            }
        }
    }
}
