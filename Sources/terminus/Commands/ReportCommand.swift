import ArgumentParser
import Foundation
import Ledger
import Reports
import Terminations

extension ReportDimension: ExpressibleByArgument {}
extension ReportDateKind: ExpressibleByArgument {}
extension ReportLanguage: ExpressibleByArgument {}

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report why contracts end: counts, amounts, notice, trend and how far the reasons can be trusted.",
        usage: "terminus report [--period <name> | --from <date> --through <date>] [<options>]",
        discussion: """
            A period is 2026, 2026-Q3, 2026-07, 2026-07-15, or this- or last- with month, quarter or year. It is \
            compared with the one before it and with that of the year before. Withdrawn and administrative \
            terminations stand apart. Reasons stand as the settings have them now, a merged one under its successor. \
            Sensitive reasons are one group without --confidential.

            EXAMPLE
              terminus report
              terminus report --period last-month --group-by contract-type --across reason
              terminus report --period 2026-Q3 --format html --language nl --output why.html
              terminus report --from 2026-01-01 --through 2026-06-30 --by-date occurred --format csv
            """
    )

    @Option(help: ArgumentHelp("Which period; last-quarter where nothing is said.", valueName: "name"))
    var period: String?
    @Option(help: ArgumentHelp("The first day of any other period.", valueName: "date"))
    var from: Day?
    @Option(help: ArgumentHelp("Its last day, inclusive.", valueName: "date"))
    var through: Day?
    @Option(help: "Which date counts: the last day of the contract, or the day on which it was terminated.")
    var byDate = ReportDateKind.end
    @Option(help: "What stands in the rows.")
    var groupBy = ReportDimension.reason
    @Option(help: "What they are crossed with.")
    var across: ReportDimension?
    @Flag(help: "Count reasons under the code and label of their time.")
    var asRecorded = false
    @Flag(help: "Name sensitive reasons, which are one group otherwise.")
    var confidential = false
    @Option(help: "In which language; by default that of the settings, or else English.")
    var language: ReportLanguage?
    @Option(help: "How to answer: text for a terminal, json for programs, csv for spreadsheets, html as a page.")
    var format = ReportFormat.text
    @OptionGroup var destination: OutputFileOptions
    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        if period != nil, from != nil || through != nil {
            throw ValidationError("Give either --period, or --from and --through.")
        }
        if (from == nil) != (through == nil) { throw ValidationError("--from and --through go together.") }
        if let from, let through, through.date < from.date {
            throw ValidationError("--through \(through.date) lies before --from \(from.date).")
        }
        if across == groupBy { throw ValidationError("--across must differ from --group-by.") }
    }

    func run() async throws {
        // The worker goes first: a report may take all that is left of the processor, and no more.
        _ = nice(10)
        let configuration = try await TerminusConfiguration.load(options)
        // Before the work: it would be for nothing where the file cannot be written.
        let file = try destination.open(besides: configuration.ledgerPath)
        let report = try configuration.withLedger(.readOnly) { ledger in
            let settings = try configuration.appliedSettings(in: ledger).settingsDocument().settings
            let question = ReportQuestion(
                period: try period(today: settings.timeZone.localDate(at: .now)),
                dateKind: byDate,
                rows: groupBy,
                columns: across,
                isAsRecorded: asRecorded,
                isConfidential: confidential
            )
            var bar: ProgressBar?
            defer { bar?.finish() }
            let language = language ?? ReportLanguage(tag: settings.defaultLanguage) ?? .en
            return try ledger.report(question, in: language, at: .now) { done, total in
                if bar == nil { bar = ProgressBar(total: total) }
                bar?.advance(to: min(done, total))
            }
        }
        try write(report, to: file)
    }

    private func period(today: LocalDate) throws -> ReportPeriod {
        if let from, let through, let period = ReportPeriod(from: from.date, through: through.date) { return period }
        let name = period ?? "last-quarter"
        guard let period = ReportPeriod(name, today: today) else {
            throw CommandFailure(
                .usage,
                "--period \(Table.printable(name)) is no period.",
                hint: "Such as 2026, 2026-Q3, 2026-07, last-month, this-quarter; or --from and --through."
            )
        }
        return period
    }

    private func write(_ report: Report, to file: OutputFile) throws {
        let text: String
        switch format {
        case .text: text = ReportText(report: report).lines.map { $0.printable + "\n" }.joined()
        case .csv: text = report.csv
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
