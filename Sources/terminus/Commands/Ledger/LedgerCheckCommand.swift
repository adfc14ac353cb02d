import Application
import ArgumentParser
import Ledger

extension LedgerCommand {
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the integrity of a ledger.",
            usage: "terminus ledger check [<options>]",
            discussion: """
                Checks the whole file: SQLite's own check, the rules across tables, the order of the event log and of \
                each contract, the relay's cursor, the ids, the audit trail. It changes nothing and may run beside the \
                worker. Exit code 0 when the ledger is intact, 65 when it is not.

                EXAMPLE
                  terminus ledger check
                  terminus ledger check --ledger-path terminus-2026-03-31.sqlite --format json
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let check = try configuration.withApplication(.readOnly) { application in
                var bar = ProgressBar(total: LedgerRule.allCases.count)
                let check = try application.checkLedger { done, _ in bar.advance(to: done) }
                bar.finish()
                return check
            }
            switch output.format {
            case .text: LedgerFindings.print(check, of: configuration.ledgerPath)
            case .json: Console.print { check.write(to: &$0) }
            }
            if !check.holds { throw ExitCode(ExitStatus.dataError.rawValue) }
        }
    }
}
