import Ledger
import Reports
import Terminations

/// Four answers: does it work, what waits, what changed, why do contracts end. What somebody may not see is not there.
enum OverviewPage {
    /// A discard of thousands is one step of the audit trail: reading all of it would take longer than the rest of the page.
    private static let mostEntries: Int64 = 500

    static func page(_ visit: Visit) throws -> Page {
        let queries = visit.queries
        let t = visit.t
        let health = try queries.health()
        let answer = visit.may(.readWorker) ? WorkerProbe.ask(visit.configuration.worker) : nil
        let causes =
            visit.may(.readDeadLetters)
            ? try queries.causes(matching: DeadLetterFilter(states: [.open]), readsValues: false) : nil
        let settings = visit.may(.readSettings) ? try queries.settingsHistory().prefix(3) : nil
        let steps =
            visit.may(.readAudit)
            ? try queries.auditSteps(matching: AuditFilter(), limit: 5, mostEntries: mostEntries) : nil
        let report = visit.may(.readReports) ? try lastMonth(visit) : nil
        let hasSettings = health.settingsVersion != nil

        return Page(t("Overview", "Overzicht"), place: .overview) { page in
            if !hasSettings {
                page.element("div", ["class": "notice warning"]) { page in
                    page.element(
                        "p",
                        ["class": "first"],
                        t("No settings were applied yet", "Er zijn nog geen instellingen toegepast")
                    )
                    page.element("p") { page in
                        page.write(t("The worker waits until it has some: ", "De worker wacht tot die er zijn: "))
                        page.code("terminus settings apply FILE")
                    }
                }
            }
            page.element("div", ["class": "stats"]) { page in
                if let answer { working(&page, visit, answer) }
                if visit.may(.readDeadLetters) {
                    let open = health.deadLetters[.open] ?? 0
                    let held = health.deadLetters[.held] ?? 0
                    figure(
                        &page,
                        t("Open dead letters", "Open dead letters"),
                        visit.number(open),
                        held > 0
                            ? t("and \(visit.number(held)) held", "en \(visit.number(held)) in de wacht")
                            : t("none held", "geen in de wacht"),
                        to: visit.url("/dead-letters", [("state", "open")]),
                        isBad: false
                    )
                }
                if visit.may(.readWorker) {
                    figure(
                        &page,
                        t("Unpublished events", "Niet-gepubliceerde events"),
                        visit.number(Int(health.unpublishedEvents)),
                        health.oldestUnpublishedAt.map {
                            t("oldest of \(visit.moment($0))", "oudste van \(visit.moment($0))")
                        }
                            ?? (health.parkedEvents > 0
                                ? t("but for those that are parked", "op de geparkeerde na")
                                : t("everything is published", "alles is gepubliceerd")),
                        to: visit.url("/worker"),
                        isBad: false
                    )
                    figure(
                        &page,
                        t("Parked events", "Geparkeerde events"),
                        visit.number(health.parkedEvents),
                        health.parkedContractEvents > 0
                            ? t(
                                "\(visit.number(health.parkedContractEvents)) that billing acts on",
                                "\(visit.number(health.parkedContractEvents)) waarop facturatie handelt"
                            ) : t("none that billing acts on", "geen waarop facturatie handelt"),
                        to: visit.url("/worker"),
                        isBad: health.parkedContractEvents > 0
                    )
                }
            }
            page.element("div", ["class": "halves"]) { page in
                if let causes { waiting(&page, visit, causes) }
                if let report { reasons(&page, visit, report) }
                if let settings { changes(&page, visit, Array(settings)) }
                if let steps { acts(&page, visit, steps) }
            }
        }
    }

    private static func lastMonth(_ visit: Visit) throws -> Report? {
        let today = visit.zone.localDate(at: visit.now)
        guard let period = ReportPeriod("last-month", today: today) else { return nil }
        let question = ReportQuestion(period: period)
        do {
            return try visit.queries.recentReport(question, in: visit.t.report, at: visit.now)
        } catch  where error.code == .noSettings {
            return nil
        }
    }

    private static func figure(
        _ page: inout HTMLWriter,
        _ name: String,
        _ value: String,
        _ remark: String,
        to url: String,
        isBad: Bool
    ) {
        page.element("a", ["class": isBad ? "stat bad" : "stat", "href": url]) { page in
            page.element("span", ["class": "name"], name)
            page.element("span", ["class": "value"], value)
            page.element("span", ["class": "remark"], remark)
        }
    }

    private static func working(_ page: inout HTMLWriter, _ visit: Visit, _ answer: WorkerAnswer) {
        let t = visit.t
        let name = t("Worker", "Worker")
        switch answer {
        case .answered(true, let components):
            figure(
                &page,
                name,
                t("Works", "Werkt"),
                t("all \(components.count) parts are ready", "alle \(components.count) onderdelen zijn gereed"),
                to: visit.url("/worker"),
                isBad: false
            )
        case .answered(false, let components):
            let broken = components.filter { !$0.isReady }.map(\.name).joined(separator: ", ")
            figure(
                &page,
                name,
                t("Not ready", "Niet gereed"),
                broken,
                to: visit.url("/worker"),
                isBad: true
            )
        case .silent(let address):
            figure(
                &page,
                name,
                t("Does not answer", "Antwoordt niet"),
                t("nobody answers at \(address)", "niemand antwoordt op \(address)"),
                to: visit.url("/worker"),
                isBad: true
            )
        case .off:
            figure(
                &page,
                name,
                t("Not known", "Niet bekend"),
                t("its HTTP address is off", "zijn HTTP-adres staat uit"),
                to: visit.url("/worker"),
                isBad: false
            )
        }
    }

    private static func waiting(_ page: inout HTMLWriter, _ visit: Visit, _ causes: [Queries.Cause]) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("What waits", "Wat wacht"))
            guard let most = causes.first?.group.count else {
                page.empty(
                    t("Nothing waits", "Niets wacht"),
                    t("No dead letter is open.", "Er staat geen dead letter open.")
                )
                return
            }
            page.element("ol", ["class": "ranking"]) { page in
                for cause in causes.prefix(5) {
                    page.element("li") { page in
                        page.element("div", ["class": "line"]) { page in
                            page.element("a", ["href": visit.url("/causes", to: cause.group.fingerprint)]) { page in
                                CausesPage.cause(cause.group.cause, &page, t)
                            }
                            page.element("span", ["class": "count"], visit.number(cause.group.count))
                        }
                        page.bar(Double(cause.group.count) / Double(most))
                        page.element("p", ["class": "remark"]) { page in
                            page.write(t("last seen ", "laatst gezien "))
                            page.time(cause.group.lastSeen, visit)
                        }
                    }
                }
            }
            page.element("p", ["class": "onward"]) { page in
                page.link(
                    t("All causes (\(visit.number(causes.count)))", "Alle oorzaken (\(visit.number(causes.count)))"),
                    to: visit.url("/causes")
                )
            }
        }
    }

    private static func reasons(_ page: inout HTMLWriter, _ visit: Visit, _ report: Report) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Why contracts ended last month", "Waarom contracten vorige maand eindigden"))
            let groups = report.groups.filter { $0.compared.now.count > 0 }
            guard let most = groups.map(\.compared.now.count).max() else {
                page.empty(
                    t("No contract ended last month", "Vorige maand eindigde geen contract"),
                    t("That is what the ledger has recorded so far.", "Zo staat het nu in het grootboek.")
                )
                more(&page, visit)
                return
            }
            page.element("ol", ["class": "ranking"]) { page in
                for group in groups.prefix(5) {
                    page.element("li") { page in
                        page.element("div", ["class": "line"]) { page in
                            page.element("span", group.label.text)
                            page.element("span", ["class": "count"]) { page in
                                page.write(visit.number(group.compared.now.count))
                                page.element("span", ["class": "share"], visit.t.percent(report.share(of: group)))
                            }
                        }
                        page.bar(Double(group.compared.now.count) / Double(most))
                    }
                }
            }
            more(&page, visit)
        }
    }

    private static func more(_ page: inout HTMLWriter, _ visit: Visit) {
        page.element("p", ["class": "onward"]) { page in
            page.link(
                visit.t("The report of last month", "Het rapport van vorige maand"),
                to: visit.url("/report", [("period", "last-month")])
            )
        }
    }

    private static func changes(_ page: inout HTMLWriter, _ visit: Visit, _ versions: [AppliedSettings]) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Settings", "Instellingen"))
            guard !versions.isEmpty else {
                page.empty(t("No settings were applied yet", "Er zijn nog geen instellingen toegepast"))
                return
            }
            page.element("ol", ["class": "feed"]) { page in
                for version in versions {
                    page.element("li") { page in
                        page.link(
                            t("Version \(version.version)", "Versie \(version.version)"),
                            to: visit.url("/settings", to: String(version.version))
                        )
                        page.element("span", ["class": "remark"]) { page in
                            page.write(" ")
                            page.time(version.appliedAt, visit)
                            page.write(" · \(version.appliedBy)")
                        }
                        if !version.reason.isEmpty { page.element("p", version.reason) }
                    }
                }
            }
            page.element("p", ["class": "onward"]) { page in
                page.link(t("All versions", "Alle versies"), to: visit.url("/settings"))
            }
        }
    }

    private static func acts(_ page: inout HTMLWriter, _ visit: Visit, _ steps: [AuditStep]) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("What people did", "Wat mensen deden"))
            guard !steps.isEmpty else {
                page.empty(t("Nothing was done to a dead letter yet", "Er is nog niets met een dead letter gedaan"))
                return
            }
            page.element("ol", ["class": "feed"]) { page in
                for step in steps {
                    page.element("li") { page in
                        let atLeast = step.isComplete ? "" : t("at least ", "minstens ")
                        page.element("span", atLeast + AuditPage.what(step, visit))
                        page.element("span", ["class": "remark"]) { page in
                            page.write(" ")
                            page.time(step.endedAt, visit)
                            page.write(" · \(step.actor)")
                        }
                        if !step.reason.isEmpty { page.element("p", step.reason) }
                    }
                }
            }
            page.element("p", ["class": "onward"]) { page in
                page.link(t("The audit trail", "Het controlespoor"), to: visit.url("/audit"))
            }
        }
    }
}
