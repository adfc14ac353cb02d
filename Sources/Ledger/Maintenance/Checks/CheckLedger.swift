extension Ledger {
    /// Checks all rules of the ledger, one after the other.
    ///
    /// Changes nothing, and may run beside the worker: each rule reads one state of the ledger. During a long read the
    /// write-ahead log grows.
    ///
    /// - Parameter onProgress: called before each rule with its place in the list and with how many there are.
    /// - Returns: the rules that do not hold. If the file is damaged, only that: other findings would follow from it.
    public func check(
        onProgress: (LedgerRule, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws(LedgerError) -> [LedgerFinding] {
        var findings: [LedgerFinding] = []
        let rules = LedgerRule.allCases
        for (index, rule) in rules.enumerated() {
            onProgress(rule, index, rules.count)
            if let finding = try check(rule) { findings.append(finding) }
            if rule == .integrity, !findings.isEmpty { break }
        }
        return findings
    }

    func check(_ rule: LedgerRule) throws(LedgerError) -> LedgerFinding? {
        switch rule {
        case .integrity: try checkIntegrity()
        case .foreignKeys: try checkForeignKeys()
        case .recordedIDs: try checkRecordedIDs()
        case .reportFacts: try checkReportFacts()
        case .deadLetterValues: try checkDeadLetterValues()
        case .auditTrail: try checkAuditTrail()
        default: try checkRows(rule)
        }
    }

    private func checkRows(_ rule: LedgerRule) throws(LedgerError) -> LedgerFinding? {
        guard let query = rule.query else { return nil }
        return try reportingLedgerErrors {
            try pool.read { database in
                var found = LedgerFinding.Collected()
                try RawStatement(database, query.sql).forEachRow { _ in
                } _: { row in
                    found.add(String(row.integer(0)))
                }
                return found.finding(rule, in: query.table)
            }
        }
    }

    private func checkIntegrity() throws(LedgerError) -> LedgerFinding? {
        do {
            return try reportingLedgerErrors {
                try pool.read { database in
                    var found = LedgerFinding.Collected()
                    try database.connection.forEachDefect { found.add($0) }
                    return found.finding(.integrity, in: nil)
                }
            }
        } catch  where error.code == .damaged {
            // So badly that SQLite cannot even read it to its end.
            return LedgerFinding(rule: .integrity, count: 1, places: [error.description], table: nil)
        }
    }

    private func checkForeignKeys() throws(LedgerError) -> LedgerFinding? {
        try reportingLedgerErrors {
            try pool.read { database in
                var found = LedgerFinding.Collected()
                try database.connection.forEachDanglingRow { table, key in
                    found.add(key.map { "\(table) \($0)" } ?? table)
                }
                return found.finding(.foreignKeys, in: nil)
            }
        }
    }

    private func checkAuditTrail() throws(LedgerError) -> LedgerFinding? {
        guard let defect = try verifyAudit().defect else { return nil }
        let place: String =
            switch defect {
            case .missing(let number): "\(number) is missing"
            case .changed(let number): "\(number) was changed"
            case .uncounted(let number): "\(number) was not counted"
            case .headChanged: "the head does not fit the last entry"
            }
        return LedgerFinding(rule: .auditTrail, count: 1, places: [place], table: "dead_letter_audit")
    }
}

extension LedgerFinding {
    /// Counts the findings, and keeps the first places.
    struct Collected {
        /// The most places that are named.
        private static let named = 5
        private var count = 0
        private var places: [String] = []

        mutating func add(_ place: String) {
            count += 1
            if places.count < Self.named { places.append(place) }
        }

        func finding(_ rule: LedgerRule, in table: String?) -> LedgerFinding? {
            count == 0 ? nil : LedgerFinding(rule: rule, count: count, places: places, table: table)
        }
    }
}
