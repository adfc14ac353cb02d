import ArgumentParser

struct NotesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes",
        abstract: "Remove notes from the ledger for good.",
        discussion: """
            EXAMPLE
              terminus notes redact --customer K-703 --reason "request of 12 March"
            """,
        subcommands: [Redact.self]
    )
}
