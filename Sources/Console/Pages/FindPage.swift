import Reports

/// Finds by an id, whatever it is the id of.
enum FindPage {
    static func answer(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        guard let id = visit.request.query["id"] else {
            return PageAnswer.seeOther(visit.url("/"))
        }
        let deadLetters = visit.may(.readDeadLetters) ? try visit.queries.deadLetters(named: id) : []
        let terminations = visit.may(.readTerminations) ? try visit.queries.terminations(named: id) : []
        if deadLetters.count == 1, terminations.isEmpty {
            return .seeOther(visit.url("/dead-letters", to: deadLetters[0].id))
        }
        if terminations.count == 1, deadLetters.isEmpty {
            return .seeOther(visit.url("/terminations", to: terminations[0].terminationID))
        }
        let page = Page(t("Found for \(id)", "Gevonden voor \(id)")) { page in
            if deadLetters.isEmpty, terminations.isEmpty {
                page.empty(
                    t("Nothing has this id", "Niets heeft dit id"),
                    t(
                        "An id of a dead letter, a part of one, a number, or the id of a termination, a message or a contract finds it.",
                        "Zoek op het id of nummer van een dead letter, een deel daarvan, of het id van een beëindiging, bericht of contract."
                    )
                )
            }
            if !terminations.isEmpty {
                page.element("section") { page in
                    page.element("h2", t("Terminations", "Beëindigingen"))
                    TerminationsPage.table(terminations, visit, to: &page)
                }
            }
            if !deadLetters.isEmpty {
                page.element("section") { page in
                    page.element("h2", t("Dead letters", "Dead letters"))
                    DeadLettersPage.table(deadLetters, visit, [], to: &page)
                }
            }
        }
        return page.answer(visit)
    }
}
