import Application
import ArgumentParser
import Ledger
import Terminations
import YAML

extension SettingsCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the current settings, or an earlier version.",
            usage: "terminus settings show [--version <n>] [<options>]",
            discussion: """
                EXAMPLE
                  terminus settings show --version 3 --format json
                """
        )

        @Option(name: [.customLong("version")], help: ArgumentHelp("The version to show.", valueName: "n"))
        var number: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let applied = try configuration.withApplication(.readOnly) { application in
                try application.appliedSettings(number)
            }
            switch output.format {
            case .text:
                // As comments, so that what is shown can be changed and applied.
                Console.print("# \(applied.heading)")
                Console.print(try SettingsPrinter.yaml(applied.document))
            case .json:
                Console.write(applied.document.printableJSON + "\n")
            }
        }
    }
}

extension AppliedSettings {
    /// On one line, whatever the reason contains.
    var heading: String {
        let why = reason.isEmpty ? "" : ": \(reason)"
        return Table.printable("Version \(version), applied at \(appliedAt.toTheSecond) by \(appliedBy)\(why)")
    }
}
