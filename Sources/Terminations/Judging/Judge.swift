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
    /// - Parameters:
    ///   - receivedAt: when the message was received, or is judged again; nil where that is not known. No termination was
    ///     made more than a day later.
    ///   - instant: when the settings' dated rules (reasons' validity, reason-required rules) are judged; nil for when the
    ///     termination was made, which is fair to a message that was kept for days. The dates in the message are judged
    ///     by when it was made all the same.
    public func judge(
        _ parsed: ParsedMessage,
        history: History,
        receivedAt: Instant? = nil,
        asOf instant: Instant? = nil
    ) -> Verdict {
        guard let draft = parsed.draft else { return .rejected(parsed.formViolations) }
        if let message = parsed.message, message.contentDigest == history.acceptedContent { return .duplicate }

        var findings = Findings(root: parsed.root)
        let isInFuture = judgeOccurrence(draft, receivedAt: receivedAt, &findings)
        let occurredOn = isInFuture ? nil : localDateOfOccurrence(draft)
        let staleness = judgeHistory(draft, parsed, history, occurredOn, &findings)
        // What changes nothing is not judged by the settings.
        if let staleness, parsed.message != nil, findings.violations.isEmpty { return .stale(staleness) }
        let choice = choice(of: draft)
        if draft.action.value != .withdraw {
            judgeReason(draft, choice, rulesAt: instant ?? (isInFuture ? nil : draft.occurredAt.value), &findings)
        }
        judgeNote(draft, choice, &findings)
        judgeDates(draft, occurredOn, &findings)

        guard let message = parsed.message, let occurredOn, findings.violations.isEmpty else {
            return .rejected((parsed.formViolations + findings.violations).inContractOrder(root: parsed.root))
        }
        guard let fact = fact(of: message, choice, history, occurredOn) else { return .held }
        return .accepted(fact)
    }

    /// Why a correction or withdrawal is refused whose termination was not recorded within the waiting time.
    public static func unknownTermination(_ parsed: ParsedMessage) -> Violation {
        Violation(
            .unknownTermination,
            at: parsed.root.appending(Field.terminationID.rawValue),
            "No such termination was recorded within the waiting time."
        )
    }

    /// A withdrawal needs no reason: one that it gives is not looked at.
    private func choice(of draft: MessageFields) -> ReasonDirectory.Choice {
        draft.action.value == .withdraw ? .none : reasons.choice(of: draft.reasonCode)
    }

    /// nil where the termination that is corrected or withdrawn is not recorded.
    private func fact(
        of message: TerminationMessage,
        _ choice: ReasonDirectory.Choice,
        _ history: History,
        _ occurredOn: LocalDate
    ) -> RecordedChange? {
        switch message.action {
        case .terminate: return .terminated(termination(of: message, choice, occurredOn))
        case .correct:
            return history.termination.map {
                .corrected(
                    termination(of: message, choice, occurredOn, knownStart: $0.startDate),
                    Supersession(of: $0)
                )
            }
        case .withdraw:
            return history.termination.map { recorded in
                .withdrawn(
                    Withdrawal(
                        message: message,
                        termination: recorded,
                        contractTerminatedBy: history.termination(thatEndsContractOf: recorded)?.terminationID,
                        settingsVersion: settings.number,
                        notePublished: settings.settings.note.publish && recorded.reason?.isSensitive != true
                    )
                )
            }
        }
    }

    private func termination(
        of message: TerminationMessage,
        _ choice: ReasonDirectory.Choice,
        _ occurredOn: LocalDate,
        knownStart: LocalDate? = nil
    ) -> Termination {
        guard let endDate = message.endDate else {
            preconditionFailure("A message that terminates or corrects has an end date.")
        }
        return Termination(
            of: message,
            endDate: endDate,
            reason: choice.reason.map { reasons.snapshot(of: $0, given: message.reasonCode) },
            settings: settings,
            timeZone: message.timeZone ?? settings.settings.timeZone,
            occurredOn: occurredOn,
            knownStart: knownStart
        )
    }

    /// The date on the contract's clocks when the termination was made; nil where the message does not say.
    private func localDateOfOccurrence(_ draft: MessageFields) -> LocalDate? {
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

    /// - Parameter fact: the fact in `contract`, where the field is that.
    mutating func note(
        _ code: Violation.Code,
        at field: Field,
        fact: ContractField? = nil,
        _ message: String,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        var pointer = root.appending(field.rawValue)
        if let fact { pointer = pointer.appending(fact.rawValue) }
        violations.append(Violation(code, at: pointer, message, expected: expected, suggestion: suggestion))
    }
}
