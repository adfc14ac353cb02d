public import Terminations

extension Recorder {
    /// Judges dead letters again, in order, and records what follows, all in one transaction: page in some hundreds, so
    /// that the worker is not held up.
    ///
    /// Guarantees:
    /// - A letter that is accepted becomes a termination, its event and a resolved letter together or not at all. The
    ///   event has the id and the `causationid` that the arrival's would have had. One that came with an import without
    ///   events becomes what the import would have made of it: nobody is told.
    /// - Only an open letter is judged. Whoever replays the same letters at once, each is resolved by one.
    /// - A letter that is refused again stays open with one more attempt and what is wrong now. The CRM is not told
    ///   again: its refusal was told when it came.
    /// - Every change stands in the audit trail.
    /// - A letter whose rows the ledger refuses each time holds up no other: the transaction is cut in two until it is
    ///   alone, and it stays open as one that cannot be judged, `rejected` without violations.
    ///
    /// - Parameters:
    ///   - actor: who asks for it; a login name.
    ///   - reason: why, in their words.
    public func replay(
        _ ids: [String],
        asOf clock: ReplayClock = .occurred,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] {
        let author = AuditTrail.Author(actor: actor, reason: reason)
        do throws(LedgerError) {
            return try write { try judgeAgain(.ids(ids), $0, asOf: clock, by: author, at: now) }
        } catch  where error.mayBeOfOneMessage {
            guard ids.count > 1 else {
                return try write { try setAside(.ids(ids), $0, by: author, at: now) }
            }
            let middle = ids.count / 2
            let first = try replay(Array(ids[..<middle]), asOf: clock, by: actor, reason: reason, at: now)
            return try first + replay(Array(ids[middle...]), asOf: clock, by: actor, reason: reason, at: now)
        }
    }

    /// What ``replay(_:asOf:by:reason:at:)`` would do now, found by doing it and rolling back. Changes nothing.
    ///
    /// Holds the ledger's write lock meanwhile, as a replay does. Letters of one call see what the ones before them
    /// would leave; letters of two calls do not, and may come to another outcome where they bear on each other.
    ///
    /// - Parameter patch: judges each message as it would read after this patch.
    public func previewReplay(
        _ ids: [String],
        patch: JSONPatch? = nil,
        asOf clock: ReplayClock = .occurred,
        at now: Instant
    ) throws(LedgerError) -> ReplayPreview {
        let edits = patch.map { patch in ids.map { ($0, DeadLetterEdit.patch(patch)) } } ?? []
        return try previewReplay(ids, edits: Dictionary(edits) { first, _ in first }, asOf: clock, at: now)
    }

    /// The same, with an edit of its own for each letter.
    ///
    /// - Parameter edits: by the letters' ids; a letter without one is judged as it is.
    public func previewReplay(
        _ ids: [String],
        edits: [String: DeadLetterEdit],
        asOf clock: ReplayClock = .occurred,
        at now: Instant
    ) throws(LedgerError) -> ReplayPreview {
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
            let events = try StoredEvent.fetch(statement, after: last, limit: Int.max)
            return ReplayPreview(outcomes: outcomes, events: events)
        }
    }

    /// Keeps open what could not be recorded.
    func setAside(
        _ selection: ReplaySelection,
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
        _ selection: ReplaySelection,
        _ database: Database,
        asOf clock: ReplayClock,
        by author: AuditTrail.Author,
        edits: [String: DeadLetterEdit] = [:],
        isDryRun: Bool = false,
        at now: Instant
    ) throws -> [ReplayOutcome] {
        let outcomes = try judging(database, at: now) { batch, judge in
            if isDryRun {
                try session.beginDryRun(database)
            }
            let terms = ReplayTerms(
                judge: judge,
                limits: limits,
                rulesAt: clock == .now ? now : nil,
                author: author,
                edits: edits
            )
            return try selection.outcomes(database) { try batch.replay($0, terms) }
        }
        if !isDryRun { try session.compact() }
        return outcomes
    }
}

extension LedgerError {
    /// Whether it can be that one message leads to rows that the ledger refuses.
    var mayBeOfOneMessage: Bool { code == .constraint || code == .other }
}

/// What became of one dead letter that was judged again.
public struct ReplayOutcome: Sendable, Equatable {
    public enum Result: Sendable, Equatable {
        /// Recorded as this revision, with the event at this position of the log; the letter is resolved.
        case accepted(terminationID: String, revision: Int, sequence: Int64)
        /// Its message, or a later revision, was recorded already; the letter is resolved.
        case alreadyRecorded(terminationID: String, revision: Int)
        /// Refused again; the letter stays open. Without violations where the ledger refused what it would become.
        case rejected([Violation], fingerprint: String, attempts: Int)
        /// Nothing was judged: the letter is not open (any more).
        case notOpen(DeadLetter.State)
        /// There is no such dead letter.
        case unknown
        /// Only in a preview: the patch cannot be applied to this message.
        case unpatchable(String)
    }

    public let deadLetterID: String
    /// The cause before it was judged again; nil where there is no such letter.
    public let fingerprint: String?
    public let messageID: String?
    public let result: Result

    /// Whether the letter is resolved by it.
    public var isResolved: Bool {
        switch result {
        case .accepted, .alreadyRecorded: true
        case .rejected, .notOpen, .unknown, .unpatchable: false
        }
    }
}

/// What a replay would do.
public struct ReplayPreview: Sendable {
    public let outcomes: [ReplayOutcome]
    /// The events that would be published, as they would stand in the log. Their positions and times are those of the
    /// preview.
    public let events: [StoredEvent]
}
