/// An entry of the settings: a stable code with labels and rules.
public struct CancellationReason: Sendable, Equatable {
    public let code: String
    /// By language; always has the settings' default language.
    public let labels: [String: String]
    public let category: String?
    /// Whether the customer wanted to leave.
    public let voluntary: Bool?
    public let note: NoteRule
    public let allowed: AllowedUse
    public let validFrom: LocalDate?
    /// Inclusive; past it the reason is retired for later terminations.
    public let validThrough: LocalDate?
    /// Other codes under which messages may name this reason.
    public let aliases: [String]
    /// The code of the reason that this one was merged into. Retired at once, unless ``validThrough`` says when.
    public let replacedBy: String?
    /// Whether code and label stay out of logs and published events.
    public let isSensitive: Bool
    /// Copied into the event's reason as they are.
    public let attributes: JSONObject

    /// Merged into another, and nothing says until when it may still be given.
    var isMergedAtOnce: Bool { replacedBy != nil && validThrough == nil }
}

/// What a reason says about the note.
public struct NoteRule: Sendable, Equatable {
    public enum Presence: String, CaseIterable, Sendable {
        case required
        case optional
        case forbidden
    }

    public let presence: Presence
    /// Unicode scalars that a note has at least, trimmed, where there is one.
    public let minLength: Int?

    public static let optional = NoteRule(presence: .optional, minLength: nil)
}

/// Where a reason may be used; nil is everywhere.
public struct AllowedUse: Sendable, Equatable {
    public let initiators: Set<Initiator>?
    public let terminationTypes: Set<TerminationType>?
    public let contractTypes: Set<String>?

    public static let everywhere = AllowedUse(initiators: nil, terminationTypes: nil, contractTypes: nil)
}
