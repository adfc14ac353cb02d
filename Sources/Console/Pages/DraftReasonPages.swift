import Application
import Ledger
import Reports
import Terminations

extension Initiator {
    func text(_ t: Language) -> String {
        switch self {
        case .customer: t("customer", "klant")
        case .provider: t("provider", "aanbieder")
        case .system: t("system", "systeem")
        }
    }
}

extension TerminationType {
    func text(_ t: Language) -> String {
        switch self {
        case .ordinary: t("ordinary", "gewoon")
        case .extraordinary: t("extraordinary", "buitengewoon")
        case .mutual: t("mutual", "in overleg")
        case .nonRenewal: t("not renewed", "niet verlengd")
        case .coolingOff: t("cooling off", "bedenktijd")
        case .administrative: t("administrative", "administratief")
        }
    }
}

extension CustomerKind {
    func text(_ t: Language) -> String {
        switch self {
        case .consumer: t("consumer", "consument")
        case .business: t("business", "zakelijk")
        }
    }
}

/// The reasons of a draft in the order of the forms: to be moved, opened, and added to.
enum DraftReasonsPage {
    static func page(_ visit: Visit) throws -> Page {
        try page(visit, SettingsWorkspace(visit))
    }

    private static func page(_ visit: Visit, _ workspace: SettingsWorkspace, _ faults: FormFaults = FormFaults()) throws
        -> Page
    {
        let t = visit.t
        let uses = Dictionary(grouping: try visit.queries.reasonUses(), by: \.code).mapValues { uses in
            uses.reduce(0) { $0 + $1.count }
        }
        let today = visit.zone.localDate(at: visit.now)
        let settings = workspace.settings
        let changes = Dictionary(
            SettingsDifference(from: workspace.inForce, to: workspace.document).reasons.map { ($0.code, $0.kind) },
            uniquingKeysWith: { first, _ in first }
        )
        let title = faults.prefix(t) + t("Change the reasons", "Redenen wijzigen")
        return Page(title, status: faults.isEmpty ? 200 : 422, place: .reasons, hasOwnHeading: true) { page in
            SettingsWorkspace.writeHeader(to: &page, visit)
            page.element("h1", t("Change the reasons", "Redenen wijzigen"))
            workspace.writeState(to: &page)
            faults.write(to: &page, visit)
            page.element("p") { page in
                page.link(t("Add a reason", "Reden toevoegen"), to: visit.url("/draft/reasons/new"))
            }
            guard !settings.reasons.isEmpty else {
                page.empty(t("There are no reasons yet", "Er zijn nog geen redenen"))
                return
            }
            page.editor(
                visit.url("/draft/reasons/move"),
                label: t("Order of the reasons", "Volgorde van de redenen")
            ) { page in
                workspace.hide(in: &page)
                if settings.reasons.count > 1 { placeFields(settings, visit, faults, &page) }
                page.table(
                    t("Reasons in the order of the forms", "Redenen in de volgorde van de formulieren"),
                    isCaptionHidden: true,
                    [
                        .place("#"), .text(t("Code", "Code")), .text(t("Label", "Label")),
                        .text(t("State", "Toestand")), .text(t("In the draft", "In het concept")),
                        .number(t("Used", "Gebruikt")), .text(t("Order", "Volgorde")),
                    ]
                ) { page in
                    for (index, reason) in settings.reasons.enumerated() {
                        page.row { page in
                            page.cell(String(index + 1))
                            page.rowHeading { page in
                                page.element(
                                    "a",
                                    ["href": visit.url("/draft/reason", [("code", reason.code)])]
                                ) { $0.code(reason.code) }
                            }
                            let label = reason.label(in: t, of: settings)
                            page.cell(label.text, class: "label", lang: label.language)
                            page.cell(class: "narrow-text") {
                                ReasonsPage.state(reason, today, visit, &$0)
                            }
                            if let kind = changes[reason.code] {
                                page.cell { page in
                                    page.badge(
                                        SettingsDifferenceView.kind(kind, t),
                                        SettingsDifferenceView.tone(kind)
                                    )
                                }
                            } else {
                                page.cell("–")
                            }
                            page.cell(visit.number(uses[reason.code] ?? 0))
                            page.cell(class: "moves") { page in
                                if index > 0 {
                                    page.button(
                                        "↑",
                                        "up",
                                        String(index),
                                        label: t("Move \(reason.code) up", "\(reason.code) omhoog")
                                    )
                                }
                                if index + 1 < settings.reasons.count {
                                    page.button(
                                        "↓",
                                        "down",
                                        String(index),
                                        label: t("Move \(reason.code) down", "\(reason.code) omlaag")
                                    )
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func placeFields(
        _ settings: Settings,
        _ visit: Visit,
        _ faults: FormFaults,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        page.element("div", ["class": "fields"]) { page in
            page.choice(
                t("Move", "Verplaats"),
                "code",
                visit.request.form["code"] ?? "",
                settings.reasons.map {
                    (value: $0.code, text: "\($0.code): \($0.label(in: t, of: settings).text)")
                }
            )
            page.field(
                t("To place", "Naar plaats"),
                "place",
                visit.request.form["place"],
                hint: "1–\(settings.reasons.count)",
                fault: faults["place"],
                size: "short"
            )
            page.element("div", ["class": "actions"]) { page in
                page.button(t("Move", "Verplaats"), "move", "place")
            }
        }
    }

    /// Moves one reason: up, down, or to a place.
    static func move(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        let form = visit.request.form
        let reasons = workspace.settings.reasons
        var faults = FormFaults()
        guard workspace.isAsShown else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, workspace, faults).answer(visit, status: 409)
        }
        var moved: (code: String, place: ReasonPlace)?
        if let index = form["up"].flatMap({ Int($0) }), reasons.indices.contains(index), index > 0 {
            moved = (reasons[index].code, .before(reasons[index - 1].code))
        } else if let index = form["down"].flatMap({ Int($0) }), reasons.indices.contains(index + 1), index >= 0 {
            moved = (reasons[index].code, .after(reasons[index + 1].code))
        } else if let code = form["code"], let index = reasons.firstIndex(where: { $0.code == code }) {
            guard let place = form["place"].flatMap({ Int($0) }), 1...reasons.count ~= place else {
                faults.add(
                    "place",
                    t("A place from 1 through \(reasons.count).", "Een plaats van 1 tot en met \(reasons.count).")
                )
                return try page(visit, workspace, faults).answer(visit)
            }
            if place - 1 != index {
                let target = reasons[place - 1].code
                moved = (code, place - 1 < index ? .before(target) : .after(target))
            } else {
                return .seeOther(visit.url("/draft/reasons"))
            }
        }
        guard let moved else {
            faults.add("code", t("There is no such reason in the draft.", "Die reden staat niet in het concept."))
            return try page(visit, workspace, faults).answer(visit)
        }
        do {
            let change = ChangeReason(.move(code: moved.code, to: moved.place))
            let document = try change.applied(to: workspace.document, at: visit.now)
            if let answer = try workspace.keep(document, then: "/draft/reasons") { return answer }
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, SettingsWorkspace(visit), faults).answer(visit, status: 409)
        } catch let error as SettingsChangeError {
            faults.add(nil, t(error.text))
            return try page(visit, workspace, faults).answer(visit)
        }
    }
}

extension Page {
    func with(status: Int) -> Page {
        var page = self
        page.status = status
        return page
    }

    func answer(_ visit: Visit, status: Int) -> PageAnswer { with(status: status).answer(visit) }
}

/// One reason of a draft: everything that it says as a form, and what can be done with it besides.
enum DraftReasonPage {
    static func page(_ visit: Visit) throws -> Page {
        let workspace = try SettingsWorkspace(visit)
        let reason = try reason(visit.request.query["code"], workspace, visit)
        return try page(visit, workspace, ReasonForm(reason, of: workspace.settings, nil, visit.t), FormFaults())
    }

    static func new(_ visit: Visit) throws -> Page {
        let workspace = try SettingsWorkspace(visit)
        return try page(visit, workspace, ReasonForm(nil, of: workspace.settings, nil, visit.t), FormFaults())
    }

    private static func reason(_ code: String?, _ workspace: SettingsWorkspace, _ visit: Visit) throws
        -> CancellationReason
    {
        let code = code ?? ""
        if let reason = workspace.settings.reason(code) { return reason }
        throw PageProblem.notFound(
            visit,
            visit.t("Your draft has no reason \(code).", "Je concept heeft geen reden \(code).")
        )
    }

    /// Adds a reason, or changes what one says.
    static func save(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        let fields = visit.request.form
        let isNew = fields["new"] == "yes"
        let reason = isNew ? nil : try reason(fields["reason"], workspace, visit)
        var form = ReasonForm(reason, of: workspace.settings, fields, t)
        guard workspace.isAsShown else {
            var faults = FormFaults()
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, workspace, form, faults).answer(visit, status: 409)
        }
        let edit = form.edit()
        guard form.faults.isEmpty else { return try page(visit, workspace, form, form.faults).answer(visit) }
        let code = form.code
        let place = reason.flatMap { reason in workspace.settings.reasons.firstIndex { $0.code == reason.code } }
        do {
            let change = ChangeReason(isNew ? .add(code: code, edit, at: .last) : .edit(code: code, edit))
            let document = try change.applied(to: workspace.document, at: visit.now)
            if let answer = try workspace.keep(document, then: "/draft/reasons") { return answer }
            var faults = FormFaults()
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, SettingsWorkspace(visit), form, faults).answer(visit, status: 409)
        } catch let error as SettingsChangeError {
            form.add(error, place: place ?? workspace.settings.reasons.count)
            return try page(visit, workspace, form, form.faults).answer(visit)
        }
    }

    /// Retires, restores, merges or removes a reason.
    static func change(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        let fields = visit.request.form
        let reason = try reason(fields["reason"], workspace, visit)
        var faults = FormFaults()
        func again(_ status: Int = 422) throws -> PageAnswer {
            let form = ReasonForm(reason, of: workspace.settings, nil, t)
            return try page(visit, workspace, form, faults).answer(visit, status: status)
        }
        guard workspace.isAsShown else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try again(409)
        }
        do {
            let document: SettingsDocument
            switch fields["change"] {
            case "retire":
                var day: LocalDate?
                if let text = fields["retire-through"] {
                    day = LocalDate(text)
                    if day == nil {
                        faults.add("retire-through", t("A day such as 2026-03-31.", "Een dag zoals 2026-03-31."))
                        return try again()
                    }
                }
                document = try ChangeReason.retire(reason.code, through: day)
                    .applied(to: workspace.document, at: visit.now)
            case "restore":
                document = try ChangeReason(.restore(code: reason.code)).applied(to: workspace.document, at: visit.now)
            case "merge":
                guard let target = fields["into"] else {
                    faults.add("into", t("Choose the other reason.", "Kies de andere reden."))
                    return try again()
                }
                var day: LocalDate?
                if let text = fields["merge-through"] {
                    day = LocalDate(text)
                    if day == nil {
                        faults.add("merge-through", t("A day such as 2026-03-31.", "Een dag zoals 2026-03-31."))
                        return try again()
                    }
                }
                document = try ChangeReason(
                    .merge(code: reason.code, into: target, through: day, keepsCode: fields["alias"] == "yes")
                ).applied(to: workspace.document, at: visit.now)
            case "remove" where workspace.inForce.settings.reason(reason.code) == nil:
                document = try workspace.document.removing(reason: reason.code)
            default:
                faults.add(nil, t("There is no such change.", "Die wijziging bestaat niet."))
                return try again()
            }
            if let answer = try workspace.keep(document, then: "/draft/reasons") { return answer }
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try again(409)
        } catch let error as SettingsChangeError {
            let field: String? =
                switch (error, fields["change"]) {
                case (.retiredBeforeValid, "merge"?): "merge-through"
                case (.retiredBeforeValid, _), (.alreadyRetired, _): "retire-through"
                case (.mergedIntoItself, _), (.mergedIntoMerged, _), (.mergedInCircle, _): "into"
                default: nil
                }
            faults.add(field, t(error.text))
            if case .invalid(let violations) = error {
                for violation in violations {
                    faults.add(nil, violation, t)
                }
            }
            return try again()
        } catch let error as InvalidSettings {
            for violation in error.violations {
                faults.add(nil, violation, t)
            }
            return try again()
        }
    }

    private static func page(
        _ visit: Visit,
        _ workspace: SettingsWorkspace,
        _ form: ReasonForm,
        _ faults: FormFaults
    ) throws -> Page {
        let t = visit.t
        let name =
            form.reason.map { t("Change \($0.code)", "\($0.code) wijzigen") } ?? t("Add a reason", "Reden toevoegen")
        let used = try form.reason.map { reason in
            try visit.queries.reasonUses().filter { $0.code == reason.code }.reduce(0) { $0 + $1.count }
        }
        return workspace.page(name, faults, place: .reasons) { page in
            if let used, used > 0 {
                page.element(
                    "p",
                    ["class": "remark"],
                    t.count(
                        used,
                        ("recorded termination has it", "recorded terminations have it"),
                        ("vastgelegde beëindiging heeft hem", "vastgelegde beëindigingen hebben hem")
                    )
                        + t(
                            ": the code never changes, and they keep the label with which they were recorded.",
                            ": de code wijzigt nooit, en zij houden het label waarmee ze zijn vastgelegd."
                        )
                )
            }
            page.editor(visit.url("/draft/reason"), label: name) { page in
                workspace.hide(in: &page)
                if let reason = form.reason {
                    page.hidden("reason", reason.code)
                } else {
                    page.hidden("new", "yes")
                }
                form.write(to: &page)
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Save in the draft", "Bewaar in het concept"))
                    page.link(t("Back to the reasons", "Terug naar de redenen"), to: visit.url("/draft/reasons"))
                }
            }
            if let reason = form.reason { others(reason, workspace, visit, faults, &page) }
        }
    }

    private static func others(
        _ reason: CancellationReason,
        _ workspace: SettingsWorkspace,
        _ visit: Visit,
        _ faults: FormFaults,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let action = visit.url("/draft/reason/change")
        let fields = visit.request.form
        func form(_ name: String, _ change: String, _ page: inout HTMLWriter, _ content: (inout HTMLWriter) -> Void) {
            page.element("h2", name)
            page.editor(action, label: name) { page in
                workspace.hide(in: &page)
                page.hidden("reason", reason.code)
                page.hidden("change", change)
                content(&page)
            }
        }
        let isEnded = reason.replacedBy != nil || reason.validThrough != nil
        page.element("section") { page in
            if reason.replacedBy == nil {
                form(t("Retire it", "Laten vervallen"), "retire", &page) { page in
                    page.element(
                        "p",
                        ["class": "remark"],
                        t(
                            "Terminations made up to and including this day may have this reason. What is recorded does not change.",
                            "Beëindigingen die tot en met deze dag worden gemaakt, mogen deze reden hebben. Wat is vastgelegd wijzigt niet."
                        )
                    )
                    page.element("div", ["class": "fields"]) { page in
                        page.field(
                            t("Last day (empty: today)", "Laatste dag (leeg: vandaag)"),
                            "retire-through",
                            fields["retire-through"],
                            fault: faults["retire-through"],
                            size: "short",
                            type: "date"
                        )
                        page.element("div", ["class": "actions"]) {
                            $0.button(t("Retire in the draft", "Laat vervallen in het concept"), isQuiet: true)
                        }
                    }
                }
            }
            if isEnded {
                form(t("Restore it", "Herstellen"), "restore", &page) { page in
                    page.element(
                        "p",
                        ["class": "remark"],
                        t(
                            "It may be given again, without a last day, and reports count it separately.",
                            "Hij mag weer gegeven worden, zonder laatste dag, en rapporten tellen hem apart."
                        )
                    )
                    page.element("div", ["class": "actions"]) {
                        $0.button(t("Restore in the draft", "Herstel in het concept"), isQuiet: true)
                    }
                }
            }
            let targets = workspace.settings.reasons.filter { $0.code != reason.code && $0.replacedBy == nil }
            if reason.replacedBy == nil, !targets.isEmpty {
                form(t("Merge it into another", "Samenvoegen met een andere"), "merge", &page) { page in
                    page.element(
                        "p",
                        ["class": "remark"],
                        t(
                            "Reports then count it under the other reason, and so they do for terminations that are recorded already. Messages with its code are refused at once, unless it keeps a last day or its code becomes an alias of the other reason.",
                            "Rapporten tellen hem daarna onder de andere reden, ook voor beëindigingen die al zijn vastgelegd. Berichten met zijn code worden meteen geweigerd, tenzij hij een laatste dag houdt of zijn code een alias van de andere reden wordt."
                        )
                    )
                    let choices = [(value: "", text: t("choose…", "kies…"))]
                    page.element("div", ["class": "fields"]) { page in
                        page.choice(
                            t("Into", "Met"),
                            "into",
                            fields["into"] ?? "",
                            choices
                                + targets.map {
                                    (
                                        value: $0.code,
                                        text: "\($0.code): \($0.label(in: t, of: workspace.settings).text)"
                                    )
                                }
                        )
                        page.field(
                            t("Last day (empty: at once)", "Laatste dag (leeg: meteen)"),
                            "merge-through",
                            fields["merge-through"],
                            fault: faults["merge-through"],
                            size: "short",
                            type: "date"
                        )
                        page.box(
                            t("Its code becomes an alias of the other", "Zijn code blijft als alias van de andere"),
                            "alias",
                            isTicked: fields["alias"] == "yes"
                        )
                        page.element("div", ["class": "actions"]) {
                            $0.button(t("Merge in the draft", "Voeg samen in het concept"), isQuiet: true)
                        }
                    }
                    if let fault = faults["into"] { page.element("p", ["class": "fault"], fault) }
                }
            }
            if workspace.inForce.settings.reason(reason.code) == nil {
                form(t("Take it out of the draft", "Uit het concept halen"), "remove", &page) { page in
                    page.element("div", ["class": "actions"]) {
                        $0.button(t("Take it out", "Haal eruit"), isQuiet: true)
                    }
                }
            }
        }
    }
}

/// The labels of a draft in two languages side by side.
enum TranslationsPage {
    static func page(_ visit: Visit) throws -> Page {
        let workspace = try SettingsWorkspace(visit)
        let query = visit.request.query
        let t = visit.t
        if let from = query["from"], !ReasonsPage.languages(of: workspace.settings).contains(from) {
            throw PageProblem.query("from", "No label is in \(from).", "Er is geen label in \(from).", visit)
        }
        if let only = query["only"], only != "all", only != "missing" {
            throw PageProblem.query("only", "all or missing.", "all of missing.", visit)
        }
        var faults = FormFaults()
        if let to = query["to"], !APIReasons.isTag(to) {
            faults.add("to", t("A language, such as de.", "Een taal, zoals de."))
        }
        let page = try page(visit, workspace, query, faults)
        return faults.isEmpty ? page : page.with(status: 400)
    }

    private static func page(
        _ visit: Visit,
        _ workspace: SettingsWorkspace,
        _ question: Fields,
        _ faults: FormFaults
    ) throws -> Page {
        let t = visit.t
        let settings = workspace.settings
        let languages = ReasonsPage.languages(of: settings)
        let from = question["from"] ?? settings.defaultLanguage
        let to = question["to"] ?? languages.first { $0 != from } ?? (from == "en" ? "nl" : "en")
        let onlyMissing = question["only"] == "missing"
        let title = t("Translations", "Vertalingen")
        let shown = settings.reasons.enumerated().filter { !onlyMissing || $0.element.labels[to] == nil }
        let missing = settings.reasons.count { $0.labels[to] == nil }
        return workspace.page(title, faults, place: .reasons) { page in
            page.element("form", ["class": "filter", "method": "get", "action": visit.url("/draft/translations")]) {
                page in
                page.element("div", ["class": "fields"]) { page in
                    page.choice(
                        t("From", "Van"),
                        "from",
                        from,
                        languages.map { (value: $0, text: $0) },
                        size: "short"
                    )
                    page.field(t("To (a language, such as de)", "Naar (een taal, zoals de)"), "to", to, size: "short")
                    page.choice(
                        t("Reasons", "Redenen"),
                        "only",
                        onlyMissing ? "missing" : "all",
                        [("all", t("all", "alle")), ("missing", t("without a label", "zonder label"))],
                        size: "short"
                    )
                    page.element("div", ["class": "actions"]) { $0.button(t("Show", "Tonen"), isQuiet: true) }
                }
            }
            page.element(
                "p",
                ["class": "remark"],
                missing == 0
                    ? t("Every reason has a label in \(to).", "Elke reden heeft een label in \(to).")
                    : t(
                        "\(missing) of \(settings.reasons.count) reasons have no label in \(to).",
                        "\(missing) van \(settings.reasons.count) redenen hebben geen label in \(to)."
                    )
            )
            guard !shown.isEmpty else { return }
            page.editor(visit.url("/draft/translations"), label: title) { page in
                workspace.hide(in: &page)
                page.hidden("from", from)
                page.hidden("to", to)
                page.hidden("only", onlyMissing ? "missing" : "all")
                page.table(
                    t("Labels from \(from) to \(to)", "Labels van \(from) naar \(to)"),
                    isCaptionHidden: true,
                    [.text(t("Code", "Code")), .text(from), .text(to)]
                ) { page in
                    for (index, reason) in shown {
                        page.row { page in
                            page.rowHeading { page in
                                page.element("label", ["for": "f-label-\(index)"]) { $0.code(reason.code) }
                            }
                            page.cell(reason.labels[from] ?? "–", class: "label", lang: from)
                            page.cell(class: "label") { page in
                                let name = "label-\(index)"
                                let typed = visit.request.form.pairs.first { $0.name == name }?.value
                                let fault = faults[name]
                                page.void(
                                    "input",
                                    [
                                        "id": "f-\(name)", "name": name, "lang": to, "autocomplete": "off",
                                        "value": typed ?? reason.labels[to],
                                        "aria-invalid": fault == nil ? nil : "true",
                                        "aria-describedby": fault == nil ? nil : "f-\(name)-fault",
                                    ]
                                )
                                if let fault {
                                    page.element("p", ["class": "fault", "id": "f-\(name)-fault"], fault)
                                }
                            }
                        }
                    }
                }
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Save in the draft", "Bewaar in het concept"))
                }
            }
        }
    }

    static func save(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        let form = visit.request.form
        var faults = FormFaults()
        guard workspace.isAsShown else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, workspace, form, faults).answer(visit, status: 409)
        }
        guard let to = form["to"] else {
            faults.add("to", t("Name the language, such as de.", "Noem de taal, zoals de."))
            return try page(visit, workspace, form, faults).answer(visit)
        }
        let typed = Dictionary(form.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var labels: [String: String?] = [:]
        for (index, reason) in workspace.settings.reasons.enumerated() {
            guard let text = typed["label-\(index)"] else { continue }
            let label = text.trimmed.isEmpty ? nil : text.trimmed
            if label != reason.labels[to] { labels[reason.code] = .some(label) }
        }
        let document: SettingsDocument
        do {
            document = try workspace.document.replacing(labels: labels, in: to)
        } catch {
            for violation in error.violations {
                let tokens = violation.pointer.tokens
                let isLabel = tokens.count == 4 && tokens[0] == "reasons" && tokens[3] == to
                if violation.code == .unknownValue {
                    // The tag of the language is the same for every label.
                    if faults["to"] == nil { faults.add("to", violation, t) }
                } else {
                    faults.add(isLabel ? "label-\(tokens[1])" : nil, violation, t)
                }
            }
            return try page(visit, workspace, form, faults).answer(visit)
        }
        let path = visit.url(
            "/draft/translations",
            [("from", form["from"] ?? ""), ("to", to), ("only", form["only"] ?? "")]
        )
        if let answer = try workspace.keep(
            document,
            then: String(path.dropFirst(visit.configuration.basePath.count))
        ) {
            return answer
        }
        faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
        return try page(visit, SettingsWorkspace(visit), form, faults).answer(visit, status: 409)
    }
}
