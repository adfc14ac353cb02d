import GRDB

extension Ledger {
    /// The terminations that a person may mean by `name`, the one that was recorded last first: the one that has it for
    /// its id; otherwise the one that a message of this id is part of; otherwise those of the contract with this id.
    public func terminations(named name: String, limit: Int) throws(LedgerError) -> [TerminationSummary] {
        try reportingLedgerErrors {
            try pool.read { database in
                for kind in [IDKey.Kind.termination, .message, .contract] {
                    let rows = try RecordedRows(kind: kind, id: name).fetch(database)
                    if rows.isEmpty { continue }
                    return try TerminationQuery(filter: .all).fetch(database, among: rows, limit: limit)
                }
                return []
            }
        }
    }

    /// The life of the termination with this id; nil when there is none.
    public func terminationLife(of terminationID: String) throws(LedgerError) -> TerminationHistory? {
        try reportingLedgerErrors {
            try pool.read { database in
                let rows = try RecordedRows(kind: .termination, id: terminationID).fetch(database)
                let found = try TerminationQuery(filter: .all).fetch(database, among: rows, limit: 1)
                return try found.first.map { try TerminationHistory($0, database) }
            }
        }
    }
}
