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
            var counts = pointers.map(ValueCounts.init)
            // Page by page: no long reader starves the checkpoints.
            for start in stride(from: 0, to: numbers.count, by: 1000) {
                try pool.read { database in
                    let reader = try ValueReader(database)
                    for number in numbers[start..<min(start + 1000, numbers.count)] {
                        try reader.count(number, &counts)
                    }
                }
            }
            let values = counts.flatMap { counts in
                let pointer = counts.pointer
                return counts.values.map { text, value in
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
}

/// How often each value was found at one place.
private struct ValueCounts {
    struct Count {
        var count = 0
        /// Milliseconds.
        var firstSeen = Int64.max
        var lastSeen = Int64.min
    }

    let pointer: JSONPointer
    private let place: String
    private(set) var values: [String: Count] = [:]
    /// The text of each digest that was found.
    private var texts: [Int64: String] = [:]

    init(_ pointer: JSONPointer) {
        self.pointer = pointer
        place = pointer.description
    }

    /// - Returns: whether the text of the value at this place is known from a dead letter that was counted before.
    mutating func add(_ digests: [(place: String, digest: Int64)], _ receivedAt: Int64, _ lastSeenAt: Int64) -> Bool {
        guard let digest = digests.first(where: { $0.place == place })?.digest, let text = texts[digest] else {
            return false
        }
        add(text, receivedAt, lastSeenAt)
        return true
    }

    mutating func add(_ found: OffendingValues, _ receivedAt: Int64, _ lastSeenAt: Int64) {
        guard let text = found.text(at: pointer) else { return }
        if text != ShownValue.withheld { texts[OffendingValueDigest.digest(of: text)] = text }
        add(text, receivedAt, lastSeenAt)
    }

    private mutating func add(_ text: String, _ receivedAt: Int64, _ lastSeenAt: Int64) {
        var value = values[text, default: Count()]
        value.count += 1
        value.firstSeen = min(value.firstSeen, receivedAt)
        value.lastSeen = max(value.lastSeen, lastSeenAt)
        values[text] = value
    }
}

/// Reads the values of dead letters by their digests. Most have a value that another one has, too: only one body with it is
/// parsed.
private struct ValueReader {
    private let letter: RawStatement
    private let digests: RawStatement
    private let body: RawStatement

    init(_ database: Database) throws {
        letter = try RawStatement(database, "SELECT received_at, last_seen_at FROM dead_letters WHERE number = ?")
        digests = try RawStatement(database, "SELECT pointer, digest FROM dead_letter_values WHERE letter = ?")
        body = try RawStatement(database, "SELECT coalesce(edited_body, body) FROM dead_letters WHERE number = ?")
    }

    func count(_ number: Int64, _ counts: inout [ValueCounts]) throws {
        let seen = try letter.first {
            $0.integer(number)
        } _: {
            (receivedAt: $0.integer(0), lastSeenAt: $0.integer(1))
        }
        guard let seen else { return }
        var known: [(place: String, digest: Int64)] = []
        try digests.forEachRow {
            $0.integer(number)
        } _: {
            known.append((place: $0.text(0) ?? "", digest: $0.integer(1)))
        }
        var found: OffendingValues?
        for index in counts.indices where !counts[index].add(known, seen.receivedAt, seen.lastSeenAt) {
            if found == nil {
                found = try body.first {
                    $0.integer(number)
                } _: {
                    OffendingValues(of: $0.bytes(0))
                }
            }
            if let found { counts[index].add(found, seen.receivedAt, seen.lastSeenAt) }
        }
    }
}
