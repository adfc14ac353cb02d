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
    /// The snapshots of reasons that this batch has written, by the code that was given.
    var reasonTexts: [String: String] = [:]

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
        let reading = arrival.reading
        let found = try ids.find(
            MessageIDs(
                message: reading.messageID,
                termination: reading.terminationID,
                contract: reading.contractID
            )
        )
        let contract = try fetchContract(reading.contractID, among: found.contract)
        let history = try fetchHistory(of: reading, contract: contract, among: found)
        switch judge.judge(reading, history: history) {
        case .accepted(let termination):
            return try accept(termination, arrival, contractSequence: contract.lastSequence + 1)
        case .duplicate:
            return .duplicate
        case .stale:
            return .stale
        case .rejected(let violations):
            return try reject(arrival, violations)
        }
    }

    private mutating func accept(
        _ termination: Termination,
        _ arrival: Arrival,
        contractSequence: Int
    ) throws -> Outcome {
        let revision = try insert(termination, body: arrival.message.body, contractSequence: contractSequence)
        let sequence = nextSequence
        let event = Event.terminated(
            termination,
            context: context(for: arrival.message.properties, contractSequence: contractSequence)
        )
        try append(event, for: arrival.message.properties, replyTo: nil)
        if hasOpenDeadLetters {
            try resolveDeadLetters(ofMessage: termination.message.messageID, by: revision)
        }
        return .accepted(sequence: sequence)
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
