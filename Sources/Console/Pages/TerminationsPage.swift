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
    /// Code and label; of a sensitive one neither, for whoever may not see it.
    func write(to page: inout HTMLWriter, _ visit: Visit) {
        guard !isSensitive || visit.may(.readConfidentialReports) else {
            page.element("i", visit.t("withheld: it is sensitive", "niet getoond: gevoelig"))
            return
        }
        page.element("span", ["lang": language], labels[visit.t.tag] ?? label)
        page.write(" ")
        page.code(code)
    }
}

/// Recorded terminations as a list, the one that was recorded last first.
enum TerminationsPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let isPosted = !visit.request.isSafe
        let fields = isPosted ? visit.request.form : visit.request.query
        var faults: [String: String] = [:]
        let filter = filter(fields, visit, &faults)
        let after = fields["after"]
        let list = faults.isEmpty ? try visit.queries.terminations(matching: filter, after: after) : nil
        return Page(t("Terminations", "Beëindigingen"), place: .terminations) { page in
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

    private static func filter(_ fields: Fields, _ visit: Visit, _ faults: inout [String: String]) -> TerminationFilter
    {
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
        filter.hasNoReason = fields["no-reason"] == "yes"
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
                    "A day, an instant, or 30m, 12h, 7d ago.",
                    "Een dag, een tijdstip, of 30m, 12h, 7d geleden."
                )
                continue
            }
            if name == "recorded-since" { filter.recordedSince = instant } else { filter.recordedUntil = instant }
        }
        return filter
    }

    private static func form(_ page: inout HTMLWriter, _ visit: Visit, _ fields: Fields, _ faults: [String: String]) {
        let t = visit.t
        let isOpen = ["contract-type", "initiator", "recorded-since", "recorded-until"].contains { fields[$0] != nil }
        page.element("form", ["class": "filter", "method": "get", "action": visit.url("/terminations")]) { page in
            if !faults.isEmpty {
                page.element("div", ["class": "notice bad", "role": "alert"]) { page in
                    page.element(
                        "p",
                        ["class": "first"],
                        t.count(
                            faults.count,
                            ("condition cannot be read", "conditions cannot be read"),
                            ("voorwaarde is niet te lezen", "voorwaarden zijn niet te lezen")
                        )
                    )
                }
            }
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
                        [("any", t("any", "alle"))] + Initiator.allCases.map { ($0.rawValue, $0.rawValue) },
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
                .text(t("Last day", "Laatste dag")), .text(t("Reason", "Reden")), .number(t("Revision", "Revisie")),
                .text(t("Recorded", "Vastgelegd")),
            ]
        ) { page in
            for termination in terminations {
                page.row { page in
                    page.element("th", ["scope": "row", "class": "id"]) { page in
                        page.link(
                            termination.terminationID,
                            to: visit.url("/terminations", to: termination.terminationID)
                        )
                    }
                    page.element("td", ["class": "id"], termination.contractID)
                    page.cell { $0.badge(termination.state.text(t), termination.state.tone) }
                    page.cell { $0.date(termination.endDate) }
                    page.element("td", ["class": "wide-text"]) { page in
                        if let reason = termination.reason { reason.write(to: &page, visit) } else { page.write("–") }
                    }
                    page.number(visit.number(termination.revision))
                    page.cell { $0.time(termination.recordedAt, visit) }
                }
            }
        }
    }
}

/// One termination: what it is now, and its life, oldest first.
enum TerminationPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let name = visit.parameters["id"] ?? ""
        let found = try visit.queries.terminations(named: name)
        if found.count > 1 {
            return Page(t("Terminations named \(name)", "Beëindigingen met de naam \(name)"), place: .terminations) {
                page in
                TerminationsPage.table(found, visit, to: &page)
            }
        }
        guard let summary = found.first, let history = try visit.queries.history(of: summary.terminationID) else {
            throw PageProblem.notFound(
                visit,
                t("No termination is recorded as \(name).", "Er is geen beëindiging vastgelegd als \(name).")
            )
        }
        let title = t("Termination \(summary.terminationID)", "Beëindiging \(summary.terminationID)")
        return Page(title, place: .terminations, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) { page in
                page.link(t("Terminations", "Beëindigingen"), to: visit.url("/terminations"))
            }
            page.element("div", ["class": "heading"]) { page in
                page.element("h1", title)
                page.badge(summary.state.text(t), summary.state.tone)
            }
            facts(&page, visit, summary, history)
            page.element("section") { page in
                page.element("h2", t("What happened", "Wat er gebeurde"))
                page.element("ol", ["class": "timeline"]) { page in
                    for entry in entries(visit, history) {
                        page.element("li") { page in
                            page.time(entry.at, visit)
                            entry.write(&page)
                        }
                    }
                }
                if history.hasMoreDeadLetters {
                    page.element("p") { page in
                        page.link(
                            t("More dead letters of its contract", "Meer dead letters van dit contract"),
                            to: visit.url("/dead-letters", [("contract", summary.contractID)])
                        )
                    }
                }
            }
        }
    }

    private static func facts(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ summary: TerminationSummary,
        _ history: TerminationHistory
    ) {
        let t = visit.t
        page.element("dl", ["class": "facts across"]) { page in
            page.fact(t("Contract", "Contract"), summary.contractID + (summary.contractType.map { ", \($0)" } ?? ""))
            page.fact(
                t("Customer", "Klant"),
                summary.customerID + (summary.customerKind.map { ", \($0.rawValue)" } ?? "")
            )
            page.fact(t("Last day", "Laatste dag")) { page in
                page.date(summary.endDate)
                page.write(" (\(history.timeZone))")
            }
            page.fact(
                summary.state == .withdrawn
                    ? t("Billing was to stop", "Facturatie zou stoppen") : t("Billing stops", "Facturatie stopt")
            ) {
                $0.time(summary.billingStopsAt, visit)
            }
            page.fact(t("Reason", "Reden")) { page in
                if let reason = summary.reason { reason.write(to: &page, visit) } else { page.write(t("none", "geen")) }
            }
            page.fact(
                t("Type", "Soort"),
                summary.terminationType.rawValue
                    + (summary.initiator.map { t(", by \($0.rawValue)", ", door \($0.rawValue)") } ?? "")
            )
            if let amount = summary.monthlyAmount, let currency = summary.currency {
                page.fact(t("Monthly amount", "Maandbedrag"), "\(Currency.decimal(amount, of: currency)) \(currency)")
            }
            page.fact(t("Channel", "Kanaal"), summary.channel)
            page.fact(t("Settings", "Instellingen")) { page in
                let text = t("version \(summary.settingsVersion)", "versie \(summary.settingsVersion)")
                if visit.may(.readSettings) {
                    page.link(text, to: visit.url("/settings", to: String(summary.settingsVersion)))
                } else {
                    page.write(text)
                }
            }
        }
    }

    private struct Entry {
        let at: Instant
        /// The position of its event, by which facts are in order whatever the clock did; 0 where it has none.
        var sequence: Int64 = 0
        let write: (inout HTMLWriter) -> Void
    }

    private static func entries(_ visit: Visit, _ history: TerminationHistory) -> [Entry] {
        var entries: [Entry] = []
        var last: ReasonSnapshot?
        for revision in history.revisions {
            let before = last
            entries.append(
                Entry(at: revision.recordedAt, sequence: revision.event?.sequence ?? 0) { page in
                    write(revision, after: before, visit, &page)
                }
            )
            if revision.action != .withdraw, !revision.isSuperseded { last = revision.reason }
        }
        for effect in history.effects {
            entries.append(
                Entry(at: effect.event.recordedAt, sequence: effect.event.sequence) { page in
                    page.element("p", ["class": "first"], visit.t("took effect", "ging in"))
                    if let revision = effect.supersededBy {
                        page.element(
                            "p",
                            visit.t("taken back by revision \(revision)", "teruggenomen door revisie \(revision)")
                        )
                    }
                    Self.event(effect.event, visit, &page)
                }
            )
        }
        for timeline in history.deadLetters {
            let deadLetter = timeline.deadLetter
            entries.append(
                Entry(at: deadLetter.receivedAt) { page in
                    page.element("p", ["class": "first"]) { page in
                        page.write(visit.t("not accepted: ", "niet aangenomen: "))
                        let text = visit.t("dead letter \(deadLetter.number)", "dead letter \(deadLetter.number)")
                        if visit.may(.readDeadLetters) {
                            page.link(text, to: visit.url("/dead-letters", to: deadLetter.id))
                        } else {
                            page.write(text)
                        }
                    }
                    page.element("p", ["class": "remark"], DeadLettersPage.cause(deadLetter, visit.t))
                }
            )
            for entry in timeline.history {
                entries.append(
                    Entry(at: entry.at) { page in
                        page.element(
                            "p",
                            ["class": "first"],
                            visit.t("dead letter \(deadLetter.number) ", "dead letter \(deadLetter.number) ")
                                + AuditPage.action(entry.action, visit.t)
                                + visit.t(" by \(entry.actor)", " door \(entry.actor)")
                        )
                        if !entry.reason.isEmpty { page.element("p", entry.reason) }
                    }
                )
            }
        }
        for entry in history.redactions {
            entries.append(
                Entry(at: entry.at) { page in
                    page.element(
                        "p",
                        ["class": "first"],
                        visit.t("note removed by \(entry.actor)", "toelichting verwijderd door \(entry.actor)")
                    )
                    if !entry.reason.isEmpty { page.element("p", entry.reason) }
                }
            )
        }
        return entries.enumerated().sorted {
            ($0.element.at, $0.element.sequence, $0.offset) < ($1.element.at, $1.element.sequence, $1.offset)
        }.map(\.element)
    }

    private static func write(
        _ revision: RecordedRevision,
        after lastReason: ReasonSnapshot?,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let name =
            switch revision.action {
            case .terminate: t("terminated", "beëindigd")
            case .correct: t("corrected", "gecorrigeerd")
            case .withdraw: t("withdrawn: the contract goes on", "ingetrokken: het contract loopt door")
            }
        page.element("p", ["class": "first"]) { page in
            page.write(name + t(", revision \(revision.revision)", ", revisie \(revision.revision)"))
            if revision.isSuperseded { page.badge(t("came after a later revision", "kwam na een latere revisie")) }
        }
        page.element("dl", ["class": "facts small"]) { page in
            page.fact(t("Message", "Bericht")) { page in
                page.write(revision.messageID)
                if let message = revision.message {
                    page.write(", " + t("made ", "gemaakt "))
                    page.time(message.occurredAt, visit)
                } else if revision.isPruned {
                    page.write(", " + t("older than messages are kept", "ouder dan berichten bewaard blijven"))
                }
            }
            if revision.action == .terminate, let endDate = revision.message?.endDate {
                page.fact(t("Last day", "Laatste dag")) { $0.date(endDate) }
            }
            for change in revision.changes {
                let reasons = [lastReason, revision.reason]
                let isWithheld =
                    change.isNote && !visit.may(.readNotes)
                    || change.isReasonCode && !visit.may(.readConfidentialReports)
                        && reasons.contains { $0?.isSensitive == true }
                page.fact(change.field) { page in
                    if isWithheld {
                        page.element("i", t("changed (not shown)", "gewijzigd (niet getoond)"))
                    } else {
                        if let old = change.old {
                            page.element("del", old)
                        } else {
                            page.element("i", t("none", "geen"))
                        }
                        page.write(" → ")
                        if let new = change.new {
                            page.element("ins", new)
                        } else {
                            page.element("i", t("none", "geen"))
                        }
                    }
                }
            }
            if revision.action != .withdraw {
                page.fact(t("Reason", "Reden")) { page in
                    if let reason = revision.reason {
                        reason.write(to: &page, visit)
                    } else {
                        page.write(t("none", "geen"))
                    }
                }
            }
            if revision.isRedacted {
                page.fact(t("Note", "Toelichting"), t("removed", "verwijderd"))
            } else if let note = revision.message?.note {
                page.fact(t("Note", "Toelichting")) { page in
                    if visit.may(.readNotes) {
                        page.element("q", note)
                    } else {
                        page.element("i", t("not shown", "niet getoond"))
                    }
                }
            }
            for repetition in revision.repetitions {
                page.fact(t("Sent again", "Nogmaals gestuurd")) { page in
                    page.write(repetition.messageID + ", ")
                    page.time(repetition.recordedAt, visit)
                }
            }
        }
        if let event = revision.event {
            Self.event(event, visit, &page)
        } else if revision.isSuperseded {
            page.element("p", ["class": "remark"], t("No event: it changed nothing", "Geen event: het wijzigde niets"))
        } else if !revision.isTold {
            page.element(
                "p",
                ["class": "remark"],
                t("No event: it was imported without", "Geen event: zonder geïmporteerd")
            )
        }
    }

    private static func event(_ event: RecordedEvent, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        page.element("p", ["class": "remark"]) { page in
            page.write("Event \(event.sequence): ")
            page.code(event.type)
            switch event.publication {
            case .published: page.write(", " + t("published", "gepubliceerd"))
            case .waiting: page.write(", " + t("waits for the relay", "wacht op de relay"))
            case .parked(let failure, let attempts, _, _):
                page.write(", ")
                page.badge(t("parked", "geparkeerd"), .bad)
                page.write(" " + t.count(attempts, ("attempt", "attempts"), ("poging", "pogingen")) + ": ")
                page.element("span", ["lang": "en"], failure)
            }
        }
    }
}
