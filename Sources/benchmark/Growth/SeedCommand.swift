import ArgumentParser

/// Makes a large ledger. A process of its own: what it needs of memory must not count as anybody else's.
struct SeedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Make a ledger with millions of terminations; one that is there already is used."
    )

    @Argument(help: "The ledger's file.")
    var path: String
    @Option(help: "How many terminations.")
    var terminations = 1_000_000

    func run() throws {
        try SeededLedger.make(path, terminations: terminations)
    }
}
