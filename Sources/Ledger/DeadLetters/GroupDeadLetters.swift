public import Terminations

extension Ledger {
    /// Groups the dead letters that a filter selects by their cause, the largest group first.
    ///
    /// Costs a few lookups a group, however many dead letters there are, and with a time an index entry for each dead letter
    /// since. A contract, a customer, a text, a value or ids cost a row for each dead letter that is found by them.
    public func deadLetterGroups(matching filter: DeadLetterFilter) throws(LedgerError) -> [DeadLetterGroup] {
        try reportingLedgerErrors {
            try pool.read { database in
                let query = try DeadLetterQuery(filter, database)
                var sums: [String: GroupSum] = [:]
                if query.isExactButForTime {
                    let lookup = try GroupLookup(database, query)
                    for (fingerprint, state, count) in try query.counts(database) {
                        guard let sum = try lookup.sum(fingerprint, state, count: count) else { continue }
                        sums[fingerprint] = sums[fingerprint].map { $0 + sum } ?? sum
                    }
                } else {
                    try query.sums(database) { row in
                        let sum = GroupSum(count: row[1], firstSeen: row[2], lastSeen: row[3], latest: row[4])
                        sums[row[0]] = sums[row[0]].map { $0 + sum } ?? sum
                    }
                }
                return try sums.map { try $0.value.group(database, fingerprint: $0.key) }
                    .sorted { ($1.count, $0.fingerprint) < ($0.count, $1.fingerprint) }
            }
        }
    }
}

/// Figures of the dead letters of one cause, in one state or several.
private struct GroupSum {
    var count: Int
    /// Milliseconds.
    var firstSeen: Int64
    var lastSeen: Int64
    /// The row of the dead letter that was received last.
    var latest: Int64

    static func + (a: GroupSum, b: GroupSum) -> GroupSum {
        GroupSum(
            count: a.count + b.count,
            firstSeen: min(a.firstSeen, b.firstSeen),
            lastSeen: max(a.lastSeen, b.lastSeen),
            latest: max(a.latest, b.latest)
        )
    }

    func group(_ database: Database, fingerprint: String) throws -> DeadLetterGroup {
        let id = try String.fetchOne(database, sql: "SELECT id FROM dead_letters WHERE number = ?", arguments: [latest])
        let lines = try Row.fetchAll(
            database,
            sql: "SELECT code, pointer FROM fingerprints WHERE fingerprint = ? ORDER BY code, pointer",
            arguments: [fingerprint]
        )
        return DeadLetterGroup(
            fingerprint: fingerprint,
            cause: DeadLetterCause.words(lines.map { (code: $0[0], pointer: $0[1]) }),
            count: count,
            firstSeen: Instant(milliseconds: firstSeen),
            lastSeen: Instant(milliseconds: lastSeen),
            sampleID: id ?? ""
        )
    }
}

/// Reads the figures of one cause in one state from both ends of its indexes.
private struct GroupLookup {
    /// Nil where each dead letter of the cause counts.
    private let count: RawStatement?
    private let firstSeen: RawStatement
    private let latest: RawStatement
    private let lastSeen: RawStatement
    private let first: Int64
    private let last: Int64

    init(_ database: Database, _ query: DeadLetterQuery) throws {
        (first, last) = query.period
        let rows = """
            FROM dead_letters \(EngineSQL.index("dead_letters_by_cause"))
            WHERE fingerprint = ? AND state = ? AND received_at BETWEEN ? AND ?
            """
        count = query.isExact ? nil : try RawStatement(database, "SELECT count(*) \(rows)")
        firstSeen = try RawStatement(database, "SELECT received_at \(rows) ORDER BY received_at LIMIT 1")
        latest = try RawStatement(database, "SELECT number \(rows) ORDER BY received_at DESC, number DESC LIMIT 1")
        // What was received last was mostly seen last. Before an end, it would be sought among all that came after.
        lastSeen = try RawStatement(
            database,
            last < .max
                ? "SELECT max(last_seen_at) \(rows)"
                : """
                SELECT last_seen_at FROM dead_letters \(EngineSQL.index("dead_letters_by_cause_seen"))
                WHERE fingerprint = ? AND state = ? AND received_at BETWEEN ? AND ?
                ORDER BY last_seen_at DESC LIMIT 1
                """
        )
    }

    /// - Parameter known: how many dead letters of the cause are in this state.
    /// - Returns: nil where none is of the time that the query asks for.
    func sum(_ fingerprint: String, _ state: String, count known: Int) throws -> GroupSum? {
        func value(_ statement: RawStatement) throws -> Int64? {
            let value: Int64?? = try statement.first {
                $0.text(fingerprint)
                $0.text(state)
                $0.integer(first)
                $0.integer(last)
            } _: {
                $0.optionalInteger(0)
            }
            return value ?? nil
        }
        let found = try count.map { Int(try value($0) ?? 0) } ?? known
        guard found > 0, let firstSeen = try value(firstSeen), let lastSeen = try value(lastSeen),
            let latest = try value(latest)
        else { return nil }
        return GroupSum(count: found, firstSeen: firstSeen, lastSeen: lastSeen, latest: latest)
    }
}

/// Dead letters of one cause.
public struct DeadLetterGroup: Sendable, Equatable {
    public let fingerprint: String
    /// In words: `unknown-reason at /reasonCode, note-required at /note`.
    public let cause: String
    public let count: Int
    /// When the first of them was received.
    public let firstSeen: Instant
    /// When the message of one of them came last.
    public let lastSeen: Instant
    /// The one that was received last.
    public let sampleID: String
}
