import ArgumentParser

struct CustomersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers",
        abstract: "Export what is kept about a customer.",
        discussion: """
            EXAMPLE
              terminus customers export K-703 --output K-703.json
            """,
        subcommands: [Export.self]
    )
}
