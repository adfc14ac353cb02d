import Foundation
import Terminations

/// One writing transaction of an engine, as a ``Batch`` uses it: what it reads of the ledger and what it writes.
///
/// The decisions are the batch's; an engine finds and stores rows. An engine may answer reads from rows that it has read ahead
/// or not yet written, as long as each read sees all writes before it. Rows of rare tables (audit trail, reasons, settings,
/// fingerprints) are read and written through ``database``.
///
/// A batch is generic over its transaction, so that the calls are direct ones.
protocol RecordingTransaction: HistoryReader, TerminationWriter, EventWriter, DeadLetterWriter {
    /// The same transaction, for statements of rare tables.
    var database: Database { get }
    /// What a batch must know before it begins.
    func state() throws -> LedgerState
}

/// What an engine keeps for a recorder between its transactions. Belongs to one thread, as the recorder.
protocol RecordingSession: AnyObject {
    associatedtype Transaction: RecordingTransaction
    /// The transaction that `database` is in.
    func transaction(_ database: Database) throws -> Transaction
    /// Does a part of the work on indexes that is left for later, if there is any. Called at the end of a transaction.
    func compact() throws
    /// The same, a part with each call, until none is left.
    ///
    /// - Returns: whether none is left.
    func flush(_ database: Database) throws -> Bool
    /// Rows that are recorded from now on will be rolled back.
    func beginDryRun(_ database: Database) throws
    /// The rows since ``beginDryRun(_:)`` are rolled back.
    func endDryRun()
    /// The transaction has ended.
    func endTransaction()
    /// The transaction was rolled back by a failure.
    func forget()
}

/// Finds what is recorded about a message.
protocol HistoryReader {
    /// The rows that may be recorded under the ids of a message.
    func find(_ ids: MessageIDs) throws -> FoundRows
    /// What is recorded about a contract.
    func contract(_ id: String, among rows: [Int64]) throws -> Contract
    /// The content under which a message id was accepted before.
    func acceptedContent(ofMessage id: String, among rows: [Int64]) throws -> ContentDigest?
    func termination(_ id: String, among rows: [Int64]) throws -> TerminationRow?
    func termination(row: Int64) throws -> TerminationRow?
    /// The latest message of a termination that is no withdrawal; nil once it was pruned.
    func latestMessage(of termination: Int64) throws -> StoredRevision?
    func revision(_ number: Int, of termination: Int64) throws -> (row: Int64, content: ContentDigest)?
    /// The revision that a message became.
    func revision(ofMessage id: String?, among rows: [Int64]) throws -> DeadLetterResolution?
}

/// Writes terminations, their revisions, and when they take effect.
protocol TerminationWriter {
    /// - Returns: the row.
    func insert(_ termination: Termination, _ values: TerminationValues) throws -> Int64
    /// - Parameters:
    ///   - event: the position of its event; nil where none is published.
    ///   - supersededEffect: the event that the termination had taken effect, where that holds no longer.
    /// - Returns: the row.
    func insertRevision(
        _ message: TerminationMessage,
        body: [UInt8],
        of termination: Int64,
        event: Int64?,
        supersededEffect: Int64?,
        importRun: Int64?,
        settingsVersion: Int,
        at now: Instant
    ) throws -> Int64
    /// A revision that came after a later one.
    func insertSuperseded(
        _ message: TerminationMessage,
        body: [UInt8],
        of termination: Int64,
        importRun: Int64?,
        settingsVersion: Int,
        at now: Instant
    ) throws -> Int64
    /// That a message has the content of a recorded revision, under another message id.
    func insertRepetition(_ messageID: String, of revision: Int64, at now: Instant) throws
    func correct(_ row: Int64, to termination: Termination, _ values: CorrectionValues) throws
    func withdraw(_ row: Int64, revision: Int, contractSequence: Int, at revisedAt: Instant) throws
    /// Keeps the last sequence of its contract in a termination, which has others beside it.
    func setContractSequence(_ sequence: Int, of row: Int64) throws
    /// The termination takes effect at its last day, by this event.
    func takeEffect(_ row: Int64, event: Int64, contractSequence: Int) throws
    func pendingEffects(until now: Instant, limit: Int, after place: DuePlace) throws -> [PendingEffect]
    func insert(_ effect: PendingEffect) throws
    func remove(_ effect: PendingEffect) throws
}

/// Appends to the event log, and keeps answers to refused deliveries.
protocol EventWriter {
    func append(_ event: Event, at sequence: Int64, _ properties: MessageProperties, recordedAt now: Instant) throws
    /// - Parameter body: nil while the answer waits for a verdict.
    func insert(_ answer: PendingAnswer, body: [UInt8]?, at now: Instant) throws
    /// Whether an answer with the same address and correlation already waits for the verdict.
    func isWaiting(_ answer: PendingAnswer) throws -> Bool
    /// Removes the answers that wait for the verdict on a dead letter, and returns them in their order.
    func takeWaitingAnswers(of deadLetterID: String) throws -> [(properties: MessageProperties, at: Instant)]
}

/// Finds, inserts and changes dead letters. Each change is made only while the dead letter has the version that was read.
protocol DeadLetterWriter {
    /// The dead letter with this content, under this message id: an open or held one; of a redelivery also a closed one that
    /// did not come with an import.
    func deadLetter(_ content: ContentKey, messageID: String?, isRedelivered: Bool) throws -> ExistingDeadLetter?
    func openDeadLetters(ofMessage id: String) throws -> [OpenDeadLetter]
    func forEachOpenDeadLetter(
        ofTermination id: String,
        contract: String,
        _ read: (StoredMessage) throws -> Void
    ) throws
    /// In the order of arrival.
    func heldMessages(ofTermination id: String) throws -> [StoredMessage]
    /// In the order of their time.
    func heldMessages(until now: Instant, limit: Int, after place: DuePlace) throws -> [StoredMessage]
    /// The open dead letters of a contract with one of these causes, in the order of arrival.
    func openDeadLetters(ofContract id: String, causes: [DeadLetterCause]) throws -> [StoredMessage]
    func version(ofDeadLetter number: Int64) throws -> Int64?
    func properties(ofDeadLetter id: String) throws -> MessageProperties?
    /// - Returns: its number.
    func insert(_ deadLetter: NewDeadLetter) throws -> Int64
    func countOccurrence(of id: String, at now: Instant) throws
    func setCause(
        _ cause: DeadLetterCause,
        of id: String,
        settingsVersion: Int64?,
        raisesVersion: Bool
    ) throws
    /// Makes it a dead letter of this import, or of the queue, with the event of its refusal.
    func setOrigin(importRun: Int64?, event: Int64?, of id: String) throws
    /// Resolves it by a revision.
    func resolve(
        _ deadLetter: OpenDeadLetter,
        by revision: Int64,
        attempt: Int,
        settingsVersion: Int64?,
        at now: Instant
    )
        throws
    /// Makes an open one of one that was held.
    func open(_ held: OpenDeadLetter, cause: DeadLetterCause, event: Int64, settingsVersion: Int64?) throws
    /// Keeps it open after one more attempt.
    func countAttempt(of deadLetter: OpenDeadLetter, cause: DeadLetterCause, settingsVersion: Int64?) throws
    func forgetAttempts(at content: ContentKey) throws
}
