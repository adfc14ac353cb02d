import Application
import ArgumentParser

extension SettingsCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every version of the settings, with its author and reason, the latest first.",
            usage: "terminus settings history [<options>]",
            discussion: """
                EXAMPLE
                  terminus settings history
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let history = try configuration.withApplication(.readOnly) { try $0.settingsHistory() }
            var table = Table("VERSION", "APPLIED AT", "HASH", "BY", "WHY")
            for applied in history {
                switch output.format {
                case .text:
                    table.add(
                        "\(applied.version)",
                        applied.appliedAt.toTheSecond,
                        String(applied.hash.prefix(12)),
                        applied.appliedBy,
                        applied.reason
                    )
                case .json: Console.print { applied.write(to: &$0) }
                }
            }
            if output.format == .text { table.print() }
        }
    }
}
