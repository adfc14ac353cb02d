import Terminations

/// The rows of the ledger that are about one customer.
public struct CustomerRows: Sendable, Equatable {
    /// Of `terminations`, in the order in which they were recorded.
    public internal(set) var terminations: [Int64] = []
    /// Dead letters that name the customer, and those that became one of the terminations, as they came.
    public internal(set) var deadLetters: [String] = []

    public var isEmpty: Bool { terminations.isEmpty && deadLetters.isEmpty }
}

extension Ledger {
    /// What is kept about a customer. Reads every termination, some thousands a transaction: customers have no index.
    ///
    /// - Parameter onProgress: how many rows were looked at, of how many.
    public func customerRows(
        _ customerID: String,
        onProgress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(LedgerError) -> CustomerRows {
        try reportingLedgerErrors {
            let (last, lastDeadLetter) = try pool.read { database in
                (
                    try Int64.fetchOne(database, sql: "SELECT max(id) FROM terminations") ?? 0,
                    try Int64.fetchOne(database, sql: "SELECT max(number) FROM dead_letters") ?? 0
                )
            }
            var rows = CustomerRows()
            for start in stride(from: 0, to: last, by: Int(Ledger.terminationPage)) {
                rows.terminations += try pool.read { database in
                    try Int64.fetchAll(
                        database,
                        sql: "SELECT id FROM terminations WHERE id > ? AND id <= ? AND customer_id = ? ORDER BY id",
                        arguments: [start, start + Ledger.terminationPage, customerID]
                    )
                }
                onProgress(Int(min(start + Ledger.terminationPage, last)), Int(last + lastDeadLetter))
            }
            for start in stride(from: 0, to: lastDeadLetter, by: Int(Ledger.terminationPage)) {
                rows.deadLetters += try pool.read { database in
                    try String.fetchAll(
                        database,
                        sql: """
                            SELECT dead_letters.id FROM dead_letters
                            LEFT JOIN termination_revisions ON termination_revisions.id = resolved_by
                            LEFT JOIN terminations ON terminations.id = termination
                            WHERE number > ?1 AND number <= ?2
                                AND (dead_letters.customer_id = ?3 OR terminations.customer_id = ?3)
                            ORDER BY number
                            """,
                        arguments: [start, start + Ledger.terminationPage, customerID]
                    )
                }
                onProgress(Int(last + min(start + Ledger.terminationPage, lastDeadLetter)), Int(last + lastDeadLetter))
            }
            return rows
        }
    }

    /// The positions of the events that announced the refusal of these dead letters, by dead letter id. Reads the log in
    /// pages.
    public func rejectionEvents(of deadLetters: [String]) throws(LedgerError) -> [String: Int64] {
        guard !deadLetters.isEmpty else { return [:] }
        let ids = Dictionary(
            deadLetters.map { (Event.id(ofRejection: $0), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return try reportingLedgerErrors {
            var found: [String: Int64] = [:]
            var last: Int64 = 0
            while let next = try pool.read({ try Self.rejectionEvents($0, after: last, ids, &found) }) { last = next }
            return found
        }
    }

    /// - Returns: the last event that was looked at; nil when there are no more.
    private static func rejectionEvents(
        _ database: Database,
        after position: Int64,
        _ ids: [String: String],
        _ found: inout [String: Int64]
    ) throws -> Int64? {
        var last: Int64?
        try RawStatement(
            database,
            "SELECT sequence, id, type = 'contract.termination.rejected.v1' FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?"
        )
        .forEachRow {
            $0.integer(position)
            $0.integer(Ledger.terminationPage)
        } _: { row in
            last = row.integer(0)
            guard row.integer(2) != 0, let deadLetter = row.text(1).flatMap({ ids[$0] }) else { return }
            found[deadLetter] = row.integer(0)
        }
        return last
    }
}
