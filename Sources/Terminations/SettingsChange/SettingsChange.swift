/// One change of the settings, as their owner means it.
///
/// A reason's code never changes and no reason is deleted: history refers to it.
public enum SettingsChange: Sendable, Equatable {
    case add(code: String, ReasonEdit, at: ReasonPlace)
    case edit(code: String, ReasonEdit)
    /// The reason may be given for what is terminated up to and including this day.
    case retire(code: String, through: LocalDate)
    /// Undoes a retirement or a merge: the reason may be given again, without an end. A code that another reason had
    /// taken over as an alias comes back to it.
    case restore(code: String)
    /// Reports count the reason under another from now on, and history keeps what it said.
    ///
    /// - `through`: the last day on which it may still be given; nil refuses it at once, whenever the termination
    ///   occurred.
    /// - `keepsCode`: its code and its aliases become aliases of the other one, so that whoever sends them means that.
    case merge(code: String, into: String, through: LocalDate?, keepsCode: Bool)
    case move(code: String, to: ReasonPlace)
}

/// A place in the order of the reasons.
public enum ReasonPlace: Sendable, Equatable {
    case first
    case last
    case before(String)
    case after(String)
}

extension SettingsChange {
    /// The settings after the change. The order of the reasons and everything that the change does not name stay.
    ///
    /// - Throws: why the change cannot be made; nothing is half made.
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
