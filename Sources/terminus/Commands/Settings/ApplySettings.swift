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
                changes nothing. A reason that recorded terminations have cannot be left out of the file: keep it, and \
                retire it. A file that leaves out others needs --yes where nobody can be asked. A new ledger is made only \
                with --create.

                EXAMPLE
                  terminus settings apply settings.yaml --create
                  terminus settings apply settings.yaml --dry-run
                  terminus settings apply settings.yaml --based-on 3 \\
                      --reason "reasons of the spring campaign"
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
        @Flag(help: "Make a new ledger where there is none.")
        var create = false
        @OptionGroup(title: "CHANGE") var change: ChangeOptions
        @OptionGroup(title: "CHANGE") var confirmation: ConfirmationOptions
        @OptionGroup var options: ConfigurationOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let configuration = try await TerminusConfiguration.load(options)
            let file = try SettingsFile.read(file)
            let isThere = FileManager.default.fileExists(atPath: configuration.ledgerPath)
            if dryRun { return try preview(file, configuration, isThere: isThere) }
            guard isThere || create else {
                throw CommandFailure(
                    .configuration,
                    "There is no ledger at \(configuration.ledgerURL.path).",
                    hint: "Name the ledger with --config or --ledger-path. If it is to be a new one, add --create."
                )
            }
            try apply(file.document, configuration, isNew: !isThere)
        }

        private func apply(_ document: SettingsDocument, _ configuration: TerminusConfiguration, isNew: Bool) throws {
            try reporting(on: configuration.ledgerPath) {
                let ledger = try Ledger(path: configuration.ledgerPath)
                defer { ledger.close() }
                let current = try ledger.currentSettingsVersion()
                // Of a first version everything is new, and nothing can be lost.
                let (impact, reason) =
                    try current == nil ? (nil, change.reason ?? "") : agree(document, configuration, ledger)
                let applied = try ledger.apply(
                    document,
                    by: change.actor,
                    reason: reason,
                    basedOn: basedOn ?? current,
                    source: configuration.worker.source,
                    at: .now
                )
                // A person has seen the difference before the question.
                finish(document, applied, isAsked ? nil : impact, [], SettingsPlaces(""), configuration)
                // A first version may have gone to another ledger than was meant.
                if applied.version == 1, applied.isNew, output.format == .text {
                    Console.print("\(isNew ? "The ledger is new" : "Ledger"): \(configuration.ledgerURL.path)")
                }
            }
        }

        private var isAsked: Bool { Console.canAsk && !confirmation.yes && output.format == .text }

        /// A person is shown what would change, and asked. A script says what it wants by applying the file; but a file that
        /// leaves out reasons may be half of one, so that this must be said besides.
        private func agree(
            _ document: SettingsDocument,
            _ configuration: TerminusConfiguration,
            _ ledger: Ledger
        ) throws -> (impact: SettingsImpact?, reason: String) {
            let impact = try SettingsImpact(
                of: document,
                basedOn: basedOn,
                in: ledger,
                with: isAsked ? configuration.recorder(on: ledger) : nil
            )
            guard impact.application.isNew else { return (nil, change.reason ?? "") }
            let removed = impact.application.difference.reasons.filter { $0.kind == .removed }.map(\.code)
            guard isAsked || !removed.isEmpty && !confirmation.yes else { return (impact, change.reason ?? "") }
            if output.format == .text { for line in impact.lines { Console.print(line) } }
            let names = Table.printable(removed.joined(separator: ", "))
            try confirmation.confirm(
                removed.isEmpty
                    ? "Make it version \(impact.application.version)"
                    : "Remove \(Count.reasons(removed.count)) (\(names)) with version \(impact.application.version)"
            )
            return (impact, try change.reason())
        }

        private func preview(
            _ file: SettingsFile,
            _ configuration: TerminusConfiguration,
            isThere: Bool
        ) throws {
            let document = file.document
            let findings = SettingsLint.findings(in: document.settings, on: document.settings.today)
            guard isThere else {
                // A dry run makes no file.
                Console.note(
                    "There is no ledger at \(configuration.ledgerURL.path)\(create ? ": it would be made" : "; --create would make it")."
                )
                let difference = SettingsDifference(from: nil, to: document)
                let first = SettingsApplication(
                    version: 1,
                    isNew: true,
                    difference: difference,
                    eventCount: difference.reasons.count
                )
                return finish(document, first, nil, findings, file.places, configuration)
            }
            try configuration.withLedger(.readWrite) { ledger in
                let impact = try SettingsImpact(
                    of: document,
                    basedOn: basedOn,
                    in: ledger,
                    with: configuration.recorder(on: ledger)
                )
                finish(document, impact.application, impact, findings, file.places, configuration)
            }
        }

        private func finish(
            _ document: SettingsDocument,
            _ application: SettingsApplication,
            _ impact: SettingsImpact?,
            _ findings: [LintFinding],
            _ places: SettingsPlaces,
            _ configuration: TerminusConfiguration
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
                    for line in LintFinding.lines(findings, places) { Console.print(line) }
                }
                if dryRun { Console.print("Nothing was changed.") }
            case .json:
                var line = JSONWriter()
                line.beginObject()
                line.application(application, isDryRun: dryRun)
                line.name("hash")
                line.string(document.hash)
                line.name("ledger")
                line.string(configuration.ledgerURL.path)
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
