import GRDB
import Terminations

/// The recording of one batch, inside its transaction.
struct Batch {
    let database: Database
    let statements: BatchStatements
    let ids: RecordedIDs
    let source: String
    let settingsVersion: Int
    let recordedAt: Instant
    /// The position that the next event takes.
    var nextSequence: Int64
    /// Whether a dead letter may be waiting for its message to be accepted; spares a lookup a message when not.
    var hasOpenDeadLetters: Bool
    var reasons = UsedReasons()
    /// Read when the first change of a dead letter is made.
    private var audit: AuditTrail?
    private var knownFingerprints: Set<String> = []

    init(
        _ database: Database,
        ids: RecordedIDs,
        source: String,
        settingsVersion: Int,
        recordedAt: Instant
    ) throws {
        self.database = database
        statements = try BatchStatements(database)
        self.ids = ids
        try ids.synchronize(RecordedIDsStatements(database))
        self.source = source
        self.settingsVersion = settingsVersion
        self.recordedAt = recordedAt
        let last = try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(sequence) FROM events"))
        nextSequence = (last ?? 0) + 1
        let open = try Bool.fetchOne(
            database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM dead_letters WHERE state = 'open')")
        )
        hasOpenDeadLetters = open ?? true
    }

    mutating func record(_ arrival: Arrival, judge: Judge) throws -> Outcome {
        if arrival.isRedelivered { try forgetAttempts(at: arrival) }
        let judged = try self.judge(arrival.reading, by: judge)
        switch judged.verdict {
        case .accepted(let termination):
            let recorded = try accept(termination, arrival.message, contractSequence: judged.contract.lastSequence + 1)
            try resolveDeadLetters(of: termination, by: recorded.row)
            return .accepted(sequence: recorded.sequence)
        case .duplicate:
            return .duplicate
        case .stale:
            return .stale
        case .rejected(let violations):
            return try reject(arrival, violations)
        }
    }

    /// A verdict, and what it was based on.
    struct Judged {
        var verdict: Verdict
        var contract: Contract
        /// The rows that may be of the message's ids.
        var found: FoundRows
    }

    /// - Parameter instant: when the dated rules are judged; nil for when the termination was made.
    func judge(_ reading: Reading, by judge: Judge, asOf instant: Instant? = nil) throws -> Judged {
        let found = try ids.find(
            MessageIDs(
                message: reading.messageID,
                termination: reading.terminationID,
                contract: reading.contractID
            )
        )
        let contract = try fetchContract(reading.contractID, among: found.contract)
        let history = try fetchHistory(of: reading, contract: contract, among: found)
        let verdict = judge.judge(reading, history: history, asOf: instant)
        return Judged(verdict: verdict, contract: contract, found: found)
    }

    /// Writes the termination and its event.
    ///
    /// - Returns: the row of the revision, and the position of the event.
    mutating func accept(
        _ termination: Termination,
        _ message: IncomingMessage,
        contractSequence: Int
    ) throws -> (row: Int64, sequence: Int64) {
        let row = try insert(termination, body: message.body, contractSequence: contractSequence)
        let sequence = nextSequence
        let event = Event.terminated(
            termination,
            context: context(for: message.properties, contractSequence: contractSequence)
        )
        try append(event, for: message.properties, replyTo: nil)
        return (row, sequence)
    }

    /// Writes what is counted once a transaction. Call it last.
    mutating func finish() throws {
        try reasons.write(database)
    }

    /// Appends to the audit trail, in this transaction.
    mutating func note(
        _ action: AuditEntry.Action,
        of deadLetterID: String,
        by author: AuditTrail.Author,
        details: String
    ) throws {
        var trail = try audit ?? AuditTrail(database)
        audit = nil
        try trail.append(action, of: deadLetterID, by: author, details: details, at: recordedAt)
        audit = trail
    }

    /// Makes a fingerprint known, once a batch.
    mutating func register(_ cause: DeadLetterCause) throws {
        if knownFingerprints.insert(cause.fingerprint).inserted { try cause.register(database) }
    }

    func context(for properties: MessageProperties, contractSequence: Int = 0) -> EventContext {
        EventContext(
            sequence: nextSequence,
            contractSequence: contractSequence,
            source: source,
            recordedAt: recordedAt,
            correlationID: properties.correlationID,
            traceparent: properties.traceparent,
            tracestate: properties.tracestate
        )
    }
}
