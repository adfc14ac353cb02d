extension Report {
    /// A row of the text table, in the report's language.
    public struct TextRow: Sendable {
        public let cells: [String]
        /// The count as a fraction of the largest group's.
        public let bar: Double
        /// The count of future days, likewise.
        public let barAhead: Double
    }

    /// The headings of ``textRows(limit:)``.
    public var textHeadings: [String] {
        let words = ReportWords(self)
        return [words.count, words.share] + (words.ahead.map { [$0] } ?? []) + [words.before, words.yearBefore]
            + [words.texts.lostMonthly, words.texts.medianNotice]
    }

    /// The groups, followed by the total.
    public func textRows(limit: Int) -> [TextRow] {
        let words = ReportWords(self)
        let most = Double(max(groups.map(\.compared.recorded).max() ?? 1, 1))
        let rows = groups.prefix(limit).map { group in
            TextRow(
                cells: [words.name(of: group.label)]
                    + cells(
                        group.compared,
                        share(of: group),
                        (group.compared.before?.count, group.compared.yearBefore?.count),
                        isAhead: words.isAhead(group),
                        words
                    ),
                bar: Double(group.compared.now.count) / most,
                barAhead: Double(group.compared.ahead?.count ?? 0) / most
            )
        }
        let sum = cells(total, total.now.count > 0 ? 1 : 0, columnTotals, isAhead: false, words)
        return rows + [TextRow(cells: [words.texts.total] + sum, bar: 0, barAhead: 0)]
    }

    private func cells(
        _ compared: Compared,
        _ share: Double,
        _ earlier: (before: Int?, yearBefore: Int?),
        isAhead: Bool,
        _ words: ReportWords
    ) -> [String] {
        let format = words.format
        let now = compared.now
        func comparison(_ before: Int?) -> String {
            guard let before else { return "–" }
            return format.number(before) + (format.change(from: before, to: now.count).map { " \($0)" } ?? "")
        }
        return [isAhead ? "–" : format.number(now.count), isAhead ? "–" : format.percent(share)]
            + (words.ahead == nil ? [] : [compared.ahead.map { format.number($0.count) } ?? "–"])
            + [comparison(earlier.before), comparison(earlier.yearBefore)]
            + [
                now.amounts.isEmpty ? "–" : now.amounts.map(format.money).joined(separator: " + "),
                now.medianNoticeDays.map(format.days) ?? "–",
            ]
    }

    /// The count of each group in each column, for a text table.
    public func crossedRows(limit: Int) -> [[String]] {
        let words = ReportWords(self)
        return groups.filter { $0.compared.now.count > 0 }.prefix(limit).map { group in
            [words.name(of: group.label)] + group.cells.map { $0.count == 0 ? "·" : words.format.number($0.count) }
                + [words.format.number(group.compared.now.count)]
        }
    }

    /// The notes below the table: excluded terminations, the biggest changes, and data quality.
    public var textNotes: [String] {
        let words = ReportWords(self)
        let (texts, format) = (words.texts, words.format)
        func line(_ name: String, _ count: Int) -> String {
            let share = total.now.count == 0 ? "" : " (\(format.percent(Double(count) / Double(total.now.count))))"
            return "\(name): \(format.number(count))\(share)"
        }
        var notes = comparisonNotes
        if let begin = beginNote, isBeforeBegin { notes.append(begin) }
        notes += [
            "\(texts.withdrawn): \(format.number(excluded.withdrawn))",
            "\(texts.administrative): \(format.number(excluded.administrative))",
        ]
        if !question.rows.isCalendar {
            let changes = biggestChanges(limit: 3).all.map {
                "\($0.label.text) \(format.signed($0.compared.change ?? 0))"
            }
            if !changes.isEmpty { notes.append("\(texts.biggestChanges): \(changes.joined(separator: ", "))") }
        }
        let now = total.now
        func known(_ name: String, _ count: Int, _ value: String = "") {
            guard count > 0 else { return }
            notes.append("\(name): \(value)\(format.known(count, of: now.count))")
        }
        known(texts.lostMonthly, now.withAmount)
        known(texts.medianNotice, now.withNotice)
        if hasNegativeNotice { notes.append(texts.negativeNotice) }
        if let early = now.earlyShare { known(texts.early, now.withTerm, "\(format.percent(early)), ") }
        if let late = total.now.backdatedShare { notes.append("\(texts.backdated): \(format.percent(late))") }
        notes.append(line(texts.withoutReason, quality.withoutReason))
        notes.append(line(texts.catchAll, quality.catchAll))
        let codes = quality.refusals.prefix(5).map { "\($0.code) \(format.number($0.count))" }
        notes.append(
            line(texts.refusedAtFirst, quality.refusedAtFirst)
                + (codes.isEmpty ? "" : ": " + codes.joined(separator: ", "))
        )
        for reason in quality.relabelled {
            let labels = reason.labels.map { "\($0.label) (\(format.number($0.count)))" }
            notes.append("\(texts.relabelled): \(reason.code): \(labels.joined(separator: ", "))")
        }
        notes.append(unrecordedLine)
        if quality.refusedByImports > 0 {
            notes.append("\(texts.refusedByImports): \(format.number(quality.refusedByImports))")
        }
        return notes
    }

    /// The number of messages that are in no figure, and how many of these came from imports.
    var unrecordedLine: String {
        let (texts, format) = (ReportTexts.of(language), ReportFormatting(language))
        let count = "\(texts.unrecorded): \(format.number(quality.unrecorded))"
        guard quality.unrecordedFromImports > 0 else { return count }
        let imported = format.number(quality.unrecordedFromImports)
        return switch language {
        case .en: "\(count), of which \(imported) came from imports"
        case .nl: "\(count), waarvan \(imported) uit imports"
        }
    }

    /// What rows of a calendar dimension are compared with, and why columns have no total.
    var comparisonNotes: [String] {
        guard question.rows.isCalendar, groups.contains(where: { $0.compared.before != nil }) else { return [] }
        let (texts, unit) = (ReportTexts.of(language), question.rows.text(language).lowercased())
        let isOdd = !rowsAddUpToYearBefore && groups.contains { $0.compared.yearBefore != nil }
        let hasPart = groups.contains { $0.label.period?.asked.isPart == true }
        switch language {
        case .en:
            return [
                "Each \(unit) is compared with the \(unit) before it, so “\(texts.before)” has no total."
                    + (isOdd
                        ? " “\(texts.yearBefore)” has none either: these rows together are other days than the whole "
                            + "period a year before." : ""),
                hasPart
                    ? "A \(unit) that lies only partly in the period is compared with the same days of others." : nil,
            ].compactMap(\.self)
        case .nl:
            let article =
                question.rows == .quarter || question.rows == .year ? ("Elk", "het", "dat") : ("Elke", "de", "die")
            return [
                "\(article.0) \(unit) is vergeleken met \(article.1) \(unit) ervoor: “\(texts.before)” heeft daarom geen "
                    + "totaal."
                    + (isOdd
                        ? " “\(texts.yearBefore)” heeft er ook geen: deze rijen zijn samen andere dagen dan de hele periode "
                            + "een jaar eerder." : ""),
                hasPart
                    ? "Een \(unit) \(article.2) maar deels in de periode valt, is vergeleken met dezelfde dagen van andere."
                    : nil,
            ].compactMap(\.self)
        }
    }

    /// The first day that the ledger covers, and what that means for the figures; nil if nothing is recorded.
    var beginNote: String? {
        guard let recordedFrom, let comparableFrom else { return nil }
        let format = ReportFormatting(language)
        let (begin, first) = (format.date(recordedFrom), format.date(comparableFrom))
        switch language {
        case .en:
            return
                "The register begins on \(begin): contracts that were terminated before are missing, even if they ended "
                + "later. Periods that begin before \(first) are therefore not compared with."
        case .nl:
            return
                "Het register begint met opzeggingen van \(begin): van contracten die daarvoor zijn opgezegd weet het "
                + "niets, ook waar ze later eindigden. Met wat voor \(first) begint is daarom niet vergeleken."
        }
    }

    /// Whether the period, or one that it would be compared with, begins before ``comparableFrom``.
    private var isBeforeBegin: Bool {
        guard let comparableFrom else { return false }
        let periods = [period] + groups.compactMap(\.label.period)
        return periods.contains { period in
            [period.counted, period.before, period.yearBefore].contains { $0.map { $0.from < comparableFrom } ?? false }
        }
    }

    /// Whether a median notice is negative: received after the last day of the contract.
    var hasNegativeNotice: Bool {
        ([total.now] + groups.map(\.compared.now)).contains { ($0.medianNoticeDays ?? 0) < 0 }
    }

    /// The line of a table that omits rows, in the report's language.
    public func moreRows(_ count: Int) -> String {
        let number = ReportFormatting(language).number(count)
        switch language {
        case .en: return "… \(number) more row\(count == 1 ? "" : "s"): --format csv has all."
        case .nl: return "… nog \(number) rij\(count == 1 ? "" : "en"): --format csv heeft ze alle."
        }
    }

    /// The line of a table that omits columns, in the report's language.
    public func moreColumns(_ count: Int) -> String {
        let number = ReportFormatting(language).number(count)
        switch language {
        case .en: return "… \(number) more column\(count == 1 ? "" : "s"): --format csv has all."
        case .nl: return "… nog \(number) kolom\(count == 1 ? "" : "men"): --format csv heeft ze alle."
        }
    }

    /// The labels of the second dimension's members.
    public var columnHeadings: [String] {
        columns.map { ReportFormatting(language).label($0, question.dateKind) }
    }

    /// The heading of the rows.
    public var rowsHeading: String { question.rows.text(language) }
    public var totalHeading: String { ReportTexts.of(language).total }
}

/// The words of a report's tables. They depend on whether the period is over.
struct ReportWords {
    private let report: Report
    let texts: ReportTexts
    let format: ReportFormatting

    init(_ report: Report) {
        self.report = report
        texts = ReportTexts.of(report.language)
        format = ReportFormatting(report.language)
    }

    private var isEnd: Bool { report.question.dateKind == .end }
    private var isToDate: Bool { report.period.counted.isPart && report.period.state != .ahead }

    var count: String {
        switch report.period.state {
        case .complete: texts.terminations
        case .ongoing: texts.soFar
        case .ahead: isEnd ? texts.willEnd : texts.terminations
        }
    }
    var share: String { texts.share }
    /// The heading of the count of future days; nil without such days.
    var ahead: String? { report.period.state == .ongoing ? (isEnd ? texts.willEnd : texts.today) : nil }
    /// The heading of the period that rows are compared with. Each row of a calendar dimension has its own.
    var before: String { report.question.rows.isCalendar ? texts.before : periodBefore }
    var yearBefore: String { report.question.rows.isCalendar ? texts.yearBefore : periodYearBefore }

    /// The heading of the period that the report's period is compared with.
    var periodBefore: String { isToDate ? texts.sameDaysBefore : texts.before }
    var periodYearBefore: String { isToDate ? texts.sameDaysYearBefore : texts.yearBefore }

    func name(of label: Report.Label) -> String { format.label(label, report.question.dateKind) }

    /// Whether a row is in the future while others of the report are over: then it has no count.
    func isAhead(_ group: Report.Group) -> Bool {
        report.period.state == .ongoing && group.label.period?.state == .ahead
    }

    /// `Only: contract type “lease” or “rent”`; nil without filters.
    var filters: String? {
        guard !report.filters.isEmpty else { return nil }
        let parts = report.filters.map { filter in
            let names = filter.labels.map { "“\($0.text)”" }.joined(separator: report.language == .en ? " or " : " of ")
            return "\(filter.dimension.text(report.language).lowercased()) \(names)"
        }
        return "\(texts.only): \(parts.joined(separator: "; "))."
    }
}
