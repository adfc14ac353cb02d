import ArgumentParser
import Foundation
import Ledger
import Terminations

extension SettingsCommand {
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a settings file the current version.",
            usage: "terminus settings apply <file> [--dry-run] [--actor <name>] [--reason <text>] [<options>]",
            discussion: """
                A running worker judges by the new version from its next batch on. Applying the current settings again \
                changes nothing. A reason that recorded terminations have cannot be left out of the file: retire it \
                instead.

                EXAMPLE
                  terminus settings apply settings.yaml --dry-run
                  terminus settings apply settings.yaml --based-on 3 --reason "reasons of the spring campaign"
                """
        )

        @Argument(
            help: ArgumentHelp("A YAML or JSON file, or - for standard input.", valueName: "file"),
            completion: .file()
        )
        var file: String
        @Flag(help: "Say what would change, what is doubtful about it and what it means; change nothing.")
        var dryRun = false
        @Option(
            help: ArgumentHelp("Refuse it where another version than this one is current.", valueName: "version")
        )
        var basedOn: Int?
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let document = try SettingsFile.read(file)
            if dryRun { try preview(document, configuration) } else { try apply(document, configuration) }
        }

        private func apply(_ document: SettingsDocument, _ configuration: TerminusConfiguration) throws {
            let applied = try reporting(on: configuration.ledgerPath) {
                let ledger = try Ledger(path: configuration.ledgerPath)
                defer { ledger.close() }
                let (base, reason) = try agree(document, configuration, ledger)
                return try ledger.apply(
                    document,
                    by: change.actor,
                    reason: reason,
                    basedOn: base,
                    source: configuration.worker.source,
                    at: .now
                )
            }
            finish(document, applied, nil, [])
        }

        /// A person is shown what would change, and asked. A script says what it wants by applying the file.
        private func agree(
            _ document: SettingsDocument,
            _ configuration: TerminusConfiguration,
            _ ledger: Ledger
        ) throws -> (base: Int?, reason: String) {
            let current = try ledger.currentSettingsVersion()
            guard Console.canAsk, !confirmation.yes, output.format == .text, let current else {
                return (basedOn, change.reason ?? "")
            }
            let impact = try SettingsImpact(
                of: document,
                basedOn: basedOn,
                in: ledger,
                with: configuration.recorder(on: ledger)
            )
            guard impact.application.isNew else { return (basedOn, "") }
            for line in impact.lines { Console.print(line) }
            try confirmation.confirm("Make it version \(current + 1)")
            return (current, try change.reason())
        }

        private func preview(_ document: SettingsDocument, _ configuration: TerminusConfiguration) throws {
            let findings = SettingsLint.findings(in: document.settings, on: document.settings.today)
            guard FileManager.default.fileExists(atPath: configuration.ledgerPath) else {
                // A dry run makes no file.
                let difference = SettingsDifference(from: nil, to: document)
                let first = SettingsApplication(
                    version: 1,
                    isNew: true,
                    difference: difference,
                    eventCount: difference.reasons.count
                )
                finish(document, first, nil, findings)
                return
            }
            try configuration.withLedger(.readWrite) { ledger in
                let impact = try SettingsImpact(
                    of: document,
                    basedOn: basedOn,
                    in: ledger,
                    with: configuration.recorder(on: ledger)
                )
                finish(document, impact.application, impact, findings)
            }
        }

        private func finish(
            _ document: SettingsDocument,
            _ application: SettingsApplication,
            _ impact: SettingsImpact?,
            _ findings: [LintFinding]
        ) {
            switch output.format {
            case .text:
                let reasons = document.settings.reasons.count
                let verb = dryRun ? "would be" : "is"
                Console.print(
                    application.isNew
                        ? "Version \(application.version) \(verb) in force: \(Count.reasons(reasons)), "
                            + "\(document.settings.timeZone.name)."
                        : "Nothing changes: these settings are in force as version \(application.version)."
                )
                // Of the first version everything is new.
                if let impact, application.version > 1 { for line in impact.lines { Console.print(line) } }
                if !findings.isEmpty {
                    Console.print("To look at:")
                    for line in LintFinding.lines(findings) { Console.print(line) }
                }
                if dryRun { Console.print("Nothing was changed.") }
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.application(application, isDryRun: dryRun)
                line.name("hash")
                line.string(document.hash)
                if let impact { impact.write(to: &line) }
                if dryRun {
                    line.name("findings")
                    line.findings(findings)
                }
                line.endObject()
                Console.print(line)
            }
        }
    }
}

extension Count {
    static func reasons(_ number: Int) -> String { "\(text(number)) reason\(number == 1 ? "" : "s")" }
}
