public import Terminations

extension Recorder {
    /// Keeps messages that the broker has dead-lettered itself: at its delivery limit, expired, or rejected by another
    /// consumer. All in one transaction; when it returns they may be acknowledged.
    ///
    /// - A message that the settings accept becomes an open dead letter without violations. Nothing else is recorded and no
    ///   event is published: a person decides why the broker gave it up, and replays it.
    /// - A message that the settings refuse becomes an open dead letter with its violations, and a `rejected` event is published
    ///   as for any refused message.
    /// - A message that is recorded already becomes a resolved dead letter.
    ///
    /// A message that is delivered again is recognised by its bytes and properties, as in the intake.
    public func keepBrokerDeadLetters(_ receivedMessages: [ReceivedMessage], at now: Instant) throws(LedgerError)
        -> [Outcome]
    {
        try write { database in
            try judging(database, at: now) { batch, judge in
                try receivedMessages.map { try batch.keepBrokerDeadLetter($0, judge: judge) }
            }
        }
    }
}

extension Batch {
    mutating func keepBrokerDeadLetter(_ received: ReceivedMessage, judge: Judge) throws -> Outcome {
        if received.isRedelivered { try forgetAttempts(at: received) }
        let judged = try self.judge(received.parsed, by: judge)
        if case .rejected(let violations) = judged.verdict {
            return try reject(received, violations, source: .broker)
        }
        let key = ContentKey(received.message)
        if let known = try knownDeadLetter(received, key) {
            try countOccurrence(of: known, nil)
            return .parked(deadLetterID: known.id)
        }
        let cause = DeadLetterCause.broker(reason: received.brokerReason ?? "unknown")
        let deadLetter = try insertDeadLetter(.broker, received, key, cause)
        let author = AuditTrail.Author.worker("The message was recorded already when the broker gave it up.")
        switch judged.verdict {
        case .accepted, .held, .rejected: break
        case .duplicate:
            try resolve(deadLetter, by: author, as: recordedRevision(of: received.parsed, among: judged.found))
        case .stale(let staleness):
            let resolution = try keep(
                staleness,
                received.parsed,
                received.message,
                judged,
                leaving: deadLetter.number
            )
            try resolve(deadLetter, by: author, as: resolution)
        }
        return .parked(deadLetterID: deadLetter.id)
    }
}
