/// Which rules of one version of the settings a message is judged by. Pure: it says nothing of the verdict.
///
/// Guarantees: for a message that was accepted by these settings, the rules are those that the judge went by.
public struct AppliedRules: Sendable, Equatable {
    /// The reason-required rule that decides: the last that matches.
    public struct DecidingRule: Sendable, Equatable {
        /// Its place in the settings, from 1.
        public let number: Int
        /// How many rules there are.
        public let count: Int
        public let rule: ReasonRequirement.Rule
    }

    /// The settings that judge.
    public let settingsVersion: Int
    /// The day at which dated rules are judged, in the settings' zone.
    public let judgedOn: LocalDate
    /// Whether a reason is looked at; a withdrawal needs none, and one that it gives is not looked at.
    public let looksAtReason: Bool
    /// nil where no rule matches, so that no reason is required, and where no reason is looked at.
    public let reasonRule: DecidingRule?
    /// The reason that is given, with its validity, its note rule and where it may be used; nil where there is none.
    public let reason: CancellationReason?
    /// Whether the message names the reason by an alias.
    public let isAlias: Bool
    /// Unicode scalars that a note has at most.
    public let maxNoteLength: Int
    /// Days that the end date may lie before the day on which this was made.
    public let maxBackdatingDays: Int
    /// Days that the end date may lie after the day on which this was made.
    public let maxForwardDays: Int
    /// The zone of the contract's local dates: the message's, or else the settings'.
    public let timeZone: Zone

    /// The rules by which the settings judge a message; nil where the message is not valid by itself.
    ///
    /// - Parameter instant: when dated rules are judged; nil for when the termination was made.
    public init?(to parsed: ParsedMessage, by settings: SettingsVersion, asOf instant: Instant? = nil) {
        guard let draft = parsed.draft, let message = parsed.message else { return nil }
        let instant = instant ?? message.occurredAt
        settingsVersion = settings.number
        judgedOn = settings.settings.timeZone.localDate(at: instant)
        maxNoteLength = settings.settings.note.maxLength
        maxBackdatingDays = settings.settings.maxBackdatingDays
        maxForwardDays = settings.settings.maxForwardDays
        timeZone = message.timeZone ?? settings.settings.timeZone
        switch message.action {
        case .terminate, .correct:
            looksAtReason = true
            reasonRule = DecidingRule(settings.settings, draft, instant)
            reason = ReasonDirectory(settings).choice(of: draft.reasonCode).reason
            isAlias = reason.map { $0.code.normalCode != message.reasonCode?.normalCode } ?? false
        case .withdraw:
            looksAtReason = false
            reasonRule = nil
            reason = nil
            isAlias = false
        }
    }
}

extension AppliedRules.DecidingRule {
    fileprivate init?(_ settings: Settings, _ draft: MessageFields, _ instant: Instant) {
        switch settings.decidingRule(for: draft, at: instant) {
        case .rule(let index):
            let rules = settings.reasonRequired.rules
            self.init(number: index + 1, count: rules.count, rule: rules[index])
        case .noRule, .unknown:
            return nil
        }
    }
}
