import ArgumentParser
import Ledger
import Terminations

extension SettingsCommand {
    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an earlier version the current settings again.",
            usage: "terminus settings rollback <version> --reason <text> [<options>]",
            discussion: """
                It becomes a new version; the history keeps all of them. Shown first is what changes against the current \
                version. A reason that came later and that recorded terminations have stays, retired as of today.

                EXAMPLE
                  terminus settings rollback 3 --dry-run
                  terminus settings rollback 3 \\
                      --reason "the campaign's reasons were a mistake"
                """
        )

        @Argument(help: ArgumentHelp("The version to go back to.", valueName: "version"))
        var version: Int
        @OptionGroup(title: "CHANGE") var change: SettingsChangeOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            try SettingsChanging(options: change, format: output.format, configuration: configuration)
                .run("Go back to version \(version)") { ledger, current in
                    let earlier = try configuration.appliedSettings(version, in: ledger).settingsDocument()
                    return try keepingUsedReasons(of: current, in: earlier, ledger)
                }
        }

        /// What is recorded must be readable: a reason that came after the version stays where terminations have it.
        private func keepingUsedReasons(
            of current: SettingsDocument,
            in earlier: SettingsDocument,
            _ ledger: Ledger
        ) throws -> SettingsDocument {
            let missing = try ledger.reasons(missingFrom: earlier)
            guard !missing.isEmpty else { return earlier }
            let absent = missing.filter { $0.spelling == nil }
            if output.format == .text, !absent.isEmpty {
                let names = absent.map { "\($0.code) (\(Count.terminations($0.count)))" }
                let text =
                    "Version \(version) does not have \(names.listed), which \(absent.count == 1 ? "stays, and is" : "stay, and are") "
                    + "retired."
                for line in Paragraph.hanging(text, indent: 0, hanging: 2) { Console.print(line) }
            }
            do {
                return try earlier.keeping(missing.map(\.code), of: current, through: earlier.settings.today)
            } catch {
                throw CommandFailure(.dataError, Table.printable(error.description))
            }
        }
    }
}
