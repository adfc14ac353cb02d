import ArgumentParser
import Ledger
import Terminations
import Worker

extension DeadLettersCommand {
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set dead letters aside for good, with a reason.",
            usage: "terminus dead-letters discard (<id> ... | <filters> | --all) --reason <text> [<options>]",
            discussion: """
                They stay in the ledger, and restore opens them again. No event is published, but for the sender of a \
                message that still waits for its termination: it is refused first, with unknown-termination. The action \
                gets a number; undo takes it back by that.

                EXAMPLE
                  terminus dead-letters discard crm-000131 --reason "test message of the CRM"
                  terminus dead-letters discard --code unknown-reason --value test --dry-run
                  terminus dead-letters discard --code unknown-reason --value test \\
                      --reason "test messages"
                """
        )

        @OptionGroup var selected: SelectionOptions
        @Flag(help: "Say which would be discarded, by cause and value, and change nothing.")
        var dryRun = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let changing = StateChanging(
                kind: .discarded,
                verb: "Discard",
                from: [.open, .held],
                to: .discarded,
                needsReason: true,
                change: change,
                confirmation: confirmation,
                format: output.format,
                isDryRun: dryRun
            )
            try configuration.withLedger(dryRun ? .readOnly : .readWrite) { ledger in
                let recorder = configuration.recorder(on: ledger)
                try changing.run(selected.selection, in: ledger) {
                    ids,
                    versions,
                    action,
                    reason throws(LedgerError) in
                    try recorder.discard(
                        ids,
                        ifVersions: versions,
                        action: action,
                        by: change.actor,
                        reason: reason,
                        at: .now
                    )
                }
            }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open discarded dead letters again.",
            usage: "terminus dead-letters restore (<id> ... | <filters> | --all) [<options>]",
            discussion: """
                To take one discard back, whatever it was about, use undo with its number.

                EXAMPLE
                  terminus dead-letters restore crm-000131 --reason "it was no test"
                  terminus dead-letters restore --customer K-703 --dry-run
                """
        )

        @OptionGroup var selected: SelectionOptions
        @Flag(help: "Say which would be open again, by cause and value, and change nothing.")
        var dryRun = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let changing = StateChanging(
                kind: .restored,
                verb: "Restore",
                from: [.discarded],
                to: .open,
                needsReason: false,
                change: change,
                confirmation: confirmation,
                format: output.format,
                isDryRun: dryRun
            )
            try configuration.withLedger(dryRun ? .readOnly : .readWrite) { ledger in
                try changing.run(selected.selection, in: ledger) {
                    ids,
                    versions,
                    action,
                    reason throws(LedgerError) in
                    try ledger.restore(
                        ids,
                        ifVersions: versions,
                        action: action,
                        by: change.actor,
                        reason: reason,
                        at: .now
                    )
                }
            }
        }
    }
}
