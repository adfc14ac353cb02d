import Application
import ArgumentParser
import Foundation
import Ledger
import Terminations

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import earlier terminations, judged by the same rules as messages that arrive.",
        usage: "terminus import <file> [--map <field>=<column>]... [--set <field>=<value>]... [<options>]",
        discussion: """
            The file has one JSON message per line (NDJSON), or is CSV with a header line. Messages that were recorded \
            before are recognized. To continue an interrupted import, import the same file in the same way. Refused \
            messages become dead letters, or go to a separate file.

            Without events (the default) nothing is published for imported messages; terminations that are over \
            already count as published. A termination whose last day is yet to come takes effect as any other.

            A CSV column with the name of a field needs no --map. \(ColumnMapping.fieldList)

            EXAMPLE
              terminus import history.ndjson
              terminus import history.csv --map "contractId=Contract Nr" \\
                  --set timeZone=Europe/Amsterdam --dry-run
              terminus import excel.csv --encoding windows-1252 \\
                  --date-format DD-MM-YYYY --decimal-comma \\
                  --map-value "reasonCode:Te duur=price" --rejects refused.ndjson
            """
    )

    @Argument(
        help: ArgumentHelp("The file, or - for standard input: NDJSON or CSV.", valueName: "file"),
        completion: .file()
    )
    var file: String
    @Option(
        help: ArgumentHelp(
            "The format: csv or ndjson (default: by the file name's extension, otherwise by its first character).",
            valueName: "format"
        )
    )
    var input: ImportInput?
    @Option(
        help: ArgumentHelp(
            "The file's encoding: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")) (default: utf-8, or "
                + "UTF-16 where a byte order mark says so).",
            valueName: "name"
        )
    )
    var encoding: TextEncoding?
    @OptionGroup(title: "CSV") var table: TableOptions
    @Option(help: "Whether events are published for imported messages: none or all.")
    var events = ImportedEvents.none
    @Option(
        help: ArgumentHelp("A file for refused messages, which otherwise become dead letters.", valueName: "file"),
        completion: .file()
    )
    var rejects: String?
    @Flag(help: "Show what an import would do, by running it on a copy of the ledger. Changes nothing.")
    var dryRun = false
    @Option(name: .customLong("actor"), help: "Who imports.")
    var actorName = NSUserName()
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if rejects == "-" { throw ValidationError("--rejects needs a file: standard output has the summary.") }
        if isTable == false, let option = table.given {
            throw ValidationError("\(option) is for CSV, and the file is taken for NDJSON. For CSV give --input csv.")
        }
    }

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        try reportingImportErrors {
            let action = ImportMessages(
                try source(configuration),
                publishesEvents: events == .all,
                rejects: rejects
            )
            if dryRun { return try tryOnCopy(action, configuration) }
            try configuration.withApplication(.readWrite) { application in
                try run(try application.plan(action))
            }
        }
    }

    /// Whether the command line says that it is CSV; nil where the file must be examined.
    private var isTable: Bool? {
        if let input { return input == .csv }
        let name = file.lowercased()
        if [".csv", ".tsv"].contains(where: name.hasSuffix) { return true }
        if [".ndjson", ".jsonl"].contains(where: name.hasSuffix) { return table.map.isEmpty ? false : true }
        return table.given == nil ? nil : true
    }

    private func source(_ configuration: TerminusConfiguration) throws -> ImportSource {
        let file = try ImportFile(file, encoding: encoding)
        for warning in file.warnings { Console.note(warning) }
        guard isTable ?? !file.looksLikeJSON else {
            return try ImportSource(file, .ndjson, limits: configuration.worker.limits)
        }
        let settings: Settings? =
            try table.dateFormat == nil && table.mapValue.isEmpty
            ? nil : configuration.withLedger(.readOnly) { try $0.currentSettings()?.settings }
        // The times of a row without a zone are in the zone of the settings.
        let mapping = table.mapping(table.dateFormat == nil ? nil : settings?.timeZone)
        let source = try ImportSource(file, .csv(mapping), limits: configuration.worker.limits)
        if let settings { warn(ofUnknownReasonsIn: mapping, settings) }
        if !source.unusedColumns.isEmpty {
            Console.note("Columns that are not used: \(source.unusedColumns.joined(separator: ", ")).")
        }
        return source
    }

    /// Every message with such a reason would be refused, so the option is probably misspelt.
    private func warn(ofUnknownReasonsIn mapping: ColumnMapping, _ settings: Settings) {
        for value in mapping.values["reasonCode"] ?? [] where !value.to.isEmpty && !settings.hasReason(value.to) {
            let codes = settings.reasons.flatMap { [$0.code] + $0.aliases }
            let nearest = Nearest.of(codes, to: value.to).first.map { " Did you mean \($0)?" } ?? ""
            Console.note(
                "\(MappedValue.option("reasonCode", value)): the settings have no reason \(Table.printable(value.to)).\(nearest)"
            )
        }
    }

    private func run(_ plan: ImportPlan) throws {
        if plan.unfinished == nil {
            if let earlier = plan.earlier {
                Console.note(
                    "This file was imported before (import \(earlier.number)): messages that are already recorded are duplicates."
                )
            }
            if events == .all { try confirmation.confirm("Publish events for all imported terminations") }
        }
        let begun = try plan.begin(by: Actor(actorName, by: .cli))
        if plan.unfinished != nil {
            Console.note(
                "Going on with import \(begun.run.number): \(Count.text(begun.run.messages)) messages are behind it."
            )
        }
        let interruption = Interruption()
        let summary = try withProgressBar(countsBytes: true) {
            try begun.execute(stop: interruption.stop, progress: $0)
        }
        print(summary)
        // After the report, because a failure here does not undo the import.
        try begun.packReportFacts(stop: interruption.stop)
        if !summary.run.isFinished {
            throw CommandFailure(
                .temporary,
                "The import was interrupted.",
                hint: "The same command continues it."
            )
        }
        if summary.run.rejected > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func tryOnCopy(_ action: ImportMessages, _ configuration: TerminusConfiguration) throws {
        let place = FileManager.default.temporaryDirectory.path
        let copy = try reporting { try TrialCopy(in: place, name: UUID().uuidString) }
        defer { copy.remove() }
        let removal = RemovalAtSignal { copy.remove() }
        let trial = try configuration.withApplication(.readOnly) { application in
            Console.note("Copying the ledger, to try it there.")
            return try application.planTrial(action, on: copy)
        }
        // From here on, failures concern the copy's file, not the ledger's.
        let summary = try reporting(on: copy.path) {
            let interruption = Interruption()
            removal.cancel()
            return try withProgressBar(countsBytes: true) {
                try trial.execute(by: Actor(actorName, by: .cli), stop: interruption.stop, progress: $0)
            }
        }
        print(summary)
        if !summary.run.isFinished { throw CommandFailure(.temporary, "The dry run was interrupted.") }
        if summary.run.rejected > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func print(_ summary: ImportSummary) {
        switch output.format {
        case .text: for line in summary.lines { Console.print(line) }
        case .json: Console.print { summary.write(to: &$0, naming: MappedValue.option) }
        }
    }

    private func reportingImportErrors(_ work: () throws -> Void) throws {
        do { try work() } catch let error as ImportFileError {
            let status: ExitStatus =
                switch error.cause {
                case .content: .dataError
                case .noInput: .noInput
                case .disk: .inputOutput
                }
            throw CommandFailure(status, error.description, hint: error.hint)
        }
    }
}

extension Settings {
    /// Whether a message can name a reason by this code.
    fileprivate func hasReason(_ code: String) -> Bool { reason(code) != nil || reason(withAlias: code) != nil }
}

/// The format of an imported file.
enum ImportInput: String, ExpressibleByArgument, CaseIterable {
    case csv
    case ndjson
}

/// Whether events are published for imported messages.
enum ImportedEvents: String, ExpressibleByArgument, CaseIterable {
    case none
    case all
}

extension TextEncoding: ExpressibleByArgument {
    /// In upper or lower case, and with the usual other names.
    public init?(argument: String) {
        let name = argument.lowercased()
        let names = ["utf8": "utf-8", "cp1252": "windows-1252", "latin1": "iso-8859-1", "latin-1": "iso-8859-1"]
        self.init(rawValue: names[name] ?? name)
    }
}
