import Application
import ArgumentParser
import JSON
import Ledger

extension LedgerCommand {
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the ledger's tables up to date with this version.",
            usage: "terminus ledger migrate [--dry-run] [<options>]",
            discussion: """
                Whatever opens a ledger for writing does the same, the worker included; this says it, and does nothing \
                else. Make a backup first: there is no way back to the older version but the backup. A ledger of a \
                newer version is refused.

                EXAMPLE
                  terminus ledger migrate --dry-run
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Say what would be done, and do nothing.")
        var dryRun = false

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let path = configuration.ledgerPath
            let migration = try reporting(on: path) {
                let action = MigrateLedger(path)
                let migration = try action.plan()
                if !dryRun { try action.execute(migration) }
                return migration
            }
            switch output.format {
            case .text: describe(migration, path)
            case .json: Console.print { migration.write(to: &$0, isDryRun: dryRun) }
            }
        }

        private func describe(_ migration: LedgerMigration, _ path: String) {
            guard migration.isNeeded else {
                Console.print("\(path): the schema is up to date (version \(migration.to)).")
                return
            }
            let verb = dryRun ? "would be" : "was"
            Console.print("\(path) \(verb) brought from version \(migration.from) to version \(migration.to):")
            for step in migration.steps { Console.print("  \(step)") }
        }
    }
}
