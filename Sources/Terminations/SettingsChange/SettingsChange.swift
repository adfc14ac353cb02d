/// One change that the settings' owner makes.
///
/// A reason's code never changes and a reason is never deleted, because history refers to it.
public enum SettingsChange: Sendable, Equatable {
    case add(code: String, ReasonEdit, at: ReasonPlace)
    case edit(code: String, ReasonEdit)
    /// The reason may be given for what is terminated up to and including this day.
    case retire(code: String, through: LocalDate)
    /// Undoes a retirement or a merge: the reason may be given again, without an end date. If another reason has the code
    /// as an alias, it loses the alias.
    case restore(code: String)
    /// Reports count the reason under another from now on. History is not changed.
    ///
    /// - `through`: the last day on which it may still be given; nil refuses it at once, regardless of when the
    ///   termination occurred.
    /// - `keepsCode`: its code and its aliases become aliases of the other reason, so that messages with them mean that.
    case merge(code: String, into: String, through: LocalDate?, keepsCode: Bool)
    case move(code: String, to: ReasonPlace)
}

/// A position in the order of the reasons.
public enum ReasonPlace: Sendable, Equatable {
    case first
    case last
    case before(String)
    case after(String)
}

extension SettingsChange {
    /// The settings after the change. The order of the reasons and everything that the change does not name stay the same.
    public func applied(to document: SettingsDocument) throws(SettingsChangeError) -> SettingsDocument {
        var draft = try SettingsDraft(document)
        switch self {
        case .add(let code, let edit, let place): try draft.add(code, edit, at: place)
        case .edit(let code, let edit): try draft.edit(code, edit)
        case .retire(let code, let date): try draft.retire(code, through: date)
        case .restore(let code): try draft.restore(code)
        case .merge(let code, let other, let date, let keepsCode):
            try draft.merge(code, into: other, through: date, keepsCode: keepsCode)
        case .move(let code, let place): try draft.move(code, to: place)
        }
        return try draft.document()
    }
}

/// Why a change of the settings cannot be made. Nothing was changed.
public enum SettingsChangeError: Error, Sendable, Equatable {
    /// No reason has this code.
    case noSuchReason(String, nearest: String?)
    /// This is an alias; reasons are named by their codes.
    case isAlias(String, of: String)
    /// Another reason has this code or alias.
    case codeTaken(String, by: String)
    case noSuchAlias(String, of: String)
    case alreadyRetired(String, since: LocalDate)
    case alreadyMerged(String, into: String)
    /// The reason would be retired before it becomes valid.
    case retiredBeforeValid(String, from: LocalDate)
    /// It is neither retired nor merged.
    case notRetired(String)
    case mergedIntoItself(String)
    /// The target of the merge was itself merged into another reason.
    case mergedIntoMerged(String, successor: String)
    /// The target of the merge leads back to the reason. The codes go from the target to the reason.
    case mergedInCircle([String])
    /// Its code would appear in the events of a reason that is not sensitive.
    case aliasWouldReveal(String, into: String)
    case placedAtItself(String)
    /// The settings after the change would be invalid, with all their violations.
    case invalid([Violation])
}

extension SettingsChangeError: CustomStringConvertible {
    public var description: String { text.en }

    /// A full sentence, with a remedy where there is one. The English one of ``invalid(_:)`` names the violations.
    public var text: LocalizedText {
        switch self {
        case .noSuchReason(let code, let nearest):
            LocalizedText(
                "There is no reason \(code)." + (nearest.map { " Did you mean \($0)?" } ?? ""),
                "Er is geen reden \(code)." + (nearest.map { " Bedoel je \($0)?" } ?? "")
            )
        case .isAlias(let alias, let code):
            LocalizedText(
                "\(alias) is an alias of \(code): name the reason by its code.",
                "\(alias) is een alias van \(code): noem de reden bij haar code."
            )
        case .codeTaken(let code, let holder) where code.normalCode == holder.normalCode:
            LocalizedText("There is already a reason \(holder).", "Er is al een reden \(holder).")
        case .codeTaken(let code, let holder):
            LocalizedText(
                "\(code) is already taken: it means \(holder).",
                "\(code) is al in gebruik: het betekent \(holder)."
            )
        case .noSuchAlias(let alias, let code):
            LocalizedText("\(code) has no alias \(alias).", "\(code) heeft geen alias \(alias).")
        case .alreadyRetired(let code, let date):
            LocalizedText(
                "\(code) is already retired: it was valid through \(date).",
                "\(code) is al vervallen: geldig tot en met \(date)."
            )
        case .alreadyMerged(let code, let successor):
            LocalizedText(
                "\(code) is already merged into \(successor). Restore it first.",
                "\(code) is al samengevoegd met \(successor). Herstel de reden eerst."
            )
        case .retiredBeforeValid(let code, let from):
            LocalizedText(
                "\(code) is valid from \(from) on: it cannot be retired before that day.",
                "\(code) geldt vanaf \(from) en kan niet eerder vervallen."
            )
        case .notRetired(let code):
            LocalizedText(
                "\(code) is neither retired nor merged: there is nothing to restore.",
                "\(code) is vervallen noch samengevoegd: er is niets te herstellen."
            )
        case .mergedIntoItself(let code):
            LocalizedText(
                "\(code) cannot be merged into itself.",
                "\(code) kan niet met zichzelf worden samengevoegd."
            )
        case .mergedIntoMerged(let code, let successor):
            LocalizedText(
                "\(code) was itself merged into \(successor): merge into that.",
                "\(code) is zelf samengevoegd met \(successor): kies die."
            )
        case .mergedInCircle(let path):
            LocalizedText(
                "That would be a circle (\(path.joined(separator: " → "))).",
                "Dat zou een kring zijn (\(path.joined(separator: " → ")))."
            )
        case .aliasWouldReveal(let code, let into):
            LocalizedText(
                "\(code) is sensitive and \(into) is not: as an alias its code would appear in events. Merge without the alias.",
                "\(code) is gevoelig en \(into) niet: als alias zou de code in events staan. Voeg samen zonder alias."
            )
        case .placedAtItself(let code):
            LocalizedText(
                "\(code) cannot be placed before or after itself.",
                "\(code) kan niet voor of achter zichzelf staan."
            )
        case .invalid(let violations):
            LocalizedText(
                "The settings would not be valid: "
                    + violations.map { violation in
                        "\(violation.pointer): \(violation.message)"
                            + (violation.expected.map { " Expected: \($0)." } ?? "")
                    }.joined(separator: " "),
                "De instellingen zouden niet geldig zijn."
            )
        }
    }
}
