import GRDB
public import Terminations

extension Recorder {
    /// Judges dead letters again, in order, and records what follows, all in one transaction: page in some hundreds, so
    /// that the worker is not held up.
    ///
    /// Guarantees:
    /// - A letter that is accepted becomes a termination, its event and a resolved letter together or not at all. The
    ///   event has the id and the `causationid` that the arrival's would have had.
    /// - Only an open letter is judged. Whoever replays the same letters at once, each is resolved by one.
    /// - A letter that is refused again stays open with one more attempt and what is wrong now. The CRM is not told
    ///   again: its refusal was told when it came.
    /// - Every change stands in the audit trail.
    ///
    /// - Parameters:
    ///   - actor: who asks for it; a login name.
    ///   - reason: why, in their words.
    public func replay(
        _ ids: [String],
        asOf clock: ReplayClock = .occurred,
        by actor: String,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] {
        try write { database in
            let author = AuditTrail.Author(actor: actor, reason: reason)
            return try judgeAgain(.ids(ids), database, asOf: clock, by: author, at: now)
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
        try rehearse { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM events") ?? 0
            let author = AuditTrail.Author(actor: "preview", reason: "preview")
            let outcomes = try judgeAgain(.ids(ids), database, asOf: clock, by: author, patch: patch, at: now)
            let statement = try HotStatement(
                database,
                "SELECT \(StoredEvent.columns) FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?"
            )
            let events = try StoredEvent.fetch(statement, after: last, limit: Int.max)
            return ReplayPreview(outcomes: outcomes, events: events)
        }
    }

    func judgeAgain(
        _ selection: ReplaySelection,
        _ database: Database,
        asOf clock: ReplayClock,
        by author: AuditTrail.Author,
        patch: JSONPatch? = nil,
        at now: Instant
    ) throws -> [ReplayOutcome] {
        let (judge, version) = try currentJudge(database)
        var batch = try makeBatch(database, settingsVersion: version, at: now)
        let terms = ReplayTerms(
            judge: judge,
            limits: limits,
            rulesAt: clock == .now ? now : nil,
            author: author,
            patch: patch
        )
        var outcomes: [ReplayOutcome] = []
        try selection.forEach(database) { id, stored in
            outcomes.append(
                ReplayOutcome(
                    deadLetterID: id,
                    fingerprint: stored?.fingerprint,
                    messageID: stored?.messageID,
                    result: try stored.map { try batch.replay($0, terms) } ?? .unknown
                )
            )
        }
        try ids.writeSlice()
        return outcomes
    }
}
