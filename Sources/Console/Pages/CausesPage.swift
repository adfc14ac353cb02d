import Application
import Ledger
import Reports
import Terminations

/// Dead letters by their cause, the largest group first, with the values by which those of one cause differ.
enum CausesPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let form = try DeadLetterForm(visit.request.query, visit, standardState: "open")
        let causes =
            form.isValid ? try visit.queries.causes(matching: form.filter, readsValues: visit.may(.readBodies)) : []
        let total = causes.reduce(0) { $0 + $1.group.count }
        let notes = try visit.store.causeNotes()
        return Page(t("Causes", "Oorzaken"), status: form.isValid ? 200 : 400, place: .causes) { page in
            page.element("p", ["class": "lead"]) { page in
                page.write(
                    t(
                        "Dead letters that break the same rules at the same places have one cause.",
                        "Dead letters die op dezelfde plaatsen dezelfde regels breken hebben één oorzaak."
                    )
                )
            }
            form.write(to: &page, action: visit.url("/causes"), isList: false)
            guard let most = causes.first?.group.count else {
                if form.isValid {
                    page.empty(
                        form.isNarrowed
                            ? t("No cause matches", "Geen oorzaak past hierbij") : t("Nothing waits", "Niets wacht"),
                        form.isNarrowed
                            ? t("Widen the filter.", "Maak het filter ruimer.")
                            : t("No dead letter is open.", "Er staat geen dead letter open.")
                    )
                }
                return
            }
            page.element("p", ["class": "summary", "role": "status"]) { page in
                page.write(
                    t.count(causes.count, ("cause", "causes"), ("oorzaak", "oorzaken")) + ", "
                        + t.count(total, ("dead letter", "dead letters"), ("dead letter", "dead letters"))
                )
            }
            page.element("ol", ["class": "causes"]) { page in
                for cause in causes {
                    write(cause, most: most, notes[cause.group.fingerprint], visit, &page)
                }
            }
        }
    }

    private static func write(
        _ cause: Queries.Cause,
        most: Int,
        _ note: CauseNote?,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let group = cause.group
        page.element("li") { page in
            page.element("div", ["class": "count"]) { page in
                page.element("b", visit.number(group.count))
                page.bar(Double(group.count) / Double(most))
            }
            page.element("div", ["class": "what"]) { page in
                page.element("h2") { page in
                    page.element("a", ["href": visit.url("/causes", to: group.fingerprint)]) { page in
                        Self.cause(group.cause, &page, t)
                    }
                }
                if let values = cause.values, values.isTelling {
                    page.element("p", ["class": "values"]) { page in
                        for (index, value) in values.telling.prefix(6).enumerated() {
                            if index > 0 { page.write(" · ") }
                            page.element("code", ShownValue.quoted(value.text))
                            page.write(" \(visit.number(value.count))")
                        }
                        let others = values.telling.count - 6
                        if others > 0 {
                            page.write(" · " + t("and \(visit.number(others)) more", "en nog \(visit.number(others))"))
                        }
                        if values.counted < group.count {
                            page.element(
                                "span",
                                ["class": "remark"],
                                " "
                                    + t(
                                        "(of the latest \(visit.number(values.counted)))",
                                        "(van de laatste \(visit.number(values.counted)))"
                                    )
                            )
                        }
                    }
                }
                page.element("p", ["class": "remark"]) { page in
                    page.write(t("First seen ", "Eerst gezien "))
                    page.time(group.firstSeen, visit)
                    page.write(", " + t("last seen ", "laatst gezien "))
                    page.time(group.lastSeen, visit)
                }
                if let note { CauseNotePages.write(note, visit, to: &page) }
            }
        }
    }

    /// `unknown-reason at /reasonCode`, in code letters.
    static func cause(_ words: String, _ page: inout HTMLWriter, _ t: Language) {
        page.element("span", ["class": "cause"], KnownSentences.ofCause(words, t))
    }
}

extension DeadLetterValues {
    /// Those that say something: that a value is absent the cause says already.
    var telling: [DeadLetterValue] {
        values.filter { ![ShownValue.none, ShownValue.withheld].contains($0.text) }
    }

    var isTelling: Bool { !telling.isEmpty }
}

/// One cause: how often, since when, whether it still comes, with which values, and some of its dead letters.
enum CausePage {
    private static let days = 28

    static func page(_ visit: Visit) throws -> Page { try page(visit, typed: nil) }

    /// - Parameter typed: a note that was not kept, with its faults or with what somebody else has written meanwhile.
    static func page(
        _ visit: Visit,
        typed: (fields: Fields, faults: FormFaults, other: CauseNote?)?
    ) throws -> Page {
        let t = visit.t
        let fingerprint = visit.parameters["fingerprint"] ?? ""
        let found = try visit.queries.cause(
            fingerprint,
            days: days,
            zone: visit.zone,
            at: visit.now,
            readsValues: visit.may(.readBodies)
        )
        guard let cause = found else {
            throw PageProblem.notFound(
                visit,
                t("No dead letter has the cause \(fingerprint).", "Geen dead letter heeft de oorzaak \(fingerprint).")
            )
        }
        // The violations of an edited one may be those of what it said before.
        let latest = cause.latest.first { !$0.isEdited }
        let sample = try visit.may(.readBodies) ? latest.flatMap { try visit.queries.content(of: $0.id) } : nil
        let open = cause.states.first { $0.state == .open }?.count ?? 0
        let title = t("Cause \(fingerprint)", "Oorzaak \(fingerprint)")
        let note = try visit.store.causeNote(fingerprint)
        let status = typed.map { $0.other == nil ? 422 : 409 } ?? 200
        return Page(title, status: status, place: .causes) { page in
            page.element("p", ["class": "lead"]) { CausesPage.cause(cause.group.cause, &$0, t) }
            page.element("div", ["class": "split"]) { page in
                page.facts { page in
                    page.fact(t("Open", "Open")) { page in
                        page.link(
                            t.count(open, ("dead letter", "dead letters"), ("dead letter", "dead letters")),
                            to: visit.url("/dead-letters", [("state", "open"), ("fingerprint", fingerprint)])
                        )
                    }
                    for (state, count) in cause.states where state != .open {
                        page.fact(DeadLettersPage.state(state, t)) { page in
                            page.link(
                                visit.number(count),
                                to: visit.url(
                                    "/dead-letters",
                                    [("state", state.rawValue), ("fingerprint", fingerprint)]
                                )
                            )
                        }
                    }
                    page.fact(t("First seen", "Eerst gezien")) { $0.time(cause.group.firstSeen, visit) }
                    page.fact(t("Last seen", "Laatst gezien")) { $0.time(cause.group.lastSeen, visit) }
                }
                page.element("section") { page in
                    page.element("h2", t("Is it still coming in?", "Komt het nog voor?"))
                    curve(&page, visit, cause.days)
                }
            }
            choices(&page, visit, fingerprint, open: open)
            if note != nil || visit.may(.mendDeadLetters) {
                page.element("section", ["id": "note"]) { page in
                    page.element("h2", t("Note", "Notitie"))
                    if let note { CauseNotePages.write(note, visit, to: &page) }
                    if visit.may(.mendDeadLetters) {
                        page.element("details", ["class": "further", "open": typed == nil ? nil : "open"]) { page in
                            page.element(
                                "summary",
                                note == nil ? t("Write a note", "Een notitie schrijven") : t("Change it", "Wijzigen")
                            )
                            CauseNotePages.form(
                                fingerprint,
                                note,
                                typed?.fields,
                                typed?.faults ?? FormFaults(),
                                other: typed?.other,
                                visit,
                                to: &page
                            )
                        }
                    }
                }
            }
            if let values = cause.values, !values.values.isEmpty { distribution(&page, visit, values, cause) }
            if let sample, let deadLetter = latest {
                page.element("section") { page in
                    page.element("h2", t("The latest of them as it came", "De laatste ervan zoals ontvangen"))
                    page.element("p") { page in
                        page.link(
                            t("Dead letter \(deadLetter.number)", "Dead letter \(deadLetter.number)"),
                            to: visit.url("/dead-letters", to: deadLetter.id)
                        )
                        page.write(", ")
                        page.time(deadLetter.receivedAt, visit)
                    }
                    ViolationList.write(deadLetter.violations, visit, to: &page, linksToLines: true)
                    MarkedBody(sample.body, violations: deadLetter.violations, for: visit)
                        .write(to: &page, visit)
                }
            }
            page.element("section") { page in
                page.element("h2", t("Latest dead letters", "Laatste dead letters"))
                DeadLettersPage.table(cause.latest, visit, [("fingerprint", fingerprint)], to: &page)
            }
        }
    }

    /// The four choices of the runbook, as far as who looks may take them.
    private static func choices(_ page: inout HTMLWriter, _ visit: Visit, _ fingerprint: String, open: Int) {
        let t = visit.t
        let query = [("state", "open"), ("fingerprint", fingerprint)]
        var choices: [(when: String, links: [(String, String)], remark: String?)] = []
        if visit.may(.replayDeadLetters) {
            let settings = visit.may(.readSettings) ? [(t("Reasons", "Redenen"), visit.url("/reasons"))] : []
            choices.append(
                (
                    t(
                        "The messages are right, and the settings lack something",
                        "De berichten kloppen, en in de instellingen ontbreekt iets"
                    ),
                    settings + [(t("Replay them", "Opnieuw aanbieden"), visit.url("/replays/new", query))],
                    t(
                        "An alias, a reason, a longer limit: change the settings, then replay.",
                        "Een alias, een reden, een langere grens: wijzig de instellingen en bied ze dan opnieuw aan."
                    )
                )
            )
        }
        if visit.may(.mendDeadLetters) {
            choices.append(
                (
                    t(
                        "The messages are wrong, and you know how to correct them",
                        "De berichten kloppen niet, en jij weet hoe ze te verbeteren zijn"
                    ),
                    [(t("Edit them", "Bewerken"), visit.url("/dead-letters/edit", query))],
                    nil
                )
            )
            choices.append(
                (
                    t("Only the CRM can correct the messages", "Alleen het CRM kan de berichten verbeteren"),
                    [(t("Write a note", "Een notitie schrijven"), "#note")],
                    t(
                        "Have the CRM send the corrected messages. They resolve these dead letters.",
                        "Laat het CRM de verbeterde berichten sturen. Die lossen deze dead letters op."
                    )
                )
            )
        }
        if visit.may(.discardDeadLetters) {
            choices.append(
                (
                    t("They should never have been sent", "Ze hadden nooit gestuurd moeten worden"),
                    [
                        (
                            t("Discard them", "Weggooien"),
                            visit.url("/dead-letters/discard", [("fingerprint", fingerprint)])
                        )
                    ],
                    nil
                )
            )
        }
        guard !choices.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", t("What to do", "Wat te doen"))
            guard open > 0 else {
                page.element(
                    "p",
                    t("None of them is open: nothing is left to do.", "Er staat geen open: er is niets te doen.")
                )
                return
            }
            page.element("ul", ["class": "options"]) { page in
                for choice in choices {
                    page.element("li") { page in
                        page.element("p", ["class": "first"], choice.when)
                        if let remark = choice.remark { page.element("p", ["class": "remark"], remark) }
                        page.element("p", ["class": "choices"]) { page in
                            for link in choice.links { page.link(link.0, to: link.1, class: "button quiet") }
                        }
                    }
                }
            }
        }
    }

    private static func curve(_ page: inout HTMLWriter, _ visit: Visit, _ days: [(day: LocalDate, count: Int)]) {
        let t = visit.t
        let label = t(
            "Received a day, the last \(days.count) days",
            "Ontvangen per dag, de laatste \(days.count) dagen"
        )
        page.element("div", ["class": "chart"]) { page in
            let most = days.map(\.count).max() ?? 0
            page.element(
                "p",
                ["class": "remark"],
                label + t(", at most \(visit.number(most))", ", hoogstens \(visit.number(most))")
            )
            page.columns(label, days.map { ($0.day.description, $0.count) })
            page.element("div", ["class": "ends", "aria-hidden": "true"]) { page in
                page.element("span", days.first?.day.description ?? "")
                page.element("span", t("today", "vandaag"))
            }
        }
        page.element("details", ["class": "figures-table"]) { page in
            page.element("summary", t("As a table", "Als tabel"))
            page.table(
                label,
                isCaptionHidden: true,
                [.text(t("Day", "Dag")), .number(t("Received", "Ontvangen"))],
                onNarrow: .scrolling
            ) { page in
                for day in days.reversed() {
                    page.row { page in
                        page.rowHeading { $0.date(day.day) }
                        page.cell(visit.number(day.count))
                    }
                }
            }
        }
    }

    private static func distribution(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ values: DeadLetterValues,
        _ cause: Queries.CauseInDetail
    ) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Values at these pointers", "Wat er op deze plaatsen staat"))
            if values.counted < cause.group.count {
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "Of the latest \(visit.number(values.counted)) of \(visit.number(cause.group.count)).",
                        "Van de laatste \(visit.number(values.counted)) van \(visit.number(cause.group.count))."
                    )
                )
            }
            page.table(
                t("Values, the most frequent first", "Waarden, de meest voorkomende eerst"),
                isCaptionHidden: true,
                [
                    .text(t("Value", "Waarde")), .text(t("Place", "Plaats")),
                    .number(t("Dead letters", "Dead letters")),
                    .text(t("First seen", "Eerst gezien")), .text(t("Last seen", "Laatst gezien")),
                ]
            ) { page in
                for value in values.values.prefix(50) {
                    page.row { page in
                        page.rowHeading { page in
                            let isLinked = ![ShownValue.none, ShownValue.withheld].contains(value.text)
                            if isLinked {
                                page.element(
                                    "a",
                                    [
                                        "href": visit.url(
                                            "/dead-letters",
                                            [
                                                ("fingerprint", cause.group.fingerprint), ("value", value.text),
                                                ("pointer", value.pointer.description),
                                            ]
                                        )
                                    ]
                                ) { $0.code(ShownValue.quoted(value.text)) }
                            } else {
                                page.element(
                                    "i",
                                    value.text == ShownValue.none
                                        ? t("absent", "afwezig") : t("not shown", "niet getoond")
                                )
                            }
                        }
                        page.cell { $0.code(value.pointer.description) }
                        page.cell(class: "barred") { page in
                            page.write(visit.number(value.count))
                            page.bar(Double(value.count) / Double(max(values.counted, 1)))
                        }
                        page.cell { $0.time(value.firstSeen, visit) }
                        page.cell { $0.time(value.lastSeen, visit) }
                    }
                }
            }
            if values.values.count > 50 {
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "\(visit.number(values.values.count - 50)) more values are not shown.",
                        "Nog \(visit.number(values.values.count - 50)) waarden zijn niet getoond."
                    )
                )
            }
        }
    }
}
