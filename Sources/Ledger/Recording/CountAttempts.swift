import GRDB
public import Terminations

extension Recorder {
    /// Counts one more attempt at each of these redelivered messages, in one transaction, before they are judged.
    ///
    /// The counts of a message that ends the process rise with each restart, and so do those of its neighbours: which
    /// of them it is ``countLoneAttempt(_:at:)`` finds out.
    ///
    /// - Returns: for each message how often it was taken up, this time included.
    public func countAttempts(_ messages: [IncomingMessage], at now: Instant) throws(LedgerError) -> [Int] {
        try reportingLedgerErrors {
            try ledger.pool.write { database in
                let statement = try database.cachedStatement(
                    sql: """
                        INSERT INTO attempts (content_key, count, alone, last_at) VALUES (?, 1, 0, ?)
                        ON CONFLICT (content_key) DO UPDATE SET count = count + 1, last_at = excluded.last_at
                        RETURNING count
                        """
                )
                return try messages.map { message in
                    let key = ContentKey(message).blob
                    return try Int.fetchOne(statement, arguments: [key, now.milliseconds]) ?? 1
                }
            }
        }
    }

    /// Counts that a message is about to be judged with no other message in its transaction, nor any counted with it.
    ///
    /// - Returns: how often that was so, this time included.
    public func countLoneAttempt(_ message: IncomingMessage, at now: Instant) throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try ledger.pool.write { database in
                try Int.fetchOne(
                    database,
                    sql: """
                        INSERT INTO attempts (content_key, count, alone, last_at) VALUES (?, 1, 1, ?)
                        ON CONFLICT (content_key) DO UPDATE SET alone = alone + 1, last_at = excluded.last_at
                        RETURNING alone
                        """,
                    arguments: [ContentKey(message).blob, now.milliseconds]
                ) ?? 1
            }
        }
    }
}

extension Batch {
    /// Forgets the attempts at a message whose outcome this transaction records.
    func forgetAttempts(at received: ReceivedMessage) throws {
        let statement = try database.cachedStatement(sql: "DELETE FROM attempts WHERE content_key = ?")
        try statement.execute(arguments: [ContentKey(received.message).blob])
    }
}
