import Foundation
public import Terminations

/// An answer to a refused delivery, for the queue that it named in `reply-to`.
public struct StoredAnswer: Sendable, Equatable {
    public let position: Int64
    public let deadLetterID: String
    /// Of the message that was refused, where it could be read.
    public let messageID: String?
    /// Likewise.
    public let contractID: String?
    public let replyTo: OpaqueProperty
    public let correlationID: OpaqueProperty?
    public let traceparent: String?
    public let tracestate: String?
    /// The complete structured CloudEvent.
    public let body: [UInt8]
}

extension Ledger {
    /// The answers after a position, in order, without those that wait for the verdict on a held message.
    public func answers(after position: Int64, limit: Int) throws(LedgerError) -> [StoredAnswer] {
        try reportingLedgerErrors {
            try pool.unsafeRead { database in
                let statement = try RawStatement(
                    database,
                    """
                    SELECT position, dead_letter, message_id, reply_to, correlation_id, traceparent, tracestate, body,
                        contract_id
                    FROM answers WHERE position > ? AND body IS NOT NULL ORDER BY position LIMIT ?
                    """
                )
                var answers: [StoredAnswer] = []
                try statement.forEachRow {
                    $0.integer(position)
                    $0.integer(limit)
                } _: { row in
                    answers.append(
                        StoredAnswer(
                            position: row.integer(0),
                            deadLetterID: row.text(1) ?? "",
                            messageID: row.text(2),
                            contractID: row.text(8),
                            replyTo: OpaqueProperty(row.bytes(3)),
                            correlationID: row.opaque(4),
                            traceparent: row.text(5),
                            tracestate: row.text(6),
                            body: row.bytes(7)
                        )
                    )
                }
                return answers
            }
        }
    }

    /// Removes answers that were sent or given up.
    public func removeAnswers(_ positions: [Int64]) throws(LedgerError) {
        guard !positions.isEmpty else { return }
        try reportingLedgerErrors {
            try pool.write { database in
                let remove = try database.cachedStatement(sql: "DELETE FROM answers WHERE position = ?")
                for position in positions { try remove.execute(arguments: [position]) }
            }
        }
    }

    /// Removes the oldest answers beyond a number, and those that wait for a verdict that never comes, because their message
    /// was accepted or discarded. Writes only if there is something to remove.
    ///
    /// - Returns: how many answers were given up.
    public func trimAnswers(to limit: Int) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            let (excess, hasOrphans) = try pool.read { database in
                let last = try Int64.fetchOne(
                    database,
                    sql: "SELECT position FROM answers WHERE body IS NOT NULL ORDER BY position DESC LIMIT 1 OFFSET ?",
                    arguments: [limit]
                )
                let hasOrphans = try Bool.fetchOne(
                    database,
                    sql: "SELECT EXISTS (SELECT 1 FROM answers WHERE \(Self.waitsInVain))"
                )
                return (last, hasOrphans ?? false)
            }
            guard excess != nil || hasOrphans else { return 0 }
            return try pool.write { database in
                try database.execute(sql: "DELETE FROM answers WHERE \(Self.waitsInVain)")
                guard let excess else { return 0 }
                try database.execute(
                    sql: "DELETE FROM answers WHERE body IS NOT NULL AND position <= ?",
                    arguments: [excess]
                )
                return database.changesCount
            }
        }
    }

    private static let waitsInVain = """
        body IS NULL
            AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE dead_letters.id = dead_letter AND state = 'held')
        """
}
