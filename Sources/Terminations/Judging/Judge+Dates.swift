extension Judge {
    /// Judges whether `occurredAt` is later than the message was received.
    ///
    /// - Parameter receivedAt: nil where it is not known.
    /// - Returns: whether it is. Then no rule that depends on the day of `occurredAt` is judged.
    func judgeOccurrence(_ fields: MessageFields, receivedAt: Instant?, _ violations: inout ViolationList) -> Bool {
        let tolerance = Duration.seconds(86_400)
        guard let receivedAt, let occurredAt = fields.occurredAt.value,
            receivedAt.duration(until: occurredAt) > tolerance
        else { return false }
        violations.add(
            .occurredInFuture,
            at: .occurredAt,
            "The termination occurred more than a day after its message was received.",
            expected: "at most a day after the message is received"
        )
        return true
    }

    /// Judges the dates by the local date, in the contract's zone, on which the termination was made.
    func judgeDates(_ fields: MessageFields, _ occurredOn: LocalDate?, _ violations: inout ViolationList) {
        guard let occurredOn else { return }
        judgeCurrency(fields, occurredOn, &violations)
        let maxDays = settings.settings.maxBackdatingDays
        if fields.action.value != .withdraw, let endDate = fields.endDate.value,
            endDate.days(until: occurredOn) > maxDays
        {
            violations.add(
                .backdatedTooFar,
                at: .endDate,
                "The end date is more than \(maxDays) days before the termination was made.",
                expected: "\(occurredOn.adding(days: -maxDays)) or later"
            )
        }
        let maxForwardDays = settings.settings.maxForwardDays
        if fields.action.value != .withdraw, let endDate = fields.endDate.value,
            occurredOn.days(until: endDate) > maxForwardDays
        {
            violations.add(
                .endDateTooFar,
                at: .endDate,
                "The end date is more than \(maxForwardDays) days after the termination was made.",
                expected: "\(occurredOn.adding(days: maxForwardDays)) or before"
            )
        }
        if let receivedOn = fields.receivedOn.value, occurredOn.days(until: receivedOn) > 1 {
            violations.add(
                .outOfRange,
                at: .receivedOn,
                "The notice was received after the termination was made.",
                expected: "\(occurredOn.adding(days: 1)) or before"
            )
        }
    }

    /// The currency of an amount must be active on the day on which the termination was made.
    private func judgeCurrency(_ fields: MessageFields, _ occurredOn: LocalDate, _ violations: inout ViolationList) {
        guard let currency = fields.contract.currency.value, !currency.isActive(on: occurredOn) else { return }
        violations.add(
            .invalidCurrency,
            at: .contract,
            contractField: .currency,
            "The currency was not active on the day on which the termination was made.",
            expected: "termination made on \(currency.activeDays(otherThan: occurredOn)), or another currency"
        )
    }

    /// Judges that a correction or withdrawal was not made too long after the contract ended.
    func judgeDelay(after recorded: RecordedTermination, _ occurredOn: LocalDate?, _ violations: inout ViolationList) {
        let maxDays = settings.settings.maxBackdatingDays
        guard let occurredOn, recorded.endDate.days(until: occurredOn) > maxDays else { return }
        violations.add(
            .backdatedTooFar,
            at: .occurredAt,
            "The recorded end date is more than \(maxDays) days before this was made.",
            expected: "made on \(recorded.endDate.adding(days: maxDays)) or before"
        )
    }
}
