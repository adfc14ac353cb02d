import JSON
public import Terminations

extension Recorder {
    /// Judges dead letters again, in order, and records what follows, all in one transaction: pass some hundreds, so that
    /// the worker can record in between.
    ///
    /// Guarantees:
    /// - A dead letter that is accepted becomes a termination, its event and a resolved dead letter together or not at all.
    ///   The event has the id and the `causationid` that the arrival's would have had. One that came with an import without
    ///   events becomes what the import would have made of it: no event is published.
    /// - Only an open dead letter of the version that the caller names is judged. Several callers may replay the same dead
    ///   letters at once: one of them resolves each.
    /// - A dead letter that is refused again stays open with one more attempt and its present violations. The CRM gets
    ///   no second answer.
    /// - The audit trail has every change.
    /// - A dead letter whose rows the ledger refuses each time does not stop the others: the transaction is cut in two until
    ///   it is alone. It stays open as one that cannot be judged, `rejected` without violations.
    ///
    /// - Parameter deadLetters: what the caller has seen.
    public func replay(
        _ deadLetters: [DeadLetterVersion],
        asOf clock: JudgingTime = .occurred,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] {
        let author = AuditTrail.Author(actor: actor, reason: reason)
        do throws(LedgerError) {
            return try write { try judgeAgain(.versions(deadLetters), $0, asOf: clock, by: author, at: now) }
        } catch  where error.mayBeOfOneMessage {
            guard deadLetters.count > 1 else {
                return try write { try setAside(.versions(deadLetters), $0, by: author, at: now) }
            }
            let middle = deadLetters.count / 2
            let first = try replay(Array(deadLetters[..<middle]), asOf: clock, by: actor, reason: reason, at: now)
            return try first
                + replay(Array(deadLetters[middle...]), asOf: clock, by: actor, reason: reason, at: now)
        }
    }

    /// What a replay would do now, found by doing it and rolling back. Changes nothing.
    ///
    /// Holds the ledger's write lock meanwhile, as a replay does. Dead letters of one call see what the ones before them
    /// would leave; dead letters of two calls do not, and may come to another outcome where they bear on each other.
    ///
    /// - Parameter edits: what is judged is the message after the edit of its dead letter, by the dead letters' ids; a dead
    ///   letter without one is judged as it is.
    /// - Returns: the outcomes, and the events that would be published. Positions and times of the events are those of the
    ///   preview.
    public func previewReplay(
        _ ids: [String],
        edits: [String: DeadLetterEdit] = [:],
        asOf clock: JudgingTime = .occurred,
        at now: Instant
    ) throws(LedgerError) -> (outcomes: [ReplayOutcome], events: [StoredEvent]) {
        try dryRun { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM events") ?? 0
            let author = AuditTrail.Author(actor: .preview, reason: "preview")
            let outcomes = try judgeAgain(
                .ids(ids),
                database,
                asOf: clock,
                by: author,
                edits: edits,
                isDryRun: true,
                at: now
            )
            let statement = try RawStatement(
                database,
                "SELECT \(StoredEvent.columns) FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?"
            )
            return (outcomes, try StoredEvent.fetch(statement, after: last, limit: Int.max))
        }
    }

    /// Keeps dead letters open whose outcomes could not be recorded.
    func setAside(
        _ selection: StoredMessage.Selection,
        _ database: Database,
        by author: AuditTrail.Author,
        at now: Instant
    ) throws -> [ReplayOutcome] {
        try judging(database, at: now) { batch, _ in
            try selection.outcomes(database) { stored in
                guard stored.state == .open else { return .notOpen(stored.state) }
                return try batch.refuse(stored, .unjudgeable, by: author)
            }
        }
    }

    func judgeAgain(
        _ selection: StoredMessage.Selection,
        _ database: Database,
        asOf clock: JudgingTime,
        by author: AuditTrail.Author,
        edits: [String: DeadLetterEdit] = [:],
        isDryRun: Bool = false,
        at now: Instant
    ) throws -> [ReplayOutcome] {
        let outcomes = try judging(database, at: now) { batch, judge in
            if isDryRun {
                try session.beginDryRun(database)
            }
            let terms = JudgingTerms(
                judge: judge,
                limits: limits,
                rulesAt: clock == .now ? now : nil,
                author: author,
                isDryRun: isDryRun,
                edits: edits
            )
            return try selection.outcomes(database) { try batch.replay($0, terms) }
        }
        if !isDryRun { try session.compact() }
        return outcomes
    }
}

extension LedgerError {
    /// Whether the rows of a single message can be the cause.
    var mayBeOfOneMessage: Bool { code == .constraint || code == .other }
}

/// What became of one dead letter that was judged again.
public struct ReplayOutcome: Sendable, Equatable {
    public enum Result: Sendable, Equatable {
        /// Recorded as this revision, with the event at this position of the log; the dead letter is resolved.
        case accepted(terminationID: String, revision: Int, sequence: Int64)
        /// Its message, or a later revision, was recorded already; the dead letter is resolved.
        case alreadyRecorded(terminationID: String, revision: Int)
        /// Refused again; the dead letter stays open. Without violations where the ledger refused the rows of what it would
        /// become.
        case rejected([Violation], fingerprint: String, attempts: Int)
        /// Nothing was judged: the dead letter is not open.
        case notOpen(DeadLetter.State)
        /// Nothing was judged: the dead letter has another version than the caller named.
        case changedMeanwhile
        /// There is no such dead letter.
        case unknown
        /// Only in a preview: the patch cannot be applied to this message.
        case unpatchable(String)
    }

    public let deadLetterID: String
    /// The cause before it was judged again; nil where there is no such dead letter.
    public let fingerprint: String?
    public let messageID: String?
    public let result: Result

    /// Whether the dead letter is resolved by it.
    public var isResolved: Bool {
        switch result {
        case .accepted, .alreadyRecorded: true
        case .rejected, .notOpen, .changedMeanwhile, .unknown, .unpatchable: false
        }
    }
}
