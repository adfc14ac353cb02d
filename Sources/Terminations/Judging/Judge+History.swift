extension Judge {
    /// Judges a message against what is recorded.
    ///
    /// - Returns: in which way the message is stale, if it is nothing else; nil where it is not stale.
    func judgeHistory(
        _ draft: MessageFields,
        _ parsed: ParsedMessage,
        _ history: History,
        _ occurredOn: LocalDate?,
        _ findings: inout Findings
    ) -> Staleness? {
        if let accepted = history.acceptedContent, accepted != parsed.contentDigest {
            findings.note(.messageIDReused, at: .messageID, "This message id was accepted before with other content.")
        }
        guard let recorded = history.termination else {
            judgeContract(draft, history, &findings)
            return nil
        }
        guard judgeParties(draft, recorded, &findings) else {
            judgeContract(draft, history, &findings)
            return nil
        }
        switch RevisionOrder(draft, parsed, recorded, earlierContent: history.earlierContent) {
        case .unreadable: break
        case .repeated: return .repeated
        case .overtaken: return .overtaken
        case .conflicting where recorded.isWithdrawn, .late where recorded.isWithdrawn,
            .newer where recorded.isWithdrawn:
            findings.note(
                .alreadyWithdrawn,
                at: .terminationID,
                "The termination is withdrawn; the contract can be terminated again under another terminationId."
            )
        case .conflicting:
            findings.note(
                .revisionConflict,
                at: .revision,
                "This revision of the termination is recorded with other content.",
                expected: (draft.action.value == .terminate ? "action correct with a " : "")
                    + "revision above \(recorded.revision)"
            )
        case .late:
            findings.note(
                .staleRevision,
                at: .revision,
                "A later revision of the termination is recorded, although this one was made after it.",
                expected: "revision above \(recorded.revision)"
            )
            judgeRepeatedTermination(draft, recorded, &findings)
        case .newer: judgeNewer(draft, recorded, history, occurredOn, &findings)
        }
        return nil
    }

    /// One term of a contract is ended by one termination. A contract that begins again after its end has a new term.
    ///
    /// A termination that is known to have been withdrawn before the other was made does not collide with it: they only
    /// arrived in another order than they were made in.
    private func judgeContract(_ draft: MessageFields, _ history: History, _ findings: inout Findings) {
        switch draft.action {
        case .value(.terminate), .absent, .invalid:
            judgeTerm(from: draft.contract.startDate, draft, history, &findings) { other in
                history.withdrawnAt.map { $0 <= other.occurredAt } ?? false
            }
        case .value(.correct), .value(.withdraw): break
        }
    }

    /// - Parameter isExcused: whether the other termination does not matter for another cause.
    private func judgeTerm(
        from startDate: Parsed<LocalDate>,
        _ draft: MessageFields,
        _ history: History,
        _ findings: inout Findings,
        isExcused: (TerminationInForce) -> Bool = { _ in false }
    ) {
        guard !history.inForce.isEmpty, !startDate.isBroken, !draft.contract.isBroken else { return }
        let other = history.inForce.first { other in
            if draft.terminationID.value?.hasSameBytes(as: other.terminationID) ?? false { return false }
            // A broken end date is reported already; it could lie before the other's beginning.
            if draft.endDate.isBroken, other.startDate != nil { return false }
            return !other.isApart(from: startDate.value, to: draft.endDate.value) && !isExcused(other)
        }
        guard let other else { return }
        // Who ends another customer's contract is told neither its termination nor its dates.
        let isSameCustomer = draft.customerID.value.map { $0.hasSameBytes(as: other.customerID) } ?? false
        let end = isSameCustomer ? "the recorded end date, \(other.endDate)" : "the recorded end date"
        if isSameCustomer, let start = other.startDate, draft.action.value == .correct,
            startDate.value.map({ $0 < start }) ?? true
        {
            findings.note(
                .contractAlreadyTerminated,
                at: .contractID,
                "The contract would end within a term that another termination ends.",
                expected: "endDate before \(start), when the contract begins again",
                suggestion: other.terminationID
            )
            return
        }
        findings.note(
            .contractAlreadyTerminated,
            at: .contractID,
            "Another termination ends this contract. A contract that has begun again since needs contract.startDate.",
            expected: "contract.startDate after \(end)",
            suggestion: isSameCustomer ? other.terminationID : nil
        )
    }

    /// - Returns: whether message and record are about the same contract of the same customer.
    private func judgeParties(
        _ draft: MessageFields,
        _ recorded: RecordedTermination,
        _ findings: inout Findings
    ) -> Bool {
        var isSame = true
        if let contractID = draft.contractID.value, !contractID.hasSameBytes(as: recorded.contractID) {
            isSame = false
            findings.note(
                .contractMismatch,
                at: .contractID,
                "The termination is recorded for another contract."
            )
        }
        if let customerID = draft.customerID.value, !customerID.hasSameBytes(as: recorded.customerID) {
            isSame = false
            findings.note(
                .contractMismatch,
                at: .customerID,
                "The termination is recorded for another customer."
            )
        }
        return isSame
    }

    /// A message with a revision above the recorded one, which is not withdrawn.
    private func judgeNewer(
        _ draft: MessageFields,
        _ recorded: RecordedTermination,
        _ history: History,
        _ occurredOn: LocalDate?,
        _ findings: inout Findings
    ) {
        switch draft.action {
        case .value(.terminate): judgeRepeatedTermination(draft, recorded, &findings)
        case .value(.correct):
            judgeDelay(after: recorded, occurredOn, &findings)
            let startDate = draft.contract.startDate
            judgeEnd(after: recorded.startDate, draft, &findings)
            judgeTerm(
                from: recorded.startDate.map { startDate.defaulting(to: $0) } ?? startDate,
                draft,
                history,
                &findings
            )
        case .value(.withdraw): judgeDelay(after: recorded, occurredOn, &findings)
        case .absent, .invalid: break
        }
    }

    /// The first day that an earlier revision gave holds for a correction that leaves it out.
    private func judgeEnd(after startDate: LocalDate?, _ draft: MessageFields, _ findings: inout Findings) {
        guard case .absent = draft.contract.startDate, !draft.contract.isBroken, let startDate,
            let endDate = draft.endDate.value, endDate < startDate.adding(days: -1)
        else { return }
        findings.note(
            .endDateBeforeStart,
            at: .endDate,
            "The contract would end before it starts: an earlier revision says when.",
            expected: "\(startDate.adding(days: -1)), which says that the contract never came into force, or later"
        )
    }

    private func judgeRepeatedTermination(
        _ draft: MessageFields,
        _ recorded: RecordedTermination,
        _ findings: inout Findings
    ) {
        guard draft.action.value == .terminate else { return }
        findings.note(
            .alreadyRecorded,
            at: .terminationID,
            "This termination is recorded; send a correction to change it.",
            expected: "action correct with a revision above \(recorded.revision)"
        )
    }
}

/// How a message's revision stands to the recorded one.
private enum RevisionOrder {
    case unreadable
    /// Recorded, with the same content.
    case repeated
    /// Recorded, with other content.
    case conflicting
    /// Below the latest one, not recorded, and not made later.
    case overtaken
    /// Below the latest one, and made later: a fault in the numbering.
    case late
    case newer

    init(
        _ draft: MessageFields,
        _ parsed: ParsedMessage,
        _ recorded: RecordedTermination,
        earlierContent: ContentDigest?
    ) {
        guard let revision = draft.revision.defaulting(to: 1).value else {
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
        } else if let occurredAt = draft.occurredAt.value {
            // The ledger keeps milliseconds.
            let isLater = recorded.occurredAt.duration(until: occurredAt) >= .milliseconds(1)
            self = isLater ? .late : content == nil ? .overtaken : .conflicting
        } else {
            self = .unreadable
        }
    }
}
