import ArgumentParser

/// How a command answers: for people, or one JSON object a line for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

struct OutputOptions: ParsableArguments {
    @Option(help: "How to answer: text for people, json for programs (one object a line).")
    var format = OutputFormat.text

    /// How many rows a list has: what was asked for, or on a terminal what a person can read. Whoever reads a pipe or
    /// JSON gets all, since nobody would see that something is left out.
    func limit(_ given: Int?, onTerminal most: Int) -> Int {
        given ?? (format == .text && Console.outputIsTerminal ? most : .max)
    }
}
