/// Why a change of the settings cannot be made. Nothing was changed.
public enum SettingsChangeError: Error, Sendable, Equatable {
    /// No reason has this code.
    case noSuchReason(String, nearest: String?)
    /// This is an alias; reasons are named by their codes.
    case isAlias(String, of: String)
    /// Another reason has this code, or has it for an alias.
    case codeTaken(String, by: String)
    case noSuchAlias(String, of: String)
    case alreadyRetired(String, since: LocalDate)
    case alreadyMerged(String, into: String)
    /// The reason would be retired before the day from which it is valid.
    case retiredBeforeValid(String, from: LocalDate)
    /// It is neither retired nor merged.
    case notRetired(String)
    case mergedIntoItself(String)
    /// What it would be merged into was itself merged into another.
    case mergedIntoMerged(String, successor: String)
    /// What it would be merged into leads back to it: the codes on that way, from the one that it would be merged into to itself.
    case mergedInCircle([String])
    /// Its code would stand in the events of a reason that is not sensitive.
    case aliasWouldReveal(String, into: String)
    case placedAtItself(String)
    /// The settings after the change could not be used: everything that would be wrong with them.
    case invalid([Violation])
}

extension SettingsChangeError: CustomStringConvertible {
    /// A full sentence, and what to do where that helps.
    public var description: String {
        switch self {
        case .noSuchReason(let code, let nearest):
            "There is no reason \(code)." + (nearest.map { " Did you mean \($0)?" } ?? "")
        case .isAlias(let alias, let code): "\(alias) is an alias of \(code): name the reason by its code."
        case .codeTaken(let code, let holder):
            code.normalCode == holder.normalCode
                ? "There is a reason \(holder) already." : "\(code) is taken already: it means \(holder)."
        case .noSuchAlias(let alias, let code): "\(code) has no alias \(alias)."
        case .alreadyRetired(let code, let date): "\(code) is retired already: it was valid through \(date)."
        case .alreadyMerged(let code, let successor):
            "\(code) was merged into \(successor) already. Restore it first."
        case .retiredBeforeValid(let code, let from):
            "\(code) is valid from \(from) on: it cannot be retired before that day."
        case .notRetired(let code): "\(code) is neither retired nor merged: there is nothing to restore."
        case .mergedIntoItself(let code): "\(code) cannot be merged into itself."
        case .mergedIntoMerged(let code, let successor):
            "\(code) was itself merged into \(successor): merge into that."
        case .mergedInCircle(let path): "That would be a circle (\(path.joined(separator: " → ")))."
        case .aliasWouldReveal(let code, let into):
            "\(code) is sensitive and \(into) is not: as an alias its code would stand in events. Merge without the alias."
        case .placedAtItself(let code): "\(code) cannot be placed before or after itself."
        case .invalid(let violations):
            "The settings would not be valid: "
                + violations.map { violation in
                    "\(violation.pointer): \(violation.message)"
                        + (violation.expected.map { " Expected: \($0)." } ?? "")
                }.joined(separator: " ")
        }
    }
}
