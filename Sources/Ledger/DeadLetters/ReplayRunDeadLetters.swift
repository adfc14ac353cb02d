import Terminations

/// A dead letter of a replay, and what became of it.
public struct ReplayedDeadLetter: Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        /// Not judged yet.
        case waiting
        case resolved
        /// Refused again.
        case refused
        /// Not judged: it was not open any more when it was its turn.
        case skipped
    }

    /// Its place in the replay, from 1.
    public let position: Int
    /// As it is now.
    public let deadLetter: DeadLetter
    public let outcome: Outcome
}

extension Ledger {
    /// The dead letters of a replay in the order in which they are judged. The audit trail has what became of each.
    ///
    /// - Parameters:
    ///   - outcome: only these; reads every dead letter of the replay that was judged.
    ///   - after: the position of the last one of the page before.
    public func deadLetters(
        of run: ReplayRun,
        outcome: ReplayedDeadLetter.Outcome? = nil,
        after position: Int = 0,
        limit: Int
    ) throws(LedgerError) -> [ReplayedDeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT * FROM (
                            SELECT position, \(DeadLetter.columns), CASE WHEN position > ?2 THEN 'waiting' ELSE coalesce(
                                (SELECT action FROM dead_letter_audit
                                    WHERE dead_letter = dead_letters.id AND action IN ('resolved', 'refused')
                                        AND \(EngineSQL.member("replay", ofDocument: "details")) = ?1
                                    ORDER BY dead_letter_audit.number DESC LIMIT 1), 'skipped') END AS outcome
                            FROM replay_run_letters JOIN dead_letters ON number = letter
                            WHERE run = ?1 AND position > ?4)
                        WHERE ?3 IS NULL OR outcome = ?3
                        ORDER BY position LIMIT ?5
                        """,
                    arguments: [run.number, run.taken, outcome?.rawValue, position, limit]
                )
                .map { row in
                    guard let outcome = ReplayedDeadLetter.Outcome(rawValue: row["outcome"]) else {
                        throw LedgerError(.damaged, "A replay has an outcome that this version does not know.")
                    }
                    return ReplayedDeadLetter(
                        position: row["position"],
                        deadLetter: try DeadLetter(row, database),
                        outcome: outcome
                    )
                }
            }
        }
    }
}
