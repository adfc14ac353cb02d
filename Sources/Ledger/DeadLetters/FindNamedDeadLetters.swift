import GRDB

extension Ledger {
    /// The dead letters that a person may mean by `name`, the latest first: the one that has it for its id; otherwise
    /// those of the message that has it for its id, and the one that has it for its number; otherwise those whose id
    /// holds it.
    ///
    /// Ids that were made together begin alike, so any part of one is taken.
    public func deadLetters(named name: String, limit: Int) throws(LedgerError) -> [DeadLetter] {
        guard !name.isEmpty else { return [] }
        let part = name.lowercased()
        let number = Int64(name).flatMap { String($0) == name && $0 > 0 ? $0 : nil }
        return try reportingLedgerErrors {
            try pool.read { database in
                for (condition, argument) in [
                    ("id = ?1 AND ?2 IS ?2", part), ("(message_id = ?1 OR number = ?2)", name),
                    ("instr(id, ?1) > 0 AND ?2 IS ?2", part),
                ] {
                    let found = try Row.fetchAll(
                        database,
                        sql: """
                            SELECT \(DeadLetter.columns) FROM dead_letters
                            WHERE \(condition) ORDER BY number DESC LIMIT ?3
                            """,
                        arguments: [argument, number, limit]
                    )
                    if !found.isEmpty { return try found.map { try DeadLetter($0, database) } }
                }
                return []
            }
        }
    }
}
