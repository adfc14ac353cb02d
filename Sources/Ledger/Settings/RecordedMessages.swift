/// The latest message of a termination in force.
public struct RecordedMessage: Sendable {
    /// The place in the inbox: rising in the order of recording.
    public let number: Int64
    public let terminationID: String
    /// As received, without a redacted note.
    public let body: [UInt8]
    public let isRedacted: Bool
}

extension Ledger {
    /// A page of the messages of terminations in force, the latest first, without those that were pruned.
    ///
    /// - Parameter number: the last of the page before; nil for the first page.
    public func recordedMessages(before number: Int64? = nil, limit: Int) throws(LedgerError) -> [RecordedMessage] {
        try reportingLedgerErrors {
            try pool.read { database in
                var page: [RecordedMessage] = []
                try RawStatement(
                    database,
                    """
                    SELECT termination_revisions.id, termination_id, body,
                        EXISTS (SELECT 1 FROM redacted_revisions
                            WHERE redacted_revisions.revision = termination_revisions.id)
                    FROM termination_revisions JOIN terminations
                        ON terminations.id = termination AND terminations.revision = termination_revisions.revision
                    WHERE termination_revisions.id < ? AND action IN ('terminate', 'correct') AND length(body) > 0
                    ORDER BY termination_revisions.id DESC LIMIT ?
                    """
                )
                .forEachRow {
                    $0.integer(number ?? .max)
                    $0.integer(limit)
                } _: { row in
                    page.append(
                        RecordedMessage(
                            number: row.integer(0),
                            terminationID: row.text(1) ?? "",
                            body: row.bytes(2),
                            isRedacted: row.integer(3) != 0
                        )
                    )
                }
                return page
            }
        }
    }

    /// How many terminations are in force.
    public func countTerminationsInForce() throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM terminations WHERE ended = 0") ?? 0 }
        }
    }
}
