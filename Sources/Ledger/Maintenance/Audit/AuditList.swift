public import Terminations

/// Selects entries of the audit trail. Every given condition must hold.
public struct AuditFilter: Sendable, Equatable {
    public var actor: String?
    /// Any when empty.
    public var actions: Set<AuditEntry.Action>
    /// Of the action on dead letters with this number.
    public var number: Int64?
    /// At this instant or later.
    public var since: Instant?
    /// Before this instant.
    public var until: Instant?

    public init(
        actor: String? = nil,
        actions: Set<AuditEntry.Action> = [],
        number: Int64? = nil,
        since: Instant? = nil,
        until: Instant? = nil
    ) {
        self.actor = actor
        self.actions = actions
        self.number = number
        self.since = since
        self.until = until
    }
}

/// One step of an actor: successive entries of the audit trail with the same actor, interface and reason, and with the
/// same action or replay if they have one.
public struct AuditStep: Sendable, Equatable {
    /// The first and the last entry.
    public private(set) var firstEntry: Int64
    public private(set) var lastEntry: Int64
    public private(set) var startedAt: Instant
    public private(set) var endedAt: Instant
    public let actor: String
    /// The interface through which the request came.
    public let via: Actor.Way
    public let reason: String
    /// How many entries of each kind.
    public private(set) var counts: [AuditEntry.Action: Int]
    /// The number of the action on dead letters that did it.
    public let number: Int64?
    /// The action that was undone.
    public let undoes: Int64?
    /// The replay that did it.
    public let replay: Int64?
    /// The first few subjects of the step.
    public private(set) var deadLetterIDs: [String]
    public private(set) var terminationIDs: [String]

    /// Whether all of its entries were read.
    public internal(set) var isComplete = true

    public var count: Int { counts.values.reduce(0, +) }

    fileprivate static let named = 3

    init(_ entry: AuditEntry) {
        firstEntry = entry.number
        lastEntry = entry.number
        startedAt = entry.at
        endedAt = entry.at
        actor = entry.actor
        via = entry.via
        reason = entry.reason
        counts = [entry.action: 1]
        number = entry.actionNumber
        undoes = entry.details.object?["undoes"]?.integer
        replay = entry.details.object?["replay"]?.integer
        deadLetterIDs = entry.deadLetterID.map { [$0] } ?? []
        terminationIDs = entry.terminationID.map { [$0] } ?? []
    }

    /// Adds the preceding entry, where it belongs to the same step.
    mutating func prepend(_ entry: AuditEntry) -> Bool {
        guard entry.actor == actor, entry.via == via, entry.reason == reason, entry.actionNumber == number,
            entry.details.object?["replay"]?.integer == replay,
            // Entries without an action are one step only if they have the same time.
            number != nil || replay != nil
                || counts[entry.action] != nil && entry.at.duration(until: startedAt) < .seconds(60)
        else { return false }
        firstEntry = entry.number
        startedAt = entry.at
        counts[entry.action, default: 0] += 1
        deadLetterIDs = ((entry.deadLetterID.map { [$0] } ?? []) + deadLetterIDs.prefix(Self.named - 1))
        terminationIDs = ((entry.terminationID.map { [$0] } ?? []) + terminationIDs.prefix(Self.named - 1))
        return true
    }
}

extension AuditEntry {
    /// The number of the action on dead letters that it is a part of.
    public var actionNumber: Int64? { details.object?["action"]?.integer }
}

extension AuditStep {
    /// Whether an action or a replay did it: then no time passes between its entries that would part them.
    fileprivate var isOfNumber: Bool { number != nil || replay != nil }

    /// Adds entries before it, all of which belong to it.
    ///
    /// - Parameters:
    ///   - first: the first few of them.
    ///   - counts: of all of them.
    fileprivate mutating func prepend(_ first: [AuditEntry], counts: [AuditEntry.Action: Int]) {
        guard let earliest = first.first else { return }
        firstEntry = earliest.number
        startedAt = earliest.at
        self.counts.merge(counts) { $0 + $1 }
        deadLetterIDs = Array((first.compactMap(\.deadLetterID) + deadLetterIDs).prefix(Self.named))
        terminationIDs = Array((first.compactMap(\.terminationID) + terminationIDs).prefix(Self.named))
    }
}

extension Ledger {
    /// The steps that match a filter, the latest first.
    ///
    /// The trail has no index by time or actor: it is searched from its end, as far as the caller takes steps. What one action
    /// or one replay did to many thousands is counted by the database, and not read entry by entry.
    ///
    /// - Parameters:
    ///   - before: only entries before this number.
    ///   - joins: whether entries are joined to steps; where not, each entry is one.
    ///   - mostEntries: ends after so many entries, including those that the filter leaves out. The last step is then not
    ///     complete.
    ///   - take: called with each step; false ends the reading.
    /// - Returns: the number before which the reading continues; nil where it has reached the beginning of the trail.
    @discardableResult
    public func auditSteps(
        matching filter: AuditFilter,
        before number: Int64 = .max,
        joins: Bool = true,
        mostEntries: Int64 = .max,
        _ take: (AuditStep) throws -> Bool
    ) throws -> Int64? {
        guard let last = try lastAuditEntry(before: number) else { return nil }
        let search = AuditSearch(ledger: self, filter: filter)
        /// The entries up to this one are to be read.
        var end = last
        let start = mostEntries > last ? 1 : last - mostEntries + 1
        var step: AuditStep?
        while end >= start {
            let page = try search.entries(from: max(start, end - AuditSearch.span + 1), through: end)
            for entry in page.entries {
                if joins, step?.prepend(entry) == true { continue }
                if let step, try !take(step) { return step.firstEntry }
                step = AuditStep(entry)
            }
            end = page.next
            if joins, page.isFull, let open = step, open.isOfNumber {
                let rest = try search.rest(of: open, from: start, through: end)
                step?.prepend(rest.first, counts: rest.counts)
                end = rest.next
            }
        }
        let isCut = start > 1
        if isCut { step?.isComplete = false }
        if let step { _ = try take(step) }
        return isCut ? start : nil
    }

    private func lastAuditEntry(before number: Int64) throws(LedgerError) -> Int64? {
        try reportingLedgerErrors {
            try pool.read { database in
                try Int64.fetchOne(
                    database,
                    sql: "SELECT max(number) FROM dead_letter_audit WHERE number < ?",
                    arguments: [number]
                )
            }
        }
    }
}

/// Reads of the audit trail that a filter means, each in a transaction of its own: a long one would keep the write-ahead log
/// from being emptied.
private struct AuditSearch {
    /// Entries that one read goes through at most.
    static let span: Int64 = 100_000
    /// Entries that one read returns at most.
    private static let pageSize: Int64 = 200

    let ledger: Ledger
    let filter: AuditFilter

    private static let condition = """
        number BETWEEN ?1 AND ?2 AND (?3 IS NULL OR actor = ?3) AND (?4 IS NULL OR at >= ?4) AND (?5 IS NULL OR at < ?5)
            AND (?6 IS NULL OR \(EngineSQL.text("?6", contains: "' ' || action || ' '"))) AND (?7 IS NULL OR \(actionNumber) = ?7)
        """
    private static let actionNumber = EngineSQL.member("action", ofDocument: "details")

    private func bind(_ arguments: inout RawStatement.Arguments, _ first: Int64, _ last: Int64) {
        arguments.integer(first)
        arguments.integer(last)
        arguments.text(filter.actor)
        arguments.integer(filter.since?.milliseconds)
        arguments.integer(filter.until?.milliseconds)
        let actions = filter.actions.map(\.rawValue).joined(separator: " ")
        arguments.text(actions.isEmpty ? nil : " \(actions) ")
        arguments.integer(filter.number)
    }

    /// The entries, the latest first.
    ///
    /// - Returns: with the last entry that was not searched, and whether more may be found at once.
    func entries(
        from first: Int64,
        through last: Int64
    ) throws(LedgerError) -> (entries: [AuditEntry], next: Int64, isFull: Bool) {
        try reportingLedgerErrors {
            try ledger.pool.read { database in
                var entries: [AuditEntry] = []
                try RawStatement(
                    database,
                    """
                    SELECT \(AuditEntry.columns) FROM dead_letter_audit WHERE \(Self.condition)
                    ORDER BY number DESC LIMIT ?8
                    """
                )
                .forEachRow {
                    bind(&$0, first, last)
                    $0.integer(Self.pageSize)
                } _: { row in
                    entries.append(try AuditEntry(row))
                }
                let isFull = entries.count == Int(Self.pageSize)
                return (entries, isFull ? (entries.last?.number ?? first) - 1 : first - 1, isFull)
            }
        }
    }

    /// What belongs to a step right before it, up to the next entry that does not.
    ///
    /// - Returns: with the last entry that was not searched.
    func rest(
        of step: AuditStep,
        from start: Int64,
        through end: Int64
    ) throws(LedgerError) -> (first: [AuditEntry], counts: [AuditEntry.Action: Int], next: Int64) {
        var result: (first: [AuditEntry], counts: [AuditEntry.Action: Int], next: Int64) = ([], [:], end)
        while result.next >= start {
            let last = result.next
            let first = max(start, last - Self.span + 1)
            let other = try other(than: step, from: first, through: last)
            let found = try found(from: other.map { $0 + 1 } ?? first, through: last)
            if !found.first.isEmpty { result.first = found.first }
            result.counts.merge(found.counts) { $0 + $1 }
            result.next = other ?? first - 1
            if other != nil { break }
        }
        return result
    }

    /// The last entry that does not belong to a step.
    private func other(than step: AuditStep, from first: Int64, through last: Int64) throws(LedgerError) -> Int64? {
        try reportingLedgerErrors {
            try ledger.pool.read { database in
                try RawStatement(
                    database,
                    """
                    SELECT number FROM dead_letter_audit WHERE \(Self.condition)
                        AND NOT (actor = ?8 AND via = ?9 AND reason = ?10 AND coalesce(\(Self.actionNumber), -1) = ?11
                            AND coalesce(\(EngineSQL.member("replay", ofDocument: "details")), -1) = ?12)
                    ORDER BY number DESC LIMIT 1
                    """
                )
                .first {
                    bind(&$0, first, last)
                    $0.text(step.actor)
                    $0.text(step.via.text)
                    $0.text(step.reason)
                    $0.integer(step.number ?? -1)
                    $0.integer(step.replay ?? -1)
                } _: { row in
                    row.integer(0)
                }
            }
        }
    }

    /// The first few entries of a stretch of the trail, and how many of each kind it has.
    private func found(
        from first: Int64,
        through last: Int64
    ) throws(LedgerError) -> (first: [AuditEntry], counts: [AuditEntry.Action: Int]) {
        try reportingLedgerErrors {
            try ledger.pool.read { database in
                var entries: [AuditEntry] = []
                try RawStatement(
                    database,
                    "SELECT \(AuditEntry.columns) FROM dead_letter_audit WHERE \(Self.condition) ORDER BY number LIMIT ?8"
                )
                .forEachRow {
                    bind(&$0, first, last)
                    $0.integer(AuditStep.named)
                } _: { row in
                    entries.append(try AuditEntry(row))
                }
                var counts: [AuditEntry.Action: Int] = [:]
                try RawStatement(
                    database,
                    "SELECT action, count(*) FROM dead_letter_audit WHERE \(Self.condition) GROUP BY action"
                )
                .forEachRow {
                    bind(&$0, first, last)
                } _: { row in
                    guard let action = AuditEntry.Action(rawValue: row.text(0) ?? "") else { return }
                    counts[action] = Int(row.integer(1))
                }
                return (entries, counts)
            }
        }
    }
}
