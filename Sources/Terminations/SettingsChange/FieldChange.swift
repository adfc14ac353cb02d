/// One field that two documents say differently.
public struct FieldChange: Sendable, Equatable {
    /// `maxBackdatingDays`, `labels.nl`, `attributes.dunning`; a rule of `reasonRequired` by its place, from 1.
    public let name: String
    /// nil: it was not there, and there is no default.
    public let before: JSONValue?
    public let after: JSONValue?
}

/// The fields of an object as one list: those of objects in it by their path, defaults filled in.
struct FlatFields {
    private(set) var values: [String: JSONValue]

    init(_ object: JSONObject, defaults: [String: JSONValue], leaving left: Set<String>) {
        values = defaults
        for member in object.members where !left.contains(member.name) {
            switch member.value {
            case .object(let inner):
                for field in inner.members { values["\(member.name).\(field.name)"] = Self.sorted(field.value) }
            case .null, .bool, .number, .string, .array:
                values[member.name] = Self.sorted(member.value)
            }
        }
    }

    /// The order of the texts in a list says nothing, neither of aliases nor of what is allowed.
    private static func sorted(_ value: JSONValue) -> JSONValue {
        guard let elements = value.array else { return value }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? .list(texts.sorted()) : value
    }

    /// What changes from these to others, in the given order of names, the rest by name.
    func changes(to other: FlatFields, order: [String]) -> [FieldChange] {
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
