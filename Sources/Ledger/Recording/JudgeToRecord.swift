import Terminations

extension Batch {
    /// - Parameters:
    ///   - instant: when the dated rules are judged; nil for when the termination was made.
    ///   - withdrawnAt: when the termination was withdrawn, where that is known before the termination is recorded.
    func judge(
        _ parsed: ParsedMessage,
        by judge: Judge,
        asOf instant: Instant? = nil,
        withdrawnAt: Instant? = nil
    ) throws -> Judgement {
        let found = try find(
            MessageIDs(
                message: parsed.messageID,
                termination: parsed.terminationID,
                contract: parsed.contractID
            )
        )
        let contract = try fetchContract(parsed.contractID, among: found.contract)
        var termination = try recordedTermination(of: parsed, among: found)
        // A new termination supersedes nothing.
        if let row = termination, let message = parsed.message, message.action != .terminate {
            termination = row.detailed(by: try details(of: row))
        }
        let history = History(
            acceptedContent: try acceptedContent(of: parsed, among: found),
            termination: termination?.recorded,
            earlierContent: try earlierContent(of: parsed, below: termination),
            inForce: contract.inForce.map(\.termination),
            withdrawnAt: withdrawnAt
        )
        let verdict = judge.judge(parsed, history: history, receivedAt: recordedAt, asOf: instant)
        return Judgement(verdict: verdict, contract: contract, termination: termination, found: found)
    }

    /// Judges like ``judge(_:by:asOf:withdrawnAt:)``, and also finds what the order of arrival hides: that a termination was
    /// withdrawn before the termination was made that ends the contract now. A termination that was refused for that alone is
    /// recorded when its withdrawal comes.
    mutating func judgeToRecord(_ parsed: ParsedMessage, by judge: Judge, asOf instant: Instant? = nil) throws
        -> Judgement
    {
        let judged = try self.judge(parsed, by: judge, asOf: instant)
        switch judged.verdict {
        case .rejected(let violations)
        where hasHeldMessages && violations.areOfAnotherTermination && judged.termination == nil:
            for withdrawal in try heldWithdrawals(of: parsed) {
                let again = try self.judge(parsed, by: judge, asOf: instant, withdrawnAt: withdrawal.withdrawnAt)
                if try isWithdrawn(again, by: withdrawal, judge) { return again }
            }
            return judged
        case .held where hasOpenDeadLetters && parsed.message?.action == .withdraw:
            guard try recordRefusedTermination(withdrawnBy: parsed, by: judge) else { return judged }
            return try self.judge(parsed, by: judge, asOf: instant)
        case .accepted, .duplicate, .stale, .held, .rejected:
            return judged
        }
    }

    /// Whether the verdict accepts a termination that the message would withdraw at once.
    private func isWithdrawn(_ judged: Judgement, by withdrawal: ParsedMessage, _ judge: Judge) throws -> Bool {
        guard case .accepted(.terminated(let termination)) = judged.verdict,
            termination.message.messageID != withdrawal.messageID
        else { return false }
        let found = try find(MessageIDs(message: withdrawal.messageID, termination: nil, contract: nil))
        let history = History(
            acceptedContent: try acceptedContent(of: withdrawal, among: found),
            termination: RecordedTermination(termination)
        )
        switch judge.judge(withdrawal, history: history, receivedAt: recordedAt) {
        case .accepted(.withdrawn): return true
        case .accepted, .duplicate, .stale, .held, .rejected: return false
        }
    }

    /// Records a termination from the open dead letters that was refused only because another one ends the contract, if this
    /// withdrawal shows that the two were never in force at the same time.
    ///
    /// - Returns: whether it is recorded now.
    private mutating func recordRefusedTermination(withdrawnBy withdrawal: ParsedMessage, by judge: Judge) throws
        -> Bool
    {
        let refused = try refusedForAnotherTermination(ofContract: withdrawal.contractID)
        for deadLetter in refused where deadLetter.terminationID == withdrawal.terminationID {
            let parsed = ParsedMessage(deadLetter.message, limits: limits)
            let judged = try self.judge(parsed, by: judge, withdrawnAt: withdrawal.withdrawnAt)
            guard try isWithdrawn(judged, by: withdrawal, judge), case .accepted(let fact) = judged.verdict else {
                continue
            }
            let recorded = try accept(fact, of: deadLetter, deadLetter.message, judged)
            try resolve(
                deadLetter,
                as: recorded,
                fact,
                by: .worker("Its withdrawal came: it was in force before the other.")
            )
            return true
        }
        return false
    }

    func find(_ messageIDs: MessageIDs) throws -> FoundRows {
        try transaction.find(messageIDs)
    }
}

extension ParsedMessage {
    /// When a withdrawal was made; nil for any other message.
    var withdrawnAt: Instant? { message?.action == .withdraw ? message?.occurredAt : nil }
}

extension [Violation] {
    /// Whether nothing is wrong but that another termination ends the contract.
    var areOfAnotherTermination: Bool { count == 1 && self[0].code == .contractAlreadyTerminated }
}
