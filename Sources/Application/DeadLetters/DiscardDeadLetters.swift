/// Sets open and held dead letters aside, with a reason.
public struct DiscardDeadLetters: Sendable {
    public var selection: DeadLetterSelection
    /// Whether the plan says by cause and value what would be discarded, for which bodies are read.
    public var showsCauses: Bool

    public init(_ selection: DeadLetterSelection, showsCauses: Bool = true) {
        self.selection = selection
        self.showsCauses = showsCauses
    }
}

/// Opens discarded dead letters again.
public struct RestoreDeadLetters: Sendable {
    public var selection: DeadLetterSelection
    /// Whether the plan says by cause and value what would be restored, for which bodies are read.
    public var showsCauses: Bool

    public init(_ selection: DeadLetterSelection, showsCauses: Bool = true) {
        self.selection = selection
        self.showsCauses = showsCauses
    }
}

extension Application {
    public func plan(_ action: DiscardDeadLetters) throws -> StateChangePlan {
        try StateChangePlan(.discarded, action.selection, showsCauses: action.showsCauses, self)
    }

    public func plan(_ action: RestoreDeadLetters) throws -> StateChangePlan {
        try StateChangePlan(.restored, action.selection, showsCauses: action.showsCauses, self)
    }
}
