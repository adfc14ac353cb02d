import GRDB
public import Terminations

/// Terminations that were refused when they first came.
public struct RefusedTerminations: Sendable {
    /// Each once.
    public let count: Int
    /// By the codes that their dead letters had; one that was refused for several counts under each.
    public let byCode: [String: Int]
}

extension ReportSource {
    /// Of the terminations of a period, withdrawn and administrative ones left out: which had been refused, as far as
    /// their dead letters are kept.
    public func refused(
        from: LocalDate,
        through: LocalDate,
        by kind: ReportDateKind
    ) throws -> RefusedTerminations {
        let date = kind == .end ? "end_date" : "occurred_on"
        let refused = """
            SELECT termination, fingerprint FROM dead_letters
            JOIN termination_revisions ON termination_revisions.id = resolved_by
            JOIN terminations ON terminations.id = termination
            WHERE state = 'resolved' AND violations <> '[]' AND ended = 0 AND termination_type <> 'administrative'
                AND \(date) BETWEEN ? AND ?
            """
        let days = [from.description, through.description]
        let count = try Int.fetchOne(
            database,
            sql: "SELECT count(DISTINCT termination) FROM (\(refused))",
            arguments: StatementArguments(days)
        )
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT code, count(DISTINCT termination) FROM (\(refused)) JOIN fingerprints USING (fingerprint)
                GROUP BY code
                """,
            arguments: StatementArguments(days)
        )
        return RefusedTerminations(
            count: count ?? 0,
            byCode: Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
        )
    }

    /// How many dead letters are open or wait.
    public func countUnrecorded() throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT coalesce(sum(count), 0) FROM dead_letter_counts WHERE state IN ('open', 'held')"
        ) ?? 0
    }
}
