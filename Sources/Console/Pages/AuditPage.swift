import Ledger
import Reports
import Terminations

/// What people and the worker did to dead letters, the latest first.
enum AuditPage {
    private static let shown = 50
    static let names: Set<String> = ["actor", "kind", "number", "since", "until", "before"]

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let fields = visit.request.query
        var faults = FormFaults()
        var filter = AuditFilter(actor: fields["actor"])
        if let text = fields["kind"], text != "any" {
            if let kind = AuditEntry.Action(rawValue: text) {
                filter.actions = [kind]
            } else {
                faults["kind"] = t("There is no such kind of change.", "Zo'n soort wijziging bestaat niet.")
            }
        }
        if let text = fields["number"] {
            filter.number = Int64(text)
            if filter.number == nil {
                faults["number"] = t("Type the number of an action.", "Typ het nummer van een actie.")
            }
        }
        for name in ["since", "until"] {
            guard let text = fields[name] else { continue }
            guard let instant = Moment.parse(text, in: visit.zone, now: visit.now) else {
                faults[name] = t(
                    "Type a day (2026-03-31), an instant, or how long ago: 30m, 12h, 7d.",
                    "Typ een dag (2026-03-31), een tijdstip, of hoelang geleden: 30m, 12h, 7d."
                )
                continue
            }
            if name == "since" { filter.since = instant } else { filter.until = instant }
        }
        var before = Int64.max
        if let text = fields["before"] {
            guard let number = Int64(text) else {
                throw PageProblem.query("before", "There is no entry \(text).", "Er is geen regel \(text).", visit)
            }
            before = number
        }
        let found =
            faults.isEmpty ? try visit.queries.auditPage(matching: filter, before: before, limit: shown) : nil
        return Page(t("Audit trail", "Controlespoor"), status: faults.isEmpty ? 200 : 400, place: .audit) { page in
            page.element(
                "p",
                ["class": "lead"],
                t(
                    "Who did what to dead letters and notes, and why. Entries are chained by hashes and never change; terminus audit verify checks them.",
                    "Wie wat deed met dead letters en toelichtingen, en waarom. Regels zijn met hashes geketend en wijzigen nooit; terminus audit verify controleert ze."
                )
            )
            form(&page, visit, fields, faults)
            guard let found else { return }
            guard !found.steps.isEmpty else {
                page.empty(
                    t("No entry matches", "Geen regel past hierbij"),
                    found.next.map { next in
                        t(
                            "Searched back to entry \(visit.number(Int(next))).",
                            "Gezocht tot en met regel \(visit.number(Int(next)))."
                        )
                    }
                )
                earlier(&page, visit, fields, found.next)
                return
            }
            page.table(
                t("What was done", "Wat er is gedaan"),
                isCaptionHidden: true,
                [
                    .text(t("When", "Wanneer")), .text(t("Who", "Wie")), .text(t("What", "Wat")),
                    .text(t("Why", "Waarom")), .text(t("Such as", "Zoals")), .number(t("Entries", "Regels")),
                ]
            ) { page in
                for step in found.steps { row(step, visit, &page) }
            }
            earlier(&page, visit, fields, found.next)
        }
    }

    private static func earlier(_ page: inout HTMLWriter, _ visit: Visit, _ fields: Fields, _ next: Int64?) {
        guard let next else { return }
        let t = visit.t
        page.element("nav", ["class": "pager", "aria-label": t("Pages", "Pagina's")]) { page in
            page.link(
                t("Earlier", "Eerder"),
                to: visit.url("/audit", fields.leaving(["before", "lang"]) + [("before", String(next))]),
                class: "next"
            )
        }
    }

    private static func form(_ page: inout HTMLWriter, _ visit: Visit, _ fields: Fields, _ faults: FormFaults) {
        let t = visit.t
        page.element("form", ["class": "filter", "method": "get", "action": visit.url("/audit")]) { page in
            faults.writeOfFilter(to: &page, visit)
            page.element("div", ["class": "fields"]) { page in
                page.field(t("Who", "Wie"), "actor", fields["actor"])
                page.choice(
                    t("What", "Wat"),
                    "kind",
                    fields["kind"] ?? "any",
                    [("any", t("anything", "alles"))] + AuditEntry.Action.allCases.map { ($0.rawValue, action($0, t)) }
                )
                page.field(
                    t("Since", "Sinds"),
                    "since",
                    fields["since"],
                    hint: "2026-03-01, 7d",
                    fault: faults["since"],
                    size: "short"
                )
                page.field(
                    t("Before", "Vóór"),
                    "until",
                    fields["until"],
                    hint: "2026-03-01",
                    fault: faults["until"],
                    size: "short"
                )
                page.field(t("Action", "Actie"), "number", fields["number"], fault: faults["number"], size: "short")
            }
            page.element("div", ["class": "actions"]) { page in
                page.button(t("Show", "Tonen"))
                if !fields.leaving(["lang"]).isEmpty { page.link(t("Clear", "Wissen"), to: visit.url("/audit")) }
            }
        }
    }

    private static func row(_ step: AuditStep, _ visit: Visit, _ page: inout TableRows) {
        let t = visit.t
        page.row { page in
            page.rowHeading { $0.time(step.endedAt, visit) }
            page.cell { page in
                page.write(step.actor)
                page.element("span", ["class": "remark"], " " + step.via.text)
            }
            page.cell(class: "wide-text") { page in
                page.write(what(step, visit))
                if let number = step.number {
                    page.element("span", ["class": "remark"]) { page in
                        page.write(" ")
                        let url: (Int64) -> String = { number in
                            visit.may(.readDeadLetters)
                                ? ActionPages.url(number, visit) : visit.url("/audit", [("number", String(number))])
                        }
                        page.link(t("action \(number)", "actie \(number)"), to: url(number))
                        if let undoes = step.undoes {
                            page.write(", ")
                            page.link(t("undoes \(undoes)", "maakt \(undoes) ongedaan"), to: url(undoes))
                        }
                    }
                } else if let replay = step.replay {
                    page.element("span", ["class": "remark"]) { page in
                        page.write(" ")
                        let text = t("replay \(replay)", "herhaling \(replay)")
                        if visit.may(.readDeadLetters) {
                            page.link(text, to: ReplayPages.url(replay, visit))
                        } else {
                            page.write(text)
                        }
                    }
                }
            }
            page.cell(step.reason.isEmpty ? "–" : step.reason, class: "wide-text")
            page.cell(class: "id") { page in
                if let id = step.deadLetterIDs.first {
                    if visit.may(.readDeadLetters) {
                        page.link(String(id.prefix(13)) + "…", to: visit.url("/dead-letters", to: id))
                    } else {
                        page.write(id)
                    }
                } else if let id = step.terminationIDs.first {
                    if visit.may(.readTerminations) {
                        page.link(id, to: visit.url("/terminations", to: id))
                    } else {
                        page.write(id)
                    }
                } else {
                    page.write("–")
                }
            }
            page.cell(
                step.firstEntry == step.lastEntry
                    ? visit.number(Int(step.firstEntry))
                    : "\(visit.number(Int(step.firstEntry)))–\(visit.number(Int(step.lastEntry)))"
            )
        }
    }

    static func action(_ action: AuditEntry.Action, _ t: Language) -> String {
        switch action {
        case .resolved: t("resolved", "opgelost")
        case .refused: t("refused again", "weer geweigerd")
        case .mended: t("edited", "bewerkt")
        case .discarded: t("discarded", "weggegooid")
        case .restored: t("restored", "teruggehaald")
        case .redacted: t("note removed", "toelichting verwijderd")
        case .pruned: t("pruned", "opgeruimd")
        case .undone: t("undone", "ongedaan gemaakt")
        }
    }

    /// What was done, with numbers where it was done to more than one.
    static func what(_ step: AuditStep, _ visit: Visit) -> String {
        let kinds = step.counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        if step.count == 1 { return kinds.first.map { action($0.key, visit.t) } ?? "" }
        return kinds.map { "\(visit.number($0.value)) × \(action($0.key, visit.t))" }.joined(separator: ", ")
    }
}
