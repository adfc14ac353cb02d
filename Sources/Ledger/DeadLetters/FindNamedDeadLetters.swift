import GRDB

extension Ledger {
    /// The dead letters that a person may mean by `name`, the latest first: the one that has it for its id; otherwise
    /// those of the message that has it for its id; otherwise those whose id holds it.
    ///
    /// Ids that were made together begin alike, so any part of one is taken.
    public func deadLetters(named name: String, limit: Int) throws(LedgerError) -> [DeadLetter] {
        guard !name.isEmpty else { return [] }
        let part = name.lowercased()
        return try reportingLedgerErrors {
            try pool.read { database in
                for (condition, argument) in [
                    ("id = ?1", part), ("message_id = ?1", name), ("instr(id, ?1) > 0", part),
                ] {
                    let found = try Row.fetchAll(
                        database,
                        sql: """
                            SELECT \(DeadLetter.columns) FROM dead_letters
                            WHERE \(condition) ORDER BY number DESC LIMIT ?2
                            """,
                        arguments: [argument, limit]
                    )
                    if !found.isEmpty { return try found.map { try DeadLetter($0, database) } }
                }
                return []
            }
        }
    }
}
