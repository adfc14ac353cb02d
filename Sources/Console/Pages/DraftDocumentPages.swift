import Application
import JSON
import Reports
import Terminations
import YAML

/// A draft as the file that the command line applies: to be taken out, changed, and brought in.
enum DraftYAMLPage {
    static let path = "/draft/yaml"
    /// As much as the API reads: settings beyond their own limit are answered with what is wrong.
    static let mostBytes = APIRoute.Content.settings.mostBytes

    static func page(_ visit: Visit) throws -> Page {
        try page(visit, SettingsWorkspace(visit), nil, FormFaults())
    }

    private static func page(
        _ visit: Visit,
        _ workspace: SettingsWorkspace,
        _ typed: String?,
        _ faults: FormFaults
    ) throws -> Page {
        let t = visit.t
        let text = try typed ?? SettingsPrinter.yaml(workspace.document.canonicalJSON)
        let title = t("The draft as a file", "Het concept als bestand")
        return workspace.page(title, faults, place: .settings) { page in
            page.element("p") { page in
                page.link(
                    t("Download it as YAML", "Haal het op als YAML"),
                    to: visit.url("/draft/settings.yaml")
                )
            }
            page.editor(visit.url(path), label: title) { page in
                workspace.hide(in: &page)
                page.textArea(
                    t("YAML or JSON", "YAML of JSON"),
                    "text",
                    text,
                    rows: min(max(text.count { $0 == "\n" } + 2, 12), 40),
                    remark: t(
                        "Comments are not kept: a file under version control stays yours.",
                        "Commentaar blijft niet bewaard: een bestand onder versiebeheer blijft van jou."
                    ),
                    fault: faults["text"]
                )
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Save in the draft", "Bewaar in het concept"))
                }
            }
            page.element("section") { page in
                page.element("h2", t("Upload a file", "Een bestand uploaden"))
                page.element(
                    "form",
                    [
                        "class": "editor", "method": "post", "action": visit.url(path),
                        "enctype": "multipart/form-data", "aria-label": t("Upload a file", "Een bestand uploaden"),
                    ]
                ) { page in
                    workspace.hide(in: &page)
                    page.element("div", ["class": "fields"]) { page in
                        page.element("div", ["class": "field"]) { page in
                            page.element("label", ["for": "f-file"], t("A settings file", "Een instellingenbestand"))
                            page.void(
                                "input",
                                [
                                    "id": "f-file", "name": "text", "type": "file", "required": "required",
                                    "accept": ".yaml,.yml,.json",
                                    "aria-invalid": faults["file"] == nil ? nil : "true",
                                    "aria-describedby": faults["file"] == nil ? nil : "f-file-fault",
                                ]
                            )
                            if let fault = faults["file"] {
                                page.element("p", ["class": "fault", "id": "f-file-fault"], fault)
                            }
                        }
                        page.element("div", ["class": "actions"]) { page in
                            page.button(t("Make it the draft", "Maak het het concept"), isQuiet: true)
                        }
                    }
                }
            }
        }
    }

    static func save(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        // As it was typed: blanks at the beginning of a line matter.
        let text = visit.request.form.pairs.first { $0.name == "text" }?.value ?? ""
        var faults = FormFaults()
        guard workspace.isAsShown else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, workspace, text, faults).answer(visit, status: 409)
        }
        let size = text.utf8.count
        guard size <= Settings.maxBytes else {
            let isFile = MediaType.essence(of: visit.request.headers["content-type"] ?? "") == "multipart/form-data"
            let most = visit.number(Settings.maxBytes)
            faults.add(
                isFile ? "file" : "text",
                t(
                    "The settings have \(visit.number(size)) bytes, and may have \(most). The draft is as it was.",
                    "De instellingen hebben \(visit.number(size)) bytes, en mogen er \(most) hebben. Het concept is gelijk gebleven."
                )
            )
            // A file stays where it is, and is not shown again.
            return try page(visit, workspace, isFile ? nil : text, faults).answer(visit)
        }
        do {
            let document = try Settings.parse(yamlOrJSON: text.replacing("\r\n", with: "\n"))
            if let answer = try workspace.keep(document, then: "/draft") { return answer }
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, SettingsWorkspace(visit), text, faults).answer(visit, status: 409)
        } catch let error as InvalidSettings {
            let places = SettingsPlaces(text)
            for violation in error.violations.prefix(100) {
                let line = violation.pointer == .root ? nil : places.line(of: violation.pointer)
                let reason = places.reason(at: violation.pointer)
                let place = [
                    line.map { t("line \($0)", "regel \($0)") }, reason.map { t("reason \($0)", "reden \($0)") },
                ].compactMap(\.self)
                let name = violation.pointer.tokens.last.map { "\($0): " } ?? ""
                let before = (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + name
                faults.add("text", violation, t, place: before)
            }
            return try page(visit, workspace, text, faults).answer(visit)
        }
    }

    static func download(_ visit: Visit) throws -> PageAnswer {
        let workspace = try SettingsWorkspace(visit)
        return file(try SettingsPrinter.yaml(workspace.document.canonicalJSON), name: "settings-draft.yaml")
    }

    static func file(_ yaml: String, name: StaticString) -> PageAnswer {
        PageAnswer(
            contentType: "application/yaml; charset=utf-8",
            body: Array((yaml + "\n").utf8),
            headers: [("content-disposition", "attachment; filename=\"\(name)\"")]
        )
    }
}

/// What a draft says beside the reasons and the mandatory rules.
enum DraftGeneralPage {
    static func page(_ visit: Visit) throws -> Page {
        try page(visit, SettingsWorkspace(visit), nil, FormFaults())
    }

    private static func page(
        _ visit: Visit,
        _ workspace: SettingsWorkspace,
        _ typed: Fields?,
        _ faults: FormFaults
    ) throws -> Page {
        let t = visit.t
        let settings = workspace.settings
        let title = t("General settings", "Algemene instellingen")
        func value(_ name: String, _ value: String) -> String? {
            guard let typed else { return value }
            return typed.pairs.first { $0.name == name }?.value
        }
        return workspace.page(title, faults, place: .settings) { page in
            page.editor(visit.url("/draft/general"), label: title) { page in
                workspace.hide(in: &page)
                page.element("div", ["class": "fields"]) { page in
                    page.field(
                        t("Time zone", "Tijdzone"),
                        "timeZone",
                        value("timeZone", settings.timeZone.name),
                        fault: faults["timeZone"]
                    )
                    page.field(
                        t("Default language", "Standaardtaal"),
                        "defaultLanguage",
                        value("defaultLanguage", settings.defaultLanguage),
                        fault: faults["defaultLanguage"],
                        size: "short"
                    )
                    page.field(
                        t("Days of backdating", "Dagen terugwerken"),
                        "maxBackdatingDays",
                        value("maxBackdatingDays", String(settings.maxBackdatingDays)),
                        fault: faults["maxBackdatingDays"],
                        size: "short"
                    )
                    page.field(
                        t("Days ahead", "Dagen vooruit"),
                        "maxForwardDays",
                        value("maxForwardDays", String(settings.maxForwardDays)),
                        fault: faults["maxForwardDays"],
                        size: "short"
                    )
                    page.field(
                        t("Longest note, in characters", "Langste toelichting, in tekens"),
                        "maxLength",
                        value("maxLength", String(settings.note.maxLength)),
                        fault: faults["maxLength"],
                        size: "short"
                    )
                    page.field(
                        t("A correction waits for its termination", "Een correctie wacht op haar beëindiging"),
                        "heldFor",
                        value("heldFor", heldFor(workspace.document)),
                        hint: "PT10M",
                        fault: faults["heldFor"],
                        size: "short"
                    )
                    page.element("div", ["class": "field whole"]) { page in
                        page.box(
                            t(
                                "Notes are part of published events",
                                "Toelichtingen zijn deel van gepubliceerde gebeurtenissen"
                            ),
                            "publish",
                            isTicked: typed.map { $0["publish"] == "yes" } ?? settings.note.publish
                        )
                    }
                }
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Save in the draft", "Bewaar in het concept"))
                }
            }
        }
    }

    /// As the document writes it.
    private static func heldFor(_ document: SettingsDocument) -> String {
        (try? JSONValue(parsing: document.canonicalJSON))?.object?["heldFor"]?.string ?? "PT10M"
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
        var numbers: [String: Int64] = [:]
        for name in ["maxBackdatingDays", "maxForwardDays", "maxLength"] {
            if let number = form[name].flatMap({ Int64($0) }) {
                numbers[name] = number
            } else {
                faults.add(name, t("A whole number.", "Een geheel getal."))
            }
        }
        guard faults.isEmpty else { return try page(visit, workspace, form, faults).answer(visit) }
        func number(_ name: String) -> JSONValue { .number(JSONNumber(numbers[name] ?? 0)) }
        let old = workspace.settings
        // What is a default, and was not written, stays unwritten.
        func kept(_ name: String, _ old: Int, _ value: JSONValue) -> JSONValue? {
            numbers[name] == Int64(old) ? document(workspace, name) : value
        }
        let isSameNote =
            numbers["maxLength"] == Int64(old.note.maxLength) && (form["publish"] == "yes") == old.note.publish
        let note = JSONValue.object(
            JSONObject([
                .init(name: "maxLength", value: number("maxLength")),
                .init(name: "publish", value: .bool(form["publish"] == "yes")),
            ])
        )
        do {
            let document = try workspace.document.replacing([
                "timeZone": .string(form["timeZone"] ?? ""),
                "defaultLanguage": .string(form["defaultLanguage"] ?? ""),
                "maxBackdatingDays": kept("maxBackdatingDays", old.maxBackdatingDays, number("maxBackdatingDays")),
                "maxForwardDays": kept("maxForwardDays", old.maxForwardDays, number("maxForwardDays")),
                "note": isSameNote ? document(workspace, "note") : note,
                "heldFor": form["heldFor"] == heldFor(workspace.document)
                    ? document(workspace, "heldFor") : form["heldFor"].map { JSONValue.string($0) },
            ])
            if let answer = try workspace.keep(document, then: "/draft/general") { return answer }
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, SettingsWorkspace(visit), form, faults).answer(visit, status: 409)
        } catch let error as InvalidSettings {
            for violation in error.violations {
                let name = violation.pointer.tokens.last ?? ""
                let isField = [
                    "timeZone", "defaultLanguage", "maxBackdatingDays", "maxForwardDays", "maxLength", "heldFor",
                ].contains(name)
                faults.add(isField ? name : nil, violation, t)
            }
            return try page(visit, workspace, form, faults).answer(visit)
        }
    }

    private static func document(_ workspace: SettingsWorkspace, _ name: String) -> JSONValue? {
        (try? JSONValue(parsing: workspace.document.canonicalJSON))?.object?[name]
    }
}
