import Application
import ArgumentParser
import JSON
import Ledger
import Terminations

extension ReasonsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the cancellation reasons of the current settings, in their order.",
            usage: "terminus reasons list [<options>]",
            discussion: """
                EXAMPLE
                  terminus reasons list --format json
                """
        )

        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let settings = try configuration.withApplication(.readOnly) { application in
                try application.appliedSettings().settingsDocument().settings
            }
            switch output.format {
            case .text: printTable(settings)
            case .json: for reason in settings.reasons { Console.print { reason.write(to: &$0) } }
            }
        }

        private func printTable(_ settings: Settings) {
            if settings.reasons.isEmpty {
                Console.note("The settings have no reasons.")
                return
            }
            var table = Table("CODE", "CATEGORY", "NOTE", "VALID", "LABEL (ALIASES)")
            for reason in settings.reasons {
                let aliases = reason.aliases.isEmpty ? "" : " (\(reason.aliases.joined(separator: ", ")))"
                let merged = reason.replacedBy.map { ", merged into \($0)" } ?? ""
                table.add(
                    reason.code,
                    reason.category ?? "",
                    reason.note.presence.rawValue,
                    reason.validity,
                    (reason.labels[settings.defaultLanguage] ?? "") + aliases + merged
                )
            }
            table.print()
        }
    }
}
