import GRDB
import Terminations

extension Recorder {
    /// Packs the facts that reports count of what was recorded, corrected or withdrawn since the last call, in one
    /// transaction. Whoever does it, and whether anybody does, reports have the same figures; packed, they have them
    /// sooner.
    ///
    /// - Parameter limit: how many revisions to look at: some thousands, so that the intake is not held up.
    /// - Returns: how many were looked at; 0 when there are no more.
    @discardableResult
    public func packReportFacts(limit: Int = 10_000) throws(LedgerError) -> Int {
        guard try ledger.hasUnpackedReportFacts() else { return 0 }
        return try write { database in
            let progress = try ReportProgress(database)
            let touched = try TouchedTerminations(after: progress.revision, limit: limit, database)
            guard touched.seen > 0 else { return 0 }
            var packing = try ReportPacking(database)
            for row in touched.rows { try packing.pack(row) }
            try packing.finish()
            try database.execute(
                sql: "UPDATE report_progress SET revision = ?, termination = max(termination, ?)",
                arguments: [touched.lastRevision, touched.rows.last ?? 0]
            )
            return touched.seen
        }
    }
}

extension Ledger {
    /// Whether something was recorded whose facts are not packed yet.
    public func hasUnpackedReportFacts() throws(LedgerError) -> Bool {
        try reportingLedgerErrors {
            try pool.read { database in
                let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM termination_revisions") ?? 0
                return try last > ReportProgress(database).revision
            }
        }
    }
}

/// How far facts are packed.
struct ReportProgress {
    /// Of `termination_revisions`: what it and all before it say is packed.
    let revision: Int64
    /// Of `terminations`: the last with a packed fact.
    let termination: Int64

    init(_ database: Database) throws {
        let statement = try HotStatement(database, "SELECT revision, termination FROM report_progress")
        (revision, termination) =
            try statement.first { _ in
            } _: {
                ($0.integer(0), $0.integer(1))
            } ?? (0, 0)
    }
}

/// The terminations that some revisions are of.
struct TouchedTerminations {
    /// How many revisions were looked at.
    private(set) var seen = 0
    private(set) var lastRevision: Int64 = 0
    /// In order, each once.
    private(set) var rows: [Int64] = []

    init(after revision: Int64, limit: Int, _ database: Database) throws {
        try HotStatement(
            database,
            "SELECT id, termination FROM termination_revisions WHERE id > ? ORDER BY id LIMIT ?"
        )
        .forEachRow {
            $0.integer(revision)
            $0.integer(limit)
        } _: { row in
            seen += 1
            lastRevision = row.integer(0)
            rows.append(row.integer(1))
        }
        rows.sort()
        rows = rows.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
}

/// Writes facts, in the order of their terminations: neighbours in one go.
private struct ReportPacking {
    private let database: Database
    private let read: HotStatement
    private var names: ReportNames
    /// Neighbours in one row that are not written yet.
    private var run: [ReportFact] = []
    private var start: Int64 = 0
    private var span = ReportSpan()

    init(_ database: Database) throws {
        self.database = database
        read = try HotStatement(database, "SELECT \(ReportFact.columns) FROM terminations WHERE id = ?")
        names = try ReportNames(database)
    }

    mutating func pack(_ termination: Int64) throws {
        let end = start + Int64(run.count)
        if termination != end || ReportFact.Place.index(of: termination) == 0 { try writeRun(next: termination) }
        var names = names
        let fact = try read.first {
            $0.integer(termination)
        } _: { row in
            try ReportFact(row, names: &names)
        }
        self.names = names
        guard let fact else { return try writeRun(next: termination + 1) }
        run.append(fact)
        span.include(fact)
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
        try HotStatement(
            database,
            "INSERT OR IGNORE INTO report_facts (number, facts) VALUES (?, zeroblob(131072))"
        )
        .execute { $0.integer(row) }
        try run.withUnsafeBytes { bytes in
            try database.overwrite(
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
        try HotStatement(
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
