import Terminations

extension Recorder {
    /// Facts that are packed in one transaction at most.
    public static let mostFactsPacked = 10_000

    /// Packs the facts that reports count of the terminations that were recorded, corrected or withdrawn since the last call,
    /// in one transaction. Reports have the same figures whether facts are packed or not; packed facts are read faster.
    ///
    /// - Parameter limit: how many terminations at most: some thousands, so that the intake is not held up.
    /// - Returns: how many were packed; 0 when there are no more.
    @discardableResult
    public func packReportFacts(limit: Int = mostFactsPacked) throws(LedgerError) -> Int {
        guard try ledger.hasUnpackedReportFacts() else { return 0 }
        return try write { database in
            let progress = try ReportProgress(database)
            var packing = try ReportPacking(database)
            try packing.packChanges(upTo: progress.termination, limit: limit, database)
            let last = try packing.packNew(after: progress.termination, limit: limit, database)
            try packing.finish()
            try database.execute(sql: "UPDATE report_progress SET termination = ?", arguments: [last])
            return packing.count
        }
    }
}

extension Ledger {
    /// Whether there are terminations whose facts are not packed yet.
    public func hasUnpackedReportFacts() throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            try pool.read { database in
                try Bool.fetchOne(
                    database,
                    sql: """
                        SELECT coalesce((SELECT max(id) FROM terminations), 0) > (SELECT termination FROM report_progress)
                            OR EXISTS (SELECT 1 FROM report_changes)
                        """
                ) ?? false
            }
        }
    }
}

/// How far facts are packed.
struct ReportProgress {
    /// Of `terminations`: the last with a packed fact.
    let termination: Int64

    init(_ database: Database) throws {
        let statement = try RawStatement(database, "SELECT termination FROM report_progress")
        termination =
            try statement.first { _ in
            } _: {
                $0.integer(0)
            } ?? 0
    }
}

/// Writes facts, in the order of their terminations: neighbours in one go.
private struct ReportPacking {
    private let database: Database
    private var names: ReportNames
    /// How many were packed.
    private(set) var count = 0
    /// Neighbours in one row that are not written yet.
    private var run: [ReportFact] = []
    private var start: Int64 = 0
    private var span = ReportSpan()

    init(_ database: Database) throws {
        self.database = database
        names = try ReportNames(database)
    }

    /// - Returns: the last that is packed now.
    mutating func packNew(after last: Int64, limit: Int, _ database: Database) throws -> Int64 {
        var newest = last
        try RawStatement(
            database,
            "SELECT \(ReportFact.columns) FROM terminations WHERE id > ? ORDER BY id LIMIT ?"
        )
        .forEachRow {
            $0.integer(last)
            $0.integer(limit)
        } _: { row in
            newest = row.integer(0)
            try pack(row)
        }
        return newest
    }

    /// Packs the changed facts again. Those that are not packed yet come with the others.
    mutating func packChanges(upTo last: Int64, limit: Int, _ database: Database) throws {
        var newest: Int64 = 0
        try RawStatement(
            database,
            """
            SELECT \(ReportFact.columns) FROM report_changes JOIN terminations ON id = termination
            WHERE termination <= ? ORDER BY termination LIMIT ?
            """
        )
        .forEachRow {
            $0.integer(last)
            $0.integer(limit)
        } _: { row in
            newest = row.integer(0)
            try pack(row)
        }
        // A change of what is packed only now is packed with it.
        try database.execute(
            sql: "DELETE FROM report_changes WHERE termination <= ? OR termination > ?",
            arguments: [newest, last]
        )
    }

    private mutating func pack(_ row: RawRow) throws {
        let termination = row.integer(0)
        if termination != start + Int64(run.count) || ReportFact.Place.index(of: termination) == 0 {
            try writeRun(next: termination)
        }
        let fact = try ReportFact(row, names: &names)
        run.append(fact)
        span.include(fact)
        count += 1
    }

    mutating func finish() throws {
        try writeRun(next: 0)
        try names.write(database)
    }

    private mutating func writeRun(next: Int64) throws {
        defer {
            start = next
            run.removeAll(keepingCapacity: true)
            span = ReportSpan()
        }
        guard !run.isEmpty else { return }
        let row = ReportFact.Place.row(of: start)
        try RawStatement(
            database,
            "INSERT INTO report_facts (number, facts) VALUES (?, \(EngineSQL.zeros(131072))) ON CONFLICT DO NOTHING"
        )
        .execute { $0.integer(row) }
        try run.withUnsafeBytes { bytes in
            try database.connection.overwrite(
                bytes,
                at: ReportFact.Place.index(of: start) * MemoryLayout<ReportFact>.stride,
                ofFactsIn: row
            )
        }
        try span.widen(row, database)
    }
}

/// The earliest and latest dates among some facts.
struct ReportSpan {
    private var end: ClosedRange<Int>?
    private var occurred: ClosedRange<Int>?

    mutating func include(_ fact: ReportFact) {
        end = end.map { min($0.lowerBound, fact.endDay)...max($0.upperBound, fact.endDay) } ?? fact.endDay...fact.endDay
        occurred =
            occurred.map { min($0.lowerBound, fact.occurredDay)...max($0.upperBound, fact.occurredDay) }
            ?? fact.occurredDay...fact.occurredDay
    }

    /// Notes that a row of facts has these, too.
    func widen(_ row: Int64, _ database: Database) throws {
        guard let end, let occurred else { return }
        try RawStatement(
            database,
            """
            INSERT INTO report_spans (number, first_end, last_end, first_occurred, last_occurred) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET
                first_end = min(first_end, excluded.first_end), last_end = max(last_end, excluded.last_end),
                first_occurred = min(first_occurred, excluded.first_occurred),
                last_occurred = max(last_occurred, excluded.last_occurred)
            """
        )
        .execute {
            $0.integer(row)
            $0.integer(end.lowerBound)
            $0.integer(end.upperBound)
            $0.integer(occurred.lowerBound)
            $0.integer(occurred.upperBound)
        }
    }
}
