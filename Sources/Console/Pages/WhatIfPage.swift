import Application
import Reports
import Terminations

/// What would have become of what came since a day, had a draft been in force then.
enum WhatIfPage {
    /// So many terminations, and dead letters, are judged for a page; the command line judges all.
    private static let most = 100_000
    private static let mostRows = 50

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        let query = visit.request.query
        let today = visit.zone.localDate(at: visit.now)
        let standard = today.adding(days: -90)
        var faults = FormFaults()
        let since = query["since"].flatMap { LocalDate($0) }
        let until = query["until"].flatMap { LocalDate($0) }
        for (name, date) in [("since", since), ("until", until)] where query[name] != nil && date == nil {
            faults.add(name, t("A day such as 2026-03-31.", "Een dag zoals 2026-03-31."))
        }
        if let since, let until, until <= since {
            faults.add("until", t("Is after the first day.", "Ligt na de eerste dag."))
        }
        var backtest: SettingsBacktest?
        if faults.isEmpty, let since { backtest = try judge(visit, workspace, since: since, until: until) }
        let found = backtest
        let title = t("What if the draft had been in force", "Wat als het concept had gegolden")
        let page = workspace.page(title, faults, place: .settings) { page in
            page.element("form", ["class": "filter", "method": "get", "action": visit.url("/draft/what-if")]) { page in
                page.element("div", ["class": "fields"]) { page in
                    page.field(
                        t("Since", "Sinds"),
                        "since",
                        query["since"] ?? standard.description,
                        fault: faults["since"],
                        size: "short",
                        type: "date"
                    )
                    page.field(
                        t("Before (empty: today too)", "Vóór (leeg: ook vandaag)"),
                        "until",
                        query["until"],
                        fault: faults["until"],
                        size: "short",
                        type: "date"
                    )
                    page.element("div", ["class": "actions"]) { $0.button(t("Judge", "Beoordeel")) }
                }
                page.element(
                    "p",
                    ["class": "remark"],
                    t(
                        "Everything counts on the day on which the termination was made. Nothing is changed.",
                        "Alles telt op de dag waarop de beëindiging is gemaakt. Er wordt niets gewijzigd."
                    )
                )
            }
            if let found { write(found, workspace.settings, visit, &page) }
        }
        return faults.isEmpty ? page : page.with(status: 400)
    }

    private static func judge(
        _ visit: Visit,
        _ workspace: SettingsWorkspace,
        since: LocalDate,
        until: LocalDate?
    ) throws -> SettingsBacktest {
        let action = BacktestSettings(
            workspace.document,
            since: since,
            through: until?.adding(days: -1),
            isConfidential: visit.may(.readConfidentialReports),
            limit: most
        )
        return try visit.queries.application().backtest(action, at: visit.now)
    }

    private static func write(
        _ backtest: SettingsBacktest,
        _ settings: Settings,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let total = backtest.total
        page.element("section") { page in
            page.element(
                "h2",
                t(
                    "From \(backtest.since) through \(backtest.through)",
                    "Van \(backtest.since) tot en met \(backtest.through)"
                )
            )
            if backtest.isCut {
                page.notice(
                    .warning,
                    t(
                        "Only the latest \(t.number(most)) were judged.",
                        "Alleen de laatste \(t.number(most)) zijn beoordeeld."
                    )
                ) { page in
                    page.element(
                        "p",
                        t(
                            "Choose a shorter time, or have the command line judge all: terminus settings what-if.",
                            "Kies een kortere tijd, of laat de opdrachtregel alles beoordelen: terminus settings what-if."
                        )
                    )
                }
            }
            page.element("ul", ["class": "plain"]) { page in
                let recorded = t.count(
                    total.recorded,
                    ("recorded termination", "recorded terminations"),
                    ("vastgelegde beëindiging", "vastgelegde beëindigingen")
                )
                page.element(
                    "li",
                    t(
                        "Of \(recorded) \(t.number(total.refused)) would have been refused.",
                        "Van \(recorded) zouden er \(t.number(total.refused)) zijn geweigerd."
                    )
                )
                let refused = t.count(
                    total.deadLetters,
                    ("message that was refused", "messages that were refused"),
                    ("bericht dat geweigerd is", "berichten die geweigerd zijn")
                )
                page.element(
                    "li",
                    t(
                        "Of \(refused) \(t.number(total.accepted)) would have been accepted.",
                        "Van \(refused) zouden er \(t.number(total.accepted)) zijn geaccepteerd."
                    )
                )
                if backtest.notKept > 0 {
                    page.element(
                        "li",
                        t(
                            "\(t.number(backtest.notKept)) could not be judged: their messages are no longer kept.",
                            "\(t.number(backtest.notKept)) zijn niet te beoordelen: hun berichten worden niet meer bewaard."
                        )
                    )
                }
            }
        }
        refusals(backtest.refusals, visit, &page)
        groups(backtest.months, t("By month", "Per maand"), t("Month", "Maand"), visit, &page)
        groups(backtest.channels, t("By channel", "Per kanaal"), t("Channel", "Kanaal"), visit, &page)
        groups(
            backtest.contractTypes,
            t("By contract type", "Per contractsoort"),
            t("Contract type", "Contractsoort"),
            visit,
            &page
        )
        reasons(backtest.reasons, settings, visit, &page)
    }

    private static func refusals(_ refusals: [RuleRefusal], _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        guard !refusals.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", t("Why they would have been refused", "Waarom ze zouden zijn geweigerd"))
            page.table(
                t("Violations", "Overtredingen"),
                isCaptionHidden: true,
                [.text(t("Code", "Code")), .number(t("Terminations", "Beëindigingen")), .text(t("Such as", "Zoals"))]
            ) { page in
                for refusal in refusals {
                    page.row { page in
                        page.rowHeading { $0.code(refusal.code.rawValue) }
                        page.cell(t.number(refusal.count))
                        page.cell { page in
                            let examples = visit.may(.readTerminations) ? refusal.examples : []
                            for (index, example) in examples.enumerated() {
                                if index > 0 { page.write(", ") }
                                page.link(example, to: visit.url("/terminations", to: example))
                            }
                        }
                    }
                }
            }
        }
    }

    private static func groups(
        _ groups: [SettingsBacktest.Group],
        _ title: String,
        _ heading: String,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        guard groups.count > 1 || groups.first?.name != nil else { return }
        page.element("section") { page in
            page.element("h2", title)
            page.table(
                title,
                isCaptionHidden: true,
                [
                    .text(heading), .number(t("Recorded", "Vastgelegd")), .number(t("Refused", "Geweigerd")),
                    .number(t("Dead letters", "Dead letters")), .number(t("Accepted", "Geaccepteerd")),
                    .text(t("Why refused", "Waarom geweigerd")),
                ],
                onNarrow: .scrolling
            ) { page in
                for group in groups.prefix(mostRows) {
                    let figures = group.figures
                    page.row { page in
                        page.rowHeading { page in
                            if let name = group.name {
                                page.write(name)
                            } else {
                                page.element("i", t("not given", "niet gegeven"))
                            }
                        }
                        page.cell(t.number(figures.recorded))
                        page.cell(t.number(figures.refused))
                        page.cell(t.number(figures.deadLetters))
                        page.cell(t.number(figures.accepted))
                        page.cell(
                            figures.codes.map { "\(t.number($0.count)) × \($0.code.rawValue)" }.joined(separator: ", "),
                            class: "wide-text"
                        )
                    }
                }
            }
            if groups.count > mostRows {
                page.element(
                    "p",
                    ["class": "remark"],
                    t("and \(groups.count - mostRows) more", "en nog \(groups.count - mostRows)")
                )
            }
        }
    }

    private static func reasons(
        _ reasons: [SettingsBacktest.Reason],
        _ settings: Settings,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        guard !reasons.isEmpty else { return }
        page.element("section") { page in
            page.element("h2", t("How the report would read", "Hoe het rapport zou luiden"))
            page.table(
                t("Terminations by reason", "Beëindigingen per reden"),
                isCaptionHidden: true,
                [
                    .text(t("Reason", "Reden")), .text(t("Label", "Label")), .number(t("Now", "Nu")),
                    .number(t("With the draft", "Met het concept")), .number(t("Change", "Verschil")),
                ]
            ) { page in
                for reason in reasons.prefix(mostRows) {
                    page.row { page in
                        page.rowHeading { page in
                            switch reason.code {
                            case nil: page.element("i", t("without a reason", "zonder reden"))
                            case SettingsBacktest.withheld?:
                                page.element("i", t("sensitive reasons together", "gevoelige redenen samen"))
                            case let code?: page.code(code)
                            }
                        }
                        let own = reason.code.flatMap { settings.reason($0) }?.label(in: t, of: settings)
                        page.cell(own?.text ?? reason.label, class: "label", lang: own?.language)
                        page.cell(t.number(reason.recorded))
                        page.cell(t.number(reason.expected))
                        let change = reason.expected - reason.recorded
                        page.cell((change > 0 ? "+" : "") + t.number(change))
                    }
                }
            }
        }
    }
}
