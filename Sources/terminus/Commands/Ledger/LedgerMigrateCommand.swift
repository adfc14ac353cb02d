import Application
import ArgumentParser
import JSON
import Ledger

extension LedgerCommand {
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Migrate the ledger's tables to this version.",
            usage: "terminus ledger migrate [--dry-run] [<options>]",
            discussion: """
                Every command that opens a ledger for writing migrates it, the worker included; this command does \
                nothing else. Make a backup first: it is the only way back to the older version. A ledger of a newer \
                version is refused.

                EXAMPLE
                  terminus ledger migrate --dry-run
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions
        @Flag(help: "Show what would be done, and do nothing.")
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
