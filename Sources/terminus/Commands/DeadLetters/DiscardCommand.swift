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
                They stay in the ledger, and restore opens them again. Nobody is told, but for the sender of a message that \
                still waits for its termination: it is refused first, with unknown-termination.

                EXAMPLE
                  terminus dead-letters discard crm-000131 --reason "test message of the CRM"
                """
        )

        @OptionGroup var selected: SelectionOptions
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let changing = StateChanging(
                verb: "Discard",
                done: "discarded",
                from: [.open, .held],
                needsReason: true,
                change: change,
                confirmation: confirmation,
                format: output.format
            )
            try configuration.withLedger(.readWrite) { ledger in
                let recorder = configuration.recorder(on: ledger)
                try changing.run(selected.selection, in: ledger) { ids, reason throws(LedgerError) in
                    try recorder.discard(ids, by: change.actor, reason: reason, at: .now)
                }
            }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open discarded dead letters again.",
            usage: "terminus dead-letters restore (<id> ... | <filters> | --all) [<options>]",
            discussion: """
                EXAMPLE
                  terminus dead-letters restore crm-000131 --reason "it was no test"
                """
        )

        @OptionGroup var selected: SelectionOptions
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let changing = StateChanging(
                verb: "Restore",
                done: "restored",
                from: [.discarded],
                needsReason: false,
                change: change,
                confirmation: confirmation,
                format: output.format
            )
            try configuration.withLedger(.readWrite) { ledger in
                try changing.run(selected.selection, in: ledger) { ids, reason throws(LedgerError) in
                    try ledger.restore(ids, by: change.actor, reason: reason, at: .now)
                }
            }
        }
    }
}
