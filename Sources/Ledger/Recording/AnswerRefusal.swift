import Terminations

// A sender that hears nothing takes its message for accepted. So every delivery that is refused leaves an answer for its own
// `reply-to`, with its own `correlation-id`, in the transaction of the refusal. All answers about one dead letter have the
// same event id.

extension Batch {
    /// Leaves the answer to a delivery that was refused.
    ///
    /// - Parameters:
    ///   - event: the event of the refusal; nil if an earlier event announced the dead letter.
    ///   - position: the position of the first event about the dead letter; nil if it is not known.
    mutating func answer(
        _ properties: MessageProperties,
        of deadLetterID: String,
        _ parsed: ParsedMessage,
        _ violations: [Violation],
        receivedAt: Instant? = nil,
        event: Event? = nil,
        position: Int64? = nil
    ) throws {
        guard let answer = PendingAnswer(to: properties, of: deadLetterID, parsed) else { return }
        var context = context(for: properties)
        context.sequence = position ?? max(nextSequence - 1, 1)
        let event =
            event
            ?? Event.rejected(
                deadLetterID: deadLetterID,
                parsed: parsed,
                violations: violations,
                receivedAt: receivedAt,
                context: context
            )
        try transaction.insert(answer, body: event.body, at: recordedAt)
        leftAnswers = true
    }

    /// Keeps one more answer to give when a held message is judged: its sender sent it again, with another `reply-to` or
    /// `correlation-id`.
    func awaitVerdict(_ received: ReceivedMessage, of deadLetterID: String) throws {
        let properties = received.message.properties
        guard let answer = PendingAnswer(to: properties, of: deadLetterID, received.parsed) else { return }
        if let first = try transaction.properties(ofDeadLetter: deadLetterID), first.replyTo == properties.replyTo,
            first.correlationID == properties.correlationID
        {
            return
        }
        if try transaction.isWaiting(answer) { return }
        try transaction.insert(answer, body: nil, at: recordedAt)
    }

    /// Answers all deliveries of a held message, which is refused.
    mutating func answerWaiting(
        for deadLetterID: String,
        _ parsed: ParsedMessage,
        _ violations: [Violation],
        position: Int64
    ) throws {
        for waiting in try transaction.takeWaitingAnswers(of: deadLetterID) {
            try answer(
                waiting.properties,
                of: deadLetterID,
                parsed,
                violations,
                receivedAt: waiting.at,
                position: position
            )
        }
    }
}
