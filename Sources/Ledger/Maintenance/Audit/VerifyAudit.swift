extension Ledger {
    /// Reads the whole audit trail and compares each entry's hash with its content.
    ///
    /// Finds entries that were changed, removed (the last one too) or inserted without the ledger. If every hash up to the
    /// head was rewritten, only a ``AuditVerification/headHash`` that was kept elsewhere shows it. Redacted details
    /// hold if a later entry names them with their present digest.
    ///
    /// Reads in pages, so that it may run beside the worker. Entries that are appended meanwhile are not checked.
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
        let statement = try RawStatement(
            database,
            """
            SELECT number, at, dead_letter, termination, actor, reason, action, details, hash, salt, digest, redacted_by,
                via
            FROM dead_letter_audit WHERE number > ? AND number <= ? ORDER BY number LIMIT ?
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
            let entry = AuditTrail.Content(
                number: number,
                milliseconds: row.integer(1),
                subject: AuditTrail.Subject(deadLetterID: row.text(2), terminationID: row.text(3)),
                actor: row.text(4) ?? "",
                via: row.text(12) ?? "",
                reason: row.text(5) ?? "",
                action: row.text(6) ?? "",
                details: row.text(7) ?? ""
            )
            let digest = row.bytes(10)
            let next = entry.hash(after: hash, digest: digest)
            let saysItsDetails =
                try row.optionalInteger(11).map {
                    try AuditRedaction.allows(entry.details, of: number, by: $0, database)
                } ?? (AuditTrail.digest(salt: row.bytes(9), details: entry.details) == digest)
            guard next == row.bytes(8), saysItsDetails else {
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

/// Whether the audit trail is as it was written.
public struct AuditVerification: Sendable, Equatable {
    /// The first defect; entries after it cannot be trusted either.
    public enum Defect: Sendable, Equatable {
        /// This entry is missing.
        case missing(number: Int64)
        /// This entry, or the hash that it was chained to, is not what was written.
        case changed(number: Int64)
        /// There are entries after the last one that was counted.
        case uncounted(number: Int64)
        /// The count and the hash of the last entry are missing, or do not match it.
        case headChanged
    }

    /// Entries that were found to be as they were written.
    public let verified: Int64
    /// The hash of the last entry, in hexadecimal. Kept elsewhere, it shows later that nothing up to it was rewritten.
    public let headHash: String
    /// Nil when the trail holds.
    public let defect: Defect?
}
