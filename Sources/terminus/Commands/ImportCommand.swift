import ArgumentParser
import Foundation
import Ledger
import Terminations
import Worker

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import terminations from before Terminus, through the same judge as those that arrive.",
        usage: "terminus import <file> [--map <field>=<column>]... [--set <field>=<value>]... [<options>]",
        discussion: """
            The file has a JSON message a line (NDJSON), or is CSV with a first line that names the columns. What was \
            recorded before is known again; an import that was interrupted goes on when the same file is imported in the \
            same way. Refused messages become dead letters, or go to a file of their own.

            Without events (the default) nobody is told of what is imported: what is over already counts as told. A \
            termination whose last day is yet to come takes effect as any other.

            EXAMPLE
              terminus import history.ndjson
              terminus import history.csv --map "contractId=Contract Nr" --set timeZone=Europe/Amsterdam --dry-run
              terminus import history.csv --map "contractId=Contract Nr" --rejects refused.ndjson
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The file: NDJSON, or CSV where its name ends in .csv or a column is mapped.",
            valueName: "file"
        )
    )
    var file: String
    @Option(
        help: ArgumentHelp(
            "Which column is which field, such as contractId=Contract Nr; may be given often.",
            valueName: "field=column"
        )
    )
    var map: [Assignment] = []
    @Option(
        help: ArgumentHelp("A field that is the same in all messages; may be given often.", valueName: "field=value")
    )
    var set: [Assignment] = []
    @Option(
        help: ArgumentHelp(
            "What parts the cells of CSV: a sign, or tab; by default what parts the first line.",
            valueName: "sign"
        )
    )
    var separator: String?
    @Option(help: "Whether events tell subscribers of what is imported: none or all.")
    var events = ImportedEvents.none
    @Option(help: ArgumentHelp("Where refused messages go, instead of becoming dead letters.", valueName: "file"))
    var rejects: String?
    @Flag(help: "Say what an import would do, found by doing it on a copy of the ledger. Changes nothing.")
    var dryRun = false
    @Option(help: "Who imports.")
    var actor = NSUserName()
    @OptionGroup var confirmation: ConfirmationOptions
    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let separator, separator != "tab", separator.utf8.count != 1 || separator == "\"" {
            throw ValidationError("--separator must be one sign, such as ; or the word tab.")
        }
        for (name, all) in [("map", map), ("set", set)] {
            let fields = all.map(\.field)
            if let twice = fields.first(where: { field in fields.count { $0 == field } > 1 }) {
                throw ValidationError("--\(name) \(twice)= is given twice.")
            }
        }
        if let both = map.first(where: { mapped in set.contains { $0.field == mapped.field } }) {
            throw ValidationError("\(both.field) is given by --map and by --set.")
        }
        if !isCSV, !set.isEmpty || separator != nil {
            throw ValidationError("--set and --separator are for CSV: the file's name does not end in .csv.")
        }
    }

    func run() async throws {
        let configuration = try await TerminusConfiguration.load(options)
        try reportingImportErrors {
            let source = try ImportSource(file, isCSV ? .csv(mapping) : .ndjson)
            if dryRun { return try rehearse(source, configuration) }
            try configuration.withLedger(.readWrite) { ledger in
                let recorder = configuration.recorder(on: ledger)
                try work(on: source, ledger, recorder, configuration.worker.limits)
            }
        }
    }

    private var isCSV: Bool { !map.isEmpty || file.lowercased().hasSuffix(".csv") }

    private var mapping: ColumnMapping {
        ColumnMapping(
            columns: Dictionary(uniqueKeysWithValues: map.map { ($0.field, $0.value) }),
            constants: Dictionary(uniqueKeysWithValues: set.map { ($0.field, $0.value) }),
            separator: separator.map { $0 == "tab" ? UInt8(ascii: "\t") : $0.utf8.first ?? 0x2C }
        )
    }

    private func work(on source: ImportSource, _ ledger: Ledger, _ recorder: Recorder, _ limits: MessageLimits) throws {
        let run = try begin(source, ledger)
        let interruption = Interruption()
        var bar = ProgressBar(total: Int(source.size - run.position), countsBytes: true)
        let importing = Importing(recorder: recorder, limits: limits, source: source, stop: interruption.stop)
        let (ending, now, tally) = try importing.go(on: run, rejects: rejects) { now in
            bar.advance(to: Int(now.position - run.position))
        }
        bar.finish()
        ImportReport(run: now, tally: tally, rejects: rejects, isDryRun: false).print(output.format)
        // After the report: what was imported is, whatever becomes of this.
        try importing.packReportFacts()
        if ending == .stopped {
            throw CommandFailure(
                .temporary,
                "The import was interrupted.",
                hint: "The same command goes on with it."
            )
        }
        if now.rejected > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    /// The import of this file that is not finished, or a new one.
    private func begin(_ source: ImportSource, _ ledger: Ledger) throws -> ImportRun {
        if let known = try ledger.importRun(of: source.digest) {
            guard known.isFinished else {
                guard known.tellsEvents == (events == .all) else {
                    throw CommandFailure(
                        .usage,
                        "Import \(known.number) of this file was begun with --events \(known.tellsEvents ? "all" : "none").",
                        hint: "Go on with the same."
                    )
                }
                Console.note(
                    "Going on with import \(known.number): \(Count.text(known.messages)) messages are behind it."
                )
                return known
            }
            Console.note("This file was imported before (import \(known.number)): what is recorded is known again.")
        }
        if events == .all { try confirmation.confirm("Tell all subscribers of what is imported") }
        return try patiently { () throws(LedgerError) in
            try ledger.startImportRun(
                of: source.digest,
                size: source.size,
                tellsEvents: events == .all,
                by: actor,
                at: .now
            )
        }
    }

    /// On a copy, so that the worker is not held up, and each message sees what the ones before it would leave.
    private func rehearse(_ source: ImportSource, _ configuration: TerminusConfiguration) throws {
        let place = FileManager.default.temporaryDirectory.path
        let copy = try reporting { try TrialCopy(in: place, name: UUID().uuidString) }
        defer { copy.remove() }
        let removal = RemovalAtSignal { copy.remove() }
        try configuration.withLedger(.readOnly) { ledger in
            Console.note("Copying the ledger, to try it there.")
            try copy.fill(from: ledger)
        }
        // What fails from here on fails where the copy is, and not where the ledger is.
        try reporting(on: copy.path) { try rehearse(source, on: copy, configuration, removal) }
    }

    private func rehearse(
        _ source: ImportSource,
        on copy: TrialCopy,
        _ configuration: TerminusConfiguration,
        _ removal: RemovalAtSignal
    ) throws {
        let ledger = try Ledger(path: copy.path)
        defer { ledger.close() }
        let run = try ledger.startImportRun(
            of: source.digest,
            size: source.size,
            tellsEvents: false,
            by: actor,
            at: .now
        )
        let interruption = Interruption()
        removal.cancel()
        var bar = ProgressBar(total: Int(source.size), countsBytes: true)
        let importing = Importing(
            recorder: configuration.recorder(on: ledger),
            limits: configuration.worker.limits,
            source: source,
            stop: interruption.stop
        )
        let (ending, now, tally) = try importing.go(on: run, rejects: rejects) { bar.advance(to: Int($0.position)) }
        bar.finish()
        ImportReport(run: now, tally: tally, rejects: rejects, isDryRun: true).print(output.format)
        if ending == .stopped { throw CommandFailure(.temporary, "The dry run was interrupted.") }
        if now.rejected > 0 { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func reportingImportErrors(_ work: () throws -> Void) throws {
        do { try work() } catch let error as ImportFileError {
            let status: ExitStatus =
                switch error.cause {
                case .content: .dataError
                case .missing: .noInput
                case .disk: .inputOutput
                }
            throw CommandFailure(status, error.description, hint: error.hint)
        }
    }
}

/// Whether subscribers are told of what is imported.
enum ImportedEvents: String, ExpressibleByArgument, CaseIterable {
    case none
    case all
}

/// `field=value`.
struct Assignment: ExpressibleByArgument {
    let field: String
    let value: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        field = String(parts[0])
        value = String(parts[1])
    }
}
