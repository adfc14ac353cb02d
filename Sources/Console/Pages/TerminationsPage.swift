import Application
import Ledger
import Reports
import Terminations

extension TerminationState {
    func text(_ t: Language) -> String {
        switch self {
        case .inForce: t("planned", "gepland")
        case .effective: t("ended", "beëindigd")
        case .withdrawn: t("withdrawn", "ingetrokken")
        }
    }

    var tone: HTMLWriter.Tone {
        switch self {
        case .inForce: .warning
        case .effective: .good
        case .withdrawn: .plain
        }
    }
}

extension ReasonSnapshot {
    /// Code and label; neither of a sensitive one, if the person may not see it.
    func write(to page: inout HTMLWriter, _ visit: Visit) {
        guard !isSensitive || visit.may(.readConfidentialReports) else {
            page.element("i", visit.t("withheld: it is sensitive", "niet getoond: gevoelig"))
            return
        }
        let own = labels[visit.t.tag]
        page.element("span", ["lang": own == nil ? language : visit.t.tag], own ?? label)
        page.write(" ")
        page.code(code)
    }
}

extension Visit {
    /// - Parameter after: the termination behind which a list goes on; nil at its beginning.
    /// - Throws: ``PageProblem`` where there is none of this id, since the list would begin anew.
    func requireTermination(_ after: String?) throws {
        guard let after, try queries.terminations(named: after).isEmpty else { return }
        throw PageProblem.query("after", "No termination has this id.", "Geen beëindiging heeft dit id.", self)
    }
}

/// Recorded terminations as a list, the one that was recorded last first.
enum TerminationsPage {
    /// The conditions that an address may have. The customer is posted.
    static let names: Set<String> = [
        "state", "contract", "reason", "no-reason", "contract-type", "initiator", "ends-from", "ends-through",
        "recorded-since", "recorded-until", "after",
    ]

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let isPosted = !visit.request.isSafe
        let fields = isPosted ? visit.request.form : visit.request.query
        var faults = FormFaults()
        let filter = filter(fields, visit, &faults)
        let after = fields["after"]
        try visit.requireTermination(after)
        try visit.queries.application().require(
            ListTerminations(filter, isConfidential: visit.may(.readConfidentialReports))
        )
        let list = faults.isEmpty ? try visit.queries.terminations(matching: filter, after: after) : nil
        let status = faults.isEmpty ? 200 : 400
        return Page(t("Terminations", "Beëindigingen"), status: status, place: .terminations) { page in
            form(&page, visit, fields, faults)
            guard let list else { return }
            guard !list.terminations.isEmpty else {
                page.empty(
                    t("No termination matches", "Geen beëindiging past hierbij"),
                    t("Widen the filter.", "Maak het filter ruimer.")
                )
                return
            }
            table(list.terminations, visit, to: &page)
            if isPosted {
                if list.hasMore {
                    page.element(
                        "p",
                        ["class": "remark"],
                        t("The first \(Queries.page) are shown.", "De eerste \(Queries.page) zijn getoond.")
                    )
                }
            } else {
                page.pager(
                    visit,
                    path: "/terminations",
                    next: list.hasMore ? list.terminations.last?.terminationID : nil,
                    isFirst: after == nil
                )
            }
        }
    }

    private static func filter(_ fields: Fields, _ visit: Visit, _ faults: inout FormFaults) -> TerminationFilter {
        let t = visit.t
        var filter = TerminationFilter()
        if let state = fields["state"], state != "any" {
            if let known = TerminationState(rawValue: state) {
                filter.states = [known]
            } else {
                faults["state"] = t("There is no such state.", "Die toestand bestaat niet.")
            }
        }
        filter.contractID = fields["contract"]
        filter.customerID = fields["customer"]
        filter.reasonCode = fields["reason"]
        if let text = fields["no-reason"] {
            filter.hasNoReason = text == "yes"
            if text != "yes" { faults.add(nil, t("no-reason: yes, or nothing.", "no-reason: yes, of niets.")) }
        }
        filter.contractType = fields["contract-type"]
        if let text = fields["initiator"], text != "any" {
            filter.initiator = Initiator(rawValue: text)
            if filter.initiator == nil {
                faults["initiator"] = t("There is no such initiator.", "Die initiatiefnemer bestaat niet.")
            }
        }
        for name in ["ends-from", "ends-through"] {
            guard let text = fields[name] else { continue }
            guard let date = LocalDate(text) else {
                faults[name] = t("A day such as 2026-03-31.", "Een dag zoals 2026-03-31.")
                continue
            }
            if name == "ends-from" { filter.endsFrom = date } else { filter.endsThrough = date }
        }
        for name in ["recorded-since", "recorded-until"] {
            guard let text = fields[name] else { continue }
            guard let instant = Moment.parse(text, in: visit.zone, now: visit.now) else {
                faults[name] = t(
                    "Type a day (2026-03-31), an instant, or how long ago: 30m, 12h, 7d.",
                    "Typ een dag (2026-03-31), een tijdstip, of hoelang geleden: 30m, 12h, 7d."
                )
                continue
            }
            if name == "recorded-since" { filter.recordedSince = instant } else { filter.recordedUntil = instant }
        }
        return filter
    }

    private static func form(_ page: inout HTMLWriter, _ visit: Visit, _ fields: Fields, _ faults: FormFaults) {
        let t = visit.t
        let isOpen = ["contract-type", "initiator", "recorded-since", "recorded-until"].contains { fields[$0] != nil }
        page.element("form", ["class": "filter", "method": "get", "action": visit.url("/terminations")]) { page in
            faults.writeOfFilter(to: &page, visit)
            page.element("div", ["class": "fields"]) { page in
                page.choice(
                    t("State", "Toestand"),
                    "state",
                    fields["state"] ?? "any",
                    [("any", t("any", "alle"))] + TerminationState.allCases.map { ($0.rawValue, $0.text(t)) },
                    size: "short"
                )
                page.field(t("Contract", "Contract"), "contract", fields["contract"])
                page.field(t("Reason", "Reden"), "reason", fields["reason"], hint: "price")
                page.field(
                    t("Last day from", "Laatste dag vanaf"),
                    "ends-from",
                    fields["ends-from"],
                    fault: faults["ends-from"],
                    size: "short",
                    type: "date"
                )
                page.field(
                    t("through", "tot en met"),
                    "ends-through",
                    fields["ends-through"],
                    fault: faults["ends-through"],
                    size: "short",
                    type: "date"
                )
            }
            page.element("details", ["class": "further", "open": isOpen ? "open" : nil]) { page in
                page.element("summary", t("More conditions", "Meer voorwaarden"))
                page.element("div", ["class": "fields"]) { page in
                    page.field(t("Contract type", "Contractsoort"), "contract-type", fields["contract-type"])
                    page.choice(
                        t("Initiator", "Initiatiefnemer"),
                        "initiator",
                        fields["initiator"] ?? "any",
                        [("any", t("any", "alle"))] + Initiator.allCases.map { ($0.rawValue, $0.text(t)) },
                        size: "short"
                    )
                    page.field(
                        t("Recorded since", "Vastgelegd sinds"),
                        "recorded-since",
                        fields["recorded-since"],
                        hint: "2026-03-01, 7d",
                        fault: faults["recorded-since"],
                        size: "short"
                    )
                    page.field(
                        t("Recorded before", "Vastgelegd vóór"),
                        "recorded-until",
                        fields["recorded-until"],
                        fault: faults["recorded-until"],
                        size: "short"
                    )
                }
            }
            page.element("div", ["class": "actions"]) { page in
                page.button(t("Show", "Tonen"))
                if !fields.leaving(["lang", "after"]).isEmpty {
                    page.link(t("Clear", "Wissen"), to: visit.url("/terminations"))
                }
            }
        }
        page.postedSearch(
            t("Find by customer", "Zoek op klant"),
            visit,
            path: "/terminations/find",
            [(name: "customer", label: t("Customer", "Klant"))],
            fields
        )
    }

    static func table(_ terminations: [TerminationSummary], _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        page.table(
            t("Terminations", "Beëindigingen"),
            isCaptionHidden: true,
            [
                .text(t("Termination", "Beëindiging")), .text(t("Contract", "Contract")), .text(t("State", "Toestand")),
                .text(t("Last day", "Laatste dag")), .text(t("Reason", "Reden")),
                .number(t("Revision", "Revisie"), isSecondary: true),
                .text(t("Recorded", "Vastgelegd")),
            ]
        ) { page in
            for termination in terminations {
                page.row { page in
                    page.rowHeading(class: "id") { page in
                        page.link(
                            termination.terminationID,
                            to: visit.url("/terminations", to: termination.terminationID)
                        )
                    }
                    page.cell(termination.contractID, class: "id")
                    page.cell { $0.badge(termination.state.text(t), termination.state.tone) }
                    page.cell { $0.date(termination.endDate) }
                    if let reason = termination.reason {
                        page.cell(class: "wide-text") { reason.write(to: &$0, visit) }
                    } else {
                        page.cell("–")
                    }
                    page.cell(visit.number(termination.revision))
                    page.cell { $0.time(termination.recordedAt, visit) }
                }
            }
        }
    }
}
