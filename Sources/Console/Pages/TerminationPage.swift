import Ledger
import Reports
import Terminations

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
                summary.customerID + (summary.customerKind.map { ", \($0.text(t))" } ?? "")
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
                summary.terminationType.text(t)
                    + (summary.initiator.map { t(", by \($0.text(t))", ", door \($0.text(t))") } ?? "")
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
            case .withdraw: t("withdrawn: the contract continues", "ingetrokken: het contract loopt door")
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
        } else if !revision.isAnnounced {
            page.element(
                "p",
                ["class": "remark"],
                t("No event: it was imported without events", "Geen event: geïmporteerd zonder events")
            )
        }
    }

    private static func event(_ event: RecordedEvent, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        page.element("p", ["class": "remark"]) { page in
            page.write(t("Event \(event.sequence): ", "Event \(event.sequence): "))
            page.code(event.type)
            switch event.publication {
            case .published: page.write(", " + t("published", "gepubliceerd"))
            case .waiting: page.write(", " + t("waits for the relay", "wacht op de relay"))
            case .parked(let failure, let attempts, _, _):
                page.write(", ")
                page.badge(t("parked", "geparkeerd"), .bad)
                page.write(" " + t.count(attempts, ("attempt", "attempts"), ("poging", "pogingen")) + ": ")
                page.write(KnownSentences.ofRelay(failure, t))
            }
        }
    }
}
