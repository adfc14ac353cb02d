import Terminations

extension Ledger {
    /// Compares the index of the values with what the messages have.
    func checkDeadLetterValues() throws(LedgerError) -> LedgerFinding? {
        try reportingLedgerErrors {
            try pool.read { database in
                let index = try RawStatement(
                    database,
                    "SELECT pointer, digest FROM dead_letter_values WHERE letter = ?"
                )
                var found = LedgerFinding.Collected()
                try RawStatement(
                    database,
                    "SELECT number, violations, coalesce(edited_body, body) FROM dead_letters ORDER BY number"
                )
                .forEachRow { _ in
                } _: { row in
                    let number = row.integer(0)
                    var indexed: [String: Int64] = [:]
                    try index.forEachRow {
                        $0.integer(number)
                    } _: {
                        indexed[$0.text(0) ?? ""] = $0.integer(1)
                    }
                    let values = OffendingValueDigest.digests(of: row.bytes(2), violations: row.text(1) ?? "")
                    let expected = Dictionary(uniqueKeysWithValues: values.map { ($0.pointer.description, $0.digest) })
                    if indexed != expected { found.add(String(number)) }
                }
                return found.finding(.deadLetterValues, in: "dead_letters")
            }
        }
    }
}
