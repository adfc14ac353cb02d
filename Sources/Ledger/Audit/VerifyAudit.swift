import GRDB

extension Ledger {
    /// Goes through the whole audit trail and compares each entry's hash with its content.
    ///
    /// Finds what was changed, taken out (the last entry too) or put in behind the ledger's back. Whoever rewrites
    /// every hash up to the head is found only by a ``AuditVerification/headHash`` that was kept elsewhere.
    ///
    /// Reads in pages, so that it may run beside the worker; entries that are appended meanwhile are left for next time.
    public func verifyAudit() throws(LedgerError) -> AuditVerification {
        try reportingLedgerErrors {
            let (head, last) = try pool.read { database in
                (
                    try AuditTrail.Head.fetch(database),
                    try Int64.fetchOne(database, sql: "SELECT max(number) FROM dead_letter_audit") ?? 0
                )
            }
            var chain = AuditChain()
            // Numbers below 1 are refused by the schema; a row that was forced in there is still not counted.
            while chain.defect == nil, chain.verified < last {
                try pool.read { try chain.readPage($0, through: last) }
            }
            if chain.defect == nil { chain.compare(with: head) }
            return AuditVerification(
                verified: chain.verified,
                headHash: AuditEntry.hexadecimal(chain.hash),
                defect: chain.defect
            )
        }
    }
}

/// The part of the trail that was found to be as it was written.
private struct AuditChain {
    private static let pageSize = 2000

    private(set) var verified: Int64 = 0
    private(set) var hash = AuditTrail.noHash
    private(set) var defect: AuditVerification.Defect?

    mutating func readPage(_ database: Database, through last: Int64) throws {
        let statement = try HotStatement(
            database,
            """
            SELECT number, at, dead_letter, actor, reason, action, details, hash FROM dead_letter_audit
            WHERE number > ? AND number <= ? ORDER BY number LIMIT ?
            """
        )
        var found = 0
        try statement.forEachRow {
            $0.integer(verified)
            $0.integer(last)
            $0.integer(AuditChain.pageSize)
        } _: { row in
            found += 1
            guard defect == nil else { return }
            let number = row.integer(0)
            guard number == verified + 1 else {
                defect = .missing(number: verified + 1)
                return
            }
            let texts = (2...6).map { row.text($0) ?? "" }
            let next = AuditTrail.hash(after: hash, number: number, milliseconds: row.integer(1), texts)
            guard next == row.bytes(7) else {
                defect = .changed(number: number)
                return
            }
            verified = number
            hash = next
        }
        if found == 0 { defect = .missing(number: verified + 1) }
    }

    mutating func compare(with head: AuditTrail.Head?) {
        guard let head else {
            defect = .headChanged
            return
        }
        if head.count > verified {
            defect = .missing(number: verified + 1)
        } else if head.count < verified {
            defect = .uncounted(number: head.count + 1)
        } else if head.hash != hash {
            defect = .headChanged
        }
    }
}
