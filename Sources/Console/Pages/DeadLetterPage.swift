import Application
import JSON
import Ledger
import Reports
import Terminations

/// One dead letter: what is wrong and where, as received and as edited, how it came, and what was done with it.
enum DeadLetterPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let name = visit.parameters["id"] ?? ""
        let found = try visit.queries.deadLetters(named: name)
        guard let deadLetter = found.first else {
            throw PageProblem.notFound(visit, t("There is no dead letter \(name).", "Er is geen dead letter \(name)."))
        }
        if found.count > 1 {
            return Page(t("Dead letters named \(name)", "Dead letters met de naam \(name)"), place: .deadLetters) {
                page in
                DeadLettersPage.table(found, visit, [], to: &page)
            }
        }
        let form = try DeadLetterForm(visit.request.query, visit)
        try form.check()
        let detail = try visit.queries.deadLetter(
            deadLetter,
            in: (form.filter, form.order)
        )
        let title = t(
            "Dead letter \(visit.number(deadLetter.number))",
            "Dead letter \(visit.number(deadLetter.number))"
        )
        return Page(title, place: .deadLetters, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) { page in
                page.link(t("Dead letters", "Dead letters"), to: visit.url("/dead-letters", form.query))
                if let next = detail.next {
                    page.link(
                        t("Next in this list", "Volgende in deze lijst"),
                        to: visit.url("/dead-letters", to: next.id, form.query),
                        class: "next"
                    )
                }
            }
            page.element("div", ["class": "heading"]) { page in
                page.element("h1", title)
                page.badge(DeadLettersPage.state(deadLetter.state, t), DeadLettersPage.tone(deadLetter.state))
                if deadLetter.isEdited { page.badge(t("edited", "bewerkt")) }
            }
            changes(&page, visit, deadLetter)
            page.element("div", ["class": "split"]) { page in
                facts(&page, visit, deadLetter)
                page.element("section") { page in
                    page.element("h2", t("What is wrong", "Wat er mis is"))
                    if deadLetter.violations.isEmpty {
                        page.element("p", DeadLettersPage.cause(deadLetter, t))
                    } else {
                        if detail.isEditedSinceJudged {
                            page.element(
                                "p",
                                ["class": "remark"],
                                t(
                                    "Found before it was edited. A replay judges it again.",
                                    "Gevonden voordat het is bewerkt. Opnieuw aanbieden beoordeelt het weer."
                                )
                            )
                        }
                        ViolationList.write(
                            deadLetter.violations,
                            visit,
                            to: &page,
                            linksToLines: visit.may(.readBodies) && !detail.isEditedSinceJudged
                        )
                    }
                }
            }
            if visit.may(.readBodies), let content = detail.content {
                bodies(&page, visit, detail, content)
            } else {
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "Its body is shown to those who have the permission \(Permission.readBodies.rawValue).",
                        "De inhoud zien alleen wie de bevoegdheid \(Permission.readBodies.rawValue) heeft."
                    )
                )
            }
            history(&page, visit, detail)
        }
    }

    /// Exactly the bytes that were received. A browser saves them and shows nothing of them.
    static func raw(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        guard visit.may(.readNotes) else {
            throw PageProblem(
                403,
                t("Not allowed", "Niet toegestaan"),
                t(
                    "The exact bytes may hold a note, which needs the permission \(Permission.readNotes.rawValue).",
                    "De exacte bytes kunnen een toelichting bevatten; dat vraagt de bevoegdheid \(Permission.readNotes.rawValue)."
                )
            )
        }
        let name = visit.parameters["id"] ?? ""
        let found = try visit.queries.deadLetters(named: name)
        guard let deadLetter = found.first, found.count == 1,
            let content = try visit.queries.content(of: deadLetter.id)
        else {
            throw PageProblem.notFound(visit, t("There is no dead letter \(name).", "Er is geen dead letter \(name)."))
        }
        return PageAnswer(
            contentType: "application/octet-stream",
            body: content.body,
            headers: [
                ("content-disposition", "attachment; filename=\"dead-letter-\(deadLetter.number).bin\""),
                ("content-security-policy", "default-src 'none'; sandbox"),
            ]
        )
    }

    /// What can be done with it. What its state forbids is named with the reason; what somebody may not do is not there.
    private static func changes(_ page: inout HTMLWriter, _ visit: Visit, _ deadLetter: DeadLetter) {
        let t = visit.t
        let id = [("id", deadLetter.id)]
        let isOpen = deadLetter.state == .open
        var links: [(title: String, url: String)] = []
        var forbidden: [String] = []
        if visit.may(.replayDeadLetters), isOpen {
            links.append((t("Replay", "Opnieuw aanbieden"), visit.url("/replays/new", id)))
        }
        if visit.may(.mendDeadLetters), isOpen {
            links.append((t("Edit", "Bewerken"), visit.url("/dead-letters/edit", id)))
        }
        if visit.may(.discardDeadLetters), isOpen || deadLetter.state == .held {
            links.append((t("Discard", "Weggooien"), visit.url("/dead-letters/discard", id)))
        }
        if visit.may(.discardDeadLetters), deadLetter.state == .discarded {
            links.append((t("Restore", "Terughalen"), visit.url("/dead-letters/restore", id)))
        }
        if visit.may(.replayDeadLetters) || visit.may(.mendDeadLetters) {
            switch deadLetter.state {
            case .open: break
            case .held:
                forbidden.append(
                    t(
                        "It waits for its termination. Only open dead letters can be edited and replayed.",
                        "Het wacht op zijn beëindiging. Alleen openstaande dead letters zijn te bewerken en opnieuw aan te bieden."
                    )
                )
            case .discarded:
                forbidden.append(
                    t(
                        "It is discarded. Restore it first to edit or replay it.",
                        "Het is weggegooid. Haal het eerst terug om het te bewerken of opnieuw aan te bieden."
                    )
                )
            case .resolved:
                forbidden.append(
                    t(
                        "It is resolved: its message is recorded, and nothing is left to do.",
                        "Het is opgelost: het bericht is vastgelegd, en er is niets meer te doen."
                    )
                )
            }
        }
        guard !links.isEmpty || !forbidden.isEmpty else { return }
        page.element("div", ["class": "choices"]) { page in
            for link in links { page.link(link.title, to: link.url, class: "button quiet") }
            for reason in forbidden { page.element("p", ["class": "remark"], reason) }
        }
    }

    private static func facts(_ page: inout HTMLWriter, _ visit: Visit, _ deadLetter: DeadLetter) {
        let t = visit.t
        page.facts { page in
            page.fact(t("Id", "Id")) { $0.code(deadLetter.id) }
            page.fact(t("Message", "Bericht"), deadLetter.messageID ?? "–")
            page.fact(t("Termination", "Beëindiging")) { page in
                guard let id = deadLetter.terminationID else {
                    page.write("–")
                    return
                }
                if visit.may(.readTerminations), deadLetter.resolution != nil {
                    page.link(id, to: visit.url("/terminations", to: id))
                } else {
                    page.write(id)
                }
            }
            page.fact(t("Contract", "Contract")) { page in
                guard let id = deadLetter.contractID else {
                    page.write("–")
                    return
                }
                page.link(id, to: visit.url("/dead-letters", [("contract", id)]))
            }
            page.fact(t("Customer", "Klant"), deadLetter.customerID ?? "–")
            page.fact(t("Cause", "Oorzaak")) { page in
                page.link(deadLetter.fingerprint, to: visit.url("/causes", to: deadLetter.fingerprint))
            }
            page.fact(t("Received", "Ontvangen")) { $0.time(deadLetter.receivedAt, visit) }
            if deadLetter.occurrences > 1 {
                page.fact(t("Seen", "Gezien")) { page in
                    page.write(
                        t(
                            "\(visit.number(deadLetter.occurrences)) times, last ",
                            "\(visit.number(deadLetter.occurrences)) keer, laatst "
                        )
                    )
                    page.time(deadLetter.lastSeenAt, visit)
                }
            }
            page.fact(
                t("Judged", "Beoordeeld"),
                t.count(deadLetter.attempts, ("time", "times"), ("keer", "keer"))
            )
            page.fact(t("Settings", "Instellingen")) { page in
                guard let version = deadLetter.settingsVersion else {
                    page.write(t("none judged it", "geen heeft het beoordeeld"))
                    return
                }
                let text = t("version \(version)", "versie \(version)")
                if visit.may(.readSettings) {
                    page.link(text, to: visit.url("/settings", to: String(version)))
                } else {
                    page.write(text)
                }
            }
            if let number = deadLetter.importRun {
                page.fact(t("Came with", "Kwam met"), t("import \(number)", "import \(number)"))
            }
            if let until = deadLetter.heldUntil {
                page.fact(t("Held until", "In de wacht tot")) { $0.time(until, visit) }
            }
            if let resolvedAt = deadLetter.resolvedAt {
                page.fact(t("Resolved", "Opgelost")) { $0.time(resolvedAt, visit) }
            }
            if let resolution = deadLetter.resolution {
                page.fact(
                    t("Became", "Werd"),
                    t(
                        "revision \(resolution.revision) of \(resolution.terminationID)",
                        "revisie \(resolution.revision) van \(resolution.terminationID)"
                    )
                )
            }
            page.fact(t("Discarded because", "Weggegooid omdat"), deadLetter.discardReason)
            if let redactedAt = deadLetter.redactedAt {
                page.fact(t("Note removed", "Toelichting verwijderd")) { $0.time(redactedAt, visit) }
            }
        }
    }

    private static func bodies(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ detail: Queries.DeadLetterInDetail,
        _ content: DeadLetterContent
    ) {
        let t = visit.t
        let deadLetter = detail.deadLetter
        if let mended = content.mendedBody {
            page.element("section") { page in
                page.element("h2", t("As edited", "Zoals bewerkt"))
                differences(&page, visit, content.body, mended)
                MarkedBody(mended, violations: detail.isEditedSinceJudged ? [] : deadLetter.violations, for: visit)
                    .write(to: &page, visit)
            }
        }
        page.element("section") { page in
            page.element("h2", t("As received", "Zoals ontvangen"))
            page.element("p", ["class": "remark"]) { page in
                let size = content.truncatedBody?.size ?? content.body.count
                page.write(t.count(size, ("byte", "bytes"), ("byte", "bytes")))
                if content.truncatedBody != nil {
                    page.write(
                        t(
                            ", of which the first \(visit.number(content.body.count)) were kept",
                            ", waarvan de eerste \(visit.number(content.body.count)) zijn bewaard"
                        )
                    )
                }
                if visit.may(.readNotes) {
                    page.write(" · ")
                    page.link(
                        t("Download the exact bytes", "De exacte bytes downloaden"),
                        to: visit.url("/dead-letters", to: deadLetter.id) + "/raw"
                    )
                }
            }
            if content.body.isEmpty, deadLetter.redactedAt != nil {
                page.empty(t("Taken out with its note", "Met de toelichting verwijderd"))
            } else {
                MarkedBody(
                    content.body,
                    violations: content.mendedBody == nil ? deadLetter.violations : [],
                    for: visit
                )
                .write(to: &page, visit)
            }
        }
        page.element("details", ["class": "further"]) { page in
            page.element(
                "summary",
                t("Properties and headers of the message", "Eigenschappen en headers van het bericht")
            )
            MarkedBody(json: content.transport).write(to: &page, visit)
        }
    }

    private static func differences(_ page: inout HTMLWriter, _ visit: Visit, _ before: [UInt8], _ after: [UInt8]) {
        let t = visit.t
        let documents = [before, after].map { try? JSONValue(parsing: $0, maxDepth: JSONValue.maxDepth) }
        guard let old = documents[0], let new = documents[1] else { return }
        let found = JSONDifference.between(old.withDecodedData ?? old, new.withDecodedData ?? new)
        DifferenceTable.write(found, caption: t("What the edit changed", "Wat de bewerking wijzigde"), visit, to: &page)
    }

    private static func history(_ page: inout HTMLWriter, _ visit: Visit, _ detail: Queries.DeadLetterInDetail) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("History", "Geschiedenis"))
            page.element("ol", ["class": "timeline"]) { page in
                page.element("li") { page in
                    page.time(detail.deadLetter.receivedAt, visit)
                    page.element("p", ["class": "first"], t("received", "ontvangen"))
                }
                for entry in detail.history {
                    page.element("li") { page in
                        page.time(entry.at, visit)
                        page.element("p", ["class": "first"]) { page in
                            page.write(AuditPage.action(entry.action, t))
                            page.write(t(" by \(entry.actor)", " door \(entry.actor)"))
                            if let number = entry.actionNumber {
                                page.write(" ")
                                page.link(t("action \(number)", "actie \(number)"), to: ActionPages.url(number, visit))
                            }
                            if let number = entry.details.object?["replay"]?.integer {
                                page.write(" ")
                                page.link(
                                    t("replay \(number)", "herhaling \(number)"),
                                    to: ReplayPages.url(Int64(number), visit)
                                )
                            }
                        }
                        if !entry.reason.isEmpty { page.element("p", entry.reason) }
                        let codes =
                            entry.details.object?["violations"]?.array?.compactMap { $0.object?["code"]?.string } ?? []
                        if !codes.isEmpty { page.element("p", ["class": "remark"], codes.joined(separator: ", ")) }
                        // Parts of the body.
                        for difference in visit.may(.readBodies) ? detail.edits[entry.number] ?? [] : [] {
                            page.element("p", ["class": "remark"]) { page in
                                let place = DifferenceTable.place(difference.pointer, visit)
                                page.code(place == .root ? "(document)" : place.description)
                                page.write(" ")
                                let shown = { DifferenceTable.text($0, at: difference.pointer, visit) }
                                page.element("del", shown(difference.before))
                                page.write(" → ")
                                page.element("ins", shown(difference.after))
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Queries.DeadLetterInDetail {
    /// Whether its violations are those of what it said before the last edit.
    var isEditedSinceJudged: Bool {
        history.last { [.mended, .refused, .resolved, .undone].contains($0.action) }?.action == .mended
    }
}

/// What is different, from what to what.
enum DifferenceTable {
    struct Row {
        let name: String
        let before: String?
        let after: String?
    }

    /// Of two bodies. A note is shown to those who may see notes.
    static func write(
        _ differences: [JSONDifference],
        caption: String,
        isCaptionHidden: Bool = false,
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        let rows = differences.map { difference in
            let shown = { (value: JSONValue) in
                Self.shown(
                    visit.may(.readNotes) ? value : ShownValue.withoutNotes(value, at: difference.pointer),
                    visit.t
                )
            }
            return Row(
                name: difference.pointer == .root
                    ? visit.t("(document)", "(document)") : place(difference.pointer, visit).description,
                before: difference.before.map(shown),
                after: difference.after.map(shown)
            )
        }
        write(rows, caption: caption, isCaptionHidden: isCaptionHidden, visit, to: &page)
    }

    static func place(_ pointer: JSONPointer, _ visit: Visit) -> JSONPointer {
        visit.may(.readNotes) ? pointer : ShownValue.place(pointer)
    }

    /// A value in one short line, for who looks at the page.
    static func text(_ value: JSONValue?, at pointer: JSONPointer, _ visit: Visit) -> String {
        let isWithheld = value.map { !visit.may(.readNotes) && ShownValue.isWithheld($0, at: pointer) } ?? false
        return words(isWithheld ? ShownValue.withheld : ShownValue.text(value, at: pointer), visit.t)
    }

    /// A value that is absent or not shown, in the language of the page.
    static func words(_ value: String, _ t: Language) -> String {
        switch value {
        case ShownValue.none: t(value, "(geen)")
        case ShownValue.withheld: t(value, "(niet getoond)")
        default: value
        }
    }

    /// An object may hold a note where the place itself is none, and a value may be as long as a message.
    private static func shown(_ value: JSONValue, _ t: Language) -> String {
        if case .string(ShownValue.withheld) = value { return words(ShownValue.withheld, t) }
        let text = MarkedBody.compact(value)
        return text.count > 2000 ? text.prefix(2000) + "…" : text
    }

    static func write(
        _ rows: [Row],
        caption: String,
        isCaptionHidden: Bool = false,
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        let t = visit.t
        page.table(
            caption,
            isCaptionHidden: isCaptionHidden,
            [.text(t("Field", "Veld")), .text(t("Before", "Eerst")), .text(t("After", "Nu"))]
        ) { page in
            for row in rows {
                page.row { page in
                    page.rowHeading { $0.code(row.name) }
                    page.cell(class: "change-text") { page in
                        if let before = row.before {
                            page.element("del", before)
                        } else {
                            page.element("i", t("none", "geen"))
                        }
                    }
                    page.cell(class: "change-text") { page in
                        if let after = row.after {
                            page.element("ins", after)
                        } else {
                            page.element("i", t("none", "geen"))
                        }
                    }
                }
            }
        }
    }
}

/// The violations of a message, each with its place, in words.
enum ViolationList {
    /// - Parameter linksToLines: whether a ``MarkedBody`` with their lines is on the page.
    static func write(_ violations: [Violation], _ visit: Visit, to page: inout HTMLWriter, linksToLines: Bool) {
        let t = visit.t
        page.element("ol", ["class": "violations"]) { page in
            for (index, violation) in violations.enumerated() {
                page.element("li") { page in
                    page.element("p", ["class": "first"]) { page in
                        if linksToLines {
                            page.element("a", ["href": "#fault-\(index + 1)"]) { $0.code(violation.code.rawValue) }
                        } else {
                            page.code(violation.code.rawValue)
                        }
                        if violation.pointer != .root {
                            page.write(" " + t("at ", "op "))
                            page.code(violation.pointer.description)
                        }
                    }
                    page.element("p") { $0.write(violation.sentence(t)) }
                    if violation.expected != nil || violation.suggestion != nil {
                        page.element("p", ["class": "remark"]) { page in
                            if let expected = violation.expectation(t) {
                                page.write(t("Expected: ", "Verwacht: "))
                                switch expected {
                                case .words(let text): page.write(text)
                                case .values(let text): page.code(text)
                                case .english(let text): page.element("span", ["lang": "en"], text)
                                }
                            }
                            if let suggestion = violation.suggestion {
                                if violation.expected != nil { page.write(" · ") }
                                page.write(t("Probably meant: ", "Waarschijnlijk bedoeld: "))
                                page.code(suggestion)
                            }
                        }
                    }
                }
            }
        }
    }
}
