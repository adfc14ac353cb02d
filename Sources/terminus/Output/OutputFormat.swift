import ArgumentParser

/// How a command answers: for people, or one JSON object a line for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

struct OutputOptions: ParsableArguments {
    @Option(help: "How to answer: text for people, json for programs (one object a line).")
    var format = OutputFormat.text
}
