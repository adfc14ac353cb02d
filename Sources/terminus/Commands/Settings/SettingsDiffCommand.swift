import Application
import ArgumentParser

extension SettingsCommand {
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the differences between two versions.",
            usage: "terminus settings diff <version> [<version>] [<options>]",
            discussion: """
                Compares field by field, before → after. Layout and explicit defaults make no difference.

                EXAMPLE
                  terminus settings diff 3 4
                  terminus settings diff 3 --format json
                """
        )

        @Argument(help: ArgumentHelp("The earlier version.", valueName: "version"))
        var before: Int
        @Argument(help: ArgumentHelp("The later version (default: the current one).", valueName: "version"))
        var after: Int?
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let comparison = try configuration.withApplication(.readOnly) { application in
                try application.compareSettings(before, with: after)
            }
            switch output.format {
            case .text:
                Console.print("From version \(comparison.from) to version \(comparison.to)")
                if comparison.difference.isEmpty { Console.print("  No differences.") }
                for line in comparison.difference.lines() { Console.print(line) }
            case .json:
                Console.print { comparison.write(to: &$0) }
            }
        }
    }
}
