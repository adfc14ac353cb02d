import JSON
import Terminations

/// Makes changes of a document again on a later version, where both have changed different things.
///
/// Fields are compared one by one, and reasons by their codes; a list such as the mandatory rules or the aliases of a reason
/// is one field. The order of the reasons is one field too.
public struct RebaseSettings: Sendable {
    /// What the changes were made from.
    public let base: SettingsDocument
    /// With the changes.
    public let changed: SettingsDocument
    /// The version that came in meanwhile.
    public let later: SettingsDocument

    public init(_ changed: SettingsDocument, from base: SettingsDocument, onto later: SettingsDocument) {
        self.base = base
        self.changed = changed
        self.later = later
    }

    public enum Result: Sendable {
        case rebased(SettingsDocument)
        /// The fields that both have changed, each as `reasons.price.labels.nl`.
        case conflicts([String])
        /// Each change is possible, but not both.
        case invalid([Violation])
    }

    public var result: Result {
        var merge = Merge()
        let document = merge.object(
            base.object,
            changed.object,
            later.object,
            at: []
        )
        guard merge.conflicts.isEmpty else { return .conflicts(merge.conflicts) }
        do {
            return .rebased(try SettingsDocument(json: .object(document)))
        } catch {
            return .invalid(error.violations)
        }
    }
}

/// Merges two documents that were made from a third.
private struct Merge {
    private(set) var conflicts: [String] = []

    mutating func object(_ base: JSONObject, _ mine: JSONObject, _ theirs: JSONObject, at path: [String]) -> JSONObject
    {
        var names: [String] = []
        for member in theirs.members + mine.members where !names.contains(member.name) { names.append(member.name) }
        return JSONObject(
            names.compactMap { name in
                let merged =
                    path.isEmpty && name == "reasons"
                    ? reasons(base[name], mine[name], theirs[name])
                    : value(base[name], mine[name], theirs[name], at: path + [name])
                return merged.map { JSONObject.Member(name: name, value: $0) }
            }
        )
    }

    /// - Returns: nil where there is none.
    private mutating func value(
        _ base: JSONValue?,
        _ mine: JSONValue?,
        _ theirs: JSONValue?,
        at path: [String]
    ) -> JSONValue? {
        if mine == base { return theirs }
        if theirs == base || theirs == mine { return mine }
        if let mine = mine?.object, let theirs = theirs?.object {
            return .object(object(base?.object ?? JSONObject(), mine, theirs, at: path))
        }
        conflicts.append(path.joined(separator: "."))
        return mine
    }

    private mutating func reasons(_ base: JSONValue?, _ mine: JSONValue?, _ theirs: JSONValue?) -> JSONValue? {
        let (old, own, others) = (Reasons(base), Reasons(mine), Reasons(theirs))
        var merged: [String: JSONValue] = [:]
        for code in Set(own.codes).union(others.codes) {
            merged[code] = value(old.values[code], own.values[code], others.values[code], at: ["reasons", code])
        }
        let order: [String]
        let isOwnMoved = old.order(of: own) != own.order(of: old)
        let isOtherMoved = old.order(of: others) != others.order(of: old)
        if isOwnMoved, isOtherMoved, own.order(of: others) != others.order(of: own) {
            conflicts.append("reasons")
            order = own.codes
        } else {
            order = isOwnMoved ? own.inserting(others) : others.inserting(own)
        }
        return .array(order.compactMap { merged[$0] })
    }

    /// Reasons by their codes, in their order.
    private struct Reasons {
        private(set) var codes: [String] = []
        private(set) var values: [String: JSONValue] = [:]

        init(_ list: JSONValue?) {
            for value in list?.array ?? [] {
                guard let code = value.object?["code"]?.string else { continue }
                codes.append(code)
                values[code] = value
            }
        }

        /// The codes that both have, in the order of these.
        func order(of others: Reasons) -> [String] { codes.filter { others.values[$0] != nil } }

        /// The codes of these, with those that only the others have behind the one that is before them there.
        func inserting(_ others: Reasons) -> [String] {
            var order = codes
            for (place, code) in others.codes.enumerated() where values[code] == nil {
                let before = others.codes[..<place].last { order.contains($0) }
                let index = before.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
                order.insert(code, at: index)
            }
            return order
        }
    }
}
