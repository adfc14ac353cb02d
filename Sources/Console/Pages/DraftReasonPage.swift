import Application
import Ledger
import Reports
import Terminations

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
