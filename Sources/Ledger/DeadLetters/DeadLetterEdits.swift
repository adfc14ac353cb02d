import Foundation
public import JSON
import Terminations

extension Ledger {
    /// What each edit of a dead letter changed in its body, by the number of its entry in the audit trail.
    ///
    /// Found by comparing the bodies before and after. The ledger has these for edits that are part of an action.
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
                    let document = try? JSONValue(parsing: [UInt8](body), maxDepth: JSONValue.maxDepth)
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

    /// The bodies that are judged, as JSON with decoded data in the place of Base64; nil for a body that is no JSON.
    ///
    /// - Returns: in the order of the ids, without those that no dead letter has.
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
                        let document = try? JSONValue(parsing: row.bytes(0), maxDepth: JSONValue.maxDepth)
                        return (id, document.map { $0.withDecodedData ?? $0 })
                    }
                }
            }
        }
    }
}
