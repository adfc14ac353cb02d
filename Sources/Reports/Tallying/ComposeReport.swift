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
            let calendar = ReportCalendar(question.period, step: question.rows.months)
            var tally = Tally(question, reasons, calendar)
            try source.forEachPage(of: calendar.days, by: question.dateKind) {
                onProgress($0, source.count)
            } _: { page in
                tally.add(page)
            }
            return try Composition(question, language, source, reasons, calendar, tally).report(at: now)
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
    private let tally: Tally
    private let currencies: [String?]

    init(
        _ question: ReportQuestion,
        _ language: ReportLanguage,
        _ source: ReportSource,
        _ reasons: ReportedReasons,
        _ calendar: ReportCalendar,
        _ tally: Tally
    ) {
        self.question = question
        self.language = language
        self.source = source
        self.reasons = reasons
        self.calendar = calendar
        self.tally = tally
        currencies = source.currencies
    }

    func report(at now: Instant) throws -> Report {
        let first = try source.firstDay(by: question.dateKind).map { ReportFact.firstDay.adding(days: $0) }
        let columns = self.columns
        return Report(
            question: question,
            language: language,
            generatedAt: now,
            settingsVersion: source.settings.number,
            recordedFrom: first,
            total: compared(tally.total),
            apart: Report.Apart(
                withdrawn: tally.withdrawn.now,
                withdrawnBefore: tally.withdrawn.before,
                administrative: tally.administrative.now,
                administrativeBefore: tally.administrative.before
            ),
            groups: groups(columns.map(\.number)),
            columns: columns.map(\.label),
            trend: trend(recordedFrom: first, today: source.settings.settings.timeZone.localDate(at: now)),
            quality: try quality()
        )
    }

    private func compared(_ cells: Tally.Compared) -> Report.Compared {
        Report.Compared(
            now: cells.now.figures(currencies),
            before: cells.before.figures(currencies),
            yearBefore: cells.yearBefore.figures(currencies)
        )
    }

    private func groups(_ columns: [Int]) -> [Report.Group] {
        let used = (0..<tally.byRow.count).filter { number in
            let cells = tally.byRow[number]
            return cells.now.count + cells.before.count + cells.yearBefore.count > 0
        }
        let groups = used.map { number in
            Report.Group(
                label: tally.rows.label(number, source, language),
                compared: compared(tally.byRow[number]),
                cells: columns.map { tally.crossed[number, $0].figures(currencies) },
                months: number < tally.months.count ? tally.months[number] : tally.trend.map { _ in 0 }
            )
        }
        return question.rows.isCalendar ? groups : groups.sorted { $0.precedes($1) }
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

    private func trend(recordedFrom first: LocalDate?, today: LocalDate) -> Report.Trend {
        let through = question.period.through
        let lastOfMonth = through.startOfMonth.adding(months: 1)?.adding(days: -1) ?? through
        return Report.Trend(
            months: calendar.trend,
            counts: tally.trend,
            unknown: first.map { first in calendar.trend.prefix { $0 < first }.count } ?? calendar.trend.count,
            isLastIncomplete: through < lastOfMonth || today <= lastOfMonth
        )
    }

    private func quality() throws -> Quality {
        let refused = try source.refused(
            from: question.period.from,
            through: question.period.through,
            by: question.dateKind
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
            unrecorded: try source.countUnrecorded()
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
        (other.compared.now.count, other.compared.before.count, label.code ?? "")
            < (compared.now.count, compared.before.count, other.label.code ?? "")
    }
}
