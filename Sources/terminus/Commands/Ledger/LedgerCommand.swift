import ArgumentParser

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Check, back up, restore, prune and migrate the ledger.",
        discussion: """
            EXAMPLE
              terminus ledger backup /var/backups/terminus-2026-03-31.sqlite
              terminus ledger check
            """,
        subcommands: [Check.self, Backup.self, Restore.self, Prune.self, Migrate.self]
    )
}
