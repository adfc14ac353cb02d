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
    ///
    /// - Parameter isCounted: whether a termination is counted at all.
    public func refused(
        from: LocalDate,
        through: LocalDate,
        by kind: ReportDateKind,
        where isCounted: (ReportFact) -> Bool = { _ in true }
    ) throws -> RefusedTerminations {
        let date = kind == .end ? "end_date" : "occurred_on"
        var count = 0
        var byCode: [String: Int] = [:]
        var last: (termination: Int64, isCounted: Bool)?
        try RawStatement(
            database,
            """
            SELECT \(ReportFact.columns), code FROM (
                SELECT DISTINCT termination, code FROM dead_letters
                JOIN termination_revisions ON termination_revisions.id = resolved_by
                LEFT JOIN fingerprints USING (fingerprint)
                WHERE state = 'resolved' AND violations <> '[]'
            ) JOIN terminations ON id = termination
            WHERE ended = 0 AND termination_type <> 'administrative' AND \(date) BETWEEN ? AND ?
            ORDER BY termination
            """
        )
        .forEachRow {
            $0.text(from.description)
            $0.text(through.description)
        } _: { row in
            let termination = row.integer(0)
            if last?.termination != termination {
                let isCounted = isCounted(try ReportFact(row, names: &names))
                last = (termination, isCounted)
                if isCounted { count += 1 }
            }
            if last?.isCounted == true, let code = row.text(15) { byCode[code, default: 0] += 1 }
        }
        return RefusedTerminations(count: count, byCode: byCode)
    }

    /// How many dead letters are open or wait.
    public func countUnrecorded() throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT coalesce(sum(count), 0) FROM dead_letter_counts WHERE state IN ('open', 'held')"
        ) ?? 0
    }

    /// Those of ``countUnrecorded()`` that imports refused or keep waiting.
    public func countUnrecordedFromImports() throws -> Int {
        // Without an import nothing has to be looked for.
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM dead_letters WHERE state IN ('open', 'held') AND import_run IS NOT NULL
                    AND EXISTS (SELECT 1 FROM import_runs)
                """
        ) ?? 0
    }

    /// How many messages all imports refused: dead letters, unless the import wrote them to a file instead.
    public func countRefusedByImports() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT coalesce(sum(rejected), 0) FROM import_runs") ?? 0
    }
}
