/// Judges messages by one version of the settings. Pure: the same question has the same answer.
public struct Judge: Sendable {
    public let settings: SettingsVersion
    let reasons: ReasonDirectory

    public init(settings: SettingsVersion) {
        self.settings = settings
        reasons = ReasonDirectory(settings)
    }

    /// The verdict on a message, given what the ledger knows about its ids.
    ///
    /// A message whose content was accepted before is a duplicate before any other rule, whatever the settings say
    /// now. Otherwise all violations of form, settings and history are reported together, each once.
    ///
    /// - Parameter instant: when the settings' dated rules (reasons' validity, reason-required rules) are judged; nil for
    ///   when the termination was made, which is fair to a message that was kept for days. The dates in the message are
    ///   judged by when it was made all the same.
    public func judge(_ reading: Reading, history: History, asOf instant: Instant? = nil) -> Verdict {
        guard let draft = reading.draft else { return .rejected(reading.formViolations) }
        if let message = reading.message, message.contentDigest == history.acceptedContent { return .duplicate }

        var findings = Findings(root: reading.root)
        if judgeHistory(draft, reading, history, &findings) { return .stale }
        let choice = reasons.choice(of: draft.reasonCode)
        judgeReason(draft, choice, rulesAt: instant ?? draft.occurredAt.value, &findings)
        judgeNote(draft, choice, &findings)
        let occurredOn = localDateOfOccurrence(draft)
        judgeDates(draft, occurredOn, &findings)

        guard let message = reading.message, let occurredOn, findings.violations.isEmpty else {
            return .rejected((reading.formViolations + findings.violations).inContractOrder(root: reading.root))
        }
        let zone = message.timeZone ?? settings.settings.timeZone
        let snapshot = choice.reason.map { reasons.snapshot(of: $0, given: message.reasonCode) }
        return .accepted(
            Termination(
                of: message,
                reason: snapshot,
                settings: settings,
                timeZone: zone,
                occurredOn: occurredOn
            )
        )
    }

    /// The date on the contract's clocks when the termination was made; nil where the message does not say.
    private func localDateOfOccurrence(_ draft: Draft) -> LocalDate? {
        guard let occurredAt = draft.occurredAt.value,
            let zone = draft.timeZone.defaulting(to: settings.settings.timeZone).value
        else { return nil }
        return zone.localDate(at: occurredAt)
    }
}

/// The violations found while judging one message.
struct Findings {
    let root: JSONPointer
    private(set) var violations: [Violation] = []

    init(root: JSONPointer) {
        self.root = root
    }

    mutating func note(
        _ code: Violation.Code,
        at field: Field,
        _ message: String,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        let pointer = root.appending(field.rawValue)
        violations.append(Violation(code, at: pointer, message, expected: expected, suggestion: suggestion))
    }
}
