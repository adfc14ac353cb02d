import Ledger
import Reports
import Terminations

/// Dead letters as a list, by every filter of the command line, 50 a page.
enum DeadLettersPage {
    static func page(_ visit: Visit) throws -> Page {
        // What is posted is answered at once: a customer or a text has no place in an address.
        let isPosted = !visit.request.isSafe
        let fields = isPosted ? visit.request.form : visit.request.query
        return try page(visit, fields, isPosted: isPosted, FormFaults())
    }

    private static func page(
        _ visit: Visit,
        _ fields: Fields,
        isPosted: Bool,
        _ faults: FormFaults
    ) throws -> Page {
        let t = visit.t
        let form = try DeadLetterForm(fields, visit)
        let after = fields["after"]
        if let after, try visit.queries.content(of: after) == nil {
            throw PageProblem.query("after", "No dead letter has this id.", "Geen dead letter heeft dit id.", visit)
        }
        let list =
            form.isValid
            ? try visit.queries.deadLetters(matching: form.filter, order: form.order, after: after) : nil
        let status = form.isValid ? faults.isEmpty ? 200 : 422 : 400
        return Page(t("Dead letters", "Dead letters"), status: status, place: .deadLetters) { page in
            faults.write(to: &page, visit)
            form.write(to: &page, action: visit.url("/dead-letters"), isList: true)
            search(&page, visit, fields)
            guard let list else { return }
            guard list.count > 0 else {
                page.empty(
                    t("No dead letter matches", "Geen dead letter past hierbij"),
                    form.isNarrowed
                        ? t("Widen the filter.", "Maak het filter ruimer.")
                        : t("Every message was accepted so far.", "Tot nu toe is elk bericht aangenomen.")
                )
                return
            }
            page.element("p", ["class": "summary", "role": "status"]) { page in
                page.write(t.count(list.count, ("dead letter", "dead letters"), ("dead letter", "dead letters")))
                if let customer = form.filter.customerID {
                    page.write(t(" of customer \(customer)", " van klant \(customer)"))
                }
                if form.filter.text != nil { page.write(t(" that hold the text", " waarin de tekst staat")) }
            }
            let changes = Change.allCases.filter { visit.may($0.permission) && $0.isPossible(in: form.filter.states) }
            if changes.isEmpty {
                table(list.deadLetters, visit, form.query, to: &page)
            } else {
                page.element(
                    "form",
                    ["class": "picking", "method": "post", "action": visit.url("/dead-letters/select")]
                ) {
                    page in
                    for (name, value) in fields.leaving(["after", "lang", "id", "do"]) { page.hidden(name, value) }
                    table(list.deadLetters, visit, form.query, picks: true, to: &page)
                    choices(&page, visit, changes, list.count)
                }
            }
            if isPosted {
                if list.hasMore {
                    page.element(
                        "p",
                        ["class": "remark"],
                        t(
                            "The first \(Queries.page) are shown. Add a condition to see others.",
                            "De eerste \(Queries.page) zijn getoond. Voeg een voorwaarde toe om andere te zien."
                        )
                    )
                }
            } else {
                page.pager(
                    visit,
                    path: "/dead-letters",
                    next: list.hasMore ? list.deadLetters.last?.id : nil,
                    isFirst: after == nil
                )
                downloads(&page, visit, form)
            }
        }
    }

    private static func downloads(_ page: inout HTMLWriter, _ visit: Visit, _ form: DeadLetterForm) {
        let t = visit.t
        let query = form.query.filter { $0.0 != "order" }
        page.element("p", ["class": "downloads"]) { page in
            page.write(t("The whole list as ", "De hele lijst als "))
            page.link("CSV", to: visit.url("/dead-letters/export", query + [("format", "csv")]))
            page.write(", ")
            page.link("NDJSON", to: visit.url("/dead-letters/export", query + [("format", "ndjson")]))
            if visit.may(.readBodies), visit.may(.readNotes) {
                page.write(", ")
                page.link(
                    t("NDJSON with bodies", "NDJSON met inhoud"),
                    to: visit.url("/dead-letters/export", query + [("format", "ndjson"), ("bodies", "1")])
                )
            }
        }
    }

    // MARK: - What can be done with them

    private enum Change: String, CaseIterable {
        case replay
        case edit
        case discard
        case restore

        var permission: Permission {
            switch self {
            case .replay: .replayDeadLetters
            case .edit: .mendDeadLetters
            case .discard, .restore: .discardDeadLetters
            }
        }

        var path: String { self == .replay ? "/replays/new" : "/dead-letters/\(rawValue)" }

        func isPossible(in states: Set<DeadLetter.State>) -> Bool {
            let possible: Set<DeadLetter.State> =
                switch self {
                case .replay, .edit: [.open]
                case .discard: [.open, .held]
                case .restore: [.discarded]
                }
            return states.isEmpty || !states.isDisjoint(with: possible)
        }

        func title(_ t: Language) -> String {
            switch self {
            case .replay: t("Replay", "Opnieuw aanbieden")
            case .edit: t("Edit", "Bewerken")
            case .discard: t("Discard", "Weggooien")
            case .restore: t("Restore", "Terughalen")
            }
        }

        /// The first step, for what was picked or is meant by a filter that has no place in an address.
        func form(_ visit: Visit, _ fields: Fields) throws -> Page {
            switch self {
            case .replay: try ReplayPages.new(visit, fields)
            case .edit: try EditPages.form(visit, fields)
            case .discard: try StateChangePages.form(.discard, visit, fields)
            case .restore: try StateChangePages.form(.restore, visit, fields)
            }
        }
    }

    private static func choices(_ page: inout HTMLWriter, _ visit: Visit, _ changes: [Change], _ count: Int) {
        let t = visit.t
        for (scope, title) in [
            ("picked", t("With those that are ticked", "Met de aangevinkte")),
            ("all", t("With all \(visit.number(count)) that match", "Met alle \(visit.number(count)) die passen")),
        ] {
            page.element("fieldset", ["class": "choices"]) { page in
                page.element("legend", title)
                for change in changes {
                    page.button(change.title(t), name: "do", value: "\(change.rawValue)-\(scope)", isQuiet: true)
                }
            }
        }
    }

    /// Leads on from the list to the first step of a change. Changes nothing.
    static func select(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let words = (visit.request.form["do"] ?? "").split(separator: "-")
        guard words.count == 2, let change = Change(rawValue: String(words[0])) else {
            throw PageProblem(
                400,
                t("Nothing was chosen", "Er is niets gekozen"),
                t("The form does not say what to do.", "Het formulier zegt niet wat er moet gebeuren."),
                remedy: t("Go back and use a button of the list.", "Ga terug en gebruik een knop van de lijst.")
            )
        }
        try visit.demand(change.permission)
        let isOfAll = words[1] == "all"
        let fields = Fields(visit.request.form.leaving(isOfAll ? ["id", "do"] : ["do"]))
        let selected = try SelectedDeadLetters(fields, visit)
        if !isOfAll, selected.ids.isEmpty {
            var faults = FormFaults()
            faults.add("pick", t("Tick at least one dead letter.", "Vink minstens één dead letter aan."))
            return try page(visit, fields, isPosted: true, faults).answer(visit)
        }
        if let query = selected.query { return .seeOther(visit.url(change.path, query)) }
        return try change.form(visit, fields).answer(visit)
    }

    private static func search(_ page: inout HTMLWriter, _ visit: Visit, _ fields: Fields) {
        let t = visit.t
        var conditions = [(name: "customer", label: t("Customer", "Klant"))]
        if visit.may(.readBodies), visit.may(.readNotes) {
            conditions.append((name: "text", label: t("Text in the message", "Tekst in het bericht")))
        }
        page.postedSearch(
            t("Find by customer or text", "Zoek op klant of tekst"),
            visit,
            path: "/dead-letters/find",
            conditions,
            fields
        )
    }

    static func state(_ state: DeadLetter.State, _ t: Language) -> String {
        switch state {
        case .open: t("open", "open")
        case .held: t("held", "in de wacht")
        case .resolved: t("resolved", "opgelost")
        case .discarded: t("discarded", "weggegooid")
        }
    }

    static func tone(_ state: DeadLetter.State) -> HTMLWriter.Tone {
        switch state {
        case .open: .bad
        case .held: .warning
        case .resolved: .good
        case .discarded: .plain
        }
    }

    /// Why it is a dead letter, in a few words.
    static func cause(_ deadLetter: DeadLetter, _ t: Language) -> String {
        if !deadLetter.violations.isEmpty { return deadLetter.violations.map(\.code.rawValue).joined(separator: ", ") }
        if deadLetter.state == .held { return t("waits for its termination", "wacht op zijn beëindiging") }
        return switch deadLetter.source {
        case .refused: t("waited for its termination", "wachtte op zijn beëindiging")
        case .unjudgeable: t("judging it failed", "beoordelen mislukte")
        case .broker: t("the broker gave up", "de broker gaf het op")
        }
    }

    /// - Parameters:
    ///   - query: what the address of the list says, so that a dead letter leads to the next one of it.
    ///   - picks: whether each has a box to tick.
    static func table(
        _ deadLetters: [DeadLetter],
        _ visit: Visit,
        _ query: [(String, String)],
        picks: Bool = false,
        to page: inout HTMLWriter
    ) {
        let t = visit.t
        page.table(
            t("Dead letters", "Dead letters"),
            isCaptionHidden: true,
            (picks ? [.text(t("Tick", "Vink"))] : []) + [
                .number(t("Number", "Nummer")), .text(t("Received", "Ontvangen")), .text(t("State", "Toestand")),
                .text(t("What is wrong", "Wat er mis is")), .text(t("Contract", "Contract")),
                .text(t("Message", "Bericht"), isSecondary: true),
                .number(t("Times seen", "Keer gezien"), isSecondary: true),
            ]
        ) { page in
            for (index, deadLetter) in deadLetters.enumerated() {
                page.row { page in
                    if picks {
                        page.cell(class: "pick") { page in
                            page.void(
                                "input",
                                [
                                    "type": "checkbox", "name": "id", "value": deadLetter.id,
                                    "id": index == 0 ? "f-pick" : nil,
                                    "aria-label": t(
                                        "Dead letter \(deadLetter.number)",
                                        "Dead letter \(deadLetter.number)"
                                    ),
                                ]
                            )
                        }
                    }
                    page.rowHeading { page in
                        page.link(
                            visit.number(deadLetter.number),
                            to: visit.url("/dead-letters", to: deadLetter.id, query)
                        )
                    }
                    page.cell { $0.time(deadLetter.receivedAt, visit) }
                    page.cell { page in
                        page.badge(state(deadLetter.state, t), tone(deadLetter.state))
                        if deadLetter.isEdited { page.badge(t("edited", "bewerkt")) }
                    }
                    page.cell(class: "wide-text") { $0.write(cause(deadLetter, t)) }
                    page.cell(deadLetter.contractID ?? "–", class: "id")
                    page.cell(deadLetter.messageID ?? "–", class: "id")
                    page.cell(visit.number(deadLetter.occurrences))
                }
            }
        }
    }
}
