import Application
import JSON
import Reports
import Terminations

/// When a reason is required, in a draft: the dated rules in their order, a strip of what holds when, and a tester that
/// names the rule that decides.
enum DraftRulesPage {
    /// What an address may say: the rule in the form, and the termination that the tester judges.
    static let names = Set(["edit", "test-on"]).union(RuleTester.facts.map(\.field))

    static func page(_ visit: Visit) throws -> Page {
        let workspace = try SettingsWorkspace(visit)
        let rules = workspace.settings.reasonRequired.rules
        let edited = visit.request.query["edit"].flatMap { Int($0) }.map { $0 - 1 }.flatMap {
            rules.indices.contains($0) ? $0 : nil
        }
        if edited == nil, let text = visit.request.query["edit"] {
            throw PageProblem.query("edit", "There is no rule \(text).", "Er is geen regel \(text).", visit)
        }
        try RuleTester(workspace.settings, visit).check()
        let page = page(visit, workspace, edited, FormFaults())
        return RuleTester(workspace.settings, visit).isUnreadable ? page.with(status: 400) : page
    }

    /// - Parameter edited: the index of the rule in the form; nil for a new one.
    private static func page(
        _ visit: Visit,
        _ workspace: SettingsWorkspace,
        _ edited: Int?,
        _ faults: FormFaults
    ) -> Page {
        let t = visit.t
        let rules = workspace.settings.reasonRequired.rules
        let title = t("When a reason is required", "Wanneer een reden verplicht is")
        return workspace.page(title, faults, place: .reasons) { page in
            list(rules, workspace, visit, &page)
            if rules.contains(where: { $0.from != nil }) {
                page.element("section") { page in
                    page.element("h2", t("Which rules apply when", "Wat wanneer geldt"))
                    RuleStrip(rules).write(to: &page, visit)
                }
            }
            page.element("section") { page in
                page.element(
                    "h2",
                    edited.map { t("Change rule \($0 + 1)", "Regel \($0 + 1) wijzigen") }
                        ?? t("Add a rule", "Regel toevoegen")
                )
                form(edited.map { rules[$0] }, edited, workspace, visit, faults, &page)
            }
            page.element("section") { page in
                page.element("h2", t("Try it", "Probeer het"))
                RuleTester(workspace.settings, visit).write(to: &page)
            }
        }
    }

    private static func list(
        _ rules: [ReasonRequirement.Rule],
        _ workspace: SettingsWorkspace,
        _ visit: Visit,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        guard !rules.isEmpty else {
            page.empty(
                t("A reason is never required", "Een reden is nooit verplicht"),
                t("There is no rule.", "Er is geen regel.")
            )
            return
        }
        page.element(
            "p",
            ["class": "remark"],
            t(
                "The last rule that matches decides. Where none matches, no reason is required.",
                "De laatste regel die past beslist. Past er geen, dan is een reden niet verplicht."
            )
        )
        page.editor(visit.url("/draft/rules"), label: t("Order of the rules", "Volgorde van de regels")) { page in
            workspace.hide(in: &page)
            page.table(
                t("Rules in their order", "Regels in hun volgorde"),
                isCaptionHidden: true,
                [
                    .place("#"), .text(t("A reason is", "Een reden is")), .text(t("From", "Vanaf")),
                    .text(t("For", "Voor")), .text(t("Change", "Wijzigen")),
                ]
            ) { page in
                for (index, rule) in rules.enumerated() {
                    page.row { page in
                        page.cell(String(index + 1))
                        page.rowHeading { page in
                            page.write(
                                rule.isRequired ? t("required", "verplicht") : t("not required", "niet verplicht")
                            )
                        }
                        page.cell { $0.date(rule.from) }
                        page.cell(conditions(rule, t), class: "wide-text")
                        page.cell(class: "moves") { page in
                            page.link(
                                t("Change", "Wijzig"),
                                to: visit.url("/draft/rules", [("edit", String(index + 1))])
                            )
                            if index > 0 {
                                page.button(
                                    "↑",
                                    "up",
                                    String(index),
                                    label: t("Move rule \(index + 1) up", "Regel \(index + 1) omhoog")
                                )
                            }
                            if index + 1 < rules.count {
                                page.button(
                                    "↓",
                                    "down",
                                    String(index),
                                    label: t("Move rule \(index + 1) down", "Regel \(index + 1) omlaag")
                                )
                            }
                            page.button(
                                t("Remove", "Verwijder"),
                                "remove",
                                String(index),
                                label: t("Remove rule \(index + 1)", "Verwijder regel \(index + 1)")
                            )
                        }
                    }
                }
            }
        }
    }

    /// For which terminations a rule is, in words.
    static func conditions(_ rule: ReasonRequirement.Rule, _ t: Language) -> String {
        let or = t(" or ", " of ")
        let texts = [
            rule.when.contractTypes.map {
                t("contract type ", "contractsoort ") + $0.sorted().joined(separator: or)
            },
            rule.when.initiators.map {
                t("initiator ", "initiatiefnemer ") + $0.map { $0.text(t) }.sorted().joined(separator: or)
            },
            rule.when.terminationTypes.map {
                t("termination type ", "soort beëindiging ") + $0.map { $0.text(t) }.sorted().joined(separator: or)
            },
            rule.when.customerKinds.map {
                t("customer kind ", "soort klant ") + $0.map { $0.text(t) }.sorted().joined(separator: or)
            },
        ].compactMap(\.self)
        return texts.isEmpty
            ? t("every termination", "elke beëindiging") : texts.joined(separator: t(" and ", " en "))
    }

    private static func form(
        _ rule: ReasonRequirement.Rule?,
        _ index: Int?,
        _ workspace: SettingsWorkspace,
        _ visit: Visit,
        _ faults: FormFaults,
        _ page: inout HTMLWriter
    ) {
        let t = visit.t
        let typed = visit.request.isSafe || visit.request.form["save"] == nil ? nil : visit.request.form
        page.editor(visit.url("/draft/rules"), label: t("A rule", "Een regel")) { page in
            workspace.hide(in: &page)
            if let index { page.hidden("rule", String(index)) }
            page.element("div", ["class": "fields"]) { page in
                page.choice(
                    t("A reason is", "Een reden is"),
                    "required",
                    typed?["required"] ?? (rule?.isRequired == false ? "no" : "yes"),
                    [("yes", t("required", "verplicht")), ("no", t("not required", "niet verplicht"))]
                )
                page.field(
                    t("From (empty: always)", "Vanaf (leeg: altijd)"),
                    "from",
                    typed.map { $0["from"] } ?? rule?.from?.description,
                    fault: faults["from"],
                    size: "short",
                    type: "date"
                )
                page.field(
                    t("For these contract types", "Voor deze contractsoorten"),
                    "contract-type",
                    typed.map { $0["contract-type"] } ?? rule?.when.contractTypes?.sorted().joined(separator: ", "),
                    hint: t("with commas; empty for all", "met komma's; leeg voor alle"),
                    fault: faults["contract-type"]
                )
                boxes(
                    t("For these initiators", "Voor deze initiatiefnemers"),
                    "initiator",
                    Initiator.allCases.map { ($0.rawValue, $0.text(t)) },
                    typed,
                    rule?.when.initiators?.map(\.rawValue),
                    t,
                    &page
                )
                boxes(
                    t("For these termination types", "Voor deze soorten beëindiging"),
                    "termination-type",
                    TerminationType.allCases.map { ($0.rawValue, $0.text(t)) },
                    typed,
                    rule?.when.terminationTypes?.map(\.rawValue),
                    t,
                    &page
                )
                boxes(
                    t("For these kinds of customers", "Voor deze soorten klanten"),
                    "customer-kind",
                    CustomerKind.allCases.map { ($0.rawValue, $0.text(t)) },
                    typed,
                    rule?.when.customerKinds?.map(\.rawValue),
                    t,
                    &page
                )
            }
            page.element("div", ["class": "actions"]) { page in
                page.button(
                    index == nil
                        ? t("Add to the draft", "Voeg toe aan het concept")
                        : t("Save in the draft", "Bewaar in het concept"),
                    "save",
                    "yes",
                    isQuiet: false
                )
                if index != nil {
                    page.link(t("A new rule instead", "Toch een nieuwe regel"), to: visit.url("/draft/rules"))
                }
            }
        }
    }

    private static func boxes(
        _ legend: String,
        _ name: String,
        _ values: [(value: String, text: String)],
        _ typed: Fields?,
        _ ruled: [String]?,
        _ t: Language,
        _ page: inout HTMLWriter
    ) {
        page.boxes(
            legend,
            name,
            values,
            ticked: Set(typed?.all(name) ?? ruled ?? []),
            remark: t("None ticked: for all.", "Niets aangevinkt: voor alle.")
        )
    }

    // MARK: - Changing

    static func change(_ visit: Visit) throws -> PageAnswer {
        let t = visit.t
        let workspace = try SettingsWorkspace(visit)
        let form = visit.request.form
        var rules = workspace.document.ruleValues
        let index = ["up", "down", "remove", "rule"].compactMap { form[$0] }.first.flatMap { Int($0) }
        let edited = form["save"] == nil ? nil : index
        var faults = FormFaults()
        guard workspace.isAsShown else {
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return page(visit, workspace, edited, faults).answer(visit, status: 409)
        }
        if let index, !rules.indices.contains(index) {
            faults.add(nil, t("There is no such rule.", "Die regel bestaat niet."))
            return page(visit, workspace, nil, faults).answer(visit)
        }
        if form["save"] != nil {
            let rule = rule(form)
            if let edited { rules[edited] = rule } else { rules.append(rule) }
        } else if let index, form["up"] != nil, index > 0 {
            rules.swapAt(index, index - 1)
        } else if let index, form["down"] != nil, index + 1 < rules.count {
            rules.swapAt(index, index + 1)
        } else if let index, form["remove"] != nil {
            rules.remove(at: index)
        } else {
            faults.add(nil, t("There is no such change.", "Die wijziging bestaat niet."))
            return page(visit, workspace, nil, faults).answer(visit)
        }
        do {
            let document = try workspace.document.replacing(rules: rules)
            if let answer = try workspace.keep(document, then: "/draft/rules") { return answer }
            faults.add(nil, SettingsWorkspace.changedMeanwhile(visit))
            return page(visit, try SettingsWorkspace(visit), edited, faults).answer(visit, status: 409)
        } catch let error as InvalidSettings {
            for violation in error.violations {
                let field: String? =
                    switch violation.pointer.tokens.dropFirst(2).joined(separator: "/") {
                    case "from": "from"
                    case let path where path.hasPrefix("when/contractType"): "contract-type"
                    default: nil
                    }
                faults.add(field, violation, t)
            }
            return page(visit, workspace, edited, faults).answer(visit)
        }
    }

    /// A rule as the document writes it. Whether it is valid is for the document to say.
    private static func rule(_ form: Fields) -> JSONValue {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        var when: [JSONObject.Member] = []
        let contractTypes = ReasonForm.words(form["contract-type"])
        if !contractTypes.isEmpty { when.append(.init(name: "contractType", value: list(contractTypes))) }
        for (field, name) in [
            ("initiator", "initiator"), ("termination-type", "terminationType"), ("customer-kind", "customerKind"),
        ] {
            let values = form.all(field)
            if !values.isEmpty { when.append(.init(name: name, value: list(values))) }
        }
        var members = [JSONObject.Member(name: "required", value: .bool(form["required"] != "no"))]
        if let from = form["from"] { members.append(.init(name: "from", value: .string(from))) }
        if !when.isEmpty { members.append(.init(name: "when", value: .object(JSONObject(when)))) }
        return .object(JSONObject(members))
    }
}

/// What holds in which time, by the rules.
struct RuleStrip {
    struct Span {
        /// nil: from the beginning.
        let from: LocalDate?
        /// Inclusive; nil: without an end.
        let through: LocalDate?
        /// What counts for a termination that no exception is for.
        let isRequired: Bool
        /// The rules with conditions behind the general one, with their places from 1, in their order.
        let exceptions: [(number: Int, rule: ReasonRequirement.Rule)]
    }

    let spans: [Span]

    init(_ rules: [ReasonRequirement.Rule]) {
        let days = Set(rules.compactMap(\.from)).sorted()
        let starts: [LocalDate?] = [nil] + days.map(Optional.some)
        spans = starts.enumerated().map { index, start in
            let active = rules.enumerated().filter { _, rule in
                rule.from.map { from in start.map { from <= $0 } ?? false } ?? true
            }
            let general = active.last { $0.element.when == .always }
            return Span(
                from: start,
                through: index + 1 < starts.count ? starts[index + 1]?.adding(days: -1) : nil,
                isRequired: general?.element.isRequired ?? false,
                exceptions: active.filter { $0.offset > general?.offset ?? -1 && $0.element.when != .always }
                    .map { (number: $0.offset + 1, rule: $0.element) }
            )
        }
    }

    func write(to page: inout HTMLWriter, _ visit: Visit) {
        let t = visit.t
        let today = visit.zone.localDate(at: visit.now)
        page.element("ol", ["class": "strip"]) { page in
            for span in spans {
                let isNow = (span.from.map { $0 <= today } ?? true) && (span.through.map { $0 >= today } ?? true)
                page.element("li", ["class": isNow ? "now" : nil]) { page in
                    page.element("p", ["class": "when"]) { page in
                        switch (span.from, span.through) {
                        case (nil, let end?):
                            page.write(t("through ", "tot en met "))
                            page.date(end)
                        case (let start?, nil):
                            page.write(t("from ", "vanaf "))
                            page.date(start)
                        case (let start?, let end?):
                            page.date(start)
                            page.write(" – ")
                            page.date(end)
                        case (nil, nil): page.write(t("always", "altijd"))
                        }
                        if isNow {
                            page.write(" ")
                            page.badge(t("today", "vandaag"), .good)
                        }
                    }
                    page.element(
                        "p",
                        ["class": "first"],
                        span.isRequired
                            ? t("A reason is required", "Een reden is verplicht")
                            : t("A reason is not required", "Een reden is niet verplicht")
                    )
                    if !span.exceptions.isEmpty {
                        page.element("ul") { page in
                            for (number, rule) in span.exceptions {
                                page.element(
                                    "li",
                                    (rule.isRequired
                                        ? t("required for ", "verplicht voor ") : t("not for ", "niet voor "))
                                        + DraftRulesPage.conditions(rule, t)
                                        + t(" (rule \(number))", " (regel \(number))")
                                )
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Asks the judge which rule decides for a termination that somebody describes.
struct RuleTester {
    private let settings: Settings
    private let visit: Visit

    init(_ settings: Settings, _ visit: Visit) {
        self.settings = settings
        self.visit = visit
    }

    private var query: Fields { visit.request.query }

    /// The facts of a termination: their fields, and what a message calls them.
    fileprivate static let facts = [
        (field: "test-contract-type", name: "contractType"), (field: "test-initiator", name: "initiator"),
        (field: "test-termination-type", name: "terminationType"), (field: "test-customer-kind", name: "customerKind"),
    ]

    /// - Throws: ``PageProblem`` where a choice is none of its list.
    func check() throws {
        let choices = [
            ("test-initiator", Initiator.allCases.map(\.rawValue)),
            ("test-termination-type", TerminationType.allCases.map(\.rawValue)),
            ("test-customer-kind", CustomerKind.allCases.map(\.rawValue)),
        ]
        for (name, values) in choices {
            guard let value = query[name], !values.contains(value) else { continue }
            let all = values.joined(separator: ", ")
            throw PageProblem.query(name, "One of \(all).", "Een van \(all).", visit)
        }
    }

    /// Whether a day was given that is none.
    var isUnreadable: Bool { query["test-on"].map { LocalDate($0) == nil } ?? false }

    func write(to page: inout HTMLWriter) {
        let t = visit.t
        let today = settings.timeZone.localDate(at: visit.now)
        let isAsked = query["test-on"] != nil
        let day = query["test-on"].flatMap { LocalDate($0) }
        page.element("form", ["class": "filter", "method": "get", "action": visit.url("/draft/rules")]) { page in
            page.element("div", ["class": "fields"]) { page in
                page.field(
                    t("Terminated on", "Beëindigd op"),
                    "test-on",
                    query["test-on"] ?? today.description,
                    fault: isAsked && day == nil
                        ? t("A day such as 2026-03-31.", "Een dag zoals 2026-03-31.") : nil,
                    size: "short",
                    type: "date"
                )
                page.field(
                    t("Contract type", "Contractsoort"),
                    "test-contract-type",
                    query["test-contract-type"],
                    size: "short"
                )
                choice(
                    t("Initiator", "Initiatiefnemer"),
                    "test-initiator",
                    Initiator.allCases.map { ($0.rawValue, $0.text(t)) },
                    &page
                )
                choice(
                    t("Termination type", "Soort beëindiging"),
                    "test-termination-type",
                    TerminationType.allCases.map { ($0.rawValue, $0.text(t)) },
                    &page
                )
                choice(
                    t("Customer kind", "Soort klant"),
                    "test-customer-kind",
                    CustomerKind.allCases.map { ($0.rawValue, $0.text(t)) },
                    &page
                )
                page.element("div", ["class": "actions"]) { $0.button(t("Which rule?", "Welke regel?"), isQuiet: true) }
            }
        }
        if isAsked, let day { answer(day, &page) }
    }

    private func choice(
        _ label: String,
        _ name: String,
        _ values: [(value: String, text: String)],
        _ page: inout HTMLWriter
    ) {
        let none = [(value: "", text: visit.t("not given", "niet gegeven"))]
        page.choice(label, name, query[name] ?? "", none + values, size: "short")
    }

    private func answer(_ day: LocalDate, _ page: inout HTMLWriter) {
        let t = visit.t
        guard let rules = rules(on: day) else {
            page.notice(
                .bad,
                t("There can be no such message", "Zo'n bericht kan niet bestaan")
            )
            return
        }
        guard let deciding = rules.reasonRule else {
            page.notice(
                .plain,
                t("No reason is required: no rule matches.", "Een reden is niet verplicht: geen regel past.")
            )
            return
        }
        let isRequired = deciding.rule.isRequired
        page.notice(
            .good,
            isRequired
                ? t(
                    "A reason is required, by rule \(deciding.number).",
                    "Een reden is verplicht, volgens regel \(deciding.number)."
                )
                : t(
                    "A reason is not required, by rule \(deciding.number).",
                    "Een reden is niet verplicht, volgens regel \(deciding.number)."
                )
        ) { page in
            page.element(
                "p",
                t("It is for ", "Die is voor ") + DraftRulesPage.conditions(deciding.rule, t)
                    + (deciding.rule.from.map { t(", from \($0)", ", vanaf \($0)") } ?? "") + "."
            )
        }
    }

    /// Judged as a message that was made at noon of the day, in the settings' zone.
    private func rules(on day: LocalDate) -> AppliedRules? {
        guard let noon = settings.timeZone.instant(of: day, second: 12 * 3600) else { return nil }
        var members: [JSONObject.Member] = [
            .init(name: "messageId", value: .string("test")), .init(name: "action", value: .string("terminate")),
            .init(name: "terminationId", value: .string("test")), .init(name: "contractId", value: .string("test")),
            .init(name: "customerId", value: .string("test")), .init(name: "endDate", value: .string(day.description)),
            .init(name: "occurredAt", value: .string(noon.description)),
        ]
        for (field, name) in Self.facts {
            if let value = query[field] { members.append(.init(name: name, value: .string(value))) }
        }
        var writer = JSONWriter()
        writer.value(.object(JSONObject(members)))
        let message = IncomingMessage(document: writer.bytes)
        let version = SettingsVersion(number: 1, settings: settings)
        return AppliedRules(to: ParsedMessage(message), by: version)
    }
}
