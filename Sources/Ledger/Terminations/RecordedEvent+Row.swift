import GRDB
import Terminations

extension RecordedEvent {
    /// The event at a position of the log; nil where there is none.
    static func fetch(_ database: Database, sequence: Int64) throws -> RecordedEvent? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, events.id, type, contract_sequence, recorded_at, sequence <= position,
                    failure, attempts, parked_at, last_attempt_at
                FROM events JOIN relay_cursor LEFT JOIN parked_events USING (sequence) WHERE sequence = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [sequence]).map(RecordedEvent.init)
    }

    private init(_ row: Row) {
        sequence = row[0]
        id = row[1]
        type = row[2]
        contractSequence = row[3]
        recordedAt = Instant(milliseconds: row[4])
        if let failure = row[6] as String? {
            publication = .parked(
                failure: failure,
                attempts: row[7],
                since: Instant(milliseconds: row[8]),
                lastAttemptAt: Instant(milliseconds: row[9])
            )
        } else {
            publication = row[5] ? .published : .waiting
        }
    }
}
