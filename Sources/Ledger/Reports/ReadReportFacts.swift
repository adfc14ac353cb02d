import Terminations

/// By which of its dates a termination belongs to a period.
public enum ReportDateKind: String, CaseIterable, Sendable {
    /// The last day on which the contract was in force.
    case end
    /// The local day on which it was terminated.
    case occurred
}

extension ReportFact {
    /// Days from ``firstDay`` through the date of this kind.
    @inlinable
    public func day(_ kind: ReportDateKind) -> Int { kind == .end ? endDay : occurredDay }
}

extension ReportSource {
    /// Reads the facts in pages: all those with a date within the days, and some others.
    ///
    /// - Parameters:
    ///   - days: from ``ReportFact/firstDay``.
    ///   - onProgress: how many of ``count`` are behind it.
    public func forEachPage(
        of days: ClosedRange<Int>,
        by kind: ReportDateKind,
        onProgress: (Int) -> Void = { _ in },
        _ work: (Span<ReportFact>) throws -> Void
    ) throws {
        let changes = try changedFacts()
        var page: [ReportFact] = []
        let spans = kind == .end ? "first_end <= ? AND last_end >= ?" : "first_occurred <= ? AND last_occurred >= ?"
        try RawStatement(
            database,
            """
            SELECT number, facts FROM report_facts WHERE number IN (SELECT number FROM report_spans WHERE \(spans))
            ORDER BY number
            """
        )
        .forEachRow {
            $0.integer(days.upperBound)
            $0.integer(days.lowerBound)
        } _: { row in
            let number = row.integer(0)
            row.withBytes(1) { bytes in
                page = [ReportFact](unsafeUninitializedCapacity: ReportFact.Place.factsARow) { room, count in
                    count = min(bytes.count / MemoryLayout<ReportFact>.stride, room.count)
                    UnsafeMutableRawBufferPointer(room).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count * MemoryLayout<ReportFact>.stride))
                    )
                }
            }
            for index in changes.places[number] ?? [] { page[index] = ReportFact() }
            try work(page.span)
            onProgress(Int(number + 1) * ReportFact.Place.factsARow)
        }
        if !changes.facts.isEmpty { try work(changes.facts.span) }
        try forEachUnpackedPage(onProgress: onProgress, work)
    }

    /// The local day on which the earliest of all terminations was made; nil where there is none.
    public func firstOccurredDay() throws -> Int? {
        let packed = try Int.fetchOne(database, sql: "SELECT min(first_occurred) FROM report_spans")
        let later = try String.fetchOne(
            database,
            sql: "SELECT min(occurred_on) FROM terminations WHERE id > ?",
            arguments: [progress.termination]
        )
        return [packed, later.flatMap { LocalDate($0) }.map(ReportFact.day(of:))].compactMap(\.self).min()
    }

    /// What was recorded after the last that is packed, as the terminations say it.
    private func forEachUnpackedPage(onProgress: (Int) -> Void, _ work: (Span<ReportFact>) throws -> Void) throws {
        var page: [ReportFact] = []
        var last: Int64 = 0
        try RawStatement(
            database,
            "SELECT \(ReportFact.columns) FROM terminations WHERE id > ? ORDER BY id"
        )
        .forEachRow {
            $0.integer(progress.termination)
        } _: { row in
            last = row.integer(0)
            page.append(try ReportFact(row, names: &names))
            guard page.count == ReportFact.Place.factsARow else { return }
            try work(page.span)
            onProgress(Int(last))
            page.removeAll(keepingCapacity: true)
        }
        try work(page.span)
        onProgress(count)
    }

    /// Facts that were changed after they were packed, and where their old ones stand, by row.
    private func changedFacts() throws -> (places: [Int64: [Int]], facts: [ReportFact]) {
        var places: [Int64: [Int]] = [:]
        var facts: [ReportFact] = []
        try RawStatement(
            database,
            """
            SELECT \(ReportFact.columns) FROM report_changes JOIN terminations ON id = termination
            WHERE termination <= ?
            """
        )
        .forEachRow {
            $0.integer(progress.termination)
        } _: { row in
            let id = row.integer(0)
            places[ReportFact.Place.row(of: id), default: []].append(ReportFact.Place.index(of: id))
            facts.append(try ReportFact(row, names: &names))
        }
        return (places, facts)
    }
}
