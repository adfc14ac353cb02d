import Terminations

/// The recording of one batch, inside its transaction: what is decided, and in which order it is read and written.
struct Batch<Transaction: RecordingTransaction> {
    let transaction: Transaction
    let source: String
    let settingsVersions: KnownSettingsVersions
    /// What of a stored message is read when it is judged again.
    let limits: MessageLimits
    let settingsVersion: Int
    let recordedAt: Instant
    /// The position that the next event takes.
    var nextSequence: Int64
    /// As ``LedgerState``, and of what this batch has written.
    var hasOpenDeadLetters: Bool
    var hasHeldMessages: Bool
    var reasons = UsedReasons()
    /// The source of what is written next.
    var origin = MessageSource.received
    /// Whether a refused delivery has left an answer for its `reply-to`.
    var leftAnswers = false
    /// Terminations that take effect once the message is handled.
    var dueEffects: [PendingEffect] = []
    /// Read when the first change of a dead letter is made.
    private var audit: AuditTrail?
    private var knownFingerprints: Set<String> = []

    init(
        _ transaction: Transaction,
        _ state: LedgerState,
        settingsVersions: KnownSettingsVersions,
        source: String,
        limits: MessageLimits,
        recordedAt: Instant
    ) {
        self.transaction = transaction
        self.settingsVersions = settingsVersions
        self.source = source
        self.limits = limits
        self.recordedAt = recordedAt
        settingsVersion = state.settingsVersion ?? 0
        nextSequence = state.lastSequence + 1
        hasOpenDeadLetters = state.hasOpenDeadLetters
        hasHeldMessages = state.hasHeldMessages
    }

    mutating func record(_ received: ReceivedMessage, judge: Judge) throws -> Outcome {
        if received.isRedelivered { try forgetAttempts(at: received) }
        let judged = try judgeToRecord(received.parsed, by: judge)
        switch judged.verdict {
        case .accepted(let fact):
            let recorded = try accept(fact, received.message, judged)
            try resolveDeadLetters(of: fact.message, by: recorded.revision)
            let followUps = try followUp(judged, fact, by: judge)
            return .accepted(sequence: recorded.sequence, followUps: followUps)
        case .duplicate:
            return .duplicate
        case .stale(let staleness):
            _ = try keep(staleness, received.parsed, received.message, judged)
            return .stale
        case .held:
            return try hold(received, for: judge.settings.settings.heldFor)
        case .rejected(let violations):
            return try reject(received, violations)
        }
    }

    /// Keeps a stale message in the history of its termination, and closes the dead letters that it was before.
    ///
    /// - Parameter number: the dead letter that the caller resolves itself.
    /// - Returns: the revision that it is, or that has the same content.
    mutating func keep(
        _ staleness: Staleness,
        _ parsed: ParsedMessage,
        _ incoming: IncomingMessage,
        _ judged: Judgement,
        leaving number: Int64? = nil
    ) throws -> DeadLetterResolution {
        guard let message = parsed.message, let row = judged.termination else {
            throw LedgerError(.other, "A message is stale without its termination.")
        }
        let revision: Int64
        switch staleness {
        case .overtaken: revision = try insertOvertaken(message, incoming, of: row.id)
        case .repeated:
            guard let repeated = try transaction.revision(message.revision, of: row.id)?.row else {
                throw LedgerError(.damaged, "The revision that a message repeats is missing from the ledger.")
            }
            revision = repeated
            try transaction.insertRepetition(message.messageID, of: revision, at: recordedAt)
        }
        try resolveDeadLetters(of: message, by: revision, leaving: number)
        return DeadLetterResolution(row: revision, terminationID: message.terminationID, revision: message.revision)
    }

    /// Writes a change and its event.
    mutating func accept(_ fact: RecordedChange, _ message: IncomingMessage, _ judged: Judgement) throws
        -> WrittenRevision
    {
        switch fact {
        case .terminated(let termination): try insert(termination, fact, message, judged)
        case .corrected(let termination, _): try correct(termination, fact, message, judged)
        case .withdrawn: try withdraw(fact, message, judged)
        }
    }

    /// Writes the change that a dead letter became, with the source of its message.
    mutating func accept(
        _ fact: RecordedChange,
        of stored: StoredMessage,
        _ message: IncomingMessage,
        _ judged: Judgement
    ) throws -> WrittenRevision {
        try from(stored.origin.publishing(ifAnnounced: judged)) { try $0.accept(fact, message, judged) }
    }

    /// Writes what is counted once a transaction. Call it last.
    mutating func finish() throws {
        try reasons.write(transaction.database)
    }

    /// Appends to the audit trail, in this transaction.
    mutating func note(
        _ action: AuditEntry.Action,
        of deadLetterID: String,
        by author: AuditTrail.Author,
        details: String
    ) throws {
        var trail = try audit ?? AuditTrail(transaction.database)
        audit = nil
        try trail.append(action, of: .deadLetter(deadLetterID), by: author, details: details, at: recordedAt)
        audit = trail
    }

    /// Makes a fingerprint known, once a batch.
    mutating func register(_ cause: DeadLetterCause) throws {
        if knownFingerprints.insert(cause.fingerprint).inserted { try cause.register(transaction.database) }
    }

    func context(for properties: MessageProperties, contractSequence: Int = 0) -> EventContext {
        EventContext(
            sequence: nextSequence,
            contractSequence: contractSequence,
            source: source,
            recordedAt: recordedAt,
            correlationID: properties.correlationID?.text,
            traceparent: properties.traceparent,
            tracestate: properties.tracestate
        )
    }
}

extension Batch {
    /// Appends an event to the log at ``nextSequence``, in the same transaction as the change that it announces.
    mutating func append(_ event: Event, for properties: MessageProperties) throws {
        try transaction.append(event, at: nextSequence, properties, recordedAt: recordedAt)
        nextSequence += 1
    }
}
