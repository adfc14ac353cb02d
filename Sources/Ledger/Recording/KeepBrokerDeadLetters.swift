public import Terminations

extension Recorder {
    /// Keeps messages that the broker has dead-lettered itself: at its delivery limit, expired, or rejected by another
    /// consumer. All in one transaction; when it returns they may be acknowledged.
    ///
    /// A message that the settings accept is kept as an open dead letter without violations, and nothing else is
    /// recorded: why the broker gave it up is for a person to judge, who replays it then. One that they refuse is kept
    /// with its violations, and the CRM is told with a `rejected` event as of any refused message: it could never be
    /// accepted as it is, and nobody has told the CRM so far. For a message that the settings accept no event is
    /// published: it is not refused, only late, and a replay tells of the termination. One that is recorded already is
    /// kept as a resolved letter: there is nothing left to do.
    ///
    /// A message that is delivered again is recognised by its bytes and properties, as on the way in.
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
