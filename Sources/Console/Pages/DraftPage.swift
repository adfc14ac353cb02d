import Application
import Ledger
import Reports
import Terminations

/// A draft of the settings: what it changes, what that would mean, and the way into force.
///
/// It is previewed, and then applied by a form whose token binds it to the draft and to the version that it follows.
enum DraftPage {
    /// One draft with the settings that are in force.
    struct Shown {
        let draft: SettingsDraft
        let current: AppliedSettings
        let inForce: SettingsDocument
        let isOwn: Bool

        var isStale: Bool { draft.base != current.version }
        /// What a confirmation is about.
        var facts: [String] { [draft.owner, String(draft.base), draft.digest, draft.approval?.by ?? ""] }
        /// Where the draft is shown.
        var path: String { isOwn ? "/draft" : "/drafts/" + Fields.encoded(draft.owner) }
        /// The actions on a draft, by its owner or another person.
        func action(_ name: String) -> String { "/drafts/\(Fields.encoded(draft.owner))/\(name)" }

        init?(of owner: String, _ visit: Visit) throws {
            guard let draft = try visit.store.draft(of: owner) else { return nil }
            self.draft = draft
            current = try visit.queries.application().appliedSettings()
            inForce = try current.settingsDocument()
            isOwn = try visit.actor().name == owner
        }
    }

    // MARK: - The page

    static func own(_ visit: Visit) throws -> Page {
        let owner = try visit.actor().name
        guard let shown = try Shown(of: owner, visit) else { return try noDraft(visit) }
        return try page(visit, shown)
    }

    static func other(_ visit: Visit) throws -> Page { try page(visit, shown(visit)) }

    static func shown(_ visit: Visit) throws -> Shown {
        let owner = visit.parameters["owner"] ?? ""
        if let shown = try Shown(of: owner, visit) { return shown }
        throw PageProblem.notFound(
            visit,
            visit.t("\(owner) has no draft of the settings.", "\(owner) heeft geen concept van de instellingen.")
        )
    }

    private static func noDraft(_ visit: Visit) throws -> Page {
        let t = visit.t
        let others = try visit.store.drafts()
        return Page(t("Your draft", "Je concept"), place: .settings, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) {
                $0.link(t("Settings", "Instellingen"), to: visit.url("/settings"))
            }
            page.element("h1", t("Your draft", "Je concept"))
            page.empty(
                t("You have no draft", "Je hebt geen concept"),
                t(
                    "The first change starts one. It has no effect until it is applied.",
                    "De eerste wijziging begint er een. Het geldt pas als het is toegepast."
                )
            )
            if visit.may(.draftSettings) {
                page.element("ul", ["class": "onward"]) { page in
                    for (path, name) in starts(t) {
                        page.element("li") { $0.link(name, to: visit.url(path)) }
                    }
                }
            }
            list(others, visit, &page)
        }
    }

    private static func starts(_ t: Language) -> [(String, String)] {
        [
            ("/draft/reasons", t("Change the reasons", "Redenen wijzigen")),
            ("/draft/translations", t("Translate labels", "Labels vertalen")),
            ("/draft/rules", t("Change when a reason is required", "Wijzigen wanneer een reden verplicht is")),
            ("/draft/general", t("Change the rest", "De rest wijzigen")),
            ("/draft/yaml", t("Upload a YAML file", "Een YAML-bestand uploaden")),
            ("/settings", t("Go back to an earlier version", "Terug naar een eerdere versie")),
        ]
    }

    /// The drafts of everybody.
    static func list(_ drafts: [SettingsDraft], _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        guard !drafts.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", t("Open drafts", "Openstaande concepten"))
            page.table(
                t("Open drafts", "Openstaande concepten"),
                isCaptionHidden: true,
                [
                    .text(t("Of", "Van")), .number(t("On version", "Op versie")), .text(t("Changed", "Gewijzigd")),
                    .text(t("Approved", "Goedgekeurd")),
                ]
            ) { page in
                for draft in drafts {
                    page.row { page in
                        page.rowHeading { $0.link(draft.owner, to: visit.url("/drafts", to: draft.owner)) }
                        page.cell(String(draft.base))
                        page.cell { $0.time(draft.changedAt, visit) }
                        page.cell(draft.approval.map { t("by \($0.by)", "door \($0.by)") } ?? "–")
                    }
                }
            }
        }
    }

    static func page(_ visit: Visit, _ shown: Shown, _ faults: FormFaults = FormFaults()) throws -> Page {
        let t = visit.t
        let application = try visit.queries.application()
        let missing = try application.ledger.reasons(missingFrom: shown.draft.document)
        let preview =
            missing.isEmpty
            ? try application.plan(
                ApplySettings(shown.draft.document, forecastsDeadLetters: false),
                at: visit.now
            ).preview : nil
        let difference = SettingsDifference(from: shown.inForce, to: shown.draft.document)
        let title =
            shown.isOwn
            ? t("Your draft", "Je concept") : t("Draft of \(shown.draft.owner)", "Concept van \(shown.draft.owner)")
        return Page(faults.prefix(t) + title, place: .settings, hasOwnHeading: true) { page in
            if shown.isOwn, visit.may(.draftSettings) {
                SettingsWorkspace.writeHeader(to: &page, visit)
            } else {
                page.element("p", ["class": "crumbs"]) {
                    $0.link(t("Settings", "Instellingen"), to: visit.url("/settings"))
                }
            }
            page.element("h1", title)
            facts(shown, visit, &page)
            faults.write(to: &page, visit)
            if shown.isStale { stale(shown, visit, &page) }
            if !missing.isEmpty { writeMissing(missing, visit, &page) }
            page.element("section") { page in
                page.element("h2", t("What changes", "Wat er wijzigt"))
                SettingsDifferenceView.write(difference, heading: "h3", visit, to: &page)
            }
            if let preview {
                consequences(preview, visit, &page)
                findings(preview.findings, visit, &page)
            }
            if !shown.isStale, !difference.isEmpty, missing.isEmpty { onward(shown, visit, &page) }
            if visit.may(.draftSettings), shown.isOwn { discardForm(shown, visit, &page) }
        }
    }

    private static func facts(_ shown: Shown, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        page.element("dl", ["class": "facts across"]) { page in
            page.fact(t("Made from", "Gemaakt van")) { page in
                page.link(
                    t("version \(shown.draft.base)", "versie \(shown.draft.base)"),
                    to: visit.url("/settings", to: String(shown.draft.base))
                )
            }
            page.fact(t("Changed", "Gewijzigd")) { $0.time(shown.draft.changedAt, visit) }
            if let approval = shown.draft.approval {
                page.fact(t("Approved", "Goedgekeurd")) { page in
                    page.write(t("by \(approval.by), ", "door \(approval.by), "))
                    page.time(approval.at, visit)
                }
            }
        }
    }

    private static func stale(_ shown: Shown, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        let (base, now) = (shown.draft.base, shown.current)
        page.notice(
            .warning,
            t(
                "Version \(now.version) was applied meanwhile. This draft was made from version \(base).",
                "Intussen is versie \(now.version) toegepast. Dit concept is gemaakt van versie \(base)."
            )
        ) { page in
            page.element("p") { page in
                page.write(t("Applied by \(now.appliedBy), ", "Toegepast door \(now.appliedBy), "))
                page.time(now.appliedAt, visit)
                page.write(now.reason.isEmpty ? ". " : ": \(now.reason). ")
                page.link(
                    t("What differs", "Wat er verschilt"),
                    to: visit.url("/settings/difference", [("from", String(base)), ("to", String(now.version))])
                )
            }
            page.element(
                "p",
                t(
                    "The draft is kept. It can be applied once it is made from version \(now.version).",
                    "Het concept blijft bewaard. Het kan worden toegepast zodra het van versie \(now.version) is gemaakt."
                )
            )
            guard shown.isOwn, visit.may(.draftSettings) else { return }
            page.element("form", ["method": "post", "action": visit.url("/draft/rebase")]) { page in
                page.hidden("draft", shown.draft.digest)
                page.hidden("base", String(base))
                page.hidden("onto", String(now.version))
                page.button(
                    t("Make my changes on version \(now.version)", "Zet mijn wijzigingen op versie \(now.version)")
                )
            }
        }
    }

    private static func writeMissing(_ missing: [MissingReason], _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        page.notice(.bad, t("This draft cannot be applied", "Dit concept is niet toe te passen")) { page in
            page.element(
                "p",
                t(
                    "Recorded terminations have these reasons, so a draft cannot leave them out or change their codes. Retire them instead.",
                    "Vastgelegde beëindigingen hebben deze redenen. Een concept kan ze daarom niet weglaten en hun codes niet wijzigen. Laat ze vervallen."
                )
            )
            page.element("ul") { page in
                for reason in missing {
                    page.element("li") { page in
                        page.code(reason.code)
                        page.write(
                            ": "
                                + t.count(
                                    reason.count,
                                    ("termination", "terminations"),
                                    ("beëindiging", "beëindigingen")
                                )
                        )
                    }
                }
            }
        }
    }

    /// The next step: a preview of the impact, or the approval that is missing.
    private static func onward(_ shown: Shown, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Into force", "In werking"))
            if visit.configuration.requiresApproval, shown.draft.approval == nil {
                page.element(
                    "p",
                    t(
                        "Somebody else must approve this draft before it is applied. Any change makes the approval void.",
                        "Iemand anders moet dit concept goedkeuren voordat het wordt toegepast. Elke wijziging maakt de goedkeuring ongeldig."
                    )
                )
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "The command line can apply a file without it.",
                        "De opdrachtregel kan een bestand zonder goedkeuring toepassen."
                    )
                )
            }
            if mayApprove(shown, visit) {
                page.editor(visit.url(shown.action("approve")), label: t("Approve", "Goedkeuren")) { page in
                    page.hidden("token", visit.previews.token(visit, for: "approve-settings", shown.facts))
                    page.element(
                        "p",
                        t(
                            "You approve exactly what is shown here, on version \(shown.draft.base).",
                            "Je keurt precies goed wat hier staat, op versie \(shown.draft.base)."
                        )
                    )
                    page.element("div", ["class": "actions"]) { $0.button(t("Approve", "Goedkeuren")) }
                }
            }
            guard visit.may(.applySettings) else {
                if !mayApprove(shown, visit) {
                    page.element(
                        "p",
                        ["class": "remark"],
                        t(
                            "To apply it needs the permission \(Permission.applySettings.rawValue).",
                            "Toepassen vraagt de bevoegdheid \(Permission.applySettings.rawValue)."
                        )
                    )
                }
                return
            }
            page.editor(visit.url(shown.action("preview")), label: t("Preview", "Voorbeeld")) { page in
                page.element(
                    "p",
                    t(
                        "The preview judges what is recorded and what waits by this draft. It changes nothing.",
                        "Het voorbeeld beoordeelt wat vastligt en wat wacht met dit concept. Het wijzigt niets."
                    )
                )
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Preview the impact", "Bekijk de gevolgen"))
                }
            }
        }
    }

    private static func mayApprove(_ shown: Shown, _ visit: Visit) -> Bool {
        visit.configuration.requiresApproval && !shown.isOwn && shown.draft.approval == nil
            && visit.may(.approveSettings)
    }

    private static func discardForm(_ shown: Shown, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        page.element("section") { page in
            page.element("h2", t("Give it up", "Opgeven"))
            page.editor(visit.url("/draft/discard"), label: t("Discard the draft", "Concept weggooien")) { page in
                page.hidden("draft", shown.draft.digest)
                page.box(
                    t("Discard this draft for good", "Gooi dit concept definitief weg"),
                    "sure",
                    isTicked: false
                )
                page.element("div", ["class": "actions"]) { page in
                    page.button(t("Discard the draft", "Gooi het concept weg"), isQuiet: true)
                }
            }
        }
    }

}
