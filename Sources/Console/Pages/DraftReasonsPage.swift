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
