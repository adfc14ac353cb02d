import GRDB

extension Ledger {
    /// Looks up every recorded id as that of a message is looked up, in pages, so that no long reader blocks checkpoints.
    ///
    /// A message whose id is not found would be recorded again when it comes again; nothing else in the ledger would show it.
    func checkRecordedIDs() throws(LedgerError) -> LedgerFinding? {
        let ids = IDIndex()
        var found = LedgerFinding.Collected()
        var position = IDIndex.Position(revision: 0, termination: 0)
        while true {
            let next = try reportingLedgerErrors {
                defer { ids.endTransaction() }
                return try file.pool.read { database in
                    try ids.synchronize(IDIndexStatements(database))
                    return try Self.checkPage(database, after: position, ids, &found)
                }
            }
            if next == position { return found.finding(.recordedIDs, in: "termination_revisions") }
            position = next
        }
    }

    private static let pageSize = 20_000

    /// - Returns: up to where ids were looked up.
    private static func checkPage(
        _ database: GRDB.Database,
        after position: IDIndex.Position,
        _ ids: IDIndex,
        _ found: inout LedgerFinding.Collected
    ) throws -> IDIndex.Position {
        var next = position
        let revisions = try SQLiteStatement(
            database,
            "SELECT id, message_id FROM termination_revisions WHERE id > ? ORDER BY id LIMIT ?"
        )
        try revisions.forEachRow {
            $0.integer(position.revision)
            $0.integer(pageSize)
        } _: { row in
            next.revision = row.integer(0)
            let rows = try ids.find(MessageIDs(message: row.text(1), termination: nil, contract: nil))
            if !rows.message.contains(next.revision) { found.add(String(next.revision)) }
        }
        let terminations = try SQLiteStatement(
            database,
            "SELECT id, termination_id, contract_id FROM terminations WHERE id > ? ORDER BY id LIMIT ?"
        )
        try terminations.forEachRow {
            $0.integer(position.termination)
            $0.integer(pageSize)
        } _: { row in
            next.termination = row.integer(0)
            let rows = try ids.find(MessageIDs(message: nil, termination: row.text(1), contract: row.text(2)))
            if !rows.termination.contains(next.termination) || !rows.contract.contains(next.termination) {
                found.add("terminations \(next.termination)")
            }
        }
        return next
    }
}
