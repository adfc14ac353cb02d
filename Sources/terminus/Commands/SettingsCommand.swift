import ArgumentParser
import Foundation
import Ledger
import Terminations

struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Apply and show the settings: cancellation reasons, rules, time zone.",
        discussion: """
            EXAMPLE
              terminus settings apply settings.yaml
            """,
        subcommands: [Apply.self, Show.self, History.self]
    )
}

extension SettingsCommand {
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a settings file the current version.",
            usage: "terminus settings apply <file> [--dry-run] [--actor <name>] [<options>]",
            discussion: """
                Every change makes a new version; no version is ever changed. A running worker judges by the new one \
                from its next message on. Applying the current settings again changes nothing.

                EXAMPLE
                  terminus settings apply settings.yaml --dry-run
                """
        )

        @Argument(help: ArgumentHelp("A YAML or JSON file, or - for standard input.", valueName: "file"))
        var file: String
        @Option(help: ArgumentHelp("Who applies it, as the history will say.", valueName: "name"))
        var actor = NSUserName()
        @Flag(help: "Check the file, say what would happen, and change nothing.")
        var dryRun = false
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let document = try SettingsFile.read(file)
            let (version, isNew) = try dryRun ? preview(document, configuration) : apply(document, configuration)
            switch output.format {
            case .text:
                let reasons = document.settings.reasons.count
                let verb = dryRun ? "would be" : "is"
                Console.print(
                    isNew
                        ? "Version \(version) \(verb) in force: \(reasons) reasons, \(document.settings.timeZone.name)."
                        : "Nothing changes: these settings are in force as version \(version)."
                )
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.name("version")
                line.integer(version)
                line.name("isNew")
                line.bool(isNew)
                line.name("hash")
                line.string(document.hash)
                line.name("dryRun")
                line.bool(dryRun)
                line.endObject()
                Console.print(line)
            }
        }

        private func apply(
            _ document: SettingsDocument,
            _ configuration: TerminusConfiguration
        ) throws -> (version: Int, isNew: Bool) {
            try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath)
                defer { ledger.close() }
                return try ledger.apply(document, by: actor, at: Instant.now)
            }
        }

        private func preview(
            _ document: SettingsDocument,
            _ configuration: TerminusConfiguration
        ) throws -> (version: Int, isNew: Bool) {
            guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else { return (1, true) }
            return try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
                defer { ledger.close() }
                guard let current = try ledger.appliedSettings() else { return (1, true) }
                let isNew = current.hash != document.hash
                return (isNew ? current.version + 1 : current.version, isNew)
            }
        }
    }

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
            let applied = try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
                defer { ledger.close() }
                return try ledger.appliedSettings(number)
            }
            guard let applied else {
                throw CommandFailure(
                    .dataError,
                    number.map { "There is no version \($0) of the settings." } ?? "No settings were ever applied.",
                    hint: number == nil ? "Run: terminus settings apply FILE" : "See: terminus settings history"
                )
            }
            switch output.format {
            case .text:
                // As comments, so that what is shown can be changed and applied.
                Console.print(
                    "# Version \(applied.version), applied at \(applied.appliedAt.toTheSecond) by \(Table.printable(applied.appliedBy))"
                )
                Console.print(try SettingsPrinter.yaml(applied.document))
            case .json:
                Console.print(applied.document)
            }
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List every version of the settings, the latest first.",
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
            let history = try reporting {
                let ledger = try Ledger(path: configuration.ledgerPath, access: .readOnly)
                defer { ledger.close() }
                return try ledger.settingsHistory()
            }
            var table = Table("VERSION", "APPLIED AT", "HASH", "BY")
            for applied in history {
                switch output.format {
                case .text:
                    table.add(
                        "\(applied.version)",
                        applied.appliedAt.toTheSecond,
                        String(applied.hash.prefix(12)),
                        applied.appliedBy
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
                    line.endObject()
                    Console.print(line)
                }
            }
            if output.format == .text { table.print() }
        }
    }
}
