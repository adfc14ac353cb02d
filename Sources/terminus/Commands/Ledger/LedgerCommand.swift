import ArgumentParser

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Check the ledger, back it up, restore a backup, prune it, and bring it up to date.",
        discussion: """
            EXAMPLE
              terminus ledger backup /var/backups/terminus-2026-03-31.sqlite
              terminus ledger check
            """,
        subcommands: [Check.self, Backup.self, Restore.self, Prune.self, Migrate.self]
    )
}
