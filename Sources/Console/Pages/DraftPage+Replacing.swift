import Application
import Ledger
import Reports
import Terminations

/// What becomes of the own draft: it is discarded, made anew on the version in force, or replaced by an earlier version.
extension DraftPage {
    static func discard(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let owner = try visit.actor().name
        guard let shown = try Shown(of: owner, visit) else { return .seeOther(visit.url("/draft")) }
        var faults = FormFaults()
        guard visit.request.form["sure"] == "yes" else {
            faults.add(
                "sure",
                t("Tick the box to discard the draft.", "Vink het vakje aan om het concept weg te gooien.")
            )
            return try page(visit, shown, faults).answer(visit, status: 422)
        }
        guard try visit.store.discard(draftOf: owner, digest: visit.request.form["draft"] ?? "") else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, shown, faults).answer(visit, status: 409)
        }
        return .seeOther(visit.url("/settings"))
    }

    /// Makes the changes of the draft again on the version in force.
    static func rebase(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let owner = try visit.actor().name
        guard let shown = try Shown(of: owner, visit) else { return .seeOther(visit.url("/draft")) }
        var faults = FormFaults()
        let workspace = try SettingsWorkspace(visit)
        guard workspace.isAsShown, visit.request.form["onto"] == String(shown.current.version) else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return try page(visit, shown, faults).answer(visit, status: 409)
        }
        let base = try visit.queries.application().appliedSettings(shown.draft.base).settingsDocument()
        switch RebaseSettings(shown.draft.document, from: base, onto: shown.inForce).result {
        case .rebased(let document):
            let isKept = try visit.store.keep(
                document,
                of: owner,
                base: shown.current.version,
                over: shown.draft.digest,
                at: visit.now
            )
            guard isKept else {
                faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
                return try page(visit, shown, faults).answer(visit, status: 409)
            }
            return .seeOther(visit.url("/draft"))
        case .conflicts(let fields):
            for field in fields {
                faults.add(
                    nil,
                    t(
                        "Your draft and version \(shown.current.version) have both changed \(field). Give the field in the draft the value of that version, or compare the YAML of both and choose.",
                        "Je concept en versie \(shown.current.version) hebben allebei \(field) gewijzigd. Geef het veld in het concept de waarde van die versie, of vergelijk de YAML van beide en kies."
                    )
                )
            }
        case .invalid(let violations):
            for violation in violations {
                faults.add(nil, violation, t)
            }
        }
        return try page(visit, shown, faults).answer(visit, status: 409)
    }

    /// Makes an earlier version the draft.
    static func takeVersion(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        guard let number = visit.request.form["version"].flatMap({ Int($0) }) else {
            throw PageProblem.notFound(visit, t("Name a version.", "Noem een versie."))
        }
        let document = try visit.queries.application().document(of: RollBackSettings(to: number), at: visit.now)
            .document
        guard workspace.draft == nil || visit.request.form["replace"] == "yes", workspace.isAsShown else {
            let title = t("Replace your draft by version \(number)?", "Je concept vervangen door versie \(number)?")
            return Page(title, status: 409, place: .settings) { page in
                page.element(
                    "p",
                    t(
                        "You have a draft. What it changes would be lost.",
                        "Je hebt een concept. Wat het wijzigt zou verloren gaan."
                    )
                )
                page.editor(visit.url("/draft/from-version"), label: title) { page in
                    workspace.hide(in: &page)
                    page.hidden("version", String(number))
                    page.hidden("replace", "yes")
                    page.element("div", ["class": "actions"]) { page in
                        page.button(t("Replace the draft", "Vervang het concept"))
                        page.link(t("Keep the draft", "Houd het concept"), to: visit.url("/draft"))
                    }
                }
            }.answer(visit)
        }
        // Whatever the draft was made from, this one follows what is in force.
        if let answer = try workspace.keep(document, on: workspace.current.version, then: "/draft") { return answer }
        throw PageProblem(
            409,
            t("Changed meanwhile", "Intussen gewijzigd"),
            SettingsWorkspace.changedMeanwhile(visit)
        )
    }
}
