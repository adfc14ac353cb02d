import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension ReasonsCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one reason with all its fields, and how often it is recorded.",
            usage: "terminus reasons show <code> [--version <n>] [<options>]",
            discussion: """
                EXAMPLE
                  terminus reasons show price
                  terminus reasons show price --version 3 --format json
                """
        )

        @Argument(
            help: ArgumentHelp("The reason's code, or an alias of it.", valueName: "code"),
            completion: .reasonCode
        )
        var code: String
        @Option(
            name: [.customLong("version")],
            help: ArgumentHelp("In this version of the settings.", valueName: "n")
        )
        var number: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let details = try configuration.withApplication(.readOnly) { application in
                try application.reason(code, version: number)
            }
            switch output.format {
            case .text:
                let reason = details.reason
                Console.print("\(reason.code), as in version \(details.settingsVersion) of the settings")
                let lines = reason.fieldLines
                let width = lines.map(\.name.count).max() ?? 0
                for line in lines {
                    Console.print("  \(Table.padded(line.name, to: width))  \(Table.printable(line.text))")
                }
                let count = details.recorded
                Console.print(
                    "\(Count.terminations(count)) \(count == 1 ? "has" : "have") it\(details.uses.isEmpty ? "." : ":")"
                )
                for use in details.uses { Console.print("  " + use.use.line) }
            case .json:
                Console.print { details.write(to: &$0) }
            }
        }
    }
}

extension ReasonUse {
    /// `1,000 × "Too expensive", by version 1, given as dear`
    fileprivate var line: String {
        let alias = givenCode == code ? "" : ", given as \(givenCode)"
        return Table.printable("\(Count.text(count)) × \"\(label)\", by version \(settingsVersion)\(alias)")
    }
}

extension Count {
    /// `1 recorded termination`, `1,000 recorded terminations`.
    static func terminations(_ number: Int) -> String {
        "\(text(number)) recorded termination\(number == 1 ? "" : "s")"
    }
}
