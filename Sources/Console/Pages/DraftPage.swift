import Application
import Ledger
import Reports
import Terminations

/// A draft of the settings: what it changes, what that would mean, and the way into force.
///
/// It is previewed, and then applied by a form whose token binds it to the draft and to the version that it follows.
enum DraftPage {
    /// One draft with the settings that are in force.
    private struct Shown {
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

    private static func shown(_ visit: Visit) throws -> Shown {
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

    private static func page(_ visit: Visit, _ shown: Shown, _ faults: FormFaults = FormFaults()) throws -> Page {
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

    /// What is known without judging anything.
    private static func consequences(_ preview: SettingsPreview, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        let impact = preview.impact
        guard impact.application.isNew else { return }
        page.element("section") { page in
            page.element("h2", t("What that means", "Wat dat betekent"))
            page.element("ul", ["class": "plain"]) { page in
                for refusal in impact.refusals { page.element("li", text(refusal, t)) }
                for line in kept(impact, t) { page.element("li", line) }
                page.element(
                    "li",
                    t.count(
                        impact.application.eventCount,
                        ("event will be sent", "events will be sent"),
                        ("gebeurtenis wordt verstuurd", "gebeurtenissen worden verstuurd")
                    ) + " (cancellation-reason.changed)."
                )
            }
        }
    }

    private static func text(_ refusal: SettingsImpact.Refusal, _ t: Language) -> String {
        let codes = refusal.codes.codes
        let names = codes.prefix(5).joined(separator: ", ") + (codes.count > 5 ? ", … (\(codes.count))" : "")
        let count = t.count(
            refusal.recentCount,
            ("recorded termination", "recorded terminations"),
            ("vastgelegde beëindiging", "vastgelegde beëindigingen")
        )
        let concerned = t(
            "In the last \(SettingsImpact.recentDays) days \(count) had them.",
            "In de laatste \(SettingsImpact.recentDays) dagen hadden \(count) ze."
        )
        let which =
            switch refusal.codes.extent {
            case .always: t("Codes that are refused from now on", "Codes die voortaan worden geweigerd")
            case .after(let day):
                t(
                    "Codes that are refused in terminations made after \(day)",
                    "Codes die worden geweigerd in beëindigingen van na \(day)"
                )
            case .before(let day):
                t(
                    "Codes that are refused in terminations made before \(day)",
                    "Codes die worden geweigerd in beëindigingen van vóór \(day)"
                )
            case .outside:
                t(
                    "Codes that are refused where their reason is no longer allowed",
                    "Codes die worden geweigerd waar hun reden niet meer is toegestaan"
                )
            }
        return "\(which): \(names). \(concerned)"
    }

    /// Recorded terminations keep what they were recorded with.
    private static func kept(_ impact: SettingsImpact, _ t: Language) -> [String] {
        impact.application.difference.reasons.compactMap { change in
            guard let before = change.before, change.kind != .moved else { return nil }
            let own = impact.uses.filter { $0.code == before.code }
            let total = own.reduce(0) { $0 + $1.count }
            guard total > 0 else { return nil }
            let count = t.count(
                total,
                ("recorded termination", "recorded terminations"),
                ("vastgelegde beëindiging", "vastgelegde beëindigingen")
            )
            if change.kind == .merged || change.kind == .restored {
                let target = impact.after.countedUnder(before.code)
                return t(
                    "\(before.code): once this is applied, reports count \(count) under \(target).",
                    "\(before.code): rapporten tellen \(count) voortaan onder \(target)."
                )
            }
            if change.fields.contains(where: { $0.name.hasPrefix("labels.") }) {
                return t(
                    "\(before.code): \(count) keep the label with which they were recorded.",
                    "\(before.code): \(count) houden het label waarmee ze zijn vastgelegd."
                )
            }
            return t("\(before.code): \(count) stay as recorded.", "\(before.code): \(count) blijven zoals vastgelegd.")
        }
    }

    private static func findings(_ findings: [LintFinding], _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        guard !findings.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", t("To look at", "Om naar te kijken"))
            page.element("ul", ["class": "plain"]) { page in
                for kind in LintFinding.Code.allCases {
                    let own = findings.filter { $0.code == kind }
                    if own.count == 1 {
                        page.element("li") { write(own[0], visit, &$0) }
                    } else if own.count > 1 {
                        page.element("li") { write(own, of: kind, visit, &$0) }
                    }
                }
            }
        }
    }

    private static func write(_ finding: LintFinding, _ visit: Visit, _ page: inout HTMLWriter) {
        page.badge(finding.code.rawValue, finding.severity == .error ? .bad : .warning)
        page.write(" ")
        page.write(visit.t(finding.text))
    }

    /// Many of one kind in a line that opens.
    private static func write(
        _ findings: [LintFinding],
        of kind: LintFinding.Code,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let shown = 50
        page.element("details", ["class": "further"]) { page in
            page.element("summary") { page in
                page.badge(kind.rawValue, kind.severity == .error ? .bad : .warning)
                page.write(" " + summary(of: kind, findings.count, t))
            }
            page.element("ul", ["class": "plain"]) { page in
                for finding in findings.prefix(shown) { page.element("li", t(finding.text)) }
            }
            if findings.count > shown {
                page.element(
                    "p",
                    ["class": "remark"],
                    t("and \(findings.count - shown) more", "en nog \(findings.count - shown)")
                )
            }
        }
    }

    private static func summary(of kind: LintFinding.Code, _ count: Int, _ t: Language) -> String {
        let number = t.number(count)
        return switch kind {
        case .ruleNeverDecides: t("\(number) rules never decide", "\(number) regels beslissen nooit")
        case .rulesOverlap: t("\(number) pairs of rules overlap", "\(number) paren regels overlappen")
        case .reasonUnreachable:
            t("\(number) reasons that no message can give", "\(number) redenen die geen bericht kan geven")
        case .reasonHidden: t("\(number) codes mean another reason", "\(number) codes betekenen een andere reden")
        case .aliasElsewhere:
            t("\(number) merged reasons are counted elsewhere", "\(number) samengevoegde redenen tellen elders")
        case .codesAlike: t("\(number) pairs of codes are alike", "\(number) paren codes lijken op elkaar")
        case .aliasIsLabel:
            t(
                "\(number) aliases are the label of another reason",
                "\(number) aliassen zijn het label van een andere reden"
            )
        case .labelMissing: t("\(number) labels are missing", "\(number) labels ontbreken")
        case .catchAllWithoutNote:
            t("\(number) catch-all reasons need no note", "\(number) restredenen vragen geen toelichting")
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

    // MARK: - Into force

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

    private static func impact(
        _ impact: SettingsImpact,
        _ recorded: RecordedCheck,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let checked = t.count(
            recorded.checked,
            ("recorded termination", "recorded terminations"),
            ("vastgelegde beëindiging", "vastgelegde beëindigingen")
        )
        page.element("li") { page in
            page.write(
                recorded.refused == 0
                    ? t(
                        "Of the latest \(checked) none would be refused today.",
                        "Van de laatste \(checked) zou er nu geen worden geweigerd."
                    )
                    : t(
                        "Of the latest \(checked) \(t.number(recorded.refused)) would be refused today. They stay recorded.",
                        "Van de laatste \(checked) zouden er nu \(t.number(recorded.refused)) worden geweigerd. Ze blijven vastgelegd."
                    )
            )
            if !recorded.refusals.isEmpty {
                page.element("ul") { page in
                    for refusal in recorded.refusals {
                        page.element("li") { page in
                            page.write("\(t.number(refusal.count)) × ")
                            page.code(refusal.code.rawValue)
                            let examples = visit.may(.readTerminations) ? refusal.examples : []
                            if !examples.isEmpty { page.write(t(", such as ", ", zoals ")) }
                            for (index, example) in examples.enumerated() {
                                if index > 0 { page.write(", ") }
                                page.link(example, to: visit.url("/terminations", to: example))
                            }
                        }
                    }
                }
            }
        }
        guard let forecast = impact.forecast else {
            page.element(
                "li",
                t(
                    "Nothing changes for the open dead letters.",
                    "Voor de openstaande dead letters verandert er niets."
                )
            )
            return
        }
        let open = t.count(
            forecast.open,
            ("open dead letter", "open dead letters"),
            ("openstaande dead letter", "openstaande dead letters")
        )
        page.element("li") { page in
            page.write(
                t(
                    "Of \(open) \(t.number(forecast.resolved)) would be accepted if replayed then.",
                    "Van \(open) zouden er \(t.number(forecast.resolved)) worden geaccepteerd als ze daarna opnieuw worden aangeboden."
                )
            )
            if forecast.open < forecast.total {
                page.write(
                    " "
                        + t(
                            "(The oldest of \(t.number(forecast.total)) were judged.)",
                            "(De oudste van \(t.number(forecast.total)) zijn beoordeeld.)"
                        )
                )
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

    // MARK: - The own draft

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
