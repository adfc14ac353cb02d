import Application
import Ledger
import Reports
import Terminations

/// What a draft would mean, in sentences: for the codes of messages, for what is recorded and for what waits.
extension DraftPage {
    /// What is known without judging anything.
    static func consequences(_ preview: SettingsPreview, _ visit: Visit, _ page: inout HTMLWriter) {
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

    static func findings(_ findings: [LintFinding], _ visit: Visit, _ page: inout HTMLWriter) {
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

    static func impact(
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
}
