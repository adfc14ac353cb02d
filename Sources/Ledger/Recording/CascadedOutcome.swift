public import Terminations

/// A message that waited and was judged because of what was recorded now, in the same transaction.
public struct CascadedOutcome: Sendable {
    public enum Result: Sendable {
        /// Recorded, with the event at this position of the log.
        case accepted(sequence: Int64)
        /// Its message, or a later revision, was recorded already.
        case alreadyRecorded
        /// An open dead letter from now on.
        case rejected([Violation])
    }

    public let deadLetterID: String
    public let messageID: String?
    public let result: Result
}

extension Batch {
    /// Judges the messages that waited for this change, and for the changes that follow from it, until none is left.
    ///
    /// - A termination releases the corrections and withdrawals that came before it.
    /// - A correction or a withdrawal allows terminations of its contract that were made after it and were refused only because
    ///   they arrived before it. A termination that was made while the other was in force stays refused.
    ///
    /// Terminations whose last day is over take effect last.
    mutating func followUp(_ judged: Judgement, _ fact: RecordedChange, by judge: Judge) throws -> [CascadedOutcome] {
        guard hasHeldMessages || hasOpenDeadLetters else {
            try takeDueEffects()
            return []
        }
        var followUps: [CascadedOutcome] = []
        var facts = [(fact, isSecond: !judged.contract.inForce.isEmpty)]
        while let (fact, isSecond) = facts.popLast() {
            for deadLetter in try waiting(for: fact, isSecond: isSecond) where try isUnchanged(deadLetter) {
                let parsed = ParsedMessage(deadLetter.message, limits: limits)
                let judged = try judgeToRecord(parsed, by: judge)
                guard let followUp = try followUp(deadLetter, judged) else { continue }
                followUps.append(followUp)
                if case .accepted(let next) = judged.verdict {
                    facts.append((next, !judged.contract.inForce.isEmpty))
                }
            }
        }
        try takeDueEffects()
        return followUps
    }

    /// A message that was judged before it may have closed the dead letter too.
    private func isUnchanged(_ deadLetter: StoredMessage) throws -> Bool {
        try transaction.version(ofDeadLetter: deadLetter.number) == deadLetter.version
    }

    private func waiting(for fact: RecordedChange, isSecond: Bool) throws -> [StoredMessage] {
        switch fact {
        case .terminated:
            return try heldMessages(of: fact.message.terminationID, withdrawalsFirst: isSecond)
        case .corrected, .withdrawn:
            // Those that are held for a withdrawal: their termination was recorded together with it.
            var held: [StoredMessage] = []
            if case .withdrawn = fact { held = try heldMessages(of: fact.message.terminationID) }
            guard hasOpenDeadLetters else { return held }
            return try held
                + refusedForAnotherTermination(ofContract: fact.message.contractID)
                .compactMap { deadLetter in
                    ParsedMessage(deadLetter.message, limits: limits).message.map { (deadLetter, $0.occurredAt) }
                }
                .filter { $0.1 >= fact.message.occurredAt }
                .sorted { $0.1 < $1.1 }
                .map(\.0)
        }
    }

    /// - Returns: nil where nothing has changed for the message.
    private mutating func followUp(_ deadLetter: StoredMessage, _ judged: Judgement) throws -> CascadedOutcome? {
        let result: CascadedOutcome.Result
        switch judged.verdict {
        case .accepted(let fact):
            let recorded = try accept(fact, of: deadLetter, deadLetter.message, judged)
            try resolve(deadLetter, as: recorded, fact, by: .worker("What it had waited for was recorded."))
            result = .accepted(sequence: recorded.sequence)
        case .duplicate:
            let resolution = try recordedRevision(
                of: ParsedMessage(deadLetter.message, limits: limits),
                among: judged.found
            )
            try resolve(deadLetter.deadLetter, by: .worker("It was recorded already."), as: resolution)
            result = .alreadyRecorded
        case .stale(let staleness):
            try resolve(
                deadLetter,
                as: staleness,
                ParsedMessage(deadLetter.message, limits: limits),
                judged,
                by: .worker("A later revision, or this one, was recorded already.")
            )
            result = .alreadyRecorded
        case .rejected(let violations) where deadLetter.state == .held:
            try refuseHeld(deadLetter, violations, because: "Its termination was recorded, and does not allow it.")
            result = .rejected(violations)
        case .held, .rejected:
            return nil
        }
        return CascadedOutcome(deadLetterID: deadLetter.id, messageID: deadLetter.messageID, result: result)
    }

    /// Resolves a letter by the fact that its message became, with the others of that message id.
    mutating func resolve(
        _ deadLetter: StoredMessage,
        as recorded: WrittenRevision,
        _ fact: RecordedChange,
        by author: AuditTrail.Author,
        attempt: Int = 0
    ) throws {
        let resolution = DeadLetterResolution(
            row: recorded.revision,
            terminationID: fact.message.terminationID,
            revision: fact.message.revision
        )
        try resolve(deadLetter.deadLetter, by: author, as: resolution, attempt: attempt)
        try resolveDeadLetters(of: fact.message, by: recorded.revision)
    }

    /// Resolves a letter whose message is stale now.
    ///
    /// - Returns: the revision that it is, or that says the same.
    @discardableResult
    mutating func resolve(
        _ deadLetter: StoredMessage,
        as staleness: Staleness,
        _ parsed: ParsedMessage,
        _ judged: Judgement,
        by author: AuditTrail.Author,
        attempt: Int = 0
    ) throws -> DeadLetterResolution {
        let resolution = try keep(staleness, parsed, deadLetter.message, judged, leaving: deadLetter.number)
        try resolve(deadLetter.deadLetter, by: author, as: resolution, attempt: attempt)
        return resolution
    }

    /// The open letters of a contract that were refused only because another termination ends it, as they came.
    func refusedForAnotherTermination(ofContract id: String?) throws -> [StoredMessage] {
        guard let id else { return [] }
        return try transaction.openDeadLetters(ofContract: id, causes: DeadLetterCause.contractAlreadyTerminated)
    }
}
