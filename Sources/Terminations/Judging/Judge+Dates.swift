extension Judge {
    /// Judges the dates against the local date on which the termination was made, in the contract's zone.
    func judgeDates(_ draft: Draft, _ occurredOn: LocalDate?, _ findings: inout Findings) {
        guard let occurredOn else { return }
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
        if let receivedOn = draft.receivedOn.value, occurredOn.days(until: receivedOn) > 1 {
            findings.note(
                .outOfRange,
                at: .receivedOn,
                "The notice was received after the termination was made.",
                expected: "\(occurredOn.adding(days: 1)) or before"
            )
        }
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
