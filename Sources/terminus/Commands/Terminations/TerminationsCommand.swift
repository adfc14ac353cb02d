import ArgumentParser

struct TerminationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terminations",
        abstract: "Look up recorded terminations and their history.",
        discussion: """
            EXAMPLE
              terminus terminations list --customer K-703
              terminus terminations show T-0001
            """,
        subcommands: [List.self, Show.self]
    )
}

/// Whether a person may see what is not for everybody.
struct ConfidentialOptions: ParsableArguments {
    @Flag(help: "Show notes, and the code and label of sensitive reasons, which are withheld otherwise.")
    var confidential = false
}
