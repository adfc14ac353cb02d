extension Judge {
    /// Judges a message against what is recorded.
    ///
    /// - Returns: whether the message is stale: valid by itself, but its revision is recorded already or surpassed.
    func judgeHistory(
        _ draft: Draft,
        _ reading: Reading,
        _ history: History,
        _ occurredOn: LocalDate?,
        _ findings: inout Findings
    ) -> Bool {
        if let accepted = history.acceptedContent, accepted != reading.contentDigest {
            findings.note(.messageIDReused, at: .messageID, "This message id was accepted before with other content.")
        }
        var isOwnRevisionRefused = false
        if let recorded = history.termination {
            let isSameContract = judgeParties(draft, recorded, &findings)
            switch RevisionOrder(draft, reading, recorded) {
            case .unreadable: break
            case .surpassed, .repeated:
                if reading.message != nil, findings.violations.isEmpty { return true }
            case .conflicting where isSameContract:
                isOwnRevisionRefused = true
                findings.note(
                    .revisionConflict,
                    at: .revision,
                    "This revision of the termination is recorded with other content.",
                    expected: "revision above \(recorded.revision)"
                )
            case .newer where isSameContract:
                isOwnRevisionRefused = true
                judgeNewer(draft, recorded, occurredOn, &findings)
            case .conflicting, .newer: break
            }
        }
        if !isOwnRevisionRefused { judgeContract(draft, reading, history, &findings) }
        return false
    }

    /// A contract is terminated by one termination at a time.
    ///
    /// One that is known to have been withdrawn before the other was made does not collide with it: they only arrived
    /// in another order than they were made in.
    private func judgeContract(_ draft: Draft, _ reading: Reading, _ history: History, _ findings: inout Findings) {
        guard let inForce = history.inForce,
            !(reading.terminationID?.hasSameBytes(as: inForce.terminationID) ?? false)
        else { return }
        switch draft.action {
        case .value(.terminate), .absent, .broken:
            if let withdrawnAt = history.withdrawnAt, withdrawnAt <= inForce.occurredAt { return }
            noteTerminated(by: inForce.terminationID, &findings)
        case .value(.correct), .value(.withdraw): break
        }
    }

    /// - Returns: whether message and record are about the same contract of the same customer.
    private func judgeParties(
        _ draft: Draft,
        _ recorded: RecordedTermination,
        _ findings: inout Findings
    ) -> Bool {
        var isSame = true
        if let contractID = draft.contractID.value, !contractID.hasSameBytes(as: recorded.contractID) {
            isSame = false
            findings.note(
                .contractMismatch,
                at: .contractID,
                "The termination is recorded for another contract.",
                suggestion: recorded.contractID
            )
        }
        if let customerID = draft.customerID.value, !customerID.hasSameBytes(as: recorded.customerID) {
            isSame = false
            findings.note(
                .contractMismatch,
                at: .customerID,
                "The termination is recorded for another customer.",
                suggestion: recorded.customerID
            )
        }
        return isSame
    }

    /// A message with a revision above the recorded one.
    private func judgeNewer(
        _ draft: Draft,
        _ recorded: RecordedTermination,
        _ occurredOn: LocalDate?,
        _ findings: inout Findings
    ) {
        if recorded.isWithdrawn {
            findings.note(
                .alreadyWithdrawn,
                at: .terminationID,
                "The termination is withdrawn; the contract can be terminated again under another terminationId."
            )
            return
        }
        switch draft.action {
        case .value(.terminate): noteTerminated(by: recorded.terminationID, &findings)
        case .value(.correct), .value(.withdraw): judgeDelay(after: recorded, occurredOn, &findings)
        case .absent, .broken: break
        }
    }

    private func noteTerminated(by terminationID: String, _ findings: inout Findings) {
        findings.note(
            .contractAlreadyTerminated,
            at: .contractID,
            "The contract is terminated already.",
            suggestion: terminationID
        )
    }
}

/// How a message's revision stands to the recorded one.
private enum RevisionOrder {
    case unreadable
    /// Below the recorded one.
    case surpassed
    /// The recorded one, with the same content.
    case repeated
    /// The recorded one, with other content.
    case conflicting
    case newer

    init(_ draft: Draft, _ reading: Reading, _ recorded: RecordedTermination) {
        guard let revision = draft.revision.defaulting(to: 1).value else {
            self = .unreadable
            return
        }
        if revision < recorded.revision {
            self = .surpassed
        } else if revision > recorded.revision {
            self = .newer
        } else {
            self = reading.contentDigest == recorded.contentDigest ? .repeated : .conflicting
        }
    }
}
