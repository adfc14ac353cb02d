import JSON

/// The difference of one reason between two documents.
public struct ReasonDifference: Sendable, Equatable {
    /// What happened to it. Of several, the first in this list counts.
    public enum Kind: String, Sendable {
        case created
        /// It is absent from the later document.
        case removed
        case merged
        /// It no longer has an end date, or is no longer merged.
        case restored
        /// It has an end date now, or an earlier one.
        case retired
        case edited
        /// Only its position has changed.
        case moved
    }

    /// From 1.
    public struct Places: Sendable, Equatable {
        public let before: Int
        public let after: Int
    }

    public let kind: Kind
    public let code: String
    public let fields: [FieldChange]
    /// nil where its position among the others is the same.
    public let places: Places?
    /// nil where it was created.
    public let before: CancellationReason?
    /// nil where it was removed.
    public let after: CancellationReason?

    /// The reasons of one document, as values and as JSON fields.
    struct Side {
        let reasons: [(reason: CancellationReason, fields: FlattenedFields)]

        init(_ document: JSONObject, _ reasons: [CancellationReason]) {
            let objects = document["reasons"]?.array?.compactMap(\.object) ?? []
            self.reasons = zip(reasons, objects).map { reason, object in
                let defaults: [String: JSONValue] = [
                    "note.rule": .string(NoteRule.optional.presence.rawValue), "sensitive": .bool(false),
                    "aliases": .array([]),
                ]
                return (reason, FlattenedFields(object, defaults: defaults, excluding: ["code"]))
            }
        }

        func index(of code: String) -> Int? {
            reasons.firstIndex { $0.reason.code.normalCode == code.normalCode }
        }
    }

    private static let order = [
        "labels", "category", "voluntary", "note", "allowed", "validFrom", "validThrough", "replacedBy", "aliases",
        "sensitive", "attributes",
    ]

    static func all(from old: Side, to new: Side) -> [ReasonDifference] {
        let common = new.reasons.indices.compactMap { place in
            old.index(of: new.reasons[place].reason.code).map { (old: $0, new: place) }
        }
        let kept = Set(longestRise(in: common.map(\.old)))
        let origins = Dictionary(common.map { ($0.new, $0.old) }, uniquingKeysWith: { first, _ in first })
        var differences: [ReasonDifference] = []
        for (place, (reason, fields)) in new.reasons.enumerated() {
            guard let origin = origins[place] else {
                let nothing = FlattenedFields(JSONObject(), defaults: [:], excluding: [])
                differences.append(
                    ReasonDifference(
                        kind: .created,
                        code: reason.code,
                        fields: nothing.changes(to: fields, order: order).filter { !$0.isDefault },
                        places: nil,
                        before: nil,
                        after: reason
                    )
                )
                continue
            }
            let before = old.reasons[origin]
            var changes = before.fields.changes(to: fields, order: order)
            if !before.reason.code.hasSameBytes(as: reason.code) {
                let codes = (JSONValue.string(before.reason.code), JSONValue.string(reason.code))
                changes.insert(FieldChange(name: "code", before: codes.0, after: codes.1), at: 0)
            }
            let places = kept.contains(origin) ? nil : Places(before: origin + 1, after: place + 1)
            guard !changes.isEmpty || places != nil else { continue }
            differences.append(
                ReasonDifference(
                    kind: kind(from: before.reason, to: reason, isEdited: !changes.isEmpty),
                    code: reason.code,
                    fields: changes,
                    places: places,
                    before: before.reason,
                    after: reason
                )
            )
        }
        for (reason, _) in old.reasons where new.index(of: reason.code) == nil {
            differences.append(
                ReasonDifference(
                    kind: .removed,
                    code: reason.code,
                    fields: [],
                    places: nil,
                    before: reason,
                    after: nil
                )
            )
        }
        return differences
    }

    private static func kind(from old: CancellationReason, to new: CancellationReason, isEdited: Bool) -> Kind {
        if let successor = new.replacedBy, successor.normalCode != old.replacedBy?.normalCode { return .merged }
        if old.replacedBy != nil, new.replacedBy == nil { return .restored }
        if old.validThrough != nil, new.validThrough == nil, new.replacedBy == nil { return .restored }
        if let end = new.validThrough, new.replacedBy == nil, old.validThrough.map({ end < $0 }) ?? true {
            return .retired
        }
        return isEdited ? .edited : .moved
    }

    /// The members of a longest increasing subsequence. The others have moved.
    private static func longestRise(in numbers: [Int]) -> [Int] {
        var best: [[Int]] = []
        for number in numbers {
            let length = best.firstIndex { ($0.last ?? 0) >= number } ?? best.count
            let rise = (length > 0 ? best[length - 1] : []) + [number]
            if length < best.count { best[length] = rise } else { best.append(rise) }
        }
        return best.last ?? []
    }
}

extension FieldChange {
    /// Whether a new reason's field only repeats the default.
    fileprivate var isDefault: Bool {
        switch after {
        case .array(let elements): elements.isEmpty
        case .bool(let value): name == "sensitive" && !value
        case .string(let text): name == "note.rule" && text == NoteRule.optional.presence.rawValue
        case .null, .number, .object, nil: false
        }
    }
}
