import ArgumentParser
import Ledger
import Terminations

extension ReasonsCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one reason with everything it says, and how often it is recorded.",
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
            help: ArgumentHelp("As it read in this version of the settings.", valueName: "n")
        )
        var number: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let (applied, settings, uses) = try configuration.withLedger(.readOnly) { ledger in
                let applied = try configuration.appliedSettings(number, in: ledger)
                return (applied, try applied.settingsDocument().settings, try ledger.reasonUses())
            }
            let reason = try settings.reason(named: code)
            let own = uses.filter { $0.code == reason.code }
            switch output.format {
            case .text:
                Console.print("\(reason.code), as in version \(applied.version) of the settings")
                let lines = reason.fieldLines
                let width = lines.map(\.name.count).max() ?? 0
                for line in lines {
                    Console.print("  \(Table.padded(line.name, to: width))  \(Table.printable(line.text))")
                }
                let count = own.reduce(0) { $0 + $1.count }
                Console.print(
                    "\(Count.terminations(count)) \(count == 1 ? "has" : "have") it\(own.isEmpty ? "." : ":")"
                )
                for use in own { Console.print("  " + use.line) }
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.members(of: reason)
                line.name("settingsVersion")
                line.integer(applied.version)
                line.name("uses")
                line.beginArray()
                for use in own { line.use(use, countedUnder: settings.countedUnder(use.code)) }
                line.endArray()
                line.endObject()
                Console.print(line)
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
