import ArgumentParser
import Ledger
import Terminations

extension SettingsCommand {
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every version of the settings, who made it and why, the latest first.",
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
            let history = try configuration.withLedger(.readOnly) { try $0.settingsHistory() }
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
                case .json:
                    var line = JSONWriter()
                    line.beginObject()
                    line.name("version")
                    line.integer(applied.version)
                    line.name("hash")
                    line.string(applied.hash)
                    line.name("appliedAt")
                    line.instant(applied.appliedAt)
                    line.name("appliedBy")
                    line.string(applied.appliedBy)
                    line.name("via")
                    line.string(applied.via.text)
                    line.name("reason")
                    line.string(applied.reason)
                    line.endObject()
                    Console.print(line)
                }
            }
            if output.format == .text { table.print() }
        }
    }
}
