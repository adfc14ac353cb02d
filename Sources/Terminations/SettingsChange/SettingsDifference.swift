/// What is different between two documents, field by field and reason by reason.
///
/// How a document is laid out makes no difference, nor does a default that is written out.
public struct SettingsDifference: Sendable, Equatable {
    /// Everything but the reasons.
    public let fields: [FieldChange]
    /// In the order of the later document, and then those that it does not have.
    public let reasons: [ReasonDifference]
    /// By which labels are to be compared.
    public let defaultLanguage: String

    public var isEmpty: Bool { fields.isEmpty && reasons.isEmpty }

    /// - Parameter before: nil where there were no settings: then all reasons are created.
    public init(from before: SettingsDocument?, to after: SettingsDocument) {
        let (old, new) = (before.map(Self.members) ?? JSONObject(), Self.members(after))
        fields =
            Self.flat(old, isThere: before != nil).changes(to: Self.flat(new, isThere: true), order: Self.order)
            + Self.ruleChanges(from: before == nil ? nil : old["reasonRequired"], to: new["reasonRequired"])
        reasons = ReasonDifference.all(
            from: ReasonDifference.Side(old, before?.settings.reasons ?? []),
            to: ReasonDifference.Side(new, after.settings.reasons)
        )
        defaultLanguage = after.settings.defaultLanguage
    }

    private static let order = [
        "timeZone", "defaultLanguage", "note", "maxBackdatingDays", "maxForwardDays", "heldFor",
    ]

    private static func members(_ document: SettingsDocument) -> JSONObject {
        // The document was read before, so it can be read.
        (try? JSONValue(parsing: document.canonicalJSON))?.object ?? JSONObject()
    }

    private static func flat(_ object: JSONObject, isThere: Bool) -> FlatFields {
        let defaults: [String: JSONValue] = [
            "note.maxLength": .number(JSONNumber(Int64(NoteSettings.standard.maxLength))),
            "note.publish": .bool(NoteSettings.standard.publish),
            "maxBackdatingDays": .number(JSONNumber(365)),
            "maxForwardDays": .number(JSONNumber(3660)),
            "heldFor": .string("PT10M"),
        ]
        return FlatFields(object, defaults: isThere ? defaults : [:], leaving: ["reasons", "reasonRequired"])
    }

    /// - Parameter before: nil where there were no settings, or where they did not say.
    private static func ruleChanges(from before: JSONValue?, to after: JSONValue?) -> [FieldChange] {
        let (old, new) = (before ?? .bool(false), after ?? .bool(false))
        guard let oldRules = old.array, let newRules = new.array else {
            return old.isEqual(to: new) ? [] : [FieldChange(name: "reasonRequired", before: old, after: new)]
        }
        return newRules.difference(from: oldRules) { $0.isEqual(to: $1) }.map { step in
            switch step {
            case .remove(let place, let rule, _):
                FieldChange(name: "reasonRequired.\(place + 1)", before: rule, after: nil)
            case .insert(let place, let rule, _):
                FieldChange(name: "reasonRequired.\(place + 1)", before: nil, after: rule)
            }
        }
    }
}
