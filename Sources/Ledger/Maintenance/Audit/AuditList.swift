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

    private static let named = 3

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

extension Ledger {
    /// The steps that match a filter, the latest first.
    ///
    /// The trail has no index by time or actor: it is read from its end, page by page, as far as the limit asks.
    ///
    /// - Parameters:
    ///   - before: only entries before this number.
    ///   - joins: whether entries are joined to steps; where not, each entry is one.
    ///   - mostEntries: ends after so many entries, including those that the filter leaves out. The last step is then not
    ///     complete.
    ///   - take: called with each step; false ends the reading.
    public func auditSteps(
        matching filter: AuditFilter,
        before number: Int64 = .max,
        joins: Bool = true,
        mostEntries: Int64 = .max,
        _ take: (AuditStep) throws -> Bool
    ) throws {
        var step: AuditStep?
        var before = number
        var left = mostEntries
        while left > 0 {
            let page = try auditEntries(matching: filter, before: before, limit: min(2000, left))
            left -= 2000
            for entry in page.entries {
                if joins, step?.prepend(entry) == true { continue }
                if let step, try !take(step) { return }
                step = AuditStep(entry)
            }
            guard let next = page.next else { break }
            before = next
            if left <= 0 { step?.isComplete = false }
        }
        if let step { _ = try take(step) }
    }

    /// - Parameter before: entries up to here are left.
    /// - Returns: with where the next page begins; nil at the beginning of the trail.
    private func auditEntries(
        matching filter: AuditFilter,
        before: Int64,
        limit: Int64
    ) throws(LedgerError) -> (entries: [AuditEntry], next: Int64?) {
        try reportingLedgerErrors {
            try pool.read { database in
                let last = try Int64.fetchOne(
                    database,
                    sql: "SELECT max(number) FROM dead_letter_audit WHERE number < ?",
                    arguments: [before]
                )
                guard let last else { return ([], nil) }
                let first = max(last - limit + 1, 1)
                var entries: [AuditEntry] = []
                try RawStatement(
                    database,
                    """
                    SELECT \(AuditEntry.columns) FROM dead_letter_audit
                    WHERE number BETWEEN ?1 AND ?2 AND (?3 IS NULL OR actor = ?3) AND (?4 IS NULL OR at >= ?4)
                        AND (?5 IS NULL OR at < ?5)
                    ORDER BY number DESC
                    """
                )
                .forEachRow {
                    $0.integer(first)
                    $0.integer(last)
                    $0.text(filter.actor)
                    $0.integer(filter.since?.milliseconds)
                    $0.integer(filter.until?.milliseconds)
                } _: { row in
                    let entry = try AuditEntry(row)
                    guard filter.actions.isEmpty || filter.actions.contains(entry.action),
                        filter.number == nil || entry.actionNumber == filter.number
                    else { return }
                    entries.append(entry)
                }
                return (entries, first > 1 ? first : nil)
            }
        }
    }
}
