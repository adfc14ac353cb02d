/// Codes that messages can no longer give after a change of the settings.
public struct RefusedCodes: Sendable, Equatable {
    public enum Extent: Sendable, Equatable {
        /// Regardless of when the termination occurred.
        case always
        /// For terminations that occur after this day.
        case after(LocalDate)
        /// For terminations that occur before this day.
        case before(LocalDate)
        /// For terminations for which the reason is no longer allowed.
        case outside(AllowedUse)
    }

    /// The reason that the codes meant.
    public let reason: String
    /// The refused ones among its code and its aliases.
    public let codes: [String]
    public let extent: Extent

    /// Whether a termination with this code would be refused.
    public func concerns(
        givenCode: String,
        initiator: String?,
        terminationType: String,
        contractType: String?
    ) -> Bool {
        guard codes.contains(where: { $0.normalCode == givenCode.normalCode }) else { return false }
        guard case .outside(let allowed) = extent else { return true }
        let isOutside: (Set<String>?, String?) -> Bool = { allowed, value in
            allowed.map { allowed in value.map { !allowed.contains($0) } ?? true } ?? false
        }
        return isOutside(allowed.initiators.map { Set($0.map(\.rawValue)) }, initiator)
            || isOutside(allowed.terminationTypes.map { Set($0.map(\.rawValue)) }, terminationType)
            || isOutside(allowed.contractTypes, contractType)
    }

    /// The codes that the old settings accept on a day and the new ones refuse, in the order of the old reasons.
    public static func all(from old: Settings, to new: Settings, on today: LocalDate) -> [RefusedCodes] {
        let (meant, means) = (meanings(of: old), meanings(of: new))
        return old.reasons.flatMap { reason -> [RefusedCodes] in
            guard !reason.isMergedAtOnce, reason.validThrough.map({ $0 >= today }) ?? true else { return [] }
            var found: [(codes: [String], extent: Extent)] = []
            for code in [reason.code] + reason.aliases where meant[code.normalCode] == reason {
                guard let extent = extent(from: reason, to: means[code.normalCode]) else { continue }
                if let place = found.firstIndex(where: { $0.extent == extent }) {
                    found[place].codes.append(code)
                } else {
                    found.append(([code], extent))
                }
            }
            return found.map { RefusedCodes(reason: reason.code, codes: $0.codes, extent: $0.extent) }
        }
    }

    /// As the judge looks them up: an alias may take over the code of a merged reason.
    private static func meanings(of settings: Settings) -> [String: CancellationReason] {
        var meanings: [String: CancellationReason] = [:]
        for reason in settings.reasons { meanings[reason.code.normalCode] = reason }
        for reason in settings.reasons {
            for alias in reason.aliases { meanings[alias.normalCode] = reason }
        }
        return meanings
    }

    private static func extent(from old: CancellationReason, to new: CancellationReason?) -> Extent? {
        guard let new, !new.isMergedAtOnce else { return .always }
        if let end = new.validThrough, old.validThrough.map({ end < $0 }) ?? true { return .after(end) }
        if let first = new.validFrom, old.validFrom.map({ first > $0 }) ?? true { return .before(first) }
        let isNarrower =
            isNarrower(old.allowed.initiators, new.allowed.initiators)
            || isNarrower(old.allowed.terminationTypes, new.allowed.terminationTypes)
            || isNarrower(old.allowed.contractTypes, new.allowed.contractTypes)
        return isNarrower ? .outside(new.allowed) : nil
    }

    private static func isNarrower<Value>(_ old: Set<Value>?, _ new: Set<Value>?) -> Bool {
        guard let new else { return false }
        return old.map { !$0.isSubset(of: new) } ?? true
    }
}
