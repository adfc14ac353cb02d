import Foundation
import JSON
public import Terminations

/// A value by which dead letters of one cause differ: the value at a place where they break a rule.
public struct DeadLetterValue: Sendable, Equatable {
    public let pointer: JSONPointer
    /// In one short line, never a note; see ``ShownValue``.
    public let text: String
    public let count: Int
    /// When the first dead letter with it was received.
    public let firstSeen: Instant
    /// When a message with it came last.
    public let lastSeen: Instant
}

/// The values of the dead letters of one cause.
public struct DeadLetterValues: Sendable, Equatable {
    /// Place by place; those of one place with the most frequent first.
    public let values: [DeadLetterValue]
    /// How many dead letters were read, the latest first.
    public let counted: Int
}

extension Ledger {
    /// Reads the dead letters of one cause and counts the values that break its rules.
    ///
    /// - Parameters:
    ///   - filter: selects among the dead letters of the cause.
    ///   - limit: how many dead letters to read at most, the latest first.
    public func deadLetterValues(
        matching filter: DeadLetterFilter,
        of fingerprint: String,
        limit: Int
    ) throws(LedgerError) -> DeadLetterValues {
        var filter = filter
        filter.fingerprint = fingerprint
        return try reportingLedgerErrors {
            let (numbers, pointers) = try pool.read { database in
                try (
                    DeadLetterQuery(filter, database).numbers(database, order: .newest, limit: limit),
                    String.fetchAll(
                        database,
                        sql: """
                            SELECT DISTINCT pointer FROM fingerprints
                            WHERE fingerprint = ?1 AND pointer <> '' AND (?2 IS NULL OR pointer = ?2) ORDER BY pointer
                            """,
                        arguments: [fingerprint, filter.pointer]
                    )
                    .compactMap(JSONPointer.init(parsing:))
                )
            }
            guard !pointers.isEmpty else { return DeadLetterValues(values: [], counted: numbers.count) }
            var counts = Array(repeating: [String: ValueCount](), count: pointers.count)
            // Page by page: no long reader starves the checkpoints.
            for start in stride(from: 0, to: numbers.count, by: 1000) {
                try pool.read { database in
                    for number in numbers[start..<min(start + 1000, numbers.count)] {
                        try Self.count(database, number, pointers, &counts)
                    }
                }
            }
            let values = zip(pointers, counts).flatMap { pointer, counts in
                counts.map { text, value in
                    DeadLetterValue(
                        pointer: pointer,
                        text: text,
                        count: value.count,
                        firstSeen: Instant(milliseconds: value.firstSeen),
                        lastSeen: Instant(milliseconds: value.lastSeen)
                    )
                }
                .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
            }
            return DeadLetterValues(values: values, counted: numbers.count)
        }
    }

    private struct ValueCount {
        var count = 0
        /// Milliseconds.
        var firstSeen = Int64.max
        var lastSeen = Int64.min
    }

    private static func count(
        _ database: Database,
        _ number: Int64,
        _ pointers: [JSONPointer],
        _ counts: inout [[String: ValueCount]]
    ) throws {
        let statement = try RawStatement(
            database,
            "SELECT coalesce(edited_body, body), received_at, last_seen_at FROM dead_letters WHERE number = ?"
        )
        let found = try statement.first {
            $0.integer(number)
        } _: { row in
            (OffendingValues(of: row.bytes(0)), row.integer(1), row.integer(2))
        }
        guard let (values, receivedAt, lastSeenAt) = found else { return }
        for (index, pointer) in pointers.enumerated() {
            guard let text = values.text(at: pointer) else { continue }
            var value = counts[index][text, default: ValueCount()]
            value.count += 1
            value.firstSeen = min(value.firstSeen, receivedAt)
            value.lastSeen = max(value.lastSeen, lastSeenAt)
            counts[index][text] = value
        }
    }
}
