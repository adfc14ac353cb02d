import JSON

/// A settings document that is being changed.
struct SettingsDraft {
    private var members: JSONObject
    /// The members of each reason, in their order.
    private var reasons: [JSONObject]
    /// The reasons before the change, in the same order.
    private let before: [CancellationReason]

    init(_ document: SettingsDocument) throws(SettingsChangeError) {
        do {
            members = try JSONValue(parsing: document.canonicalJSON).object ?? JSONObject()
        } catch {
            throw .invalid([Violation(error)])
        }
        reasons = members["reasons"]?.array?.compactMap(\.object) ?? []
        before = document.settings.reasons
    }

    func document() throws(SettingsChangeError) -> SettingsDocument {
        var changed = members
        changed.set(["reasons"], .array(reasons.map { .object($0) }))
        do {
            return try SettingsDocument(json: .object(changed))
        } catch {
            throw .invalid(error.violations)
        }
    }

    mutating func add(_ code: String, _ edit: ReasonEdit, at place: ReasonPlace) throws(SettingsChangeError) {
        if let holder = holder(of: code) { throw .codeTaken(code, by: holder.code) }
        let target = try index(at: place, moving: code)
        let empty = JSONObject([.init(name: "code", value: .string(code))])
        reasons.append(edit.applied(to: empty))
        try changeAliases(of: reasons.count - 1, code, edit)
        reasons.insert(reasons.removeLast(), at: target)
    }

    mutating func edit(_ code: String, _ edit: ReasonEdit) throws(SettingsChangeError) {
        let index = try index(of: code)
        reasons[index] = edit.applied(to: reasons[index])
        try changeAliases(of: index, before[index].code, edit)
    }

    mutating func retire(_ code: String, through date: LocalDate) throws(SettingsChangeError) {
        let index = try index(of: code)
        let reason = before[index]
        if let successor = reason.replacedBy { throw .alreadyMerged(reason.code, into: successor) }
        if let through = reason.validThrough, through <= date { throw .alreadyRetired(reason.code, since: through) }
        try end(index, through: date)
    }

    mutating func restore(_ code: String) throws(SettingsChangeError) {
        let index = try index(of: code)
        let reason = before[index]
        guard reason.validThrough != nil || reason.replacedBy != nil else { throw .notRetired(reason.code) }
        reasons[index].set(["validThrough"], nil)
        reasons[index].set(["replacedBy"], nil)
        for other in reasons.indices where other != index {
            setAliases(of: other, aliases(of: other).filter { $0.normalCode != reason.code.normalCode })
        }
    }

    mutating func merge(
        _ code: String,
        into other: String,
        through date: LocalDate?,
        keepsCode: Bool
    ) throws(SettingsChangeError) {
        let (index, target) = (try index(of: code), try self.index(of: other))
        let (reason, successor) = (before[index], before[target])
        if index == target { throw .mergedIntoItself(reason.code) }
        if let successor = reason.replacedBy { throw .alreadyMerged(reason.code, into: successor) }
        if let next = successor.replacedBy {
            let path = successors(of: successor)
            if path.last?.code == reason.code { throw .mergedInCircle(path.map(\.code)) }
            throw .mergedIntoMerged(successor.code, successor: next)
        }
        if keepsCode, reason.isSensitive, !successor.isSensitive {
            throw .aliasWouldReveal(reason.code, into: successor.code)
        }
        if let date {
            try end(index, through: min(date, reason.validThrough ?? date))
        } else {
            reasons[index].set(["validThrough"], nil)
        }
        reasons[index].set(["replacedBy"], .string(successor.code))
        if keepsCode {
            setAliases(of: target, aliases(of: target) + [reason.code] + aliases(of: index))
            setAliases(of: index, [])
        }
    }

    mutating func move(_ code: String, to place: ReasonPlace) throws(SettingsChangeError) {
        let index = try index(of: code)
        let target = try self.index(at: place, moving: before[index].code)
        let reason = reasons.remove(at: index)
        reasons.insert(reason, at: target > index ? target - 1 : target)
    }

    /// A reason and the reasons into which it was merged, in order.
    private func successors(of reason: CancellationReason) -> [CancellationReason] {
        var path = [reason]
        while path.count <= before.count, let next = path[path.count - 1].replacedBy,
            let successor = before.first(where: { $0.code.normalCode == next.normalCode })
        {
            path.append(successor)
        }
        return path
    }

    private mutating func end(_ index: Int, through date: LocalDate) throws(SettingsChangeError) {
        if let from = before[index].validFrom, date < from {
            throw .retiredBeforeValid(before[index].code, from: from)
        }
        reasons[index].set(["validThrough"], .string(date.description))
    }

    private mutating func changeAliases(
        of index: Int,
        _ code: String,
        _ edit: ReasonEdit
    ) throws(SettingsChangeError) {
        var aliases = aliases(of: index)
        for alias in edit.removedAliases {
            guard let place = aliases.firstIndex(where: { $0.normalCode == alias.normalCode }) else {
                throw .noSuchAlias(alias, of: code)
            }
            aliases.remove(at: place)
        }
        for alias in edit.addedAliases where !aliases.contains(where: { $0.normalCode == alias.normalCode }) {
            if let holder = holder(of: alias), holder.replacedBy == nil || holder.code == code {
                throw .codeTaken(alias, by: holder.code)
            }
            aliases.append(alias)
        }
        setAliases(of: index, aliases)
    }

    private func aliases(of index: Int) -> [String] {
        reasons[index]["aliases"]?.array?.compactMap(\.string) ?? []
    }

    private mutating func setAliases(of index: Int, _ aliases: [String]) {
        guard aliases != self.aliases(of: index) else { return }
        reasons[index].set(["aliases"], aliases.isEmpty ? nil : .list(aliases))
    }

    /// The reason with this code or alias.
    private func holder(of code: String) -> CancellationReason? {
        before.first { $0.aliases.contains { $0.normalCode == code.normalCode } }
            ?? before.first { $0.code.normalCode == code.normalCode }
    }

    private func index(of code: String) throws(SettingsChangeError) -> Int {
        if let index = before.firstIndex(where: { $0.code.normalCode == code.normalCode }) { return index }
        if let holder = holder(of: code) { throw .isAlias(code, of: holder.code) }
        throw .noSuchReason(code, nearest: Nearest.of(before.map(\.code), to: code).first)
    }

    /// The index in the present order at which a reason is to be inserted.
    private func index(at place: ReasonPlace, moving code: String) throws(SettingsChangeError) -> Int {
        switch place {
        case .first: return 0
        case .last: return before.count
        case .before(let other), .after(let other):
            if other.normalCode == code.normalCode { throw .placedAtItself(code) }
            let index = try index(of: other)
            if case .after = place { return index + 1 }
            return index
        }
    }
}
