extension Judge {
    /// Judges a message by the recorded facts.
    ///
    /// - Returns: why the message is stale, unless it has violations; nil where it is not stale.
    func judgeHistory(
        _ fields: MessageFields,
        _ parsed: ParsedMessage,
        _ history: History,
        _ occurredOn: LocalDate?,
        _ violations: inout ViolationList
    ) -> Staleness? {
        if let accepted = history.acceptedContent, accepted != parsed.contentDigest {
            violations.add(.messageIDReused, at: .messageID, "This message id was accepted before with other content.")
        }
        guard let recorded = history.termination else {
            judgeContract(fields, history, &violations)
            return nil
        }
        guard judgeParties(fields, recorded, &violations) else {
            judgeContract(fields, history, &violations)
            return nil
        }
        switch RevisionOrder(fields, parsed, recorded, earlierContent: history.earlierContent) {
        case .unreadable: break
        case .repeated: return .repeated
        case .overtaken: return .overtaken
        case .conflicting where recorded.isWithdrawn, .late where recorded.isWithdrawn,
            .newer where recorded.isWithdrawn:
            violations.add(
                .alreadyWithdrawn,
                at: .terminationID,
                "The termination is withdrawn; the contract can be terminated again under another terminationId."
            )
        case .conflicting:
            violations.add(
                .revisionConflict,
                at: .revision,
                "This revision of the termination is recorded with other content.",
                expected: (fields.action.value == .terminate ? "action correct with a " : "")
                    + "revision above \(recorded.revision)"
            )
        case .late:
            violations.add(
                .staleRevision,
                at: .revision,
                "A later revision of the termination is recorded, although this one was made after it.",
                expected: "revision above \(recorded.revision)"
            )
            judgeRepeatedTermination(fields, recorded, &violations)
        case .newer: judgeNewer(fields, recorded, history, occurredOn, &violations)
        }
        return nil
    }

    /// Judges that only one termination ends a term of a contract. A contract that begins again has a new term.
    ///
    /// A termination that was withdrawn before the other was made does not conflict with it: they only arrived in another
    /// order.
    private func judgeContract(_ fields: MessageFields, _ history: History, _ violations: inout ViolationList) {
        switch fields.action {
        case .value(.terminate), .absent, .invalid:
            judgeTerm(from: fields.contract.startDate, fields, history, &violations) { other in
                history.withdrawnAt.map { $0 <= other.occurredAt } ?? false
            }
        case .value(.correct), .value(.withdraw): break
        }
    }

    /// - Parameter isExcused: whether the other termination does not conflict for another reason.
    private func judgeTerm(
        from startDate: Parsed<LocalDate>,
        _ fields: MessageFields,
        _ history: History,
        _ violations: inout ViolationList,
        isExcused: (TerminationInForce) -> Bool = { _ in false }
    ) {
        guard !history.inForce.isEmpty, !startDate.isInvalid, !fields.contract.isInvalid else { return }
        let other = history.inForce.first { other in
            if fields.terminationID.value?.hasSameBytes(as: other.terminationID) ?? false { return false }
            // An invalid end date has already been reported. It could be before the other's start.
            if fields.endDate.isInvalid, other.startDate != nil { return false }
            return !other.isApart(from: startDate.value, to: fields.endDate.value) && !isExcused(other)
        }
        guard let other else { return }
        // The sender learns neither the id nor the dates of another customer's termination.
        let isSameCustomer = fields.customerID.value.map { $0.hasSameBytes(as: other.customerID) } ?? false
        let end = isSameCustomer ? "the recorded end date, \(other.endDate)" : "the recorded end date"
        if isSameCustomer, let start = other.startDate, fields.action.value == .correct,
            startDate.value.map({ $0 < start }) ?? true
        {
            violations.add(
                .contractAlreadyTerminated,
                at: .contractID,
                "The contract would end within a term that another termination ends.",
                expected: "endDate before \(start), when the contract begins again",
                suggestion: other.terminationID
            )
            return
        }
        violations.add(
            .contractAlreadyTerminated,
            at: .contractID,
            "Another termination ends this contract. A contract that has begun again since needs contract.startDate.",
            expected: "contract.startDate after \(end)",
            suggestion: isSameCustomer ? other.terminationID : nil
        )
    }

    /// - Returns: whether the message names the recorded contract and customer.
    private func judgeParties(
        _ fields: MessageFields,
        _ recorded: RecordedTermination,
        _ violations: inout ViolationList
    ) -> Bool {
        var isSame = true
        if let contractID = fields.contractID.value, !contractID.hasSameBytes(as: recorded.contractID) {
            isSame = false
            violations.add(
                .contractMismatch,
                at: .contractID,
                "The termination is recorded for another contract."
            )
        }
        if let customerID = fields.customerID.value, !customerID.hasSameBytes(as: recorded.customerID) {
            isSame = false
            violations.add(
                .contractMismatch,
                at: .customerID,
                "The termination is recorded for another customer."
            )
        }
        return isSame
    }

    /// Judges a message with a revision above the recorded one, which is not withdrawn.
    private func judgeNewer(
        _ fields: MessageFields,
        _ recorded: RecordedTermination,
        _ history: History,
        _ occurredOn: LocalDate?,
        _ violations: inout ViolationList
    ) {
        switch fields.action {
        case .value(.terminate): judgeRepeatedTermination(fields, recorded, &violations)
        case .value(.correct):
            judgeDelay(after: recorded, occurredOn, &violations)
            let startDate = fields.contract.startDate
            judgeEnd(after: recorded.startDate, fields, &violations)
            judgeTerm(
                from: recorded.startDate.map { startDate.defaulting(to: $0) } ?? startDate,
                fields,
                history,
                &violations
            )
        case .value(.withdraw): judgeDelay(after: recorded, occurredOn, &violations)
        case .absent, .invalid: break
        }
    }

    /// Judges the end date by the start date of an earlier revision, which applies where a correction leaves it out.
    private func judgeEnd(after startDate: LocalDate?, _ fields: MessageFields, _ violations: inout ViolationList) {
        guard case .absent = fields.contract.startDate, !fields.contract.isInvalid, let startDate,
            let endDate = fields.endDate.value, endDate < startDate.adding(days: -1)
        else { return }
        violations.add(
            .endDateBeforeStart,
            at: .endDate,
            "The contract would end before the start date that an earlier revision gave.",
            expected: "\(startDate.adding(days: -1)), which says that the contract never came into force, or later"
        )
    }

    private func judgeRepeatedTermination(
        _ fields: MessageFields,
        _ recorded: RecordedTermination,
        _ violations: inout ViolationList
    ) {
        guard fields.action.value == .terminate else { return }
        violations.add(
            .alreadyRecorded,
            at: .terminationID,
            "This termination is recorded; send a correction to change it.",
            expected: "action correct with a revision above \(recorded.revision)"
        )
    }
}

/// The order of a message's revision and the recorded one.
private enum RevisionOrder {
    case unreadable
    /// Recorded, with the same content.
    case repeated
    /// Recorded, with other content.
    case conflicting
    /// Below the latest one, not recorded and not made later.
    case overtaken
    /// Below the latest one although made later: a mistake in the numbering.
    case late
    case newer

    init(
        _ fields: MessageFields,
        _ parsed: ParsedMessage,
        _ recorded: RecordedTermination,
        earlierContent: ContentDigest?
    ) {
        guard let revision = fields.revision.defaulting(to: 1).value else {
            self = .unreadable
            return
        }
        if revision > recorded.revision {
            self = .newer
            return
        }
        let isLatest = revision == recorded.revision
        let content = isLatest ? recorded.contentDigest : earlierContent
        if let content, content == parsed.contentDigest {
            self = .repeated
        } else if isLatest {
            self = .conflicting
        } else if let occurredAt = fields.occurredAt.value {
            // The ledger stores milliseconds.
            let isLater = recorded.occurredAt.duration(until: occurredAt) >= .milliseconds(1)
            self = isLater ? .late : content == nil ? .overtaken : .conflicting
        } else {
            self = .unreadable
        }
    }
}
