import Foundation
import GRDB
import Terminations

extension Ledger {
    /// The dead letters in a state (any, when nil), the latest first.
    ///
    /// - Parameter after: the id of the last one of the page before.
    public func deadLetters(
        in state: DeadLetter.State? = nil,
        after: String? = nil,
        limit: Int
    ) throws(LedgerError) -> [DeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                let last = try after.flatMap { id in
                    try Int64.fetchOne(
                        database,
                        sql: "SELECT number FROM dead_letters WHERE id = ?",
                        arguments: [id]
                    )
                }
                let states = state.map { [$0] } ?? DeadLetter.State.allCases
                return try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(DeadLetter.columns) FROM dead_letters
                        WHERE number < ? AND state IN (SELECT value FROM json_each(?)) ORDER BY number DESC LIMIT ?
                        """,
                    arguments: [last ?? Int64.max, JSONValue.array(states.map { .string($0.rawValue) }).text, limit]
                )
                .map { try DeadLetter($0, database) }
            }
        }
    }

    public func countDeadLetters(in state: DeadLetter.State) throws(LedgerError) -> Int {
        try countDeadLetters(matching: DeadLetterFilter(states: [state]))
    }

    /// The dead letters whose id begins with `prefix`: one when the prefix is unambiguous, at most `limit`.
    public func deadLetters(idPrefix prefix: String, limit: Int = 2) throws(LedgerError) -> [DeadLetter] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        SELECT \(DeadLetter.columns) FROM dead_letters
                        WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2
                        """,
                    arguments: [prefix.lowercased(), limit]
                ).map { try DeadLetter($0, database) }
            }
        }
    }

    /// The bytes and the transport of one dead letter; nil when there is none with this id.
    public func deadLetterContent(id: String) throws(LedgerError) -> DeadLetterContent? {
        try reportingLedgerErrors {
            try pool.read { database in
                let row = try Row.fetchOne(
                    database,
                    sql: "SELECT transport, body, edited_body, properties FROM dead_letters WHERE id = ?",
                    arguments: [id]
                )
                guard let row else { return nil }
                return DeadLetterContent(
                    transport: try JSONValue(kept: row["transport"] as String),
                    body: [UInt8](row["body"] as Data),
                    truncatedBody: try MessageProperties(text: row["properties"]).truncatedBody,
                    mendedBody: (row["edited_body"] as Data?).map { [UInt8]($0) }
                )
            }
        }
    }
}
