extension Judge {
    /// Judges the dates against the local date on which the termination was made, in the contract's zone.
    func judgeDates(_ draft: Draft, _ occurredOn: LocalDate?, _ findings: inout Findings) {
        guard let occurredOn else { return }
        let maxDays = settings.settings.maxBackdatingDays
        if let endDate = draft.endDate.value, endDate.days(until: occurredOn) > maxDays {
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
}
