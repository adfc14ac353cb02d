import Application
import ArgumentParser
import Ledger

extension LedgerCommand {
    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the ledger to a new file while the worker runs.",
            usage: "terminus ledger backup <file> [<options>]",
            discussion: """
                The copy is a consistent state of the ledger at the time the backup began. It is checked and synced to \
                disk before it gets its name. An existing file is never overwritten. terminus ledger restore puts a \
                backup in the ledger's place.

                Exit code 65 when the copy fails the check; it is removed then.

                EXAMPLE
                  terminus ledger backup /var/backups/terminus-2026-03-31.sqlite
                """
        )

        @Argument(help: "The file to write; it must not exist.", completion: .file())
        var file: String
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if file == "-" {
                throw ValidationError(
                    "A backup cannot be written to standard output: it is checked as a file. For a file of that name: ./-"
                )
            }
        }

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let action = try reporting { try BackUpLedger(to: file) }
            let removal = RemovalAtSignal(of: action.partialFiles)
            defer { withExtendedLifetime(removal) {} }
            let backup = try configuration.withApplication(.readOnlyOfAnyVersion) { application in
                var bar: ProgressBar?
                let backup = try application.execute(action) { done, total in
                    if bar == nil { bar = ProgressBar(total: total) }
                    bar?.advance(to: done)
                }
                bar?.finish()
                return backup
            }
            if let failure = backup.failure {
                LedgerFindings.print(backup.check, of: configuration.ledgerPath)
                throw CommandFailure(failure)
            }
            switch output.format {
            case .text: Console.print("\(file): \(Count.text(backup.bytes)) bytes, checked.")
            case .json: Console.print { backup.write(to: &$0) }
            }
        }
    }
}
