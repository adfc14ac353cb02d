import JSON

extension SettingsDocument {
    /// This document with added reasons of a later one, so that an earlier version of the settings can come into force
    /// again although terminations were recorded with later reasons.
    ///
    /// Each is added at the end. It is retired from the next day on unless it was retired or merged before, so that no later
    /// message can give it. The reasons into which it was merged are added as well, so that reports count it as before. A
    /// code that is an alias in this document counts under the reason with that alias. A code that is spelled differently
    /// here takes the spelling of the later document.
    ///
    /// - Parameters:
    ///   - codes: as the later document spells them.
    ///   - day: the last day on which they may be given.
    public func keeping(
        _ codes: [String],
        of later: SettingsDocument,
        through day: LocalDate
    ) throws(SettingsChangeError) -> SettingsDocument {
        var members: JSONObject
        let objects: [JSONValue]
        do {
            members = try JSONValue(parsing: canonicalJSON).object ?? JSONObject()
            objects = try JSONValue(parsing: later.canonicalJSON).object?["reasons"]?.array ?? []
        } catch {
            throw .invalid([Violation(error)])
        }
        var wanted = Set(codes.map(\.normalCode))
        for var code in codes {
            while let next = later.settings.reason(code)?.replacedBy, wanted.insert(next.normalCode).inserted {
                code = next
            }
        }
        var reasons = members["reasons"]?.array?.compactMap(\.object) ?? []
        for (reason, value) in zip(later.settings.reasons, objects) where wanted.contains(reason.code.normalCode) {
            guard let object = value.object else { continue }
            if let place = settings.reasons.firstIndex(where: { $0.code.normalCode == reason.code.normalCode }) {
                if codes.contains(reason.code) { reasons[place].set(["code"], .string(reason.code)) }
            } else {
                reasons.append(kept(reason, object, later.settings, through: day))
            }
        }
        members.set(["reasons"], .array(reasons.map { .object($0) }))
        do {
            return try SettingsDocument(json: .object(members))
        } catch {
            throw .invalid(error.violations)
        }
    }

    private func kept(
        _ reason: CancellationReason,
        _ object: JSONObject,
        _ later: Settings,
        through day: LocalDate
    ) -> JSONObject {
        var object = object
        let holder = settings.reasons.first { $0.aliases.contains { $0.normalCode == reason.code.normalCode } }
        if let holder {
            object.set(["validThrough"], nil)
            object.set(["replacedBy"], .string(holder.code))
        } else if !reason.isMergedAtOnce {
            let end = min(day, reason.validThrough ?? day)
            object.set(["validThrough"], .string(max(end, reason.validFrom ?? end).description))
        }
        let taken = Set(settings.reasons.flatMap { [$0.code] + $0.aliases }.map(\.normalCode))
        let aliases = reason.aliases.filter { !taken.contains($0.normalCode) }
        if aliases != reason.aliases { object.set(["aliases"], aliases.isEmpty ? nil : .list(aliases)) }
        if reason.labels[settings.defaultLanguage] == nil, let label = reason.labels[later.defaultLanguage] {
            object.set(["labels", settings.defaultLanguage], .string(label))
        }
        return object
    }
}
