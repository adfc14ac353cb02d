/// The rules in one version of the settings that apply to a message, without the verdict.
///
/// Guarantee: for a message that these settings accepted, these are the rules that the judge applied.
public struct AppliedRules: Sendable, Equatable {
    /// The reason-required rule that decides: the last one that matches.
    public struct DecidingRule: Sendable, Equatable {
        /// Its position in the settings, from 1.
        public let number: Int
        /// How many rules there are.
        public let count: Int
        public let rule: ReasonRequirement.Rule
    }

    /// The settings that judge.
    public let settingsVersion: Int
    /// The day, in the settings' zone, by which dated rules are judged.
    public let judgedOn: LocalDate
    /// Whether the reason is judged. A withdrawal needs none, and one that it gives is ignored.
    public let looksAtReason: Bool
    /// nil where no rule matches, so that no reason is required, and where the reason is not judged.
    public let reasonRule: DecidingRule?
    /// The given reason, with its validity, its note rule and its allowed use; nil where there is none.
    public let reason: CancellationReason?
    /// Whether the message names the reason by an alias.
    public let isAlias: Bool
    /// The most Unicode scalars of a note.
    public let maxNoteLength: Int
    /// The most days that the end date may be before the day on which the message was made.
    public let maxBackdatingDays: Int
    /// The most days that the end date may be after the day on which the message was made.
    public let maxForwardDays: Int
    /// The zone of the contract's local dates: the message's, or the settings' where it names none.
    public let timeZone: Zone

    /// The rules by which the settings judge a message; nil where the message is not valid by itself.
    ///
    /// - Parameter instant: when dated rules are judged; nil for when the termination was made.
    public init?(to parsed: ParsedMessage, by settings: SettingsVersion, asOf instant: Instant? = nil) {
        guard let fields = parsed.fields, let message = parsed.message else { return nil }
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
            reasonRule = DecidingRule(settings.settings, fields, instant)
            reason = ReasonDirectory(settings).choice(of: fields.reasonCode).reason
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
    fileprivate init?(_ settings: Settings, _ fields: MessageFields, _ instant: Instant) {
        switch settings.decidingRule(for: fields, at: instant) {
        case .rule(let index):
            let rules = settings.reasonRequired.rules
            self.init(number: index + 1, count: rules.count, rule: rules[index])
        case .noRule, .unknown:
            return nil
        }
    }
}
