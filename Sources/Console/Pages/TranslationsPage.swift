import Application
import Ledger
import Reports
import Terminations

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
