import JSON
import Terminations

/// One step of a pruning, inside its transaction.
struct Pruning {
    /// The most rows that a step removes: its transaction is as long as one of the worker's.
    static let size: Int64 = 500
    /// The most rows that a step examines. Nothing is written for rows that are gone already or have to stay.
    static let reach: Int64 = 5000

    let database: Database
    /// Milliseconds.
    let before: Int64
    let isRehearsal: Bool
    let now: Instant

    init(_ database: Database, before: Int64, isRehearsal: Bool, now: Instant) {
        self.database = database
        self.before = before
        self.isRehearsal = isRehearsal
        self.now = now
    }

    /// Adds to the counts of a run.
    func count(_ count: Int, _ kind: PrunedKind, _ run: Int64) throws {
        let sql =
            switch kind {
            case .deadLetters: "UPDATE prune_runs SET dead_letters = dead_letters + ? WHERE number = ?"
            case .messages: "UPDATE prune_runs SET messages = messages + ? WHERE number = ?"
            case .events: "UPDATE prune_runs SET events = events + ? WHERE number = ?"
            }
        try database.execute(sql: sql, arguments: [count, run])
    }

    // MARK: - Messages

    /// The condition under which a revision's body may be removed, besides its age.
    private static let isNotNeeded = """
        length(body) > 0 AND coalesce(event, 0) <= (SELECT position FROM relay_cursor)
            AND NOT EXISTS (SELECT 1 FROM parked_events WHERE sequence = event)
            AND NOT EXISTS (
                SELECT 1 FROM terminations JOIN dead_letters \(EngineSQL.index("dead_letters_by_contract"))
                    ON dead_letters.contract_id = terminations.contract_id
                WHERE terminations.id = termination AND state IN ('open', 'held'))
        """

    func messages(after place: Int64?) throws -> PruneStep {
        let first =
            try place ?? Int64.fetchOne(database, sql: "SELECT revision FROM prune_progress") ?? 0
        // Revisions are in the order of recording, so the first one that is young enough ends the search.
        var pruned: [Int64] = []
        var last = first
        var firstKept: Int64?
        var seen = 0
        var isAtEnd = false
        try RawStatement(
            database,
            """
            SELECT id, recorded_at < ?2 AND \(Self.isNotNeeded), recorded_at < ?2, length(body) > 0
            FROM termination_revisions WHERE id > ?1 ORDER BY id LIMIT ?3
            """
        )
        .whileRows {
            $0.integer(first)
            $0.integer(before)
            $0.integer(Self.reach)
        } _: { row in
            guard row.integer(2) != 0 else {
                isAtEnd = true
                return false
            }
            last = row.integer(0)
            seen += 1
            if row.integer(1) != 0 {
                pruned.append(last)
            } else if row.integer(3) != 0 {
                firstKept = firstKept ?? last
            }
            return pruned.count < Self.size
        }
        isAtEnd = isAtEnd || pruned.count < Self.size && seen < Self.reach
        if !isRehearsal {
            try database.connection.removeBodies(of: pruned)
            // Where a body had to stay, the next run begins with it.
            try database.cachedStatement(
                sql: "UPDATE prune_progress SET revision = ?2 WHERE revision = ?1 AND ?2 > ?1"
            )
            .execute(arguments: [first, (firstKept ?? last + 1) - 1])
        }
        return PruneStep(pruned: pruned.count, place: last, isAtEnd: isAtEnd)
    }

    // MARK: - Events

    func events(after place: Int64?) throws -> PruneStep {
        let first = try place.map { $0 + 1 } ?? Int64.fetchOne(database, sql: "SELECT min(sequence) FROM events") ?? 1
        // The next event's position is one more than the last one's: the last one stays.
        let last =
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT min((SELECT position FROM relay_cursor),
                        coalesce((SELECT min(sequence) FROM parked_events) - 1, 9223372036854775807),
                        coalesce((SELECT max(sequence) FROM events), 0) - 1)
                    """
            ) ?? 0
        let reach = min(last, first + (isRehearsal ? Self.reach : Self.size) - 1)
        guard first <= reach else { return PruneStep(pruned: 0, place: first - 1, isAtEnd: true) }
        let young = try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT min(sequence) FROM events WHERE sequence BETWEEN ? AND ? AND recorded_at >= ?"
            ),
            arguments: [first, reach, before]
        )
        let through = young.map { $0 - 1 } ?? reach
        if !isRehearsal {
            try database.cachedStatement(sql: "DELETE FROM events WHERE sequence <= ?").execute(arguments: [through])
        }
        let pruned = max(Int(through - first + 1), 0)
        return PruneStep(pruned: pruned, place: through, isAtEnd: young != nil || reach == last)
    }
}

extension Pruning {
    /// Removes dead letters that were closed long enough ago. Their entries in the audit trail stay, without the values of
    /// patches that were notes: a later redaction could no longer find them through the dead letter.
    func deadLetters(after place: Int64) throws -> PruneStep {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT number, id,
                        (state = 'resolved' AND resolved_at < :before OR state = 'discarded' AND coalesce(
                            (SELECT max(at) FROM dead_letter_audit
                                WHERE dead_letter = dead_letters.id AND action IN ('discarded', 'undone')), last_seen_at) < :before)
                        AND last_seen_at < :before
                        AND NOT EXISTS (
                            SELECT 1 FROM replay_run_letters JOIN replay_runs ON replay_runs.number = run
                            WHERE letter = dead_letters.number
                                AND position > accepted + already_recorded + rejected + not_open)
                    FROM dead_letters WHERE number > :after AND received_at < :before ORDER BY number LIMIT :limit
                    """
            ),
            arguments: ["before": before, "after": place, "limit": Self.size]
        )
        let pruned = rows.filter { $0[2] as Bool }
        if !isRehearsal, !pruned.isEmpty { try remove(pruned.map { ($0[0], $0[1]) }) }
        let last: Int64 = rows.last?[0] ?? place
        return PruneStep(pruned: pruned.count, place: last, isAtEnd: rows.count < Self.size)
    }

    private func remove(_ deadLetters: [(number: Int64, id: String)]) throws {
        var changes: [AuditRedaction.Change] = []
        for deadLetter in deadLetters {
            for patch in try DeadLetterNotes.patches(of: deadLetter.id, database) {
                let details = String(decoding: patch.redaction.bytes, as: UTF8.self)
                changes.append(AuditRedaction.Change(number: patch.entry, details: details))
            }
        }
        if !changes.isEmpty {
            var trail = try AuditTrail(database)
            let members = [JSONObject.Member(name: AuditRedaction.member, value: AuditRedaction.json(changes))]
            try trail.append(
                .pruned,
                of: .ledger,
                by: .worker("The dead letters of these patches are gone: no note is to outlive them."),
                details: JSONValue.object(JSONObject(members)).text,
                at: now
            )
            try AuditRedaction.apply(changes, by: trail.count, database)
        }
        let run = try database.cachedStatement(sql: "DELETE FROM replay_run_letters WHERE letter = ?")
        let before = try database.cachedStatement(sql: "DELETE FROM dead_letter_action_letters WHERE letter = ?")
        let deadLetter = try database.cachedStatement(sql: "DELETE FROM dead_letters WHERE number = ?")
        for (number, _) in deadLetters {
            try run.execute(arguments: [number])
            try before.execute(arguments: [number])
            try deadLetter.execute(arguments: [number])
        }
    }
}
