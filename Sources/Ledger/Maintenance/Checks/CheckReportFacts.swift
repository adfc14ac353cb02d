extension Ledger {
    /// Compares each packed fact with its termination, in pages. Facts that changed after they were packed are left out: reports
    /// read them from the termination.
    func checkReportFacts() throws(LedgerError) -> LedgerFinding? {
        var found = LedgerFinding.Collected()
        var last: Int64 = 0
        while true {
            let next = try reportingLedgerErrors {
                try pool.read { try Self.checkFacts($0, after: last, &found) }
            }
            guard let next else { return found.finding(.reportFacts, in: "terminations") }
            last = next
        }
    }

    /// - Returns: the last termination that was looked at; nil when there are no more.
    private static func checkFacts(
        _ database: Database,
        after row: Int64,
        _ found: inout LedgerFinding.Collected
    ) throws -> Int64? {
        let progress = try ReportProgress(database)
        let changed = try Int64.fetchSet(database, sql: "SELECT termination FROM report_changes")
        var names = try ReportNames(database)
        var last: Int64?
        var number: Int64 = -1
        var packed: [UInt8] = []
        let stride = MemoryLayout<ReportFact>.stride
        let facts = try RawStatement(database, "SELECT facts FROM report_facts WHERE number = ?")
        try RawStatement(
            database,
            "SELECT \(ReportFact.columns) FROM terminations WHERE id > ? AND id <= ? ORDER BY id LIMIT 20000"
        )
        .forEachRow {
            $0.integer(row)
            $0.integer(progress.termination)
        } _: { row in
            let id = row.integer(0)
            last = id
            if ReportFact.Place.row(of: id) != number {
                number = ReportFact.Place.row(of: id)
                packed =
                    try facts.first {
                        $0.integer(number)
                    } _: {
                        $0.bytes(0)
                    } ?? []
            }
            guard !changed.contains(id) else { return }
            let start = ReportFact.Place.index(of: id) * stride
            guard let fact = try? ReportFact(row, names: &names) else { return found.add(String(id)) }
            let isSame = withUnsafeBytes(of: fact) { bytes in
                packed.count >= start + stride && packed[start..<start + stride].elementsEqual(bytes)
            }
            if !isSame { found.add(String(id)) }
        }
        return last
    }
}
