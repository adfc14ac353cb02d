import ArgumentParser
import Ledger
import Terminations

extension SettingsCommand {
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is different between two versions.",
            usage: "terminus settings diff <version> [<version>] [<options>]",
            discussion: """
                Field by field, before → after. How a file is laid out makes no difference, nor does a default that is \
                written out.

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
            let (old, new, uses) = try configuration.withLedger(.readOnly) { ledger in
                (
                    try configuration.appliedSettings(before, in: ledger),
                    try configuration.appliedSettings(after, in: ledger), try ledger.reasonUses()
                )
            }
            let difference = try reporting {
                SettingsDifference(from: try old.settingsDocument(), to: try new.settingsDocument())
            }
            switch output.format {
            case .text:
                Console.print("From version \(old.version) to version \(new.version)")
                if difference.isEmpty { Console.print("  No differences.") }
                for line in difference.lines() { Console.print(line) }
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("from")
                line.integer(old.version)
                line.name("to")
                line.integer(new.version)
                difference.write(to: &line, uses: uses)
                line.endObject()
                Console.print(line)
            }
        }
    }
}
