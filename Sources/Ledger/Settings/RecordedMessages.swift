public import Terminations

/// A part of the ledger's history, the latest first. Each page is read by itself, so that nothing waits for a long read.
public struct HistoryPage<Message: Sendable>: Sendable {
    public let messages: [Message]
    /// What the next page is before; nil after the last one.
    public let next: Int64?
    /// How many rows are behind this page, those included that the question leaves out.
    public let remaining: Int

    /// - Parameter rows: those that the page covers, of which `first` is the earliest of all pages.
    init(_ messages: [Message], of rows: Range<Int64>, first: Int64) {
        self.messages = messages
        remaining = Int(max(rows.lowerBound - first, 0))
        next = remaining > 0 ? rows.lowerBound : nil
    }
}

/// The latest message of a termination in force.
public struct RecordedMessage: Sendable {
    public let terminationID: String
    /// As received, without a redacted note; empty where messages of its age are no longer kept.
    public let body: [UInt8]
    public let isRedacted: Bool
    /// The local day on which the termination was made.
    public let occurredOn: LocalDate
    public let terminationType: TerminationType?
    public let contractType: String?
    public let channel: String?
    /// The code of the recorded reason.
    public let reasonCode: String?
    public let isReasonSensitive: Bool
}

/// A message that was refused when it came, whatever became of it later.
public struct RefusedMessage: Sendable {
    public let deadLetterID: String
    public let state: DeadLetter.State
    public let terminationID: String?
    public let receivedAt: Instant
    public let isRedacted: Bool
    /// As it came: an edit is not part of it.
    public let message: IncomingMessage
    /// Why it was refused last.
    public let violations: [Violation]
    /// Whether a termination with its id is recorded.
    public fileprivate(set) var isTerminationRecorded = false
}

extension Ledger {
    /// A page of the messages of terminations in force, the latest first.
    ///
    /// - Parameters:
    ///   - number: ``HistoryPage/next`` of the page before; nil for the first page.
    ///   - days: only terminations that were made on one of these days; nil for all.
    ///   - limit: reads so many messages at most, with those that are left out.
    public func recordedMessages(
        before number: Int64? = nil,
        made days: ClosedRange<LocalDate>? = nil,
        limit: Int
    ) throws(LedgerError) -> HistoryPage<RecordedMessage> {
        try reportingLedgerErrors {
            try pool.read { database in
                let (rows, first) = try Self.rows(
                    of: "termination_revisions",
                    "recorded_at",
                    before: number,
                    since: days?.lowerBound,
                    limit: limit,
                    database
                )
                var page: [RecordedMessage] = []
                try RawStatement(
                    database,
                    """
                    SELECT termination_id, body, EXISTS (SELECT 1 FROM redacted_revisions
                            WHERE redacted_revisions.revision = termination_revisions.id),
                        occurred_on, termination_type, contract_type, channel, code, is_sensitive
                    FROM termination_revisions
                    JOIN terminations ON terminations.id = termination
                        AND terminations.revision = termination_revisions.revision
                    LEFT JOIN reason_snapshots ON reason_snapshots.id = reason
                    WHERE termination_revisions.id >= ? AND termination_revisions.id < ?
                        AND action IN ('terminate', 'correct') AND occurred_on BETWEEN ? AND ?
                    ORDER BY termination_revisions.id DESC
                    """
                )
                .forEachRow {
                    $0.integer(rows.lowerBound)
                    $0.integer(rows.upperBound)
                    $0.text((days?.lowerBound ?? .earliest).description)
                    $0.text((days?.upperBound ?? .latest).description)
                } _: { row in
                    guard let occurredOn = row.text(3).flatMap({ LocalDate($0) }) else {
                        throw LedgerError(.damaged, "A termination has a date that this version does not know.")
                    }
                    page.append(
                        RecordedMessage(
                            terminationID: row.text(0) ?? "",
                            body: row.bytes(1),
                            isRedacted: row.integer(2) != 0,
                            occurredOn: occurredOn,
                            terminationType: row.text(4).flatMap(TerminationType.init(rawValue:)),
                            contractType: row.text(5),
                            channel: row.text(6),
                            reasonCode: row.text(7),
                            isReasonSensitive: row.optionalInteger(8) == 1
                        )
                    )
                }
                return HistoryPage(page, of: rows, first: first)
            }
        }
    }

    /// A page of the messages that were refused, the latest first. Those that only wait or waited are left out, and those
    /// that the broker dead-lettered.
    ///
    /// - Parameters:
    ///   - number: ``HistoryPage/next`` of the page before; nil for the first page.
    ///   - since: only messages that were received on this day or later.
    ///   - limit: reads so many dead letters at most, with those that are left out.
    public func refusedMessages(
        before number: Int64? = nil,
        since day: LocalDate,
        limit: Int
    ) throws(LedgerError) -> HistoryPage<RefusedMessage> {
        try reportingLedgerErrors {
            try pool.read { database in
                let (rows, first) = try Self.rows(
                    of: "dead_letters",
                    "received_at",
                    key: "number",
                    before: number,
                    since: day,
                    limit: limit,
                    database
                )
                var page: [RefusedMessage] = []
                try RawStatement(
                    database,
                    """
                    SELECT id, state, termination_id, received_at, redacted_at, properties, body, content_digest, violations
                    FROM dead_letters
                    WHERE number >= ? AND number < ? AND source = 'refused' AND state <> 'held' AND violations <> '[]'
                    ORDER BY number DESC
                    """
                )
                .forEachRow {
                    $0.integer(rows.lowerBound)
                    $0.integer(rows.upperBound)
                } _: { row in
                    page.append(try RefusedMessage(row))
                }
                let recorded = try database.connection.recordedTerminations(among: page.compactMap(\.terminationID))
                for index in page.indices {
                    guard let id = page[index].terminationID else { continue }
                    page[index].isTerminationRecorded = recorded.contains(Array(id.utf8))
                }
                return HistoryPage(page, of: rows, first: first)
            }
        }
    }

    /// The rows of the next page, and the first row that any page has.
    ///
    /// What was made on a day was received a day before it at the earliest, whatever its clock and its zone.
    private static func rows(
        of table: String,
        _ time: String,
        key: String = "id",
        before: Int64?,
        since day: LocalDate?,
        limit: Int,
        _ database: Database
    ) throws -> (Range<Int64>, first: Int64) {
        let end = try before ?? (Int64.fetchOne(database, sql: "SELECT max(\(key)) FROM \(table)") ?? 0) + 1
        let since = day.map { Int64($0.adding(days: -2).daysSinceEpoch) * 86_400_000 }
        let first = try since.map { try firstRow(of: table, time, key: key, since: $0, database) } ?? 1
        return (max(end - Int64(limit), min(first, end))..<end, first)
    }

    /// Rows are appended as time passes, and some tables have no index on their time: the place is found by halving.
    ///
    /// - Parameter milliseconds: since 1970.
    static func firstRow(
        of table: String,
        _ time: String,
        key: String = "id",
        since milliseconds: Int64,
        _ database: Database
    ) throws -> Int64 {
        var low: Int64 = 0
        var high = try Int64.fetchOne(database, sql: "SELECT max(\(key)) FROM \(table)") ?? 0
        let statement = "SELECT \(time) FROM \(table) WHERE \(key) >= ? ORDER BY \(key) LIMIT 1"
        while low < high {
            let middle = low + (high - low) / 2
            let found = try Int64.fetchOne(database, sql: statement, arguments: [middle])
            if let found, found >= milliseconds { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// How many terminations are in force.
    public func countTerminationsInForce() throws(LedgerError) -> Int {
        try reportingLedgerErrors {
            try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM terminations WHERE ended = 0") ?? 0 }
        }
    }
}

extension RefusedMessage {
    fileprivate init(_ row: RawRow) throws {
        guard let state = DeadLetter.State(rawValue: row.text(1) ?? "") else {
            throw LedgerError(.damaged, "A dead letter has a state that this version does not know.")
        }
        deadLetterID = row.text(0) ?? ""
        self.state = state
        terminationID = row.text(2)
        receivedAt = Instant(milliseconds: row.integer(3))
        isRedacted = row.optionalInteger(4) != nil
        let digest = row.bytes(7)
        message = IncomingMessage(
            body: row.bytes(6),
            properties: try MessageProperties(text: row.text(5) ?? ""),
            redactedDigest: digest.isEmpty ? nil : try ContentDigest(blob: digest)
        )
        violations = try Violation.list(text: row.text(8) ?? "")
    }
}
