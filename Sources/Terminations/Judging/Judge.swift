import JSON

/// Judges messages by one version of the settings. Pure: the same arguments have the same result.
public struct Judge: Sendable {
    public let settings: SettingsVersion
    let reasons: ReasonDirectory

    public init(settings: SettingsVersion) {
        self.settings = settings
        reasons = ReasonDirectory(settings)
    }

    /// The verdict on a message, given the recorded facts about its ids.
    ///
    /// A message whose content was accepted before is a duplicate, regardless of the present settings. Otherwise all
    /// violations of form, settings and history are reported together, each once.
    ///
    /// - Parameters:
    ///   - receivedAt: when the message was received, or is judged again; nil where it is not known. A termination cannot
    ///     have been made more than a day later.
    ///   - instant: when the settings' dated rules (reasons' validity, reason-required rules) are judged; nil for when the
    ///     termination was made, which is fair to a message that was kept for days. The dates in the message are always
    ///     judged by when it was made.
    public func judge(
        _ parsed: ParsedMessage,
        history: History,
        receivedAt: Instant? = nil,
        asOf instant: Instant? = nil
    ) -> Verdict {
        guard let fields = parsed.fields else { return .rejected(parsed.formViolations) }
        if let message = parsed.message, message.contentDigest == history.acceptedContent { return .duplicate }

        var violations = ViolationList(root: parsed.root)
        let isInFuture = judgeOccurrence(fields, receivedAt: receivedAt, &violations)
        let occurredOn = isInFuture ? nil : localDateOfOccurrence(fields)
        let staleness = judgeHistory(fields, parsed, history, occurredOn, &violations)
        // A message that changes nothing is not judged by the settings.
        if let staleness, parsed.message != nil, violations.all.isEmpty { return .stale(staleness) }
        let choice = choice(of: fields)
        if fields.action.value != .withdraw {
            judgeReason(fields, choice, rulesAt: instant ?? (isInFuture ? nil : fields.occurredAt.value), &violations)
        }
        judgeNote(fields, choice, &violations)
        judgeDates(fields, occurredOn, &violations)

        guard let message = parsed.message, let occurredOn, violations.all.isEmpty else {
            return .rejected((parsed.formViolations + violations.all).inContractOrder(root: parsed.root))
        }
        guard let change = change(of: message, choice, history, occurredOn) else { return .held }
        return .accepted(change)
    }

    /// The reason that a message names, by its code or an alias; nil where it names none, or one that the settings do not
    /// have.
    public func reason(of parsed: ParsedMessage) -> CancellationReason? {
        parsed.fields.flatMap { choice(of: $0).reason }
    }

    /// The violation of a correction or withdrawal whose termination was not recorded within the waiting time.
    public static func unknownTermination(_ parsed: ParsedMessage) -> Violation {
        Violation(
            .unknownTermination,
            at: parsed.root.appending(Field.terminationID.rawValue),
            "No such termination was recorded within the waiting time."
        )
    }

    /// A withdrawal needs no reason. One that it gives is ignored.
    private func choice(of fields: MessageFields) -> ReasonDirectory.Choice {
        fields.action.value == .withdraw ? .none : reasons.choice(of: fields.reasonCode)
    }

    /// nil where the corrected or withdrawn termination is not recorded.
    private func change(
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

    /// The local date, in the contract's zone, on which the termination was made; nil where the message has no valid
    /// instant or zone.
    private func localDateOfOccurrence(_ fields: MessageFields) -> LocalDate? {
        guard let occurredAt = fields.occurredAt.value,
            let zone = fields.timeZone.defaulting(to: settings.settings.timeZone).value
        else { return nil }
        return zone.localDate(at: occurredAt)
    }
}

/// The violations of one message that the judge has found so far.
struct ViolationList {
    /// The place of the message in the document.
    let root: JSONPointer
    private(set) var all: [Violation] = []

    init(root: JSONPointer) {
        self.root = root
    }

    /// - Parameter contractField: the field within `contract`, where `field` is that.
    mutating func add(
        _ code: Violation.Code,
        at field: Field,
        contractField: ContractField? = nil,
        _ message: String,
        expected: String? = nil,
        suggestion: String? = nil
    ) {
        var pointer = root.appending(field.rawValue)
        if let contractField { pointer = pointer.appending(contractField.rawValue) }
        all.append(Violation(code, at: pointer, message, expected: expected, suggestion: suggestion))
    }
}
