import Application
import Ledger
import Reports
import Terminations

/// The way of a draft into force: the preview with its impact, the approval, and the form that applies it.
extension DraftPage {
    /// The draft with its impact, and the form that applies it.
    static func preview(_ visit: Visit) throws -> PageAnswer {
        let shown = try shown(visit)
        return try preview(visit, shown, FormFaults()).answer(visit)
    }

    private static func preview(_ visit: Visit, _ shown: Shown, _ faults: FormFaults) throws -> Page {
        let t = visit.t
        guard !shown.isStale else {
            return try page(visit, shown, faults).with(status: 409)
        }
        guard try visit.queries.application().ledger.reasons(missingFrom: shown.draft.document).isEmpty else {
            return try page(visit, shown, faults).with(status: 409)
        }
        let (preview, recorded) = try visit.queries.withWritableApplication { application in
            let action = ApplySettings(
                shown.draft.document,
                basedOn: shown.draft.base,
                forecastLimit: ForecastLimits.deadLetters
            )
            let preview = try application.plan(action, at: visit.now).preview
            let recorded = try application.checkRecorded(
                by: shown.draft.document.settings,
                limit: ForecastLimits.recorded
            )
            return (preview, recorded)
        }
        let needsApproval = visit.configuration.requiresApproval && shown.draft.approval == nil
        let version = preview.application.version
        let title = t("Apply the draft as version \(version)?", "Het concept toepassen als versie \(version)?")
        return Page(
            faults.prefix(t) + title,
            status: faults.isEmpty ? 200 : 422,
            place: .settings,
            hasOwnHeading: true
        ) { page in
            page.element("p", ["class": "crumbs"]) { page in
                page.link(t("Settings", "Instellingen"), to: visit.url("/settings"))
                page.link(
                    shown.isOwn
                        ? t("Your draft", "Je concept")
                        : t("Draft of \(shown.draft.owner)", "Concept van \(shown.draft.owner)"),
                    to: visit.url(shown.path)
                )
            }
            page.element("h1", title)
            faults.write(to: &page, visit)
            page.element("section") { page in
                page.element("h2", t("Judged by this draft", "Beoordeeld met dit concept"))
                page.element("ul", ["class": "plain"]) { page in
                    impact(preview.impact, recorded, visit, &page)
                }
            }
            consequences(preview, visit, &page)
            findings(preview.findings, visit, &page)
            page.element("section") { page in
                page.element("h2", t("What changes", "Wat er wijzigt"))
                SettingsDifferenceView.write(preview.application.difference, heading: "h3", visit, to: &page)
            }
            guard !needsApproval else {
                page.notice(
                    .warning,
                    t("Somebody else must approve it first", "Iemand anders moet het eerst goedkeuren")
                ) { page in
                    page.element("p") { page in
                        page.link(t("Back to the draft", "Terug naar het concept"), to: visit.url(shown.path))
                    }
                }
                return
            }
            page.editor(visit.url(shown.action("apply")), label: title) { page in
                page.hidden("token", visit.previews.token(visit, for: "apply-settings", shown.facts))
                ChangeFields.write(reason: visit.request.form["reason"], isNeeded: true, to: &page, visit, faults)
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "Everybody sees the reason in the history of the settings.",
                        "Iedereen ziet de reden in de geschiedenis van de instellingen."
                    )
                )
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Apply as version \(version)", "Pas toe als versie \(version)"))
                    page.link(t("Back to the draft", "Terug naar het concept"), to: visit.url(shown.path))
                }
            }
        }
    }

    static func apply(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let shown = try shown(visit)
        var faults = FormFaults()
        if shown.isStale { return try page(visit, shown).answer(visit, status: 409) }
        if visit.configuration.requiresApproval, shown.draft.approval == nil {
            faults.add(nil, t("The draft is not approved.", "Het concept is niet goedgekeurd."))
            return try preview(visit, shown, faults).answer(visit, status: 409)
        }
        let reason = visit.request.form["reason"] ?? ""
        if reason.isEmpty { faults.add("reason", t("Say why, in a few words.", "Zeg in een paar woorden waarom.")) }
        faults.check(reason, in: "reason", as: .line, visit)
        guard faults.isEmpty else { return try preview(visit, shown, faults).answer(visit) }
        do {
            return try visit.previews.confirm(visit, "apply-settings", shown.facts) {
                let outcome = try visit.queries.withWritableApplication { application in
                    let action = ApplySettings(
                        shown.draft.document,
                        basedOn: shown.draft.base,
                        forecastsDeadLetters: false
                    )
                    return try application.plan(action, at: visit.now)
                        .execute(by: try visit.actor(), because: reason, at: visit.now)
                }
                // The settings are in force; a draft that stays behind changes nothing.
                _ = try? visit.store.discard(draftOf: shown.draft.owner, digest: shown.draft.digest)
                return "/settings/\(outcome.application.version)?applied=yes"
            }
        } catch is Previews.Changed {
            faults.add(
                nil,
                t(
                    "The draft has changed since the preview. This is the new preview; nothing was applied.",
                    "Het concept is sinds het voorbeeld gewijzigd. Dit is het nieuwe voorbeeld; er is niets toegepast."
                )
            )
            return try preview(visit, shown, faults).answer(visit, status: 409)
        } catch let error as LedgerError where error.code == .settingsChanged || error.code == .reasonInUse {
            return try page(visit, self.shown(visit)).answer(visit, status: 409)
        }
    }

    static func approve(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        if let answer = try visit.previews.answerGivenBefore(visit) { return answer }
        let shown = try shown(visit)
        var faults = FormFaults()
        guard !shown.isOwn else {
            faults.add(nil, t("Somebody else must approve it.", "Iemand anders moet het goedkeuren."))
            return try page(visit, shown, faults).answer(visit, status: 403)
        }
        if shown.isStale { return try page(visit, shown).answer(visit, status: 409) }
        do {
            return try visit.previews.confirm(visit, "approve-settings", shown.facts) {
                let isApproved = try visit.store.approve(
                    draftOf: shown.draft.owner,
                    base: shown.draft.base,
                    digest: shown.draft.digest,
                    by: try visit.actor().name,
                    at: visit.now
                )
                guard isApproved else { throw Previews.Changed() }
                return shown.path
            }
        } catch is Previews.Changed {
            faults.add(
                nil,
                t(
                    "The draft has changed since you saw it. Look at it again; nothing was approved.",
                    "Het concept is gewijzigd sinds je het zag. Bekijk het opnieuw; er is niets goedgekeurd."
                )
            )
            return try page(visit, shown, faults).answer(visit, status: 409)
        }
    }
}
