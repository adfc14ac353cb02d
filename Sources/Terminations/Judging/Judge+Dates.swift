extension Judge {
    /// Judges whether a termination is said to have been made later than its message was received.
    ///
    /// - Parameter receivedAt: nil where it is not known.
    /// - Returns: whether it is; then nothing that hangs on the day on which it was made is judged.
    func judgeOccurrence(_ draft: MessageFields, receivedAt: Instant?, _ findings: inout Findings) -> Bool {
        let tolerance = Duration.seconds(86_400)
        guard let receivedAt, let occurredAt = draft.occurredAt.value,
            receivedAt.duration(until: occurredAt) > tolerance
        else { return false }
        findings.note(
            .occurredInFuture,
            at: .occurredAt,
            "The termination would have been made more than a day after its message was received.",
            expected: "at most a day after the message is received"
        )
        return true
    }

    /// Judges the dates against the local date on which the termination was made, in the contract's zone.
    func judgeDates(_ draft: MessageFields, _ occurredOn: LocalDate?, _ findings: inout Findings) {
        guard let occurredOn else { return }
        judgeCurrency(draft, occurredOn, &findings)
        let maxDays = settings.settings.maxBackdatingDays
        if draft.action.value != .withdraw, let endDate = draft.endDate.value, endDate.days(until: occurredOn) > maxDays
        {
            findings.note(
                .backdatedTooFar,
                at: .endDate,
                "The end date lies more than \(maxDays) days before the termination was made.",
                expected: "\(occurredOn.adding(days: -maxDays)) or later"
            )
        }
        let maxForwardDays = settings.settings.maxForwardDays
        if draft.action.value != .withdraw, let endDate = draft.endDate.value,
            occurredOn.days(until: endDate) > maxForwardDays
        {
            findings.note(
                .endDateTooFar,
                at: .endDate,
                "The end date lies more than \(maxForwardDays) days after the termination was made.",
                expected: "\(occurredOn.adding(days: maxForwardDays)) or before"
            )
        }
        if let receivedOn = draft.receivedOn.value, occurredOn.days(until: receivedOn) > 1 {
            findings.note(
                .outOfRange,
                at: .receivedOn,
                "The notice was received after the termination was made.",
                expected: "\(occurredOn.adding(days: 1)) or before"
            )
        }
    }

    /// An amount is in money of its day.
    private func judgeCurrency(_ draft: MessageFields, _ occurredOn: LocalDate, _ findings: inout Findings) {
        guard let currency = draft.contract.currency.value, !currency.isActive(on: occurredOn) else { return }
        findings.note(
            .invalidCurrency,
            at: .contract,
            fact: .currency,
            "The currency was not active on the day on which the termination was made.",
            expected: "termination made on \(currency.activeDays(otherThan: occurredOn)), or another currency"
        )
    }

    /// Judges when a correction or withdrawal was made: the contract must not have ended too long ago.
    func judgeDelay(after recorded: RecordedTermination, _ occurredOn: LocalDate?, _ findings: inout Findings) {
        let maxDays = settings.settings.maxBackdatingDays
        guard let occurredOn, recorded.endDate.days(until: occurredOn) > maxDays else { return }
        findings.note(
            .backdatedTooFar,
            at: .occurredAt,
            "The recorded end date lies more than \(maxDays) days before this was made.",
            expected: "made on \(recorded.endDate.adding(days: maxDays)) or before"
        )
    }
}
