public import Terminations

extension Ledger {
    /// Begins a replay of many letters: freezes which, of those that the filter means the open ones.
    ///
    /// Nothing is judged yet; ``Recorder/replay(run:limit:by:at:)`` takes them, now or after an interruption.
    ///
    /// - Parameter limit: the first so many, in this order.
    public func startReplayRun(
        matching filter: DeadLetterFilter,
        order: DeadLetterOrder = .oldest,
        limit: Int? = nil,
        asOf clock: ReplayClock = .occurred,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> ReplayRun {
        var filter = filter
        filter.states = [.open]
        return try reportingLedgerErrors {
            // Found before the write lock is taken: a text is looked for in every body. A letter that is closed
            // meanwhile is found to be so when it is its turn.
            let numbers = try pool.read { database in
                try DeadLetterQuery(filter, database).numbers(database, order: order, limit: limit ?? Int.max)
            }
            return try pool.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO replay_runs (started_at, started_by, via, reason, as_of, total)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        now.milliseconds, actor.name, actor.way.text, reason, clock.rawValue, numbers.count,
                    ]
                )
                let run = database.lastInsertedRowID
                let statement = try RawStatement(
                    database,
                    "INSERT INTO replay_run_letters (run, position, letter) VALUES (?, ?, ?)"
                )
                for (index, number) in numbers.enumerated() {
                    try statement.execute {
                        $0.integer(run)
                        $0.integer(index + 1)
                        $0.integer(number)
                    }
                }
                return try ReplayRun.fetch(database, run)
            }
        }
    }

    /// A run and how far it has come; nil when there is none with this number.
    public func replayRun(_ number: Int64) throws(LedgerError) -> ReplayRun? {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchOne(database, sql: "SELECT * FROM replay_runs WHERE number = ?", arguments: [number])
                    .map(ReplayRun.init)
            }
        }
    }

    /// The runs, the latest first.
    public func replayRuns(limit: Int) throws(LedgerError) -> [ReplayRun] {
        try reportingLedgerErrors {
            try pool.read { database in
                try Row.fetchAll(
                    database,
                    sql: "SELECT * FROM replay_runs ORDER BY number DESC LIMIT ?",
                    arguments: [limit]
                )
                .map(ReplayRun.init)
            }
        }
    }
}

extension Recorder {
    /// Takes the next letters of a run: judges them again as ``replay(_:asOf:by:reason:at:)`` does, and moves the run on
    /// in the same transaction. Several may take from one run at once; each letter is taken by one.
    ///
    /// - Parameters:
    ///   - limit: how many at most; some hundreds, so that the worker is not held up.
    ///   - actor: who takes them, which need not be who began the run.
    /// - Returns: empty when the run is finished.
    public func replay(
        run number: Int64,
        limit: Int,
        by actor: Actor,
        at now: Instant
    ) throws(LedgerError) -> [ReplayOutcome] {
        do throws(LedgerError) {
            return try take(run: number, limit: limit, by: actor) { run, selection, author, database in
                try judgeAgain(selection, database, asOf: run.asOf, by: author, at: now)
            }
        } catch  where error.mayBeOfOneMessage {
            guard limit > 1 else {
                return try take(run: number, limit: 1, by: actor) { _, selection, author, database in
                    try setAside(selection, database, by: author, at: now)
                }
            }
            // Fewer at once, until the one that the ledger refuses is alone.
            return try replay(run: number, limit: limit / 2, by: actor, at: now)
        }
    }

    private func take(
        run number: Int64,
        limit: Int,
        by actor: Actor,
        _ replay: (ReplayRun, ReplaySelection, AuditTrail.Author, Database) throws -> [ReplayOutcome]
    ) throws(LedgerError) -> [ReplayOutcome] {
        try write { database in
            let run = try ReplayRun.fetch(database, number)
            let author = AuditTrail.Author(actor: actor, reason: run.reason, replay: number)
            let selection = ReplaySelection.run(number, after: run.taken, limit: limit)
            let outcomes = try replay(run, selection, author, database)
            try ReplayRun.count(outcomes, database, number)
            return outcomes
        }
    }
}

extension ReplayRun {
    init(_ row: Row) throws {
        guard let clock = ReplayClock(rawValue: row["as_of"]) else {
            throw LedgerError(.damaged, "A replay has a clock that this version does not know.")
        }
        number = row["number"]
        startedAt = Instant(milliseconds: row["started_at"])
        startedBy = row["started_by"]
        via = try Actor.Way(stored: row["via"])
        reason = row["reason"]
        asOf = clock
        total = row["total"]
        accepted = row["accepted"]
        alreadyRecorded = row["already_recorded"]
        rejected = row["rejected"]
        notOpen = row["not_open"]
        taken = accepted + alreadyRecorded + rejected + notOpen
    }

    static func fetch(_ database: Database, _ number: Int64) throws -> ReplayRun {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT * FROM replay_runs WHERE number = ?",
            arguments: [number]
        )
        guard let row else {
            throw LedgerError(.other, "There is no replay with number \(number).")
        }
        return try ReplayRun(row)
    }

    static func count(_ outcomes: [ReplayOutcome], _ database: Database, _ number: Int64) throws {
        var accepted = 0
        var alreadyRecorded = 0
        var rejected = 0
        var notOpen = 0
        for outcome in outcomes {
            switch outcome.result {
            case .accepted: accepted += 1
            case .alreadyRecorded: alreadyRecorded += 1
            case .rejected: rejected += 1
            case .notOpen, .unknown, .unpatchable: notOpen += 1
            }
        }
        try database.cachedStatement(
            sql: """
                UPDATE replay_runs SET accepted = accepted + ?, already_recorded = already_recorded + ?,
                    rejected = rejected + ?, not_open = not_open + ?
                WHERE number = ?
                """
        )
        .execute(arguments: [accepted, alreadyRecorded, rejected, notOpen, number])
    }
}

/// A replay of many letters: a snapshot of which, and how far it has come.
///
/// The snapshot is taken when the run begins and never changes. Each letter is taken once, in the transaction that
/// records its outcome, however often the run is interrupted and whoever goes on with it.
public struct ReplayRun: Sendable, Equatable {
    /// From 1: by it a run is resumed.
    public let number: Int64
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    public let reason: String
    public let asOf: ReplayClock
    /// How many letters the snapshot has.
    public let total: Int
    /// How many were taken.
    public let taken: Int
    /// Of those taken: resolved by being recorded now.
    public let accepted: Int
    /// Of those taken: resolved because the message was recorded already.
    public let alreadyRecorded: Int
    /// Of those taken: refused again.
    public let rejected: Int
    /// Of those taken: not open any more when it was their turn.
    public let notOpen: Int

    public var isFinished: Bool { taken == total }
}

/// At which instant the settings' dated rules are judged when a message is judged again.
public enum ReplayClock: String, Sendable, CaseIterable {
    /// When the termination was made, as on arrival.
    case occurred
    /// When it is replayed: a rule or a reason that is dated later than the termination counts.
    case now
}
