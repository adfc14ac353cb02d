import GRDB
import Terminations

extension Pruning {
    /// Removes dead letters that are closed long enough. What the audit trail says of them stays, but for the values of
    /// patches that were notes: nobody could find them any more by the letter.
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
