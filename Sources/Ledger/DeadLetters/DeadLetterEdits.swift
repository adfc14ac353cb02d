import Foundation
public import Terminations

extension Ledger {
    /// What each edit of a letter's body changed, by the entry of the audit trail that tells of it: from what to what.
    ///
    /// Found by comparing the bodies before and after. Only edits that are part of an action have kept these.
    public func deadLetterEdits(of id: String) throws(LedgerError) -> [Int64: [JSONDifference]] {
        try reportingLedgerErrors {
            try pool.read { database in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT entry, coalesce(letters.edited_body, body), coalesce(dead_letters.edited_body, body)
                        FROM dead_letter_action_letters AS letters JOIN dead_letters ON number = letter
                        WHERE dead_letters.id = ? AND letters.violations IS NOT NULL ORDER BY entry
                        """,
                    arguments: [id]
                )
                guard let last = rows.last else { return [:] }
                let bodies = rows.map { $0[1] as Data } + [last[2] as Data]
                let documents = bodies.map { body -> JSONValue? in
                    let document = try? JSONValue(parsing: [UInt8](body), maxDepth: MessageLimits.deepest)
                    return document.map { $0.withDecodedData ?? $0 }
                }
                var edits: [Int64: [JSONDifference]] = [:]
                for (index, row) in rows.enumerated() {
                    guard let before = documents[index], let after = documents[index + 1] else { continue }
                    edits[row[0]] = JSONDifference.between(before, after)
                }
                return edits
            }
        }
    }

    /// What is judged of open letters, as JSON with what stands in Base64 in its place; nil for what is no JSON.
    ///
    /// - Returns: in the order of the ids; without those that are not there.
    public func judgedDocuments(of ids: [String]) throws(LedgerError) -> [(id: String, document: JSONValue?)] {
        try reportingLedgerErrors {
            try pool.read { database in
                let statement = try RawStatement(
                    database,
                    "SELECT coalesce(edited_body, body) FROM dead_letters WHERE id = ?"
                )
                return try ids.compactMap { id in
                    try statement.first {
                        $0.text(id)
                    } _: { row -> (id: String, document: JSONValue?) in
                        let document = try? JSONValue(parsing: row.bytes(0), maxDepth: MessageLimits.deepest)
                        return (id, document.map { $0.withDecodedData ?? $0 })
                    }
                }
            }
        }
    }
}
