public import Terminations

extension Ledger {
    /// Groups the dead letters that a filter selects by their cause, the largest group first.
    ///
    /// Costs a few lookups a group, however many dead letters there are, unless the filter has a contract, a customer, a
    /// time, a text or ids.
    public func deadLetterGroups(matching filter: DeadLetterFilter) throws(LedgerError) -> [DeadLetterGroup] {
        try reportingLedgerErrors {
            try pool.read { database in
                let query = try DeadLetterQuery(filter, database)
                var sums: [String: GroupSum] = [:]
                if query.isExact {
                    for (fingerprint, state, count) in try query.counts(database) {
                        let sum = try GroupSum(database, fingerprint: fingerprint, state: state, count: count)
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

extension GroupSum {
    /// Reads both ends of the indexes of one cause in one state.
    fileprivate init(_ database: Database, fingerprint: String, state: String, count: Int) throws {
        let first = """
            SELECT received_at FROM dead_letters \(EngineSQL.index("dead_letters_by_cause"))
            WHERE fingerprint = ? AND state = ? ORDER BY received_at LIMIT 1
            """
        let lastSeen = """
            SELECT last_seen_at FROM dead_letters \(EngineSQL.index("dead_letters_by_cause_seen"))
            WHERE fingerprint = ? AND state = ? ORDER BY last_seen_at DESC LIMIT 1
            """
        let latest = """
            SELECT number FROM dead_letters \(EngineSQL.index("dead_letters_by_cause"))
            WHERE fingerprint = ? AND state = ? ORDER BY received_at DESC, number DESC LIMIT 1
            """
        let values = try [first, lastSeen, latest].map { sql in
            try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [fingerprint, state]) ?? 0
        }
        self.init(count: count, firstSeen: values[0], lastSeen: values[1], latest: values[2])
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
