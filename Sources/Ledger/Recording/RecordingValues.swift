import Terminations

/// A verdict, and what it was based on.
struct Judgement {
    var verdict: Verdict
    var contract: Contract
    /// What is recorded of the message's termination.
    var termination: TerminationRow?
    /// The rows that may be of the message's ids.
    var found: FoundRows
}

/// Where a change was written.
struct WrittenRevision {
    /// Of `termination_revisions`.
    var revision: Int64
    /// Of its event; 0 where none is published.
    var sequence: Int64
}

/// What a new termination has besides what its message says.
struct TerminationValues {
    let contractSequence: Int
    /// Whether its last day is over, and no event is published of that.
    let isInEffect: Bool
    /// Of `reason_snapshots`.
    let reason: Int64?
    let hasOtherTerms: Bool
    let settingsVersion: Int
    let recordedAt: Instant
}

/// What a corrected termination has besides what its message says.
struct CorrectionValues {
    let contractSequence: Int
    let isInEffect: Bool
    let effectiveEvent: Int64?
    /// Of `reason_snapshots`.
    let reason: Int64?
    let settingsVersion: Int
}

/// A message of the inbox.
struct StoredRevision {
    let body: [UInt8]
    let settingsVersion: Int
    /// Whether its note was taken out.
    let isRedacted: Bool
}

/// A dead letter that this transaction has found to be open or held.
struct OpenDeadLetter {
    var number: Int64
    var id: String
    /// As it was found: a change is made only if it still is so.
    var version: Int64
}

/// The revision that resolves a dead letter.
struct DeadLetterResolution {
    /// Of `termination_revisions`.
    var row: Int64
    var terminationID: String
    var revision: Int
}

/// The dead letter that a message already is.
struct ExistingDeadLetter {
    var id: String
    var state: DeadLetter.State?
    var isEdited: Bool
    var fingerprint: String
    /// Whether subscribers hear of it: not where it came with an import without events.
    var isPublished: Bool
    /// The position of the event of its refusal, where that is known.
    var event: Int64?
}

/// A dead letter that is to be inserted.
struct NewDeadLetter {
    let id: String
    let source: DeadLetter.Source
    let received: ReceivedMessage
    let content: ContentKey
    let cause: DeadLetterCause
    let settingsVersion: Int64?
    let receivedAt: Instant
    /// nil unless it waits for its termination.
    let heldUntil: Instant?
    let importRun: Int64?
    let event: Int64?
}

/// An answer to a refused delivery, for the queue that it names.
struct PendingAnswer {
    let deadLetterID: String
    let messageID: String?
    let contractID: String?
    let replyTo: [UInt8]
    /// nil where it is longer than a short string (AMQP 0-9-1, 4.2.5.3), which the answer could not carry.
    let correlation: [UInt8]?
    let properties: MessageProperties

    /// nil where the delivery names no queue.
    init?(to properties: MessageProperties, of deadLetterID: String, _ parsed: ParsedMessage) {
        guard let replyTo = properties.replyTo?.bytes, 1...255 ~= replyTo.count else { return nil }
        self.deadLetterID = deadLetterID
        messageID = parsed.messageID
        contractID = parsed.contractID
        self.replyTo = replyTo
        correlation = properties.correlationID.map(\.bytes).flatMap { $0.count <= 255 ? $0 : nil }
        self.properties = properties
    }
}

/// What a batch must know of the ledger before it begins.
struct LedgerState {
    /// Of the current settings; nil when none were ever applied.
    let settingsVersion: Int?
    /// The position of the last event; 0 when there is none.
    let lastSequence: Int64
    /// Whether a dead letter may be waiting for its message to be accepted; spares a lookup a message when not.
    let hasOpenDeadLetters: Bool
    /// Likewise whether a message waits for its termination.
    let hasHeldMessages: Bool
}
