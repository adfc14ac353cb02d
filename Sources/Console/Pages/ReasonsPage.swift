import Ledger
import Reports
import Terminations

/// The reasons in the order of the forms, with how often each was used.
enum ReasonsPage {
    struct Use {
        let count: Int
        let lastVersion: Int
    }

    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let current = try visit.queries.currentSettings()
        let uses = try visit.queries.reasonUses()
        let today = visit.zone.localDate(at: visit.now)
        return Page(t("Cancellation reasons", "Opzegredenen"), place: .reasons) { page in
            guard let current, !current.settings.reasons.isEmpty else {
                page.empty(
                    t("There are no reasons yet", "Er zijn nog geen redenen"),
                    t("terminus settings apply FILE applies the first ones.", "terminus settings apply FILE brengt ze.")
                )
                return
            }
            let settings = current.settings
            let languages = languages(of: settings, for: t)
            page.element("p", ["class": "lead"]) { page in
                page.write(
                    t(
                        "In the order of the forms, by settings ",
                        "In de volgorde van de formulieren, volgens instellingen "
                    )
                )
                page.link(
                    t("version \(current.number)", "versie \(current.number)"),
                    to: visit.url("/settings", to: String(current.number))
                )
            }
            if visit.may(.draftSettings) {
                page.element("p", ["class": "onward"]) { page in
                    page.link(t("Change the reasons", "Redenen wijzigen"), to: visit.url("/draft/reasons"))
                    page.write(" · ")
                    page.link(t("Translations", "Vertalingen"), to: visit.url("/draft/translations"))
                    page.write(" · ")
                    page.link(t("Your draft", "Je concept"), to: visit.url("/draft"))
                }
            }
            page.table(
                t("Reasons", "Redenen"),
                isCaptionHidden: true,
                [.place("#"), .text(t("Code", "Code"))] + languages.map { .text($0) }
                    + [
                        .text(t("Category", "Categorie")), .text(t("State", "Toestand")),
                        .text(t("Note", "Toelichting")),
                        .number(t("Used", "Gebruikt")),
                    ]
            ) { page in
                for (index, reason) in settings.reasons.enumerated() {
                    page.row { page in
                        page.cell(String(index + 1))
                        page.rowHeading {
                            $0.element("a", ["href": visit.url("/reasons", to: reason.code)]) { $0.code(reason.code) }
                        }
                        for language in languages {
                            page.cell(class: "label", lang: language) { page in
                                if let label = reason.labels[language] {
                                    page.write(label)
                                } else {
                                    page.element("i", ["lang": t.tag], t("missing", "ontbreekt"))
                                }
                            }
                        }
                        page.cell(reason.category ?? "–")
                        page.cell(class: "narrow-text") { state(reason, today, visit, &$0) }
                        page.cell(note(reason.note, t), class: "narrow-text")
                        page.cell(visit.number(uses.filter { $0.code == reason.code }.reduce(0) { $0 + $1.count }))
                    }
                }
            }
            page.element("section") { page in
                page.element("h2", t("When a reason is required", "Wanneer een reden verplicht is"))
                RuleList.write(settings, visit, to: &page)
            }
        }
    }

    /// The language of the page first, so that its labels are read first.
    static func languages(of settings: Settings, for t: Language) -> [String] {
        let all = languages(of: settings)
        return all.filter { $0 == t.tag } + all.filter { $0 != t.tag }
    }

    /// The default language first.
    static func languages(of settings: Settings) -> [String] {
        let others = Set(settings.reasons.flatMap(\.labels.keys)).subtracting([settings.defaultLanguage])
        return [settings.defaultLanguage] + others.sorted()
    }

    static func state(_ reason: CancellationReason, _ today: LocalDate, _ visit: Visit, _ page: inout HTMLWriter) {
        let t = visit.t
        if let successor = reason.replacedBy {
            page.badge(t("merged", "samengevoegd"))
            page.write(" ")
            page.element("a", ["href": visit.url("/reasons", to: successor)]) { $0.code(successor) }
        } else if let end = reason.validThrough, end < today {
            page.badge(t("retired", "vervallen"))
            page.write(" ")
            page.date(end)
        } else if let start = reason.validFrom, start > today {
            page.badge(t("not yet", "nog niet"), .warning)
            page.write(" ")
            page.date(start)
        } else {
            page.badge(t("in use", "in gebruik"), .good)
            if let end = reason.validThrough {
                page.write(" " + t("through ", "tot en met "))
                page.date(end)
            }
        }
        if reason.isSensitive { page.badge(t("sensitive", "gevoelig"), .warning) }
    }

    static func note(_ rule: NoteRule, _ t: Language) -> String {
        let length = rule.minLength.map { t(", at least \($0) characters", ", minstens \($0) tekens") } ?? ""
        return note(rule.presence, t) + (rule.presence == .forbidden ? "" : length)
    }

    static func note(_ presence: NoteRule.Presence, _ t: Language) -> String {
        switch presence {
        case .required: t("required", "verplicht")
        case .optional: t("optional", "mag")
        case .forbidden: t("forbidden", "mag niet")
        }
    }
}

extension CancellationReason {
    /// Its label in the language of the page, or else in the default language of the settings.
    ///
    /// - Returns: the code, in no language, where it has neither.
    func label(in t: Language, of settings: Settings) -> (text: String, language: String?) {
        for language in [t.tag, settings.defaultLanguage] {
            if let label = labels[language] { return (label, language) }
        }
        return (code, nil)
    }
}

/// The dated rules of the settings, in words.
enum RuleList {
    static func write(_ settings: Settings, _ visit: Visit, to page: inout HTMLWriter) {
        let t = visit.t
        let rules = settings.reasonRequired.rules
        if rules.count > 1 {
            page.element(
                "p",
                ["class": "remark"],
                t("The last rule that matches decides.", "De laatste regel die past beslist.")
            )
        }
        guard !rules.isEmpty else {
            page.element("p", t("Never: there is no rule.", "Nooit: er is geen regel."))
            return
        }
        page.element("ol", ["class": "rules"]) { page in
            for rule in rules {
                page.element("li") { page in
                    page.element(
                        "b",
                        rule.isRequired ? t("Required", "Verplicht") : t("Not required", "Niet verplicht")
                    )
                    if let from = rule.from {
                        page.write(" " + t("from ", "vanaf "))
                        page.date(from)
                    }
                    let conditions: [(String, [String]?)] = [
                        (t("contract type", "contractsoort"), rule.when.contractTypes?.sorted()),
                        (t("initiator", "initiatiefnemer"), rule.when.initiators?.map { $0.text(t) }.sorted()),
                        (
                            t("termination type", "soort beëindiging"),
                            rule.when.terminationTypes?.map { $0.text(t) }.sorted()
                        ),
                        (t("customer kind", "soort klant"), rule.when.customerKinds?.map { $0.text(t) }.sorted()),
                    ]
                    let texts = conditions.compactMap { name, values in
                        values.map { "\(name) \($0.joined(separator: t(" or ", " of ")))" }
                    }
                    page.write(
                        texts.isEmpty
                            ? t(" for every termination", " voor elke beëindiging")
                            : t(" for ", " voor ") + texts.joined(separator: t(" and ", " en "))
                    )
                }
            }
        }
    }
}

/// One reason: what it says, where it may be used, and how often it was.
enum ReasonPage {
    static func page(_ visit: Visit) throws -> Page {
        let t = visit.t
        let code = visit.parameters["code"] ?? ""
        guard let current = try visit.queries.currentSettings(), let reason = current.settings.reason(code) else {
            throw PageProblem.notFound(
                visit,
                t("The settings have no reason \(code).", "De instellingen hebben geen reden \(code).")
            )
        }
        let uses = try visit.queries.reasonUses().filter { $0.code == reason.code }
        let today = visit.zone.localDate(at: visit.now)
        let label = reason.label(in: t, of: current.settings)
        return Page(label.text, place: .reasons, hasOwnHeading: true) { page in
            page.element("p", ["class": "crumbs"]) {
                $0.link(t("Cancellation reasons", "Opzegredenen"), to: visit.url("/reasons"))
            }
            page.element("div", ["class": "heading"]) { page in
                page.element("h1", ["lang": label.language == t.tag ? nil : label.language], label.text)
                page.code(reason.code)
                ReasonsPage.state(reason, today, visit, &page)
            }
            page.element("div", ["class": "split"]) { page in
                page.facts { page in
                    for language in ReasonsPage.languages(of: current.settings, for: t) {
                        page.fact(t("Label (\(language))", "Label (\(language))")) { page in
                            if let label = reason.labels[language] {
                                page.element("span", ["lang": language], label)
                            } else {
                                page.element("i", t("missing", "ontbreekt"))
                            }
                        }
                    }
                    page.fact(t("Category", "Categorie"), reason.category ?? "–")
                    page.fact(
                        t("The customer wants to leave", "De klant wil weg"),
                        reason.voluntary.map { $0 ? t("yes", "ja") : t("no", "nee") } ?? t("not said", "niet gezegd")
                    )
                    page.fact(t("Note", "Toelichting"), ReasonsPage.note(reason.note, t))
                    page.fact(t("Valid from", "Geldig vanaf")) { $0.date(reason.validFrom) }
                    page.fact(t("Valid through", "Geldig tot en met")) { $0.date(reason.validThrough) }
                    page.fact(
                        t("Initiators", "Initiatiefnemers"),
                        list(reason.allowed.initiators?.map { $0.text(t) }, t)
                    )
                    page.fact(
                        t("Termination types", "Soorten beëindiging"),
                        list(reason.allowed.terminationTypes?.map { $0.text(t) }, t)
                    )
                    page.fact(
                        t("Contract types", "Contractsoorten"),
                        list(reason.allowed.contractTypes.map(Array.init), t)
                    )
                    page.fact(
                        t("Aliases", "Aliassen"),
                        reason.aliases.isEmpty ? "–" : reason.aliases.joined(separator: ", ")
                    )
                    page.fact(t("Sensitive", "Gevoelig"), reason.isSensitive ? t("yes", "ja") : t("no", "nee"))
                }
                page.element("section") { page in
                    page.element("h2", t("Used", "Gebruikt"))
                    guard !uses.isEmpty else {
                        page.empty(t("No termination has it yet", "Nog geen beëindiging heeft deze reden"))
                        return
                    }
                    let total = uses.reduce(0) { $0 + $1.count }
                    page.element("p") { page in
                        let text = t.count(total, ("termination", "terminations"), ("beëindiging", "beëindigingen"))
                        if visit.may(.readTerminations) {
                            page.link(text, to: visit.url("/terminations", [("reason", reason.code)]))
                        } else {
                            page.write(text)
                        }
                        page.write(
                            ". "
                                + t(
                                    "Its code never changes, because recorded terminations have it.",
                                    "De code wijzigt nooit, want vastgelegde beëindigingen hebben hem."
                                )
                        )
                    }
                    page.table(
                        t("The label when it was used", "Het label bij gebruik"),
                        [
                            .text(t("Settings", "Instellingen")), .text(t("Label then", "Label toen")),
                            .text(t("Given as", "Gegeven als")), .number(t("Used", "Gebruikt")),
                        ]
                    ) { page in
                        for use in uses {
                            page.row { page in
                                page.rowHeading {
                                    $0.link(
                                        t("version \(use.settingsVersion)", "versie \(use.settingsVersion)"),
                                        to: visit.url("/settings", to: String(use.settingsVersion))
                                    )
                                }
                                page.cell(use.label, class: "wide-text")
                                page.cell { $0.code(use.givenCode) }
                                page.cell(visit.number(use.count))
                            }
                        }
                    }
                }
            }
        }
    }

    private static func list(_ values: [String]?, _ t: Language) -> String {
        values.map { $0.sorted().joined(separator: ", ") } ?? t("all", "alle")
    }
}
