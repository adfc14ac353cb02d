public import Ledger
public import Terminations

extension Ledger {
    /// Answers a question about why contracts end, from one consistent state of the ledger.
    ///
    /// Changes nothing. Memory grows with the number of groups, not with the number of terminations.
    ///
    /// - Parameters:
    ///   - now: decides which day is today.
    ///   - onProgress: called with the number of terminations read so far, and the number of all.
    /// - Throws: ``LedgerError``, with the code `noSettings` if no settings were ever applied.
    public func report(
        _ question: ReportQuestion,
        in language: ReportLanguage,
        at now: Instant,
        onProgress: (Int, Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> Report {
        try reportSource { source in
            let reasons = ReportedReasons(source, question, language)
            let today = source.settings.settings.timeZone.localDate(at: now)
            let calendar = ReportCalendar(question.period, rows: question.rows.unit, today: today)
            let filters = try FactFilters(question, reasons, calendar, source, language)
            var aggregation = Aggregation(question, reasons, calendar, filters)
            try source.forEachPage(of: calendar.days, by: question.dateKind) {
                onProgress($0, source.count)
            } _: { page in
                aggregation.add(page)
            }
            let builder = try ReportBuilder(question, language, source, reasons, calendar, filters, aggregation)
            return try builder.report(at: now)
        }
    }
}

/// Builds the report from the aggregated facts.
private struct ReportBuilder {
    private let question: ReportQuestion
    private let language: ReportLanguage
    private let source: ReportSource
    private let reasons: ReportedReasons
    private let calendar: ReportCalendar
    private let filters: FactFilters
    private let aggregation: Aggregation
    private let currencies: [String?]
    private let recordedFrom: LocalDate?
    private let comparableFrom: LocalDate?

    init(
        _ question: ReportQuestion,
        _ language: ReportLanguage,
        _ source: ReportSource,
        _ reasons: ReportedReasons,
        _ calendar: ReportCalendar,
        _ filters: FactFilters,
        _ aggregation: Aggregation
    ) throws {
        self.question = question
        self.language = language
        self.source = source
        self.reasons = reasons
        self.calendar = calendar
        self.filters = filters
        self.aggregation = aggregation
        currencies = source.currencies
        let recordedFrom = try source.firstOccurredDay().map { ReportFact.firstDay.adding(days: $0) }
        self.recordedFrom = recordedFrom
        // By last day, the first weeks or months are incomplete: many contracts that end in them were terminated before the
        // ledger began.
        let lead = question.dateKind == .end ? Int((aggregation.leadTimes.median ?? 0).rounded(.up)) : 0
        comparableFrom = recordedFrom?.adding(days: min(max(lead, 0), Self.longestLead))
    }

    /// A year: contracts that were terminated long before their end must not make a whole ledger incomparable.
    private static let longestLead = 366

    func report(at now: Instant) throws -> Report {
        let columns = self.columns
        let isBeforeKnown = isRecorded(calendar.period.before)
        return Report(
            question: question,
            period: calendar.period,
            filters: filters.applied,
            unknownValues: filters.unknown,
            language: language,
            generatedAt: now,
            timeZone: source.settings.settings.timeZone,
            settingsVersion: source.settings.number,
            recordedFrom: recordedFrom,
            comparableFrom: comparableFrom,
            total: compared(aggregation.total, in: calendar.period),
            excluded: Report.Excluded(
                withdrawn: aggregation.withdrawn.now,
                withdrawnBefore: isBeforeKnown ? aggregation.withdrawn.before : nil,
                administrative: aggregation.administrative.now,
                administrativeBefore: isBeforeKnown ? aggregation.administrative.before : nil
            ),
            groups: groups(columns.map(\.number)),
            columns: columns.map(\.label),
            rowsAddUpToYearBefore: calendar.rowsAddUpToYearBefore,
            trend: trend,
            quality: try quality()
        )
    }

    /// Whether the ledger covers a whole period, so that others can be compared with it.
    private func isRecorded(_ period: ReportPeriod?) -> Bool {
        guard let period, let comparableFrom else { return false }
        return comparableFrom <= period.from
    }

    private var isOngoing: Bool { calendar.period.state == .ongoing }

    private func compared(_ accumulators: Aggregation.Compared, in period: ReportedPeriod) -> Report.Compared {
        Report.Compared(
            now: accumulators.now.figures(currencies),
            ahead: isOngoing && period.state != .complete ? accumulators.ahead.figures(currencies) : nil,
            before: isRecorded(period.before) ? accumulators.before.figures(currencies) : nil,
            yearBefore: isRecorded(period.yearBefore) ? accumulators.yearBefore.figures(currencies) : nil
        )
    }

    private func groups(_ columns: [Int]) -> [Report.Group] {
        let groups = usedRows.map { number in
            let label = aggregation.rows.label(number, source, language)
            return Report.Group(
                label: label,
                compared: compared(aggregation.byRow[number], in: label.period ?? calendar.period),
                cells: columns.map { aggregation.crossTabulation[number, $0].figures(currencies) },
                months: number < aggregation.months.count
                    ? aggregation.months[number] : aggregation.trend.map { _ in 0 }
            )
        }
        return question.rows.isCalendar ? groups : groups.sorted { $0.precedes($1) }
    }

    /// The numbers of the rows with a termination; for a calendar dimension also the rows between them.
    private var usedRows: [Int] {
        let used = (0..<aggregation.byRow.count).filter { !aggregation.byRow[$0].isEmpty }
        guard question.rows.isCalendar, let first = used.first, let last = used.last else { return used }
        return calendar.rows.map(\.number).filter { first...last ~= $0 }
    }

    private var columns: [(number: Int, label: Report.Label)] {
        guard let columns = question.columns, let members = aggregation.columns else { return [] }
        let found = aggregation.crossTabulation.columns.sorted { $0.key < $1.key }.map { number, count in
            (number: number, label: members.label(number, source, language), count: count)
        }
        let sorted =
            columns.isCalendar
            ? found : found.sorted { ($1.count, $0.label.code ?? "") < ($0.count, $1.label.code ?? "") }
        return sorted.map { ($0.number, $0.label) }
    }

    private var trend: Report.Trend {
        Report.Trend(
            months: calendar.trend,
            counts: aggregation.trend,
            ahead: aggregation.trendAhead,
            yearBefore: zip(calendar.trend, aggregation.trendYearBefore).map { month, count in
                isRecorded(month.yearBefore) ? count : nil
            },
            unknown: calendar.trend.prefix { !isRecorded($0.asked) }.count
        )
    }

    private func quality() throws -> DataQuality {
        let refused = try source.refused(
            from: calendar.period.counted.from,
            through: calendar.period.counted.through,
            by: question.dateKind,
            where: filters.match
        )
        let catchAllCodes = aggregation.byReason.indices.filter {
            aggregation.byReason[$0] > 0 && reasons.isCatchAll[$0]
        }
        .compactMap { reasons[$0].reason.code }
        return DataQuality(
            withoutReason: aggregation.withoutReason,
            catchAll: aggregation.catchAll,
            catchAllCodes: Set(catchAllCodes).sorted(),
            refusedAtFirst: refused.count,
            refusals: refused.byCode.map { DataQuality.Refusal(code: $0.key, count: $0.value) }
                .sorted { ($1.count, $0.code) < ($0.count, $1.code) },
            relabelled: relabelled,
            unrecorded: try source.countUnrecorded(),
            unrecordedFromImports: try source.countUnrecordedFromImports(),
            refusedByImports: try source.countRefusedByImports()
        )
    }

    /// The codes that terminations of the period were recorded under with different labels.
    private var relabelled: [DataQuality.Relabelled] {
        var counts: [String: [String: Int]] = [:]
        for (number, reason) in source.reasons where aggregation.byReason[Int(number)] > 0 {
            if reason.isSensitive && !question.isConfidential { continue }
            counts[reason.code, default: [:]][reason.label, default: 0] += aggregation.byReason[Int(number)]
        }
        return counts.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { code, labels in
            DataQuality.Relabelled(
                code: code,
                labels: labels.map { (label: $0.key, count: $0.value) }
                    .sorted { ($1.count, $0.label) < ($0.count, $1.label) }
            )
        }
    }
}

extension Report.Group {
    /// By count, then by count of the period before, largest first; then by code.
    fileprivate func precedes(_ other: Report.Group) -> Bool {
        (other.compared.now.count, other.compared.before?.count ?? 0, label.code ?? "")
            < (compared.now.count, compared.before?.count ?? 0, other.label.code ?? "")
    }
}
