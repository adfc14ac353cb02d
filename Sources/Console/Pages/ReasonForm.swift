import Application
import JSON
import Reports
import Terminations

/// A reason as a form: what it says now, and what was typed.
struct ReasonForm {
    /// nil for a new one.
    let reason: CancellationReason?
    let languages: [String]
    private let defaultLanguage: String
    private let fields: Fields?
    private let t: Language
    private(set) var faults = FormFaults()

    /// - Parameter fields: what was typed; nil where the form is shown first.
    init(_ reason: CancellationReason?, of settings: Settings, _ fields: Fields?, _ t: Language) {
        self.reason = reason
        languages = ReasonsPage.languages(of: settings)
        defaultLanguage = settings.defaultLanguage
        self.fields = fields
        self.t = t
    }

    var code: String { reason?.code ?? fields?["code"] ?? "" }

    // MARK: - Reading

    /// What was typed as a change of the reason; faults are kept.
    mutating func edit() -> ReasonEdit {
        guard let fields else { return ReasonEdit() }
        var edit = ReasonEdit()
        if reason == nil, fields["code"] == nil {
            faults.add("code", t("A reason needs a code.", "Een reden heeft een code nodig."))
        }
        for language in languages {
            let label = fields["label.\(language)"]
            if label != reason?.labels[language] { edit.labels[language] = .some(label) }
        }
        if let language = fields["new-language"] {
            if let label = fields["new-label"] {
                edit.labels[language] = .some(label)
            } else {
                faults.add("new-label", t("Type a label for this language.", "Typ een label voor deze taal."))
            }
        } else if fields["new-label"] != nil {
            faults.add("new-language", t("Name the language, such as de.", "Noem de taal, zoals de."))
        }
        edit.category = Self.change(from: reason?.category, to: fields["category"])
        edit.voluntary = Self.change(from: reason?.voluntary, to: fields["voluntary"].map { $0 == "yes" })
        readNote(fields, &edit)
        edit.allowedInitiators = Self.change(
            from: reason?.allowed.initiators.map { $0.map(\.rawValue).sorted() },
            to: Self.list(fields.all("initiator"))
        )
        edit.allowedTerminationTypes = Self.change(
            from: reason?.allowed.terminationTypes.map { $0.map(\.rawValue).sorted() },
            to: Self.list(fields.all("termination-type"))
        )
        edit.allowedContractTypes = Self.change(
            from: reason?.allowed.contractTypes.map { $0.sorted() },
            to: Self.list(Self.words(fields["contract-type"]))
        )
        let (from, through) = (t("The first day", "De eerste dag"), t("The last day", "De laatste dag"))
        edit.validFrom = Self.change(from: reason?.validFrom, to: date("valid-from", from, fields))
        edit.validThrough = Self.change(from: reason?.validThrough, to: date("valid-through", through, fields))
        let aliases = Self.words(fields["aliases"])
        let old = reason?.aliases ?? []
        edit.addedAliases = aliases.filter { !old.contains($0) }
        edit.removedAliases = old.filter { !aliases.contains($0) }
        edit.sensitive = Self.change(
            from: reason?.isSensitive == true ? true : nil,
            to: fields["sensitive"] == "yes" ? true : nil
        )
        readAttributes(fields, &edit)
        return edit
    }

    private mutating func readNote(_ fields: Fields, _ edit: inout ReasonEdit) {
        let presence = fields["note"].flatMap(NoteRule.Presence.init(rawValue:))
        let old = reason?.note.presence ?? .optional
        if let presence, presence != old { edit.noteRule = presence == .optional ? .remove : .set(presence) }
        var length: Int?
        if let text = fields["note-min-length"] {
            length = Int(text)
            if length == nil || length.map({ !(1...100_000 ~= $0) }) == true {
                faults.add(
                    "note-min-length",
                    t(
                        "The minimum length of a note is a number from 1 to 100,000.",
                        "De minimale lengte van een toelichting is een getal van 1 tot 100.000."
                    )
                )
                return
            }
        }
        edit.noteMinLength = Self.change(from: reason?.note.minLength, to: length)
    }

    private mutating func date(_ name: String, _ title: String, _ fields: Fields) -> LocalDate? {
        guard let text = fields[name] else { return nil }
        if let date = LocalDate(text) { return date }
        faults.add(name, title + t(" is a day such as 2026-03-31.", " is een dag zoals 2026-03-31."))
        return nil
    }

    private mutating func readAttributes(_ fields: Fields, _ edit: inout ReasonEdit) {
        let old = reason?.attributes ?? JSONObject()
        guard let text = fields["attributes"] else {
            for member in old.members { edit.attributes[member.name] = .some(nil) }
            return
        }
        guard let object = (try? JSONValue(parsing: text))?.object else {
            faults.add(
                "attributes",
                t(
                    "A JSON object, such as {\"creditPolicy\": \"none\"}.",
                    "Een JSON-object, zoals {\"creditPolicy\": \"none\"}."
                )
            )
            return
        }
        for member in object.members where old[member.name] != member.value {
            edit.attributes[member.name] = .some(member.value)
        }
        for member in old.members where object[member.name] == nil { edit.attributes[member.name] = .some(nil) }
    }

    private static func change<Value>(from old: Value?, to new: Value?) -> ReasonEdit.Change<Value> {
        if old == new { return .keep }
        return new.map { .set($0) } ?? .remove
    }

    private static func list(_ texts: [String]) -> [String]? { texts.isEmpty ? nil : Array(Set(texts)).sorted() }

    /// Texts with commas or lines between.
    static func words(_ text: String?) -> [String] {
        (text ?? "").split { $0 == "," || $0.isNewline }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// Names what the settings would refuse, at its field.
    ///
    /// - Parameter place: of the reason in the document.
    mutating func add(_ error: SettingsChangeError, place: Int) {
        guard case .invalid(let violations) = error else {
            let field: String? =
                switch error {
                case .codeTaken(let taken, _): taken.lowercased() == code.lowercased() ? "code" : "aliases"
                case .noSuchAlias: "aliases"
                case .retiredBeforeValid: "valid-through"
                default: nil
                }
            faults.add(field, t(error.text))
            return
        }
        for violation in violations {
            let tokens = violation.pointer.tokens
            let isOwn = tokens.first == "reasons" && tokens.count > 1 && Int(tokens[1]) == place
            let field = isOwn ? field(Array(tokens.dropFirst(2))) : nil
            faults.add(field, violation, t)
        }
    }

    private func field(_ tokens: [String]) -> String? {
        switch tokens.first {
        case "code": "code"
        case "labels":
            tokens.count == 1
                ? "label.\(defaultLanguage)"
                : languages.contains(tokens[1]) ? "label.\(tokens[1])" : "new-language"
        case "category": "category"
        case "voluntary": "voluntary"
        case "note": tokens.last == "minLength" ? "note-min-length" : "note"
        case "allowed":
            switch tokens.dropFirst().first {
            case "initiator": "initiator"
            case "terminationType": "termination-type"
            default: "contract-type"
            }
        case "validFrom": "valid-from"
        case "validThrough": "valid-through"
        case "aliases": "aliases"
        case "attributes": "attributes"
        default: nil
        }
    }

    // MARK: - Writing

    private func text(_ name: String, _ value: String?) -> String? {
        guard let fields else { return value }
        // As it was typed, blanks and all.
        return fields.pairs.first { $0.name == name }?.value
    }

    func write(to page: inout HTMLWriter) {
        page.element("div", ["class": "fields"]) { page in
            if reason == nil {
                page.field(t("Code", "Code"), "code", text("code", nil), hint: "price", fault: faults["code"])
            }
            page.field(
                t("Category", "Categorie"),
                "category",
                text("category", reason?.category),
                fault: faults["category"]
            )
            page.choice(
                t("The customer wants to leave", "De klant wil weg"),
                "voluntary",
                text("voluntary", reason?.voluntary.map { $0 ? "yes" : "no" }) ?? "",
                [("", t("not said", "niet gezegd")), ("yes", t("yes", "ja")), ("no", t("no", "nee"))]
            )
        }
        page.element("fieldset", ["class": "part"]) { page in
            page.element("legend", t("Labels", "Labels"))
            page.element("div", ["class": "fields"]) { page in
                for language in languages {
                    page.field(
                        language == defaultLanguage
                            ? "\(language) \(t("(always needed)", "(altijd nodig)"))" : language,
                        "label.\(language)",
                        text("label.\(language)", reason?.labels[language]),
                        fault: faults["label.\(language)"],
                        size: "wide"
                    )
                }
                page.field(
                    t("Another language", "Nog een taal"),
                    "new-language",
                    text("new-language", nil),
                    hint: "de",
                    fault: faults["new-language"],
                    size: "short"
                )
                page.field(
                    t("Its label", "Het label daarin"),
                    "new-label",
                    text("new-label", nil),
                    fault: faults["new-label"]
                )
            }
        }
        page.element("fieldset", ["class": "part"]) { page in
            page.element("legend", t("Note of the customer", "Toelichting van de klant"))
            page.element("div", ["class": "fields"]) { page in
                page.choice(
                    t("A note", "Een toelichting"),
                    "note",
                    text("note", (reason?.note.presence ?? .optional).rawValue) ?? "optional",
                    [
                        ("optional", t("may be given", "mag")), ("required", t("is required", "is verplicht")),
                        ("forbidden", t("is forbidden", "mag niet")),
                    ]
                )
                page.field(
                    t("Characters, at least", "Tekens, minstens"),
                    "note-min-length",
                    text("note-min-length", reason?.note.minLength.map(String.init)),
                    fault: faults["note-min-length"],
                    size: "short"
                )
            }
        }
        writeRestrictions(to: &page)
        page.element("details", ["class": "further", "open": hasFurther ? "open" : nil]) { page in
            page.element("summary", t("Aliases, sensitivity, attributes", "Aliassen, gevoeligheid, kenmerken"))
            page.element("div", ["class": "fields"]) { page in
                page.field(
                    t("Other codes for this reason", "Andere codes die hem betekenen"),
                    "aliases",
                    text("aliases", reason?.aliases.joined(separator: ", ")),
                    hint: t("with commas", "met komma's"),
                    fault: faults["aliases"],
                    size: "wide"
                )
                page.element("div", ["class": "field whole"]) { page in
                    page.box(
                        t(
                            "Sensitive: its code and label stay out of events, logs and reports",
                            "Gevoelig: code en label blijven uit gebeurtenissen, logs en rapporten"
                        ),
                        "sensitive",
                        isTicked: text("sensitive", reason?.isSensitive == true ? "yes" : nil) == "yes"
                    )
                }
                page.textArea(
                    t("Attributes for billing, as JSON", "Kenmerken voor facturatie, als JSON"),
                    "attributes",
                    text("attributes", reason.flatMap { Self.json($0.attributes) }),
                    rows: 3,
                    fault: faults["attributes"]
                )
            }
        }
    }

    private func writeRestrictions(to page: inout HTMLWriter) {
        page.element("fieldset", ["class": "part"]) { page in
            page.element("legend", t("When it may be given", "Wanneer hij gegeven mag worden"))
            page.element("div", ["class": "fields"]) { page in
                page.field(
                    t("From", "Vanaf"),
                    "valid-from",
                    text("valid-from", reason?.validFrom?.description),
                    fault: faults["valid-from"],
                    size: "short",
                    type: "date"
                )
                page.field(
                    t("Through", "Tot en met"),
                    "valid-through",
                    text("valid-through", reason?.validThrough?.description),
                    fault: faults["valid-through"],
                    size: "short",
                    type: "date"
                )
                page.field(
                    t("Only for these contract types", "Alleen voor deze contractsoorten"),
                    "contract-type",
                    text("contract-type", reason?.allowed.contractTypes?.sorted().joined(separator: ", ")),
                    hint: t("with commas; empty for all", "met komma's; leeg voor alle"),
                    fault: faults["contract-type"]
                )
                let initiators =
                    fields.map { Set($0.all("initiator")) } ?? Set((reason?.allowed.initiators ?? []).map(\.rawValue))
                page.boxes(
                    t("Only for these initiators", "Alleen voor deze initiatiefnemers"),
                    "initiator",
                    Initiator.allCases.map { ($0.rawValue, $0.text(t)) },
                    ticked: initiators,
                    remark: t("None ticked: for all.", "Niets aangevinkt: voor alle."),
                    fault: faults["initiator"]
                )
                let types =
                    fields.map { Set($0.all("termination-type")) }
                    ?? Set((reason?.allowed.terminationTypes ?? []).map(\.rawValue))
                page.boxes(
                    t("Only for these termination types", "Alleen voor deze soorten beëindiging"),
                    "termination-type",
                    TerminationType.allCases.map { ($0.rawValue, $0.text(t)) },
                    ticked: types,
                    remark: t("None ticked: for all.", "Niets aangevinkt: voor alle."),
                    fault: faults["termination-type"]
                )
            }
        }
    }

    private var hasFurther: Bool {
        guard let reason else { return faults["aliases"] != nil || faults["attributes"] != nil }
        return !reason.aliases.isEmpty || reason.isSensitive || !reason.attributes.members.isEmpty
            || faults["aliases"] != nil || faults["attributes"] != nil
    }

    private static func json(_ object: JSONObject) -> String? {
        object.members.isEmpty ? nil : MarkedBody.compact(.object(object))
    }
}
