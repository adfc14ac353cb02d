import Application
import JSON
import Reports
import Terminations

/// What is different between two documents of settings, for people.
enum SettingsDifferenceView {
    /// - Parameter heading: the element of the heading of each reason.
    static func write(
        _ difference: SettingsDifference,
        heading: StaticString = "h2",
        _ visit: Visit,
        to page: inout HTMLWriter
    ) {
        let t = visit.t
        if difference.isEmpty {
            page.empty(t("Nothing is different", "Er is geen verschil"))
        }
        if !difference.fields.isEmpty {
            DifferenceTable.write(
                difference.fields.map { row($0, title: field($0.name, t), t) },
                caption: t("General", "Algemeen"),
                visit,
                to: &page
            )
        }
        for reason in difference.reasons {
            page.element("section", ["class": "differences"]) { page in
                page.element(heading) { page in
                    page.code(reason.code)
                    page.write(" ")
                    page.badge(kind(reason.kind, t), tone(reason.kind))
                }
                if let places = reason.places {
                    page.element(
                        "p",
                        ["class": "remark"],
                        t(
                            "moved from place \(places.before) to \(places.after)",
                            "verplaatst van plaats \(places.before) naar \(places.after)"
                        )
                    )
                }
                if !reason.fields.isEmpty {
                    DifferenceTable.write(
                        reason.fields.map { row($0, title: field($0.name, t), t) },
                        caption: t("Fields of \(reason.code)", "Velden van \(reason.code)"),
                        visit,
                        to: &page
                    )
                }
            }
        }
    }

    private static func row(_ field: FieldChange, title: String, _ t: Language) -> DifferenceTable.Row {
        DifferenceTable.Row(name: title, before: text(field.before, field, t), after: text(field.after, field, t))
    }

    /// What a field is called on the pages; others keep the name that the document has.
    private static func field(_ name: String, _ t: Language) -> String {
        switch name {
        case "timeZone": t("time zone", "tijdzone")
        case "defaultLanguage": t("default language", "standaardtaal")
        case "maxBackdatingDays": t("days of backdating", "dagen terugwerken")
        case "maxForwardDays": t("days ahead", "dagen vooruit")
        case "heldFor": t("waiting time", "wachttijd")
        case "note.maxLength": t("longest note", "langste toelichting")
        case "note.publish": t("notes are published", "toelichtingen worden gepubliceerd")
        case "category": t("category", "categorie")
        case "voluntary": t("voluntary", "vrijwillig")
        case "note.rule": t("note", "toelichting")
        case "allowed.initiator": t("only for initiators", "alleen voor initiatiefnemers")
        case "allowed.terminationType": t("only for termination types", "alleen voor soorten beëindiging")
        case "allowed.contractType": t("only for contract types", "alleen voor contractsoorten")
        case "note.minLength": t("shortest note", "kortste toelichting")
        case "validFrom": t("valid from", "geldig vanaf")
        case "validThrough": t("valid through", "geldig tot en met")
        case "replacedBy": t("merged into", "samengevoegd met")
        case "aliases": t("aliases", "aliassen")
        case "sensitive": t("sensitive", "gevoelig")
        case "reasonRequired": t("reason required", "reden verplicht")
        case _ where name.hasPrefix("labels."): t("label in \(name.dropFirst(7))", "label in \(name.dropFirst(7))")
        case _ where name.hasPrefix("reasonRequired."):
            t("rule \(name.dropFirst(15))", "regel \(name.dropFirst(15))")
        default: name
        }
    }

    private static func text(_ value: JSONValue?, _ field: FieldChange, _ t: Language) -> String? {
        switch value {
        case nil: nil
        case let value? where field.name.hasPrefix("reasonRequired"): rules(value, t)
        case .bool(let value)?: value ? t("yes", "ja") : t("no", "nee")
        case .string(let text)?: code(text, of: field.name, t)
        case .array(let elements)? where !elements.isEmpty && elements.allSatisfy { $0.string != nil }:
            elements.compactMap(\.string).map { code($0, of: field.name, t) }.joined(separator: ", ")
        case let value?: MarkedBody.compact(value)
        }
    }

    /// The code of a choice in words. Other texts stay as they are.
    private static func code(_ text: String, of field: String, _ t: Language) -> String {
        switch field.split(separator: ".").last {
        case "initiator": Initiator(rawValue: text)?.text(t) ?? text
        case "terminationType": TerminationType(rawValue: text)?.text(t) ?? text
        case "customerKind": CustomerKind(rawValue: text)?.text(t) ?? text
        case "rule": NoteRule.Presence(rawValue: text).map { ReasonsPage.note($0, t) } ?? text
        default: text
        }
    }

    static func kind(_ kind: ReasonDifference.Kind, _ t: Language) -> String {
        switch kind {
        case .created: t("created", "nieuw")
        case .removed: t("removed", "verwijderd")
        case .merged: t("merged", "samengevoegd")
        case .restored: t("restored", "hersteld")
        case .retired: t("retired", "vervallen")
        case .edited: t("edited", "bewerkt")
        case .moved: t("moved", "verplaatst")
        }
    }

    static func tone(_ kind: ReasonDifference.Kind) -> HTMLWriter.Tone {
        switch kind {
        case .created, .restored: .good
        case .removed: .bad
        case .retired, .merged: .warning
        case .edited, .moved: .plain
        }
    }

    /// Mandatory rules in words, as the document writes them.
    private static func rules(_ value: JSONValue, _ t: Language) -> String {
        switch value {
        case .bool(let isRequired): isRequired ? t("always", "altijd") : t("never", "nooit")
        case .array(let rules):
            rules.enumerated().map { "\($0.offset + 1). \(Self.rules($0.element, t))" }.joined(separator: " ")
        case .object(let rule):
            [
                rule["required"]?.bool == false ? t("not required", "niet verplicht") : t("required", "verplicht"),
                rule["from"]?.string.map { t("from \($0)", "vanaf \($0)") },
                rule["when"].map { t("for ", "voor ") + conditions($0, t) },
            ].compactMap(\.self).joined(separator: " ")
        case .null, .number, .string: MarkedBody.compact(value)
        }
    }

    private static func conditions(_ value: JSONValue, _ t: Language) -> String {
        let names = [
            "contractType": t("contract type", "contractsoort"), "initiator": t("initiator", "initiatiefnemer"),
            "terminationType": t("termination type", "soort beëindiging"),
            "customerKind": t("customer kind", "soort klant"),
        ]
        return (value.object?.members ?? []).map { member in
            let values = (member.value.array ?? []).compactMap(\.string).map { code($0, of: member.name, t) }
                .joined(separator: t(" or ", " of "))
            return "\(names[member.name] ?? member.name) \(values)"
        }.joined(separator: t(" and ", " en "))
    }
}
