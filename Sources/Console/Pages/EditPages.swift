import Application
import JSON
import Ledger
import Reports
import Terminations

/// Changes what is wrong in the bodies of dead letters: the form, the preview with what judging would say, and the deed.
///
/// What is to be changed is posted and never in an address, since it may hold a note.
enum EditPages {
    /// From how many on the number is typed.
    private static let mostWithoutNumber = 1000
    /// So many changes of single places a form has.
    private static let rows = 4

    // MARK: - What was typed

    /// The change as the form says it: places that are set or removed, a JSON Patch, or the whole body of one.
    private struct Typed {
        let selected: SelectedDeadLetters
        let fields: Fields
        /// The body of the one dead letter that is edited as a whole; nil where it is not.
        private(set) var editable: EditableBody?
        private(set) var change: BodyChange?
        private(set) var faults = FormFaults()

        init(_ fields: Fields, _ visit: Visit) throws {
            self.fields = fields
            selected = try SelectedDeadLetters(fields, visit)
            try selected.check()
            let t = visit.t
            var patch: JSONPatch?
            for row in 0..<EditPages.rows {
                guard let one = place(row, t) else { continue }
                patch = patch.map { $0 + one } ?? one
            }
            if let text = fields["patch"] {
                do throws(JSONPatchError) {
                    let one = try JSONPatch(parsing: Array(text.utf8))
                    patch = patch.map { $0 + one } ?? one
                } catch {
                    faults.add("patch", KnownSentences.ofPatch(error.description, t))
                }
            }
            if let text = fields["body"] { try whole(text, patch, visit) }
            guard faults.isEmpty, change == nil else { return }
            if let patch, !patch.changesNothing {
                let wanted = BodyChange(patch: patch, showsNotes: visit.may(.readNotes))
                if wanted.readsNote, !visit.may(.readNotes) {
                    faults.add(
                        "patch",
                        t(
                            "It reads the note of a message, which needs the permission \(Permission.readNotes.rawValue).",
                            "Hij leest de toelichting van een bericht; dat vraagt de bevoegdheid \(Permission.readNotes.rawValue)."
                        )
                    )
                } else {
                    change = wanted
                }
            } else if editable == nil {
                faults.add("pointer-0", t("Say what to change.", "Zeg wat er moet wijzigen."))
            }
        }

        /// One place: `set` with its value, or `remove`.
        private mutating func place(_ row: Int, _ t: Language) -> JSONPatch? {
            let field = "pointer-\(row)"
            let removes = fields["operation-\(row)"] == "remove"
            guard let text = fields[field] else {
                if let value = fields["value-\(row)"] {
                    faults.add(field, t("\(value) has no place.", "\(value) heeft geen plaats."))
                }
                return nil
            }
            guard text.hasPrefix("/"), let pointer = JSONPointer(parsing: text) else {
                faults.add(
                    field,
                    t(
                        "A place begins with a slash, such as /reasonCode.",
                        "Een plaats begint met een schuine streep, zoals /reasonCode."
                    )
                )
                return nil
            }
            if removes {
                return .remove(pointer)
            }
            guard let value = fields["value-\(row)"] else {
                faults.add(
                    "value-\(row)",
                    t(
                        "A value for \(text): \"\" for an empty text, null for none.",
                        "Een waarde voor \(text): \"\" voor een lege tekst, null voor geen."
                    )
                )
                return nil
            }
            // As `--set` reads it: JSON where it is JSON, and otherwise a text.
            return .set(pointer, (try? JSONValue(parsing: value)) ?? .string(value))
        }

        private mutating func whole(_ text: String, _ patch: JSONPatch?, _ visit: Visit) throws {
            let t = visit.t
            guard EditPages.mayEditWhole(selected, visit) else { return }
            guard let editable = try visit.queries.application().editableBody(selected.selection) else { return }
            let typed: JSONValue
            do {
                typed = try JSONValue(parsing: Array(text.utf8), maxDepth: JSONValue.maxDepth)
            } catch {
                let why = Violation(error).sentence(t).text
                faults.add("body", t("The body is no JSON: \(why)", "De inhoud is geen JSON: \(why)"))
                return
            }
            let change = editable.change(to: typed)
            // A body that was not touched is no second change beside the places.
            guard let change else { return }
            guard patch == nil else {
                faults.add(
                    "body",
                    t(
                        "Change single places or the whole body, not both.",
                        "Wijzig losse plaatsen of de hele inhoud, niet beide."
                    )
                )
                return
            }
            self.editable = editable
            self.change = change
        }

        func action(_ change: BodyChange) -> EditDeadLetters { EditDeadLetters(selected.selection, change) }

        func hide(in page: inout HTMLWriter) {
            selected.hide(in: &page)
            for name in EditPages.names { if let value = fields[name] { page.hidden(name, value) } }
        }
    }

    private static let names: [String] =
        (0..<rows).flatMap { ["pointer-\($0)", "operation-\($0)", "value-\($0)"] } + ["patch", "body", "replay"]

    /// The whole body may hold a note.
    private static func mayEditWhole(_ selected: SelectedDeadLetters, _ visit: Visit) -> Bool {
        selected.ids.count == 1 && visit.may(.readBodies) && visit.may(.readNotes)
    }

    // MARK: - The form

    static func form(_ visit: Visit) throws -> Page { try form(visit, visit.request.query) }

    static func form(_ visit: Visit, _ fields: Fields, _ faults: FormFaults = FormFaults()) throws -> Page {
        let t = visit.t
        let selected = try SelectedDeadLetters(fields, visit)
        try selected.check()
        let application = try visit.queries.application()
        let count = try application.countDeadLetters(matching: selected.openFilter)
        let others = try selected.others(application)
        let wrong = count > 0 ? try Wrong(selected, visit) : nil
        let editable = try mayEditWhole(selected, visit) ? application.editableBody(selected.selection) : nil
        let title =
            selected.ids.count == 1
            ? t("Edit a dead letter", "Een dead letter bewerken") : t("Edit dead letters", "Dead letters bewerken")
        return Page(title, status: faults.isEmpty ? 200 : 422, place: .deadLetters) { page in
            faults.write(to: &page, visit)
            page.element("section") { page in
                page.element("h2", t("Which", "Welke"))
                selected.write(to: &page)
                DeadLetterParts.others(others, possible: count, taking: .open, visit, to: &page)
            }
            guard count > 0 else {
                page.empty(
                    t("Nothing to edit", "Niets om te bewerken"),
                    t("Only open dead letters can be edited.", "Alleen openstaande dead letters zijn te bewerken.")
                )
                return
            }
            wrong?.write(to: &page, visit)
            page.element("form", ["class": "change", "method": "post", "action": visit.url("/dead-letters/edit")]) {
                page in
                selected.hide(in: &page)
                page.element(
                    "p",
                    t(
                        "\(t.deadLetters(count)) would be changed. What was received is kept beside it, byte for byte.",
                        "\(t.deadLetters(count)) zou\(count == 1 ? "" : "den") wijzigen. Wat is ontvangen blijft ernaast bewaard, byte voor byte."
                    )
                )
                places(&page, visit, fields, faults, wrong?.places ?? [])
                page.element("details", ["class": "further", "open": fields["patch"] == nil ? nil : "open"]) { page in
                    page.element("summary", t("A JSON Patch (RFC 6902)", "Een JSON Patch (RFC 6902)"))
                    page.area(
                        t("JSON Patch", "JSON Patch"),
                        "patch",
                        fields["patch"],
                        rows: 6,
                        hint: #"[{"op": "replace", "path": "/reasonCode", "value": "price"}]"#,
                        fault: faults["patch"]
                    )
                }
                if let editable { body(&page, visit, fields, editable, faults) }
                page.box(
                    t(
                        "Replay what was edited: the oldest 5 first, the rest only if none of them is refused again",
                        "Daarna opnieuw aanbieden: de oudste 5 eerst, de rest alleen als daarvan geen wordt geweigerd"
                    ),
                    "replay",
                    isTicked: fields["replay"] != nil
                )
                ChangeFields.write(reason: fields["reason"], isNeeded: false, to: &page, visit, faults)
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Preview", "Voorbeeld tonen"), name: "step", value: "preview")
                    page.link(t("Cancel", "Annuleren"), to: selected.url)
                }
            }
        }
    }

    /// - Parameter known: the places that break a rule.
    private static func places(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ fields: Fields,
        _ faults: FormFaults,
        _ known: [String]
    ) {
        let t = visit.t
        page.element("fieldset", ["class": "places"]) { page in
            page.element("legend", t("Single places", "Losse plaatsen"))
            page.element(
                "p",
                ["class": "remark"],
                t(
                    "A value that is JSON counts as JSON: 42 is a number, \"42\" a text. In a CloudEvent the message is in /data.",
                    "Een waarde die JSON is, geldt als JSON: 42 is een getal, \"42\" een tekst. In een CloudEvent staat het bericht in /data."
                )
            )
            if !known.isEmpty {
                page.element("datalist", ["id": "known-places"]) { page in
                    for place in known { page.element("option", ["value": place], "") }
                }
            }
            for row in 0..<rows {
                page.element("div", ["class": "fields"]) { page in
                    page.field(
                        t("Place \(row + 1)", "Plaats \(row + 1)"),
                        "pointer-\(row)",
                        fields["pointer-\(row)"],
                        hint: row < known.count ? known[row] : row == 0 ? "/reasonCode" : nil,
                        fault: faults["pointer-\(row)"],
                        suggestions: known.isEmpty ? nil : "known-places"
                    )
                    page.choice(
                        t("What", "Wat"),
                        "operation-\(row)",
                        fields["operation-\(row)"] ?? "set",
                        [("set", t("set to", "zetten op")), ("remove", t("remove", "verwijderen"))],
                        size: "short"
                    )
                    page.field(
                        t("Value \(row + 1)", "Waarde \(row + 1)"),
                        "value-\(row)",
                        fields["value-\(row)"],
                        hint: row == 0 && ["/reasonCode", nil].contains(known.first) ? "price" : nil,
                        fault: faults["value-\(row)"]
                    )
                }
            }
        }
    }

    /// What is wrong with that which is edited, beside the form.
    private struct Wrong {
        private let deadLetter: DeadLetter?
        private let body: [UInt8]?
        private let isJudged: Bool
        private let causes: [DeadLetterGroup]

        /// The places of one dead letter that break a rule, each once.
        var places: [String] {
            var known: Set<JSONPointer> = [.root]
            return (deadLetter?.violations ?? []).map(\.pointer).filter { known.insert($0).inserted }.map(\.description)
        }

        init(_ selected: SelectedDeadLetters, _ visit: Visit) throws {
            let found = try visit.queries.application()
                .deadLetters(matching: selected.openFilter, order: .oldest, limit: 2)
            guard found.count == 1, let one = found.first else {
                causes = try visit.queries.application()
                    .deadLetterCauses(matching: selected.openFilter, shown: 0).map(\.group)
                (deadLetter, body, isJudged) = (nil, nil, false)
                return
            }
            let detail = try visit.queries.deadLetter(one, in: (.all, .newest))
            deadLetter = one
            isJudged = !detail.isEditedSinceJudged
            body = visit.may(.readBodies) ? detail.content.map { $0.mendedBody ?? $0.body } : nil
            causes = []
        }

        func write(to page: inout HTMLWriter, _ visit: Visit) {
            guard let deadLetter else {
                DeadLetterParts.causes(causes, visit, to: &page)
                return
            }
            let t = visit.t
            page.element("section") { page in
                page.element("h2", t("What is wrong", "Wat er mis is"))
                page.element("div", ["class": "split"]) { page in
                    page.element("div") { page in
                        if !isJudged {
                            page.element(
                                "p",
                                ["class": "remark"],
                                t(
                                    "Found before it was edited. A replay judges it again.",
                                    "Gevonden voordat het is bewerkt. Opnieuw aanbieden beoordeelt het weer."
                                )
                            )
                        }
                        if deadLetter.violations.isEmpty {
                            page.element("p", DeadLettersPage.cause(deadLetter, t))
                        } else {
                            ViolationList.write(
                                deadLetter.violations,
                                visit,
                                to: &page,
                                linksToLines: body != nil && isJudged
                            )
                        }
                    }
                    if let body {
                        page.element("div") { page in
                            MarkedBody(body, violations: isJudged ? deadLetter.violations : [], for: visit)
                                .write(to: &page, visit)
                        }
                    }
                }
            }
        }
    }

    private static func body(
        _ page: inout HTMLWriter,
        _ visit: Visit,
        _ fields: Fields,
        _ editable: EditableBody,
        _ faults: FormFaults
    ) {
        let t = visit.t
        let text = fields["body"] ?? editable.text
        page.element("details", ["class": "further", "open": fields["body"] == nil ? nil : "open"]) { page in
            page.element("summary", t("The whole body", "De hele inhoud"))
            page.area(
                t("Body as JSON", "Inhoud als JSON"),
                "body",
                text,
                rows: min(max(text.split(separator: "\n").count + 1, 8), 30),
                fault: faults["body"]
            )
        }
    }

    // MARK: - The preview

    static func step(_ visit: Visit) throws -> PageAnswer {
        let fields = visit.request.form
        switch fields["step"] {
        case "form": return try form(visit, fields).answer(visit)
        case "do": return try execute(visit, fields)
        default: return try preview(visit, fields).answer(visit)
        }
    }

    private static func preview(
        _ visit: Visit,
        _ fields: Fields,
        faults: FormFaults = FormFaults(),
        isStale: Bool = false
    ) throws -> Page {
        let t = visit.t
        let typed = try Typed(fields, visit)
        var wrong = typed.faults
        let reason = ChangeFields.reason(fields, isNeeded: false, visit, &wrong)
        guard wrong.isEmpty, let change = typed.change else {
            if wrong.isEmpty { wrong.add("body", t("The body is like this already.", "De inhoud is al zo.")) }
            return try form(visit, fields, wrong)
        }
        let plan: EditDeadLetters.Plan
        do {
            plan = try visit.queries.withWritableApplication { try $0.plan(typed.action(change)) }
        } catch let error as BodyChangeError {
            wrong.add("patch", KnownSentences.ofPatch(error.description, t))
            return try form(visit, fields, wrong)
        }
        guard plan.count > 0 else {
            wrong.add("pointer-0", t("Nothing would be changed.", "Er zou niets wijzigen."))
            for why in plan.refusalReasons { wrong.add("pointer-0", KnownSentences.ofPatch(why, t)) }
            return try form(visit, fields, wrong)
        }
        let others = try typed.selected.others(visit.queries.application())
        let replays = fields["replay"] != nil
        let title = verb(plan.count, replays, t)
        let status = isStale ? 409 : faults.isEmpty ? 200 : 422
        return Page(title + "?", status: status, place: .deadLetters) { page in
            if isStale { ChangeFields.writeStale(to: &page, visit) }
            faults.write(to: &page, visit)
            for warning in plan.warnings { unknown(&page, visit, warning) }
            DeadLetterParts.others(others, possible: plan.total, taking: .open, visit, to: &page)
            samples(&page, visit, plan)
            page.element("section") { page in
                page.element("h2", t("What a replay would do with them", "Wat opnieuw aanbieden ermee zou doen"))
                let counts = plan.dryRun.summary.counts
                page.element("p", ["class": "summary"]) { page in
                    let words = DeadLetterParts.counts(counts, visit, isDryRun: true)
                        .map { "\(visit.number($0.count)) \($0.name)" }.joined(separator: ", ")
                    page.write(
                        t("Of \(t.deadLetters(plan.total)): \(words).", "Van \(t.deadLetters(plan.total)): \(words).")
                    )
                }
                DeadLetterParts.dryRun(plan.dryRun, plan.causes, visit, to: &page)
            }
            page.element("form", ["class": "change", "method": "post", "action": visit.url("/dead-letters/edit")]) {
                page in
                typed.hide(in: &page)
                page.hidden("reason", reason)
                page.hidden("token", visit.previews.token(visit, for: "edit", [plan.digest, reason]))
                page.facts { page in
                    page.fact(t("Why", "Waarom"), reason.isEmpty ? "–" : reason)
                    page.fact(t("Who", "Wie"), visit.person?.name)
                }
                if replays {
                    page.element(
                        "p",
                        t(
                            "The edit of a dead letter can be undone as long as the dead letter is open. What the replay records and publishes cannot be undone.",
                            "De bewerking van een dead letter is ongedaan te maken zolang die open is. Wat het opnieuw aanbieden vastlegt en publiceert, is niet ongedaan te maken."
                        )
                    )
                } else {
                    page.element(
                        "p",
                        t("The edit can be undone by its number.", "De bewerking is met haar nummer ongedaan te maken.")
                    )
                }
                ChangeFields.write(number: plan.count, from: mostWithoutNumber, fields, to: &page, visit, faults)
                page.element("div", ["class": "actions"]) { page in
                    page.button(title, name: "step", value: "do")
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

    private static func verb(_ count: Int, _ replays: Bool, _ t: Language) -> String {
        replays
            ? t("Edit and replay \(t.deadLetters(count))", "\(t.deadLetters(count)) bewerken en opnieuw aanbieden")
            : t("Edit \(t.deadLetters(count))", "\(t.deadLetters(count)) bewerken")
    }

    private static func unknown(_ page: inout HTMLWriter, _ visit: Visit, _ warning: UnknownMember) {
        let t = visit.t
        page.element("div", ["class": "notice warning"]) { page in
            page.element("p") { page in
                page.write(
                    t(
                        "The message contract has no \(warning.pointer.description), so that Terminus ignores it.",
                        "Het berichtcontract heeft geen \(warning.pointer.description); Terminus negeert het."
                    )
                )
                if let suggestion = warning.suggestion {
                    page.write(" " + t("Probably meant: ", "Waarschijnlijk bedoeld: "))
                    page.code(suggestion.description)
                }
            }
        }
    }

    private static func samples(_ page: inout HTMLWriter, _ visit: Visit, _ plan: EditDeadLetters.Plan) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("What would change", "Wat er zou wijzigen"))
            guard visit.may(.readBodies) else {
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "The values are shown to those who have the permission \(Permission.readBodies.rawValue).",
                        "De waarden zien alleen wie de bevoegdheid \(Permission.readBodies.rawValue) heeft."
                    )
                )
                return
            }
            for sample in plan.samples {
                let name = sample.messageID ?? sample.deadLetterID
                page.element("p", ["class": "first"]) { page in
                    page.link(
                        name,
                        to: visit.url("/dead-letters", to: sample.deadLetterID)
                    )
                }
                DifferenceTable.write(
                    sample.differences,
                    caption: t("From what to what: \(name)", "Van wat naar wat: \(name)"),
                    isCaptionHidden: true,
                    visit,
                    to: &page
                )
            }
            DeadLetterParts.more(
                plan.count - plan.samples.count,
                ("dead letter is", "dead letters are"),
                ("dead letter is", "dead letters zijn"),
                visit,
                to: &page
            )
            for (why, count) in plan.unchanged.sorted(by: { $0.key < $1.key }) {
                page.element("p", ["class": "remark"]) { page in
                    page.write(t("\(t.deadLetters(count)) unchanged: ", "\(t.deadLetters(count)) ongewijzigd: "))
                    page.write(KnownSentences.ofPatch(why, t))
                }
            }
        }
    }

    // MARK: - The deed

    private static func execute(_ visit: Visit, _ fields: Fields) throws -> PageAnswer {
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let typed = try Typed(fields, visit)
        guard typed.faults.isEmpty, let change = typed.change else { return try preview(visit, fields).answer(visit) }
        let seen = try visit.queries.withWritableApplication { application in
            let plan = try application.plan(typed.action(change))
            return (digest: plan.digest, count: plan.count)
        }
        var faults = FormFaults()
        let reason = ChangeFields.reason(fields, isNeeded: false, visit, &faults)
        let facts = [seen.digest, reason]
        ChangeFields.check(number: seen.count, from: mostWithoutNumber, of: "edit", facts, fields, visit, &faults)
        let actor = try visit.actor()
        let replays = fields["replay"] != nil && visit.may(.replayDeadLetters)
        let action = typed.action(change)
        return try visit.confirm("edit", facts, faults) {
            visit.jobs.run { job in
                try visit.queries.withWritableApplication { application in
                    let plan = try application.plan(action)
                    guard plan.digest == seen.digest else { return .changed }
                    var number: Int64?
                    let outcome = try plan.execute(
                        by: actor,
                        because: reason,
                        onStart: {
                            number = $0.number
                            job.began(.action($0.number))
                        },
                        stop: job.stop
                    )
                    job.ended(outcome.action, isComplete: outcome.left == 0)
                    guard replays, let number, outcome.left == 0, !outcome.changed.isEmpty else { return .nothing }
                    try ReplayPages.run(
                        try plan.replay(outcome, ReplayOptions(canary: ReplayPages.standardCanary)),
                        as: job,
                        by: actor,
                        because: reason,
                        after: .action(number)
                    )
                    return .nothing
                }
            }
        } preview: { isStale in
            try preview(visit, fields, faults: faults, isStale: isStale)
        }
    }
}
