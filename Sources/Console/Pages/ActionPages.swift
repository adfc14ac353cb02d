import Application
import Ledger
import Reports
import Terminations

/// Edits, discards, restores and undos: the list, one of them by its number, and its undo.
enum ActionPages {
    // MARK: - The list

    static func list(_ visit: Visit) throws -> Page {
        let t = visit.t
        var before: Int64?
        if let text = visit.request.query["before"] {
            before = Int64(text)
            guard before != nil else {
                throw PageProblem.query("before", "There is no action \(text).", "Er is geen actie \(text).", visit)
            }
        }
        let found = try visit.queries.actions(before: before)
        return Page(t("Actions on dead letters", "Acties op dead letters"), place: .actions) { page in
            page.element(
                "p",
                ["class": "lead"],
                t(
                    "Every edit, discard, restore and undo has a number, by which it can be undone. Replays are listed by themselves: their events are published, and nothing takes them back.",
                    "Elke bewerking, elk weggooien, terughalen en ongedaan maken heeft een nummer waarmee het ongedaan te maken is. Opnieuw aanbieden staat apart: die events zijn gepubliceerd en niet terug te nemen."
                )
            )
            guard !found.isEmpty else {
                page.empty(
                    t(
                        "Nothing was edited, discarded or restored yet",
                        "Er is nog niets bewerkt, weggegooid of teruggehaald"
                    )
                )
                return
            }
            page.table(
                t("Actions, the latest first", "Acties, de laatste eerst"),
                isCaptionHidden: true,
                [
                    .number(t("Number", "Nummer")), .text(t("When", "Wanneer")), .text(t("Who", "Wie")),
                    .text(t("What", "Wat")), .number(t("Dead letters", "Dead letters")), .text(t("Why", "Waarom")),
                    .text(t("State", "Toestand")),
                ]
            ) { page in
                for action in found.prefix(Queries.page) {
                    page.row { page in
                        page.rowHeading { page in
                            page.link(visit.number(Int(action.number)), to: url(action.number, visit))
                        }
                        page.cell { $0.time(action.startedAt, visit) }
                        page.cell { page in
                            page.write(action.startedBy)
                            page.element("span", ["class": "remark"], " " + action.via.text)
                        }
                        page.cell { what(action, visit, &$0) }
                        page.cell(visit.number(action.changed))
                        page.cell(action.reason.isEmpty ? "–" : action.reason, class: "wide-text")
                        page.cell { state(action, visit, &$0) }
                    }
                }
            }
            if found.count > Queries.page, let last = found.prefix(Queries.page).last {
                page.element("nav", ["class": "pager", "aria-label": t("Pages", "Pagina's")]) { page in
                    page.link(
                        t("Earlier", "Eerder"),
                        to: visit.url("/actions", [("before", String(last.number))]),
                        class: "next"
                    )
                }
            }
        }
    }

    static func url(_ number: Int64, _ visit: Visit) -> String { visit.url("/actions", to: String(number)) }

    private static func what(_ action: DeadLetterAction, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        guard let undoes = action.undoes else {
            page.write(kind(action.kind, t))
            return
        }
        page.link(t("undid action \(undoes)", "maakte actie \(undoes) ongedaan"), to: url(undoes, visit))
    }

    static func kind(_ kind: DeadLetterAction.Kind, _ t: Language) -> String {
        switch kind {
        case .mended: t("edited", "bewerkt")
        case .discarded: t("discarded", "weggegooid")
        case .restored: t("restored", "teruggehaald")
        case .undone: t("undone", "ongedaan gemaakt")
        }
    }

    private static func state(_ action: DeadLetterAction, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        if let undoneBy = action.undoneBy {
            page.badge(t("undone by \(undoneBy)", "ongedaan gemaakt door \(undoneBy)"))
        } else if action.isFinished {
            page.badge(t("done", "klaar"), .good)
        } else if visit.jobs.isRunning(.action(action.number)) {
            page.badge(t("runs", "loopt"), .warning)
        } else {
            page.badge(t("interrupted", "onderbroken"), .bad)
        }
    }

    // MARK: - One action

    private static func action(_ visit: Visit) throws -> DeadLetterAction {
        let text = visit.parameters["number"] ?? ""
        if let number = Int64(text), let action = try visit.queries.action(number) { return action }
        let t = visit.t
        throw PageProblem.notFound(
            visit,
            t(
                "There is no action \(text). One that changed nothing is not kept.",
                "Er is geen actie \(text). Een die niets wijzigde wordt niet bewaard."
            )
        )
    }

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let action = try action(visit)
        let deadLetters = try visit.queries.deadLetters(ofAction: action.number)
        let isRunning = visit.jobs.isRunning(.action(action.number))
        let title = t("Action \(action.number)", "Actie \(action.number)")
        return Page(title, place: .actions, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) { $0.link(t("Actions", "Acties"), to: visit.url("/actions")) }
            page.element("div", ["class": "heading"]) { page in
                page.element("h1", title)
                state(action, visit, &page)
            }
            outcome(&page, visit, action, isRunning)
            page.facts { page in
                page.fact(t("What", "Wat")) { what(action, visit, &$0) }
                page.fact(
                    t("Dead letters", "Dead letters"),
                    t(
                        "\(visit.number(action.changed)) of \(visit.number(action.total))",
                        "\(visit.number(action.changed)) van \(visit.number(action.total))"
                    )
                )
                page.fact(t("Who", "Wie"), "\(action.startedBy) (\(action.via.text))")
                page.fact(t("Why", "Waarom"), action.reason.isEmpty ? "–" : action.reason)
                page.fact(t("Started", "Gestart")) { $0.time(action.startedAt, visit) }
                page.fact(t("Finished", "Klaar")) { $0.time(action.finishedAt, visit) }
                if case .replay(let number)? = visit.jobs.follower(of: .action(action.number)) {
                    page.fact(t("Then", "Daarna")) { page in
                        page.link(
                            t("replay \(number)", "herhaling \(number)"),
                            to: visit.url("/replays", to: String(number))
                        )
                    }
                }
                if visit.may(.readAudit) {
                    page.fact(t("Audit trail", "Controlespoor")) { page in
                        page.link(
                            t("its entries", "de regels ervan"),
                            to: visit.url("/audit", [("number", String(action.number))])
                        )
                    }
                }
            }
            undoLink(&page, visit, action, isRunning)
            if !deadLetters.isEmpty {
                page.element("section") { page in
                    page.element("h2", t("Its dead letters, as they are now", "De dead letters, zoals ze nu zijn"))
                    DeadLettersPage.table(deadLetters, visit, [], to: &page)
                    DeadLetterParts.more(
                        action.changed - deadLetters.count,
                        ("dead letter is", "dead letters are"),
                        ("dead letter is", "dead letters zijn"),
                        visit,
                        to: &page
                    )
                }
            }
        }
    }

    private static func outcome(_ page: inout HTMLWriter, _ visit: Visit, _ action: DeadLetterAction, _ isRunning: Bool)
    {
        let t = visit.t
        let tone = isRunning || action.isFinished ? "notice good" : "notice warning"
        page.element("div", ["class": tone, "role": "status"]) { page in
            page.element("p", ["class": "first"]) { page in
                page.write(
                    "\(t.deadLetters(action.changed)) \(kind(action.kind, t))."
                )
            }
            if isRunning {
                page.element("p") { page in
                    page.write(t("It still runs. ", "Het loopt nog. "))
                    page.link(t("Look again", "Kijk opnieuw"), to: url(action.number, visit))
                }
            } else if !action.isFinished {
                page.element("p", interrupted(action, visit))
            } else if action.changed < action.total {
                page.element(
                    "p",
                    t(
                        "The others had changed meanwhile, and stay as they are.",
                        "De andere waren intussen gewijzigd en blijven zoals ze zijn."
                    )
                )
            }
        }
    }

    private static func interrupted(_ action: DeadLetterAction, _ visit: Visit) -> String {
        let t = visit.t
        let why: String
        switch visit.jobs.interruption(of: .action(action.number)) {
        case .failed(let error)?:
            why = t("It was interrupted: \(visit.words(error))", "Het is onderbroken: \(visit.words(error))")
        case .stopped?, .canaryRefused?:
            why = t("It was stopped.", "Het is gestopt.")
        case nil:
            why = t(
                "It is not finished: its process has ended, or another process carries it out.",
                "Het is niet klaar: het proces is geëindigd, of een ander proces voert het uit."
            )
        }
        return why + " "
            + t(
                "What is done can be undone; the rest is as before.",
                "Wat gedaan is, is ongedaan te maken; de rest is zoals eerst."
            )
    }

    // MARK: - The undo

    private static func undoLink(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ action: DeadLetterAction,
        _ isRunning: Bool
    ) {
        let t = visit.t
        guard let permission = try? visit.queries.permission(toUndo: action), visit.may(permission) else { return }
        page.element("p", ["class": "onward"]) { page in
            if isRunning {
                page.write(t("It can be undone when it has ended.", "Als het klaar is, is het ongedaan te maken."))
            } else {
                page.link(
                    t("Undo this action", "Deze actie ongedaan maken"),
                    to: url(action.number, visit) + "/undo",
                    class: "button quiet"
                )
            }
        }
    }

    /// From how many on the number is typed.
    private static let mostWithoutNumber = 1000

    static func undo(_ visit: Visit) throws -> Page { try undo(visit, Fields([]), FormFaults(), isStale: false) }

    private static func undo(
        _ visit: Visit,
        _ fields: Fields,
        _ faults: FormFaults,
        isStale: Bool
    ) throws -> Page {
        let t = visit.t
        let action = try action(visit)
        try visit.demand(try visit.queries.permission(toUndo: action))
        let plan = try visit.queries.application().plan(UndoDeadLetterAction(action.number))
        let found = plan.found
        let count = found.undoable.count
        let title = t("Undo action \(action.number)", "Actie \(action.number) ongedaan maken")
        let status = isStale ? 409 : faults.isEmpty ? 200 : 422
        return Page(title, status: status, place: .actions) { page in
            if isStale { ChangeFields.writeStale(to: &page, visit) }
            faults.write(to: &page, visit)
            page.facts { page in
                page.fact(t("Action", "Actie")) { page in
                    page.link(t("action \(action.number)", "actie \(action.number)"), to: url(action.number, visit))
                    page.write(": ")
                    what(action, visit, &page)
                    page.write(
                        ", " + t.deadLetters(action.changed)
                    )
                }
                page.fact(t("By", "Door"), action.startedBy)
                page.fact(t("On", "Op")) { $0.time(action.startedAt, visit) }
                page.fact(t("Why", "Waarom"), action.reason.isEmpty ? "–" : action.reason)
            }
            left(&page, visit, found)
            guard count > 0 else {
                page.empty(
                    t("Nothing of it can be undone", "Niets ervan is ongedaan te maken"),
                    action.undoneBy.map {
                        t("It was undone by action \($0).", "Het is ongedaan gemaakt door actie \($0).")
                    }
                )
                return
            }
            page.element("p", ["class": "lead"], future(found, visit))
            page.element("form", ["class": "change", "method": "post", "action": url(action.number, visit) + "/undo"]) {
                page in
                page.hidden("token", visit.previews.token(visit, for: "undo", [plan.digest]))
                ChangeFields.write(reason: fields["reason"], isNeeded: false, to: &page, visit, faults)
                ChangeFields.write(number: count, from: mostWithoutNumber, fields, to: &page, visit, faults)
                page.element("div", ["class": "actions"]) { page in
                    page.button(
                        t(
                            "Undo for \(t.deadLetters(count))",
                            "Ongedaan maken voor \(t.deadLetters(count))"
                        )
                    )
                    page.link(t("Cancel", "Annuleren"), to: url(action.number, visit))
                }
            }
        }
    }

    private static func future(_ found: DeadLetterUndoPlan, _ visit: Visit) -> String {
        let t = visit.t
        let count = found.undoable.count
        let those = t.deadLetters(count)
        guard !found.isOfBodies else {
            return t(
                "\(those) would get back the body from before the edit.",
                "\(those) zou\(count == 1 ? "" : "den") de inhoud van vóór de bewerking terugkrijgen."
            )
        }
        let states = found.states.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\(visit.number($0.value)) \(DeadLettersPage.state($0.key, t))" }.joined(separator: ", ")
        return t(
            "\(those) would return to the earlier state: \(states).",
            "\(those) zou\(count == 1 ? "" : "den") teruggaan naar de eerdere toestand: \(states)."
        )
    }

    /// What stays as it is, and why.
    private static func left(_ page: inout HTMLWriter, _ visit: Visit, _ found: DeadLetterUndoPlan) {
        let t = visit.t
        var reasons: [String] = []
        if found.undoneBefore > 0 {
            let number = visit.number(found.undoneBefore)
            reasons.append(t("\(number) were undone before.", "\(number) zijn al ongedaan gemaakt."))
        }
        for (what, count) in found.changedSince.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let words = AuditPage.action(what, t)
            let number = visit.number(count)
            reasons.append(
                t(
                    "\(number) were \(words) since, and stay as they are.",
                    "\(number) sindsdien \(words); die blijven zo."
                )
            )
        }
        if found.gone > 0 {
            let number = visit.number(found.gone)
            reasons.append(t("\(number) were removed by retention.", "\(number) door bewaartermijn verwijderd."))
        }
        guard !reasons.isEmpty else { return }
        page.element("div", ["class": "notice warning"]) { page in
            for reason in reasons { page.element("p", reason) }
            for id in found.changedSamples {
                page.element("p") { page in
                    page.write(t("Such as ", "Zoals "))
                    page.link(id, to: visit.url("/dead-letters", to: id))
                }
            }
        }
    }

    static func executeUndo(_ visit: Visit) throws -> PageAnswer {
        let action = try action(visit)
        try visit.demand(try visit.queries.permission(toUndo: action))
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let fields = visit.request.form
        let undo = UndoDeadLetterAction(action.number)
        let seen = try visit.queries.application().plan(undo)
        var faults = FormFaults()
        let reason = ChangeFields.reason(fields, isNeeded: false, visit, &faults)
        let facts = [seen.digest]
        let count = seen.found.undoable.count
        ChangeFields.check(number: count, from: mostWithoutNumber, of: "undo", facts, fields, visit, &faults)
        let actor = try visit.actor()
        return try visit.confirm("undo", facts, faults) {
            visit.jobs.run { [digest = seen.digest] job in
                try visit.queries.withWritableApplication { application in
                    let plan = try application.plan(undo)
                    guard plan.digest == digest else { return .changed }
                    return try run(plan, as: job, by: actor, because: reason)
                }
            }
        } preview: { isStale in
            try self.undo(visit, fields, faults, isStale: isStale)
        }
    }

    /// Runs on the job's thread to the end of the undo.
    ///
    /// - Parameter onStart: called before the first dead letter is changed.
    static func run(
        _ plan: UndoDeadLetterAction.Plan,
        as job: RunningJobs.Job,
        by actor: Actor,
        because reason: String,
        onStart: (RunningJobs.Name) -> Void = { _ in }
    ) throws -> RunningJobs.Start {
        let outcome = try plan.execute(
            by: actor,
            because: reason,
            onStart: { undo in
                onStart(.action(undo.number))
                job.began(.action(undo.number))
            },
            stop: job.stop
        )
        job.ended(outcome.action, isComplete: outcome.left == 0)
        return .nothing
    }
}
