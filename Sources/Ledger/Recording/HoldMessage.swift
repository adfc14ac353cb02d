import Terminations

extension Batch {
    /// Keeps a correction or withdrawal until its termination is recorded, or until the waiting time is over.
    mutating func hold(_ received: ReceivedMessage, for waitingTime: Duration) throws -> Outcome {
        let key = ContentKey(received.message)
        let unknownTermination = [Judge.unknownTermination(received.parsed)]
        // One that was refused for anything else has not waited yet.
        if let known = try knownDeadLetter(received, key),
            known.state == .held || known.fingerprint == DeadLetterCause.violations(unknownTermination).fingerprint
        {
            // It waited before and was refused, or an import without events has refused it at once: it is open. Its refusal
            // is published, and it does not wait again.
            if known.state == .open, origin.publishesEvents { return try reject(received, unknownTermination) }
            try countOccurrence(of: known, nil)
            if known.state == .held { try awaitVerdict(received, of: known.id) }
            return .held(deadLetterID: known.id, isRepeated: true)
        }
        let until = recordedAt.advanced(by: waitingTime)
        let deadLetter = try insertDeadLetter(.refused, received, key, .waiting, heldUntil: until)
        return .held(deadLetterID: deadLetter.id, isRepeated: false)
    }

    /// The messages that wait for a termination, in the order in which they are judged: by revision; those with the same
    /// revision in the order of arrival.
    ///
    /// - Parameter withdrawalsFirst: set if another termination ends the contract meanwhile, so that it does not end twice.
    func heldMessages(of terminationID: String, withdrawalsFirst: Bool = false) throws -> [StoredMessage] {
        guard hasHeldMessages else { return [] }
        let held = try transaction.heldMessages(ofTermination: terminationID)
            .map { stored -> (order: (Int, Int), message: StoredMessage) in
                let message = ParsedMessage(stored.message, limits: limits).message
                let isFirst = withdrawalsFirst && message?.action == .withdraw
                return ((isFirst ? 0 : 1, message?.revision ?? .max), stored)
            }
        return held.enumerated()
            .sorted {
                ($0.element.order.0, $0.element.order.1, $0.offset) < (
                    $1.element.order.0, $1.element.order.1, $1.offset
                )
            }
            .map(\.element.message)
    }

    /// The withdrawals that wait for the termination of this message.
    func heldWithdrawals(of parsed: ParsedMessage) throws -> [ParsedMessage] {
        guard let id = parsed.terminationID else { return [] }
        return try heldMessages(of: id).map { ParsedMessage($0.message, limits: limits) }.filter {
            $0.withdrawnAt != nil
        }
    }
}
