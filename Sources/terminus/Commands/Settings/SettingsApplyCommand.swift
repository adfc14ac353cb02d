import Application
import ArgumentParser
import Foundation
import JSON
import Ledger
import Terminations
import YAML

extension SettingsCommand {
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a settings file the current version.",
            usage: "terminus settings apply <file> [--dry-run] [--actor <name>] [--reason <text>] [<options>]",
            discussion: """
                A running worker judges by the new version from its next batch on. Applying the current settings again \
                changes nothing. A reason that recorded terminations have cannot be left out of the file: keep it, and \
                retire it. A file without another reason needs --yes where there is no terminal. Only --create makes a \
                new ledger.

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
        @Flag(help: "Show what would change, findings and consequences; change nothing.")
        var dryRun = false
        @Option(
            help: ArgumentHelp("Refuse if the current version is another one.", valueName: "version")
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
            try apply(file, configuration, isNew: !isThere)
        }

        private func apply(_ file: SettingsFile, _ configuration: TerminusConfiguration, isNew: Bool) throws {
            try reporting(on: configuration.ledgerPath) {
                let ledger = try Ledger(path: configuration.ledgerPath)
                defer { ledger.close() }
                let application = configuration.application(on: ledger)
                let action = ApplySettings(file.document, basedOn: basedOn, forecastsDeadLetters: isAsked)
                let plan = try withProgressBar { try application.plan(action, progress: $0) }
                let outcome = try plan.execute(by: change.actor, because: try agree(plan.preview))
                // A person has seen the difference before the question.
                finish(outcome, isShown: isAsked, configuration)
                // A first version may have gone to another ledger than was meant.
                if outcome.application.version == 1, outcome.application.isNew, output.format == .text {
                    Console.print("\(isNew ? "The ledger is new" : "Ledger"): \(configuration.ledgerURL.path)")
                }
            }
        }

        private var isAsked: Bool { Console.canAsk && !confirmation.yes && output.format == .text }

        /// Shows a person what would change, and asks. A script states its will by applying the file. A file that leaves out
        /// reasons may be half of one, so that must be confirmed in any case.
        ///
        /// - Returns: the reason of the change.
        private func agree(_ preview: SettingsPreview) throws -> String {
            // Of a first version everything is new, and nothing can be lost.
            guard preview.application.base != nil, preview.application.isNew else { return change.reason ?? "" }
            let removed = preview.removedReasons
            guard isAsked || !removed.isEmpty && !confirmation.yes else { return change.reason ?? "" }
            if output.format == .text { for line in preview.impact.lines { Console.print(line) } }
            let names = Table.printable(removed.joined(separator: ", "))
            try confirmation.confirm(
                removed.isEmpty
                    ? "Make it version \(preview.application.version)"
                    : "Remove \(Count.reasons(removed.count)) (\(names)) with version \(preview.application.version)"
            )
            return try change.reason()
        }

        private func preview(
            _ file: SettingsFile,
            _ configuration: TerminusConfiguration,
            isThere: Bool
        ) throws {
            let action = ApplySettings(file.document, basedOn: basedOn)
            guard isThere else {
                // A dry run makes no file.
                Console.note(
                    "There is no ledger at \(configuration.ledgerURL.path)\(create ? ": it would be made" : "; --create would make it")."
                )
                return finish(action.previewWithoutLedger().dryRun, file.places, configuration)
            }
            let plan = try configuration.withApplication(.readWrite) { application in
                try withProgressBar { try application.plan(action, progress: $0) }
            }
            finish(plan.preview.dryRun, file.places, configuration)
        }

        /// - Parameter isShown: whether the difference was printed before.
        private func finish(
            _ outcome: SettingsOutcome,
            _ places: SettingsPlaces? = nil,
            isShown: Bool = false,
            _ configuration: TerminusConfiguration
        ) {
            switch output.format {
            case .text:
                let application = outcome.application
                let settings = outcome.preview.document.settings
                let verb = dryRun ? "would be" : "is"
                Console.print(
                    application.isNew
                        ? "Version \(application.version) \(verb) in force: \(Count.reasons(settings.reasons.count)), "
                            + "\(settings.timeZone.name)."
                        : "Nothing changes: these settings are in force as version \(application.version)."
                )
                // Of the first version everything is new.
                if !isShown, application.version > 1 {
                    for line in outcome.preview.impact.lines { Console.print(line) }
                }
                if let places, !outcome.preview.findings.isEmpty {
                    Console.print("To look at:")
                    for line in LintFinding.lines(outcome.preview.findings, places) { Console.print(line) }
                }
                if dryRun { Console.print("Nothing was changed.") }
            case .json:
                Console.print { outcome.write(to: &$0, ledger: configuration.ledgerURL.path) }
            }
        }
    }
}

extension Count {
    static func reasons(_ number: Int) -> String { "\(text(number)) reason\(number == 1 ? "" : "s")" }
}
