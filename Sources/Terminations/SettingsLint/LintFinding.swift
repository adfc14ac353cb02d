/// Something in valid settings that is probably not meant.
public struct LintFinding: Sendable, Equatable {
    /// Stable codes, documented in `docs/settings.md`.
    public enum Code: String, CaseIterable, Sendable {
        /// A later rule matches whatever this one matches: it decides nothing.
        case ruleNeverDecides = "rule-never-decides"
        /// Two rules that say different things match some terminations both; the later one decides these.
        case rulesOverlap = "rules-overlap"
        /// The reason demands a note that is longer than notes may be: no message can give it.
        case reasonUnreachable = "reason-unreachable"
        /// The reason's code is an alias of another one: no message can mean it any more.
        case reasonHidden = "reason-hidden"
        /// Reports count the merged reason under one reason, and messages with its code mean another.
        case aliasElsewhere = "alias-elsewhere"
        /// Codes or aliases of two reasons differ only in punctuation or spaces.
        case codesAlike = "codes-alike"
        /// An alias of one reason is what people read as the label of another.
        case aliasIsLabel = "alias-is-label"
        /// Other reasons have a label in this language.
        case labelMissing = "label-missing"
        /// A reason for everything else does not demand a note: reports will not tell what it was.
        case catchAllWithoutNote = "catch-all-without-note"

        public var severity: Severity {
            switch self {
            case .reasonUnreachable: .error
            case .ruleNeverDecides, .rulesOverlap, .reasonHidden, .aliasElsewhere, .codesAlike, .aliasIsLabel,
                .labelMissing, .catchAllWithoutNote:
                .warning
            }
        }
    }

    public enum Severity: String, Sendable {
        case warning
        /// It cannot work as it stands.
        case error
    }

    public let code: Code
    /// The place in the settings document.
    public let pointer: JSONPointer
    /// One English sentence, or two.
    public let sentence: String

    public var severity: Severity { code.severity }
}
