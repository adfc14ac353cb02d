import Application
import Ledger
import Reports
import Terminations

/// Sets dead letters aside, or opens them again: the form, the preview, and the deed.
enum StateChangePages {
    enum Kind: String {
        case discard
        case restore

        var path: String { "/dead-letters/\(rawValue)" }

        /// From how many on the number is typed.
        var mostWithoutNumber: Int { self == .discard ? 50 : 1000 }

        var taken: DeadLetterParts.Taken { self == .discard ? .openOrHeld : .discarded }

        func title(_ t: Language) -> String {
            self == .discard
                ? t("Discard dead letters", "Dead letters weggooien")
                : t("Restore dead letters", "Dead letters terughalen")
        }

        func verb(_ count: Int, _ t: Language) -> String {
            let nouns = t.deadLetters(count)
            return self == .discard
                ? t("Discard \(nouns)", "\(nouns) weggooien") : t("Restore \(nouns)", "\(nouns) terughalen")
        }

        func plan(_ selected: SelectedDeadLetters, _ application: Application) throws -> StateChangePlan {
            switch self {
            case .discard: try application.plan(DiscardDeadLetters(selected.selection, showsCauses: false))
            case .restore: try application.plan(RestoreDeadLetters(selected.selection, showsCauses: false))
            }
        }
    }

    /// The form, from a link.
    static func form(_ kind: Kind) -> @Sendable (Visit) throws -> Page {
        { visit in try form(kind, visit, visit.request.query) }
    }

    /// Every later step.
    static func step(_ kind: Kind) -> @Sendable (Visit) throws -> PageAnswer {
        { visit in
            let fields = visit.request.form
            switch fields["step"] {
            case "form": return try form(kind, visit, fields).answer(visit)
            case "do": return try execute(kind, visit, fields)
            default: return try preview(kind, visit, fields).answer(visit)
            }
        }
    }

    // MARK: - The form

    static func form(
        _ kind: Kind,
        _ visit: Visit,
        _ fields: Fields,
        _ faults: FormFaults = FormFaults()
    ) throws -> Page {
        let t = visit.t
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let status = faults.isEmpty ? 200 : 422
        return Page(kind.title(t), status: status, place: .deadLetters) { page in
            faults.write(to: &page, visit)
            page.element("section") { page in
                page.element("h2", t("Which", "Welke"))
                selected.write(to: &page)
            }
            page.element("form", ["class": "change", "method": "post", "action": visit.url(kind.path)]) { page in
                selected.hide(in: &page)
                ChangeFields.write(reason: fields["reason"], isNeeded: kind == .discard, to: &page, visit, faults)
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Preview", "Voorbeeld tonen"), name: "step", value: "preview")
                    page.link(t("Cancel", "Annuleren"), to: selected.url)
                }
            }
        }
    }

    // MARK: - The preview

    /// - Parameter isStale: whether what was confirmed has changed since it was previewed.
    private static func preview(
        _ kind: Kind,
        _ visit: Visit,
        _ fields: Fields,
        faults: FormFaults = FormFaults(),
        isStale: Bool = false
    ) throws -> Page {
        let t = visit.t
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        var faults = faults
        let reason = ChangeFields.reason(fields, isNeeded: kind == .discard, visit, &faults)
        if faults["reason"] != nil { return try form(kind, visit, fields, faults) }
        let application = try visit.queries.application()
        let plan = try kind.plan(selected, application)
        guard plan.possible > 0 else {
            return Page(kind.title(t), status: isStale ? 409 : 200, place: .deadLetters) { page in
                if isStale { ChangeFields.writeStale(to: &page, visit) }
                page.empty(
                    kind == .discard
                        ? t("Nothing to discard", "Niets om weg te gooien")
                        : t("Nothing to restore", "Niets om terug te halen"),
                    none(kind, t)
                )
                DeadLetterParts.others(plan.others, possible: 0, taking: kind.taken, visit, to: &page)
                page.element("p", ["class": "onward"]) { page in
                    page.link(t("Back", "Terug"), to: selected.url)
                }
            }
        }
        let causes = try application.deadLetterCauses(matching: plan.filter, shown: 0).map(\.group)
        let sample = try application.deadLetters(matching: plan.filter, order: .oldest, limit: 5)
        let status = isStale ? 409 : faults.isEmpty ? 200 : 422
        return Page(kind.verb(plan.possible, t) + "?", status: status, place: .deadLetters) { page in
            if isStale { ChangeFields.writeStale(to: &page, visit) }
            faults.write(to: &page, visit)
            page.element("p", ["class": "lead"], meaning(kind, t))
            DeadLetterParts.others(plan.others, possible: plan.possible, taking: kind.taken, visit, to: &page)
            DeadLetterParts.causes(causes, visit, to: &page)
            page.element("section") { page in
                page.element("h2", t("The oldest of them", "De oudste ervan"))
                DeadLettersPage.table(sample, visit, [], to: &page)
            }
            page.element("form", ["class": "change", "method": "post", "action": visit.url(kind.path)]) { page in
                selected.hide(in: &page)
                page.hidden("reason", reason)
                page.hidden("token", visit.previews.token(visit, for: kind.rawValue, [plan.digest, reason]))
                page.facts { page in
                    page.fact(t("Why", "Waarom"), reason.isEmpty ? "–" : reason)
                    page.fact(t("Who", "Wie"), visit.person?.name)
                }
                ChangeFields.write(
                    number: plan.possible,
                    from: kind.mostWithoutNumber,
                    fields,
                    to: &page,
                    visit,
                    faults
                )
                page.element("div", ["class": "actions"]) { page in
                    page.button(kind.verb(plan.possible, t), name: "step", value: "do")
                    page.button(
                        t("Back to the form", "Terug naar het formulier"),
                        name: "step",
                        value: "form",
                        isQuiet: true
                    )
                }
            }
        }
    }

    private static func meaning(_ kind: Kind, _ t: Language) -> String {
        switch kind {
        case .discard:
            t(
                "They are set aside: nobody has to look at them any more, and no replay judges them. Billing gets no event. The sender of a held message is told that it was refused. The action gets a number, by which it can be undone.",
                "Ze worden opzij gelegd: niemand hoeft er nog naar te kijken, en ze worden niet opnieuw aangeboden. Facturatie krijgt geen event. De afzender van een bericht in de wacht hoort dat het is geweigerd. De actie krijgt een nummer waarmee ze ongedaan te maken is."
            )
        case .restore:
            t(
                "They are open again and can be replayed. Billing gets no event. The action gets a number, by which it can be undone.",
                "Ze staan weer open en kunnen opnieuw worden aangeboden. Facturatie krijgt geen event. De actie krijgt een nummer waarmee ze ongedaan te maken is."
            )
        }
    }

    private static func none(_ kind: Kind, _ t: Language) -> String {
        kind == .discard
            ? t(
                "No dead letter that matches is open or held.",
                "Geen dead letter die past staat open of in de wacht."
            )
            : t("No dead letter that matches is discarded.", "Geen dead letter die past is weggegooid.")
    }

    // MARK: - The deed

    private static func execute(_ kind: Kind, _ visit: Visit, _ fields: Fields) throws -> PageAnswer {
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let seen = try kind.plan(selected, visit.queries.application())
        var faults = FormFaults()
        let reason = ChangeFields.reason(fields, isNeeded: kind == .discard, visit, &faults)
        let facts = [seen.digest, reason]
        let most = kind.mostWithoutNumber
        ChangeFields.check(number: seen.possible, from: most, of: kind.rawValue, facts, fields, visit, &faults)
        let actor = try visit.actor()
        return try visit.confirm(kind.rawValue, facts, faults) {
            visit.jobs.run { [digest = seen.digest] job in
                try visit.queries.withWritableApplication { application in
                    let plan = try kind.plan(selected, application)
                    guard plan.digest == digest else { return .changed }
                    let outcome = try plan.execute(
                        by: actor,
                        because: reason,
                        onStart: { job.began(.action($0.number)) },
                        stop: job.stop
                    )
                    job.ended(outcome.action, isComplete: outcome.left == 0)
                    return .nothing
                }
            }
        } preview: { isStale in
            try preview(kind, visit, fields, faults: faults, isStale: isStale)
        }
    }
}
