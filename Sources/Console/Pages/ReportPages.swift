import JSON
import Ledger
import Reports
import Synchronization
import Terminations

/// Why contracts end: the report in the frame, with its question as a form, and the same figures as files.
enum ReportPages {
    /// A report reads all terminations of its period: so many at once leave the processor to the worker.
    private static let most = 2
    private static let running = Mutex(0)

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let form = ReportForm(visit.request.query, visit)
        let report = form.question == nil ? nil : try report(form, visit)
        let unknown = report?.unknownValues.first
        let title = report?.title ?? t("Why contracts end", "Waarom contracten eindigen")
        let isShown = report != nil && unknown == nil
        let status = isShown ? 200 : 400
        return Page(title, status: status, place: .report, hasOwnHeading: isShown, sheets: [.report]) { page in
            form.write(to: &page)
            if let unknown {
                page.element("div", ["class": "notice bad", "role": "alert"]) { page in
                    page.element(
                        "p",
                        ["class": "first"],
                        unknown.isSensitive
                            ? t(
                                "This reason is sensitive, and cannot be asked for by itself.",
                                "Deze reden is gevoelig en niet afzonderlijk op te vragen."
                            )
                            : t(
                                "Neither the ledger nor the settings have \(unknown.value).",
                                "Grootboek noch instellingen kennen \(unknown.value)."
                            )
                    )
                    let known = unknown.known.prefix(12).joined(separator: ", ")
                    if !known.isEmpty { page.element("p", t("There is: ", "Er is: ") + known) }
                }
                return
            }
            guard let report else { return }
            page.element("div", ["class": "report"]) { page in
                report.writeSections(to: &page) { label in
                    form.question.flatMap { ReportTerminationsPage.url(label, $0, form, visit) }
                }
            }
            page.element("p", ["class": "downloads"]) { page in
                page.write(t("The same figures: ", "Dezelfde cijfers: "))
                for (suffix, name) in [("csv", "CSV"), ("json", "JSON"), ("html", "HTML")] {
                    page.link(name, to: visit.url("/report.\(suffix)", form.query))
                    page.write(" ")
                }
                if let question = form.question, form.isRelative {
                    page.write("· ")
                    page.link(
                        t("Link that keeps these dates", "Link die deze datums houdt"),
                        to: visit.url(
                            "/report",
                            form.fields.leaving(["period", "lang", "from", "through"]) + fixed(question.period)
                        )
                    )
                }
            }
        }
    }

    /// The period by its name, which keeps its title and the period that it is compared with; otherwise by its days.
    private static func fixed(_ period: ReportPeriod) -> [(String, String)] {
        guard period.isPart || period.unit == .days else { return [("period", period.name)] }
        return [("from", period.from.description), ("through", period.through.description)]
    }

    static func csv(_ visit: Visit) throws -> PageAnswer {
        let report = try whole(visit)
        return file(report.csv, "text/csv; charset=utf-8", "csv", isAttached: true)
    }

    static func json(_ visit: Visit) throws -> PageAnswer {
        let report = try whole(visit)
        var writer = JSONWriter()
        report.write(to: &writer)
        return file(
            String(decoding: writer.bytes, as: UTF8.self).printableJSON + "\n",
            "application/json",
            "json",
            isAttached: false
        )
    }

    static func html(_ visit: Visit) throws -> PageAnswer {
        let report = try whole(visit)
        return file(report.html, "text/html; charset=utf-8", "html", isAttached: true)
    }

    private static func whole(_ visit: Visit) throws -> Report {
        let t = visit.t
        let form = ReportForm(visit.request.query, visit)
        try form.check()
        let report = try report(form, visit)
        if let unknown = report.unknownValues.first {
            throw PageProblem(
                400,
                t("This question cannot be answered", "Deze vraag is niet te beantwoorden"),
                unknown.isSensitive
                    ? t("A reason that is asked for is sensitive.", "Een gevraagde reden is gevoelig.")
                    : t(
                        "Neither the ledger nor the settings have \(unknown.value).",
                        "Grootboek noch instellingen kennen \(unknown.value)."
                    )
            )
        }
        return report
    }

    private static func report(_ form: ReportForm, _ visit: Visit) throws -> Report {
        let t = visit.t
        let isFree = running.withLock { running in
            guard running < most else { return false }
            running += 1
            return true
        }
        guard isFree, let question = form.question else {
            throw PageProblem(
                503,
                t("Busy with other reports", "Bezig met andere rapporten"),
                t("The console makes \(most) reports at a time.", "De console maakt \(most) rapporten tegelijk."),
                remedy: t("Load this page again in some seconds.", "Laad deze pagina over enkele seconden opnieuw."),
                headers: [("retry-after", "5")]
            )
        }
        defer { running.withLock { $0 -= 1 } }
        return try visit.queries.report(question, in: t.report, at: visit.now)
    }

    private static func file(_ text: String, _ type: String, _ suffix: String, isAttached: Bool) -> PageAnswer {
        PageAnswer(
            contentType: type,
            body: Array(text.utf8),
            headers: isAttached
                ? [("content-disposition", "attachment; filename=\"why-contracts-end.\(suffix)\"")] : []
        )
    }
}

/// The question of a report as a form.
struct ReportForm {
    let fields: Fields
    private let visit: Visit
    private(set) var question: ReportQuestion?
    private(set) var faults = FormFaults()

    static let names = Set(filters.map(\.name)).union([
        "period", "from", "through", "group-by", "across", "by-date", "confidential",
    ])

    private static let filters: [(name: String, dimension: ReportDimension)] = [
        ("reason", .reason), ("contract-type", .contractType), ("channel", .channel), ("initiator", .initiator),
        ("customer-kind", .customerKind), ("category", .category),
    ]

    /// Whether its period is named by today: the same link has another answer later.
    var isRelative: Bool { fields["from"] == nil }

    var query: [(String, String)] { fields.leaving(["lang"]) }

    init(_ fields: Fields, _ visit: Visit) {
        self.fields = fields
        self.visit = visit
        let t = visit.t
        let today = visit.zone.localDate(at: visit.now)
        var period: ReportPeriod?
        if fields["from"] != nil || fields["through"] != nil {
            let days = ["from", "through"].map { fields[$0].flatMap { LocalDate($0) } }
            for (name, day) in zip(["from", "through"], days) where day == nil {
                faults[name] = t("A day such as 2026-03-31.", "Een dag zoals 2026-03-31.")
            }
            if let from = days[0], let through = days[1] {
                period = ReportPeriod(from: from, through: through)
                if period == nil {
                    faults["through"] = t(
                        "The last day is before the first day.",
                        "De laatste dag ligt vóór de eerste dag."
                    )
                }
            }
        } else {
            period = ReportPeriod(fields["period"] ?? "last-quarter", today: today)
            if period == nil {
                faults["period"] = t(
                    "Type a period such as 2026, 2026-Q3, 2026-07 or last-month.",
                    "Typ een periode zoals 2026, 2026-Q3, 2026-07 of last-month."
                )
            }
        }
        let rows = fields["group-by"].map { ReportDimension(rawValue: $0) } ?? .reason
        let columns = fields["across"].flatMap { $0 == "none" ? nil : $0 }.map { ReportDimension(rawValue: $0) }
        let kind = fields["by-date"].map { ReportDateKind(rawValue: $0) } ?? .end
        for (name, isKnown) in [("group-by", rows != nil), ("across", columns != .some(nil)), ("by-date", kind != nil)]
        where !isKnown {
            let text = fields[name] ?? ""
            faults[name] = t("\(name): there is no choice \(text).", "\(name): er is geen keuze \(text).")
        }
        if columns == .some(rows), rows != nil {
            faults["across"] = t("Differs from the rows.", "Is anders dan de rijen.")
        }
        if let text = fields["confidential"], text != "yes", text != "no" {
            faults["confidential"] = t("confidential: yes or no.", "confidential: yes of no.")
        }
        guard faults.isEmpty, let period, let rows, let kind else { return }
        let filters = Self.filters.compactMap { name, dimension in
            fields[name].map { text in ReportFilter(dimension, text.split(separator: ",").map { String($0).trimmed }) }
        }
        question = ReportQuestion(
            period: period,
            dateKind: kind,
            rows: rows,
            columns: columns ?? nil,
            isConfidential: fields["confidential"] == "yes" && visit.may(.readConfidentialReports),
            filters: filters
        )
    }

    /// - Throws: ``PageProblem`` where the question cannot be read and its form is not on the page.
    func check() throws {
        guard question == nil else { return }
        throw PageProblem.query(faults, visit)
    }

    static func name(_ dimension: ReportDimension, _ t: Language) -> String {
        switch dimension {
        case .reason: t("reason", "reden")
        case .category: t("category", "categorie")
        case .week: t("week", "week")
        case .month: t("month", "maand")
        case .quarter: t("quarter", "kwartaal")
        case .year: t("year", "jaar")
        case .contractType: t("contract type", "contractsoort")
        case .customerKind: t("customer kind", "soort klant")
        case .initiator: t("initiator", "initiatiefnemer")
        case .terminationType: t("termination type", "soort beëindiging")
        case .channel: t("channel", "kanaal")
        case .voluntary: t("voluntary or not", "vrijwillig of niet")
        }
    }

    func write(to page: inout HTMLWriter) {
        let t = visit.t
        let dimensions = ReportDimension.allCases.map { (value: $0.rawValue, text: Self.name($0, t)) }
        let period = fields["period"] ?? "last-quarter"
        var periods = [
            ("last-month", t("last month", "vorige maand")),
            ("month-to-date", t("this month so far", "deze maand tot nu toe")),
            ("last-quarter", t("last quarter", "vorig kwartaal")),
            ("quarter-to-date", t("this quarter so far", "dit kwartaal tot nu toe")),
            ("last-year", t("last year", "vorig jaar")),
            ("year-to-date", t("this year so far", "dit jaar tot nu toe")),
            ("last-30-days", t("last 30 days", "laatste 30 dagen")),
        ]
        if !periods.contains(where: { $0.0 == period }) { periods.append((period, period)) }
        let isOpen = (Self.filters.map(\.name) + ["from", "through", "by-date"]).contains { fields[$0] != nil }
        page.element("form", ["class": "filter", "method": "get", "action": visit.url("/report")]) { page in
            faults.writeOfFilter(to: &page, visit)
            page.element("div", ["class": "fields"]) { page in
                page.choice(t("Period", "Periode"), "period", period, periods.map { (value: $0.0, text: $0.1) })
                page.choice(t("Rows", "Rijen"), "group-by", fields["group-by"] ?? "reason", dimensions)
                page.choice(
                    t("Columns", "Kolommen"),
                    "across",
                    fields["across"] ?? "none",
                    [("none", t("none", "geen"))] + dimensions
                )
            }
            page.element("details", ["class": "further", "open": isOpen ? "open" : nil]) { page in
                page.element("summary", t("Other dates and filters", "Andere datums en filters"))
                page.element("div", ["class": "fields"]) { page in
                    page.field(
                        t("From", "Van"),
                        "from",
                        fields["from"],
                        fault: faults["from"],
                        size: "short",
                        type: "date"
                    )
                    page.field(
                        t("Through", "Tot en met"),
                        "through",
                        fields["through"],
                        fault: faults["through"],
                        size: "short",
                        type: "date"
                    )
                    page.choice(
                        t("By", "Naar"),
                        "by-date",
                        fields["by-date"] ?? "end",
                        [
                            ("end", t("last day of the contract", "laatste dag van het contract")),
                            ("occurred", t("day of terminating", "dag van beëindigen")),
                        ]
                    )
                    for (name, dimension) in Self.filters {
                        let title = Self.name(dimension, t)
                        page.field(
                            title.prefix(1).uppercased() + title.dropFirst(),
                            name,
                            fields[name],
                            hint: t("codes, with commas", "codes, met komma's")
                        )
                    }
                    if visit.may(.readConfidentialReports) {
                        page.choice(
                            t("Sensitive reasons", "Gevoelige redenen"),
                            "confidential",
                            fields["confidential"] ?? "no",
                            [("no", t("as one group", "als één groep")), ("yes", t("by name", "bij naam"))],
                            size: "short"
                        )
                    }
                }
            }
            page.element("div", ["class": "actions"]) { page in
                page.button(t("Show", "Tonen"))
                if !query.isEmpty { page.link(t("Clear", "Wissen"), to: visit.url("/report")) }
            }
        }
    }
}
