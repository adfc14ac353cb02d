import ArgumentParser

/// How a command answers: for people, or one JSON object a line for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

struct OutputOptions: ParsableArguments {
    @Option(help: "How to answer: text for people, json for programs (one object a line).")
    var format = OutputFormat.text

    /// The most rows of a list: the given number, or on a terminal what a person can read. Pipes and JSON get all rows,
    /// because nobody would notice that some are left out.
    func limit(_ given: Int?, onTerminal most: Int) -> Int {
        given ?? (format == .text && Console.outputIsTerminal ? most : .max)
    }
}
