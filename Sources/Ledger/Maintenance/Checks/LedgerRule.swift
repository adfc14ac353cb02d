/// The rules that hold in every ledger, whatever happened to the process and its disk. ``Ledger/check(onProgress:)``
/// checks them.
public enum LedgerRule: String, CaseIterable, Sendable {
    case integrity
    case foreignKeys = "foreign-keys"
    case settingsVersions = "settings-versions"
    case eventSequence = "event-sequence"
    case eventIDs = "event-ids"
    case contractSequence = "contract-sequence"
    case relayCursor = "relay-cursor"
    case parkedEvents = "parked-events"
    case messageIDs = "message-ids"
    case dates
    case revisions
    case revisionEvents = "revision-events"
    case toldFacts = "told-facts"
    case withdrawals
    case oneInForce = "one-in-force"
    case lastSequence = "last-sequence"
    case effects
    case pendingEffects = "pending-effects"
    case reasonUses = "reason-uses"
    case recordedIDs = "recorded-ids"
    case reportFacts = "report-facts"
    case deadLetterCounts = "dead-letter-counts"
    case deadLetterCauses = "dead-letter-causes"
    case deadLetterValues = "dead-letter-values"
    case redactedNotes = "redacted-notes"
    case auditTrail = "audit-trail"

    /// The rule in one sentence.
    public var sentence: String {
        switch self {
        case .integrity: "SQLite finds its pages, indexes and constraints whole."
        case .foreignKeys: "Every row that another one names is there."
        case .settingsVersions: "The versions of the settings are numbered from 1 without gaps."
        case .eventSequence: "The positions of the event log have no gap."
        case .eventIDs: "No event id is in the log twice."
        case .contractSequence: "The events of each contract are numbered in their order, without gaps."
        case .relayCursor: "The relay's cursor is within the log."
        case .parkedEvents: "Events that are kept back lie behind the cursor, under their contract."
        case .messageIDs: "No message id is recorded twice."
        case .dates: "Every date of a termination is one."
        case .revisions: "Each termination is at its latest revision, and has it."
        case .revisionEvents: "The event of each revision is in the log, under its contract."
        case .toldFacts: "Each event that tells a fact is that of one revision."
        case .withdrawals: "A termination is ended where its latest revision withdraws it, and only there."
        case .oneInForce: "The terms of a contract that terminations end do not overlap."
        case .lastSequence: "A termination in force knows the last event of its contract."
        case .effects: "Each termination that took effect has an event of its contract."
        case .pendingEffects: "Each termination that is still to take effect is scheduled at its instant."
        case .reasonUses: "Reasons are counted as often as terminations have them."
        case .recordedIDs: "Every recorded id is found again."
        case .reportFacts: "What reports count is what the terminations say."
        case .deadLetterCounts: "The counts of dead letters are those of the letters."
        case .deadLetterCauses: "What a dead letter was refused for is known by its fingerprint."
        case .deadLetterValues: "A dead letter is found by the values that its message has."
        case .redactedNotes: "Messages whose note was redacted have none."
        case .auditTrail: "The audit trail is as it was written."
        }
    }
}

/// Where a rule does not hold.
public struct LedgerFinding: Sendable, Equatable {
    public let rule: LedgerRule
    /// How many violations were found.
    public let count: Int
    /// The first places: rows of ``table``, or messages of SQLite. No text holds a value of a row.
    public let places: [String]
    /// The table whose rows are named; nil where the rule is not about rows.
    public let table: String?
}
