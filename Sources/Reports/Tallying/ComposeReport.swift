public import Ledger
public import Terminations

extension Ledger {
    /// Answers a question about why contracts end, from the ledger as it is at one moment.
    ///
    /// Changes nothing, and needs memory for the groups that it finds, not for the terminations.
    ///
    /// - Parameters:
    ///   - now: what counts as today.
    ///   - onProgress: how many terminations of how many are behind it.
    /// - Throws: ``LedgerError``, with `noSettings` when no settings were ever applied.
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
            var tally = Tally(question, reasons, calendar, filters)
            try source.forEachPage(of: calendar.days, by: question.dateKind) {
                onProgress($0, source.count)
            } _: { page in
                tally.add(page)
            }
            return try Composition(question, language, source, reasons, calendar, filters, tally).report(at: now)
        }
    }
}

/// Puts a report together from what was counted.
private struct Composition {
    private let question: ReportQuestion
    private let language: ReportLanguage
    private let source: ReportSource
    private let reasons: ReportedReasons
    private let calendar: ReportCalendar
    private let filters: FactFilters
    private let tally: Tally
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
        _ tally: Tally
    ) throws {
        self.question = question
        self.language = language
        self.source = source
        self.reasons = reasons
        self.calendar = calendar
        self.filters = filters
        self.tally = tally
        currencies = source.currencies
        let recordedFrom = try source.firstOccurredDay().map { ReportFact.firstDay.adding(days: $0) }
        self.recordedFrom = recordedFrom
        // By last day the first weeks or months are too low: many that end in them were made before the ledger began.
        let lead = question.dateKind == .end ? Int((tally.lead.median ?? 0).rounded(.up)) : 0
        comparableFrom = recordedFrom?.adding(days: min(max(lead, 0), Self.longestLead))
    }

    /// A year: fixed terms that were ended long ahead do not keep a whole ledger from being compared with.
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
            total: compared(tally.total, in: calendar.period),
            apart: Report.Excluded(
                withdrawn: tally.withdrawn.now,
                withdrawnBefore: isBeforeKnown ? tally.withdrawn.before : nil,
                administrative: tally.administrative.now,
                administrativeBefore: isBeforeKnown ? tally.administrative.before : nil
            ),
            groups: groups(columns.map(\.number)),
            columns: columns.map(\.label),
            rowsAddUpToYearBefore: calendar.rowsAddUpToYearBefore,
            trend: trend,
            quality: try quality()
        )
    }

    /// Whether the ledger reaches back over a whole period, so that it can be compared with.
    private func isRecorded(_ period: ReportPeriod?) -> Bool {
        guard let period, let comparableFrom else { return false }
        return comparableFrom <= period.from
    }

    private var isOngoing: Bool { calendar.period.state == .ongoing }

    private func compared(_ cells: Tally.Compared, in period: ReportedPeriod) -> Report.Compared {
        Report.Compared(
            now: cells.now.figures(currencies),
            ahead: isOngoing && period.state != .complete ? cells.ahead.figures(currencies) : nil,
            before: isRecorded(period.before) ? cells.before.figures(currencies) : nil,
            yearBefore: isRecorded(period.yearBefore) ? cells.yearBefore.figures(currencies) : nil
        )
    }

    private func groups(_ columns: [Int]) -> [Report.Group] {
        let groups = usedRows.map { number in
            let label = tally.rows.label(number, source, language)
            return Report.Group(
                label: label,
                compared: compared(tally.byRow[number], in: label.period ?? calendar.period),
                cells: columns.map { tally.crossed[number, $0].figures(currencies) },
                months: number < tally.months.count ? tally.months[number] : tally.trend.map { _ in 0 }
            )
        }
        return question.rows.isCalendar ? groups : groups.sorted { $0.precedes($1) }
    }

    /// The numbers of the rows with a termination; of a calendar also those between them.
    private var usedRows: [Int] {
        let used = (0..<tally.byRow.count).filter { !tally.byRow[$0].isEmpty }
        guard question.rows.isCalendar, let first = used.first, let last = used.last else { return used }
        return calendar.rows.map(\.number).filter { first...last ~= $0 }
    }

    private var columns: [(number: Int, label: Report.Label)] {
        guard let columns = question.columns, let members = tally.columns else { return [] }
        let found = tally.crossed.columns.sorted { $0.key < $1.key }.map { number, count in
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
            counts: tally.trend,
            ahead: tally.trendAhead,
            yearBefore: zip(calendar.trend, tally.trendYearBefore).map { month, count in
                isRecorded(month.yearBefore) ? count : nil
            },
            unknown: calendar.trend.prefix { !isRecorded($0.asked) }.count
        )
    }

    private func quality() throws -> Quality {
        let refused = try source.refused(
            from: calendar.period.counted.from,
            through: calendar.period.counted.through,
            by: question.dateKind,
            where: filters.match
        )
        let catchAllCodes = tally.byReason.indices.filter { tally.byReason[$0] > 0 && reasons.isCatchAll[$0] }
            .compactMap { reasons[$0].reason.code }
        return Quality(
            withoutReason: tally.withoutReason,
            catchAll: tally.catchAll,
            catchAllCodes: Set(catchAllCodes).sorted(),
            refusedAtFirst: refused.count,
            refusals: refused.byCode.map { Quality.Refusal(code: $0.key, count: $0.value) }
                .sorted { ($1.count, $0.code) < ($0.count, $1.code) },
            relabelled: relabelled,
            unrecorded: try source.countUnrecorded(),
            unrecordedFromImports: try source.countUnrecordedFromImports(),
            refusedByImports: try source.countRefusedByImports()
        )
    }

    /// The codes under which the period has terminations with different labels.
    private var relabelled: [Quality.Relabelled] {
        var counts: [String: [String: Int]] = [:]
        for (number, reason) in source.reasons where tally.byReason[Int(number)] > 0 {
            if reason.isSensitive && !question.isConfidential { continue }
            counts[reason.code, default: [:]][reason.label, default: 0] += tally.byReason[Int(number)]
        }
        return counts.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { code, labels in
            Quality.Relabelled(
                code: code,
                labels: labels.map { (label: $0.key, count: $0.value) }
                    .sorted { ($1.count, $0.label) < ($0.count, $1.label) }
            )
        }
    }
}

extension Report.Group {
    /// The larger one first; of those of one size the larger one before, and then by name.
    fileprivate func precedes(_ other: Report.Group) -> Bool {
        (other.compared.now.count, other.compared.before?.count ?? 0, label.code ?? "")
            < (compared.now.count, compared.before?.count ?? 0, other.label.code ?? "")
    }
}
