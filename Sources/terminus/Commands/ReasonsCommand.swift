import ArgumentParser
import Ledger
import Terminations

struct ReasonsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reasons",
        abstract: "List the cancellation reasons.",
        discussion: """
            EXAMPLE
              terminus reasons list
            """,
        subcommands: [List.self]
    )
}

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
            let current = try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
                defer { ledger.close() }
                return try ledger.currentSettings()
            }
            guard let current else {
                throw CommandFailure(
                    .configuration,
                    "No settings were ever applied.",
                    hint: "Run: terminus settings apply FILE"
                )
            }
            switch output.format {
            case .text: printTable(current.settings)
            case .json: for reason in current.settings.reasons { printJSON(reason) }
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
                    Self.validity(of: reason),
                    (reason.labels[settings.defaultLanguage] ?? "") + aliases + merged
                )
            }
            table.print()
        }

        private static func validity(of reason: CancellationReason) -> String {
            switch (reason.validFrom, reason.validThrough) {
            case (let from?, let through?): "\(from) – \(through)"
            case (let from?, nil): "from \(from)"
            case (nil, let through?): "through \(through)"
            case (nil, nil): reason.replacedBy == nil ? "always" : "no longer"
            }
        }

        private func printJSON(_ reason: CancellationReason) {
            var line = JSONWriter()
            line.beginObject()
            line.name("code")
            line.string(reason.code)
            line.name("labels")
            line.beginObject()
            for (language, label) in reason.labels.sorted(by: { $0.key < $1.key }) {
                line.name(escaping: language)
                line.string(label)
            }
            line.endObject()
            line.name("category")
            line.stringOrNull(reason.category)
            line.name("note")
            line.string(reason.note.presence.rawValue)
            line.name("validFrom")
            line.stringOrNull(reason.validFrom?.description)
            line.name("validThrough")
            line.stringOrNull(reason.validThrough?.description)
            line.name("replacedBy")
            line.stringOrNull(reason.replacedBy)
            line.name("aliases")
            line.beginArray()
            for alias in reason.aliases { line.string(alias) }
            line.endArray()
            line.endObject()
            Console.print(line)
        }
    }
}
