import JSON

/// The differences between two documents, by field and by reason.
///
/// Layout does not count, nor does a default that is written out.
public struct SettingsDifference: Sendable, Equatable {
    /// Everything but the reasons.
    public let fields: [FieldChange]
    /// In the order of the later document, followed by the removed ones.
    public let reasons: [ReasonDifference]
    /// The language in which labels are shown.
    public let defaultLanguage: String

    public var isEmpty: Bool { fields.isEmpty && reasons.isEmpty }

    /// - Parameter before: nil where there were no settings; then all reasons are created.
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
        // The document has been read before, so this cannot fail.
        (try? JSONValue(parsing: document.canonicalJSON))?.object ?? JSONObject()
    }

    private static func flat(_ object: JSONObject, isThere: Bool) -> FlattenedFields {
        let defaults: [String: JSONValue] = [
            "note.maxLength": .number(JSONNumber(Int64(NoteSettings.standard.maxLength))),
            "note.publish": .bool(NoteSettings.standard.publish),
            "maxBackdatingDays": .number(JSONNumber(365)),
            "maxForwardDays": .number(JSONNumber(3660)),
            "heldFor": .string("PT10M"),
        ]
        return FlattenedFields(object, defaults: isThere ? defaults : [:], excluding: ["reasons", "reasonRequired"])
    }

    /// - Parameter before: nil where there were no settings, or where they had no rules.
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

/// One field that differs between two documents.
public struct FieldChange: Sendable, Equatable {
    /// `maxBackdatingDays`, `labels.nl`, `attributes.dunning`; a rule of `reasonRequired` by its position, from 1.
    public let name: String
    /// nil where it was absent and has no default.
    public let before: JSONValue?
    public let after: JSONValue?
}

/// The fields of an object as one list: nested fields by their path, defaults filled in.
struct FlattenedFields {
    private(set) var values: [String: JSONValue]

    init(_ object: JSONObject, defaults: [String: JSONValue], excluding excluded: Set<String>) {
        values = defaults
        for member in object.members where !excluded.contains(member.name) {
            switch member.value {
            case .object(let inner):
                for field in inner.members { values["\(member.name).\(field.name)"] = Self.sorted(field.value) }
            case .null, .bool, .number, .string, .array:
                values[member.name] = Self.sorted(member.value)
            }
        }
    }

    /// The order of texts in a list does not matter, whether they are aliases or allowed values.
    private static func sorted(_ value: JSONValue) -> JSONValue {
        guard let elements = value.array else { return value }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? .list(texts.sorted()) : value
    }

    /// The changes from these fields to others, in the given order of names, the rest by name.
    func changes(to other: FlattenedFields, order: [String]) -> [FieldChange] {
        Set(values.keys).union(other.values.keys)
            .sorted { (Self.rank($0, order), $0) < (Self.rank($1, order), $1) }
            .compactMap { name in
                let (before, after) = (values[name], other.values[name])
                if let before, let after, before.isEqual(to: after) { return nil }
                return FieldChange(name: name, before: before, after: after)
            }
    }

    private static func rank(_ name: String, _ order: [String]) -> Int {
        let member = name.prefix { $0 != "." }
        return order.firstIndex { $0 == member } ?? order.count
    }
}
