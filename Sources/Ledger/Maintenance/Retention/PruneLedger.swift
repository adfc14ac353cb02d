import JSON
public import Terminations

extension Ledger {
    /// Requires that no message is removed that the settings still allow to be replayed or corrected.
    ///
    /// - Throws: ``LedgerError`` with `retentionTooShort`.
    public func requireRetention(_ retention: Retention, at now: Instant) throws(LedgerError) {
        try reportingLedgerErrors { try pool.read { try Self.require(retention, $0, at: now) } }
    }

    private static func require(_ retention: Retention, _ database: Database, at now: Instant) throws {
        guard let before = retention.messagesBefore,
            let version = try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions")
        else { return }
        let settings = try SettingsVersion.fetch(database, number: version).settings
        let days = settings.shortestRetentionDays
        // The minute is for a clock that was set back a little since the instant was computed.
        guard before > now.advanced(by: .seconds(-86_400 * days)).advanced(by: .seconds(60)) else { return }
        throw LedgerError(
            .retentionTooShort,
            "The minimum retention of messages is \(days) days: maxBackdatingDays (\(settings.maxBackdatingDays)) plus "
                + "heldFor, rounded up.",
            remedy: .keepMessages(days: days)
        )
    }

    /// Begins a pruning. The request is recorded before anything is removed.
    ///
    /// - Throws: ``LedgerError`` with `retentionTooShort` where messages would go that may still be needed.
    public func startPruneRun(
        _ retention: Retention,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> Int64 {
        try reportingLedgerErrors {
            try pool.write { database in
                try Self.require(retention, database, at: now)
                try database.execute(
                    sql: """
                        INSERT INTO prune_runs
                            (started_at, started_by, via, reason, messages_until, events_until, dead_letters_until)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        now.milliseconds, actor.name, actor.way.text, reason, retention.messagesBefore?.milliseconds,
                        retention.eventsBefore?.milliseconds, retention.deadLettersBefore?.milliseconds,
                    ]
                )
                return database.lastInsertedRowID
            }
        }
    }

    /// Removes the next rows that are older than their retention, in one transaction.
    ///
    /// Guarantees:
    /// - Only the bodies of messages are removed. The row stays, with the id and the digest that identify a message that
    ///   comes again as a duplicate.
    /// - Events are removed from the log's beginning only: never one that the relay has not published, one that is parked,
    ///   or the last one.
    /// - Dead letters are removed when they are resolved or discarded, and no unfinished replay has them.
    /// - Messages stay as long as their event is not published, and as long as their contract has an open or held dead
    ///   letter.
    ///
    /// - Parameters:
    ///   - place: where the step before ended; nil at the beginning.
    ///   - run: counts what is removed; nil only counts what would be.
    /// - Throws: ``LedgerError`` with `notPlanned` where the run was not begun for these rows.
    public func prune(
        _ kind: PrunedKind,
        before instant: Instant,
        after place: Int64? = nil,
        run: Int64?,
        at now: Instant
    ) throws(LedgerError) -> PruneStep {
        try reportingLedgerErrors {
            let work = { (database: Database) in
                if let run { try Self.requirePlanned(kind, before: instant, run, database) }
                let pruning = Pruning(database, before: instant.milliseconds, isRehearsal: run == nil, now: now)
                let step =
                    switch kind {
                    case .deadLetters: try pruning.deadLetters(after: place ?? 0)
                    case .messages: try pruning.messages(after: place)
                    case .events: try pruning.events(after: place)
                    }
                if let run, step.pruned > 0 { try pruning.count(step.pruned, kind, run) }
                return step
            }
            return run == nil ? try pool.read(work) : try pool.write(work)
        }
    }

    /// Requires that a run removes only what it was started for, since that was checked against the settings.
    private static func requirePlanned(
        _ kind: PrunedKind,
        before instant: Instant,
        _ run: Int64,
        _ database: Database
    ) throws {
        let column =
            switch kind {
            case .deadLetters: "dead_letters_until"
            case .messages: "messages_until"
            case .events: "events_until"
            }
        let until = try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(column) FROM prune_runs WHERE number = ? AND finished_at IS NULL"
            ),
            arguments: [run]
        )
        guard let until, instant.milliseconds <= until else {
            throw LedgerError(.notPlanned, "Pruning \(run) was not begun for rows as young as these.")
        }
    }

    /// Ends a pruning, with an entry in the audit trail that counts the removed rows.
    public func finishPruneRun(_ run: Int64, at now: Instant) throws(LedgerError) {
        try reportingLedgerErrors {
            try pool.write { database in
                try database.execute(
                    sql: "UPDATE prune_runs SET finished_at = ? WHERE number = ?",
                    arguments: [now.milliseconds, run]
                )
                guard
                    let row = try Row.fetchOne(
                        database,
                        sql: "SELECT * FROM prune_runs WHERE number = ?",
                        arguments: [run]
                    )
                else { return }
                var details: [JSONObject.Member] = [.init(name: "run", value: .number(JSONNumber(run)))]
                for (name, count, until) in [
                    ("deadLetters", "dead_letters", "dead_letters_until"), ("messages", "messages", "messages_until"),
                    ("events", "events", "events_until"),
                ] {
                    guard let until = row[until] as Int64? else { continue }
                    let members: [JSONObject.Member] = [
                        .init(name: "count", value: .number(JSONNumber(row[count] as Int))),
                        .init(name: "before", value: .string(Instant(milliseconds: until).description)),
                    ]
                    details.append(.init(name: name, value: .object(JSONObject(members))))
                }
                var trail = try AuditTrail(database)
                try trail.append(
                    .pruned,
                    of: .ledger,
                    by: AuditTrail.Author(
                        actor: Actor(row["started_by"], by: try Actor.Way(stored: row["via"])),
                        reason: row["reason"]
                    ),
                    details: JSONValue.object(JSONObject(details)).text,
                    at: now
                )
            }
        }
    }
}

/// How long rows are kept: those before these instants may be removed. Nil keeps all.
public struct Retention: Sendable, Equatable {
    /// The received messages of accepted revisions.
    public var messagesBefore: Instant?
    /// Events that are published.
    public var eventsBefore: Instant?
    /// Dead letters that are resolved or discarded.
    public var deadLettersBefore: Instant?

    public init(messagesBefore: Instant? = nil, eventsBefore: Instant? = nil, deadLettersBefore: Instant? = nil) {
        self.messagesBefore = messagesBefore
        self.eventsBefore = eventsBefore
        self.deadLettersBefore = deadLettersBefore
    }

    public func before(_ kind: PrunedKind) -> Instant? {
        switch kind {
        case .deadLetters: deadLettersBefore
        case .messages: messagesBefore
        case .events: eventsBefore
        }
    }
}

/// The kinds of rows that can be pruned, in the order of pruning.
public enum PrunedKind: Sendable, CaseIterable {
    case deadLetters, messages, events
}

/// How much was pruned.
public struct PrunedRows: Sendable, Equatable {
    public var deadLetters = 0
    public var messages = 0
    public var events = 0

    public init() {}

    public var total: Int { deadLetters + messages + events }

    public mutating func add(_ count: Int, _ kind: PrunedKind) {
        switch kind {
        case .deadLetters: deadLetters += count
        case .messages: messages += count
        case .events: events += count
        }
    }
}

/// What one step of a pruning has done.
public struct PruneStep: Sendable, Equatable {
    public let pruned: Int
    /// Rows up to here were examined.
    public let place: Int64
    public let isAtEnd: Bool
}
