import Ledger
import Reports
import Terminations

/// Dead letters as a list, by every filter of the command line, 50 a page.
enum DeadLettersPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let isPosted = !visit.request.isSafe
        // What is posted is answered at once: a customer or a text has no place in an address.
        let fields =
            isPosted ? Fields(visit.request.query.leaving([]) + visit.request.form.leaving([])) : visit.request.query
        let form = DeadLetterForm(fields, visit)
        let after = fields["after"]
        if form.filter.text != nil, !visit.may(.readBodies) {
            throw PageProblem(
                403,
                t("Not allowed", "Niet toegestaan"),
                t(
                    "Finding a text in messages needs the permission \(Permission.readBodies.rawValue).",
                    "Een tekst in berichten zoeken vraagt de bevoegdheid \(Permission.readBodies.rawValue)."
                )
            )
        }
        let list =
            form.isValid
            ? try visit.queries.deadLetters(matching: form.filter, order: form.order, after: after) : nil
        return Page(t("Dead letters", "Dead letters"), place: .deadLetters) { page in
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
            table(list.deadLetters, visit, form.query, to: &page)
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
            }
        }
    }

    private static func search(_ page: inout HTMLWriter, _ visit: Visit, _ fields: Fields) {
        let t = visit.t
        var conditions = [(name: "customer", label: t("Customer", "Klant"))]
        if visit.may(.readBodies) {
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

    /// - Parameter query: what the address of the list says, so that a dead letter leads to the next one of it.
    static func table(
        _ deadLetters: [DeadLetter],
        _ visit: Visit,
        _ query: [(String, String)],
        to page: inout HTMLWriter
    ) {
        let t = visit.t
        page.table(
            t("Dead letters", "Dead letters"),
            isCaptionHidden: true,
            [
                .number(t("Number", "Nummer")), .text(t("Received", "Ontvangen")), .text(t("State", "Toestand")),
                .text(t("What is wrong", "Wat er mis is")), .text(t("Contract", "Contract")),
                .text(t("Message", "Bericht")), .number(t("Times seen", "Keer gezien")),
            ]
        ) { page in
            for deadLetter in deadLetters {
                page.row { page in
                    page.element("th", ["scope": "row", "class": "n"]) { page in
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
                    page.element("td", ["class": "wide-text"]) { $0.write(cause(deadLetter, t)) }
                    page.element("td", ["class": "id"]) { $0.write(deadLetter.contractID ?? "–") }
                    page.element("td", ["class": "id"]) { $0.write(deadLetter.messageID ?? "–") }
                    page.number(visit.number(deadLetter.occurrences))
                }
            }
        }
    }
}
