import Application
import ArgumentParser
import Foundation
import JSON
import Ledger
import Reports
import Terminations

extension ReportDimension: ExpressibleByArgument {}
extension ReportDateKind: ExpressibleByArgument {}
extension ReportLanguage: ExpressibleByArgument {}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report why contracts end: counts, amounts, notice, trend and the quality of the reasons.",
        usage: "terminus report [--period <name> | --from <date> --through <date>] [<options>]",
        discussion: """
            A period is 2026, 2026-Q3, 2026-07, 2026-W31, 2026-07-15; this- or last- with week, month, quarter or \
            year; week-, month-, quarter- or year-to-date; or last-30-days, of any number. It is compared with the one \
            before it and with that of the year before. For a period that is not over, only the days through yesterday \
            are counted and compared with the same days; days ahead are shown separately. Withdrawn and administrative \
            terminations are not counted. Reasons have their current labels; a merged one counts under its successor. \
            Sensitive reasons are one group without --confidential.

            A filter (--reason, --contract-type and so on) takes the codes that --format json has; "" selects what has \
            none. A termination must match each kind of filter, and one of the values of each.

            EXAMPLE
              terminus report
              terminus report --period month-to-date
              terminus report --period last-month --group-by contract-type --across reason
              terminus report --period 2026 --group-by week \\
                --contract-type lease --channel web
              terminus report --period 2026-Q3 --format html --language nl \\
                --output why.html
              terminus report --from 2026-01-01 --through 2026-06-30 \\
                --by-date occurred --format csv
              terminus report --format csv --separator ';' --decimal-comma \\
                --byte-order-mark --output why.csv
            """
    )

    @Option(help: ArgumentHelp("Which period (default: last-quarter).", valueName: "name"))
    var period: String?
    @Option(help: ArgumentHelp("The first day of any other period.", valueName: "date"), transform: LocalDate.argument)
    var from: LocalDate?
    @Option(help: ArgumentHelp("Its last day, inclusive.", valueName: "date"), transform: LocalDate.argument)
    var through: LocalDate?
    @Option(help: "Which date counts: the last day of the contract, or the day on which it was terminated.")
    var byDate = ReportDateKind.end
    @OptionGroup(title: "Filters") var filters: ReportFilterOptions
    @Option(help: "What the rows are.")
    var groupBy = ReportDimension.reason
    @Option(help: "What the columns are; without it there is one row of figures for each group.")
    var across: ReportDimension?
    @Flag(help: "Count reasons under the code and label at the time of recording.")
    var asRecorded = false
    @Flag(help: "Name sensitive reasons, which are one group otherwise.")
    var confidential = false
    @Option(help: "The language of the report (default: that of the settings, or else English).")
    var language: ReportLanguage?
    @Option(help: "How to answer: text for a terminal, json for programs, csv for spreadsheets, html as a page.")
    var format = ReportFormat.text
    @Option(help: ArgumentHelp("What separates the cells of csv: one character, or tab.", valueName: "character"))
    var separator: String?
    @Flag(help: "Begin csv with a byte order mark, so that Excel reads it as UTF-8.")
    var byteOrderMark = false
    @Flag(help: "Write numbers in csv with a decimal comma.")
    var decimalComma = false
    @OptionGroup var destination: OutputFileOptions
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if period != nil, from != nil || through != nil {
            throw ValidationError("Give either --period, or --from and --through.")
        }
        if (from == nil) != (through == nil) { throw ValidationError("--from and --through go together.") }
        if let from, let through, through < from {
            throw ValidationError("--through \(through) is before --from \(from).")
        }
        if across == groupBy { throw ValidationError("--across must differ from --group-by.") }
        if format != .csv, separator != nil || byteOrderMark || decimalComma {
            throw ValidationError("--separator, --byte-order-mark and --decimal-comma go with --format csv.")
        }
        _ = try csvForm()
    }

    private func csvForm() throws -> CSVForm {
        var form = CSVForm()
        form.hasByteOrderMark = byteOrderMark
        form.hasDecimalComma = decimalComma
        if let separator {
            let scalars = (separator == "tab" ? "\t" : separator).unicodeScalars
            guard scalars.count == 1, let scalar = scalars.first, scalar.isASCII, scalar == "\t" || scalar.value > 0x20,
                !scalar.properties.isAlphabetic, !("0"..."9" ~= scalar), !"\"'.-+".unicodeScalars.contains(scalar)
            else { throw ValidationError("--separator is one punctuation character, such as ';', or tab.") }
            form.separator = scalar
        }
        if decimalComma, form.separator == "," {
            throw ValidationError("With --decimal-comma the separator cannot be a comma: add --separator ';'.")
        }
        return form
    }

    func run() async throws {
        // The worker has priority: a report gets the rest of the processor's time.
        _ = nice(10)
        let configuration = try await TerminusConfiguration.load(options)
        // Before the work, which would be wasted where the file cannot be written.
        let file = try destination.open(besides: configuration.ledgerPath)
        let action = MakeReport(
            from.flatMap { from in through.map { .days(from: from, through: $0) } } ?? .named(period ?? "last-quarter"),
            by: byDate,
            rows: groupBy,
            columns: across,
            isAsRecorded: asRecorded,
            isConfidential: confidential,
            filters: filters.filters,
            language: language
        )
        let report = try configuration.withApplication(.readOnly) { application in
            try withProgressBar { try application.report(action, at: .now, progress: $0) }
        }
        if let unknown = report.unknownValues.first { throw Self.failure(unknown) }
        try write(report, to: file)
    }

    private static func failure(_ unknown: Report.UnknownValue) -> CommandFailure {
        let option = "--\(unknown.dimension.rawValue)"
        let value = Table.printable(unknown.value)
        if unknown.isSensitive {
            return CommandFailure(
                .usage,
                "\(option) \(value): the reason is sensitive.",
                hint: "Add --confidential to select it, or select all sensitive reasons together: \(option) withheld."
            )
        }
        let known = unknown.known.prefix(12).map(Table.printable).joined(separator: ", ")
        let more = unknown.known.count > 12 ? ", …" : ""
        return CommandFailure(
            .usage,
            "\(option) \(value): there is no such value in the ledger or the settings.",
            hint: known.isEmpty ? nil : "One of: \(known)\(more)."
        )
    }

    private func write(_ report: Report, to file: OutputFile) throws {
        let text: String
        switch format {
        case .text:
            // A file or a pipe gets all columns.
            let width = file.isConsole ? Console.outputWidth : nil
            text = ReportText(report: report, width: width).lines.map { $0.printable + "\n" }.joined()
        case .csv: text = report.csv(try csvForm())
        case .html: text = report.html
        case .json:
            var writer = JSONWriter()
            report.write(to: &writer)
            text = writer.printable + "\n"
        }
        try file.write(text)
        try file.finish()
        file.noteWritten()
    }
}

/// How a report is presented.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case csv
    case html
}
