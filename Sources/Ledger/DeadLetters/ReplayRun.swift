public import Terminations

extension Ledger {
    /// Begins a replay of many dead letters: stores which, so that the run can be interrupted and resumed.
    ///
    /// Nothing is judged yet; ``Recorder/replay(run:limit:by:at:)`` judges them.
    ///
    /// - Parameters:
    ///   - deadLetters: what the caller has seen. The run holds those of them that are open and have this version, in this
    ///     order.
    ///   - settingsVersion: the version of the settings that the caller has seen; nil where none were ever applied.
    /// - Returns: the run, and how many of the dead letters have changed since the caller saw them: it does not hold those.
    /// - Throws: ``LedgerError`` with `settingsChanged` where another version of the settings is in force.
    public func startReplayRun(
        of deadLetters: [DeadLetterVersion],
        settingsVersion: Int?,
        asOf clock: JudgingTime = .occurred,
        by actor: Actor,
        reason: String,
        at now: Instant
    ) throws(LedgerError) -> (run: ReplayRun, changedMeanwhile: Int) {
        try reportingLedgerErrors {
            try pool.write { database in
                let current = try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions")
                guard current == settingsVersion else {
                    let inForce = current.map { "Version \($0) of the settings is" } ?? "No settings are"
                    throw LedgerError(
                        .settingsChanged,
                        "\(inForce) in force now; the replay was planned under "
                            + (settingsVersion.map { "version \($0)." } ?? "none."),
                        hint: "Somebody has changed the settings. Plan the replay again."
                    )
                }
                try database.execute(
                    sql: """
                        INSERT INTO replay_runs (started_at, started_by, via, reason, as_of, total)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        now.milliseconds, actor.name, actor.way.text, reason, clock.rawValue, deadLetters.count,
                    ]
                )
                let number = database.lastInsertedRowID
                let statement = try RawStatement(
                    database,
                    """
                    INSERT INTO replay_run_letters (run, position, letter)
                    SELECT ?, ?, number FROM dead_letters WHERE id = ? AND version = ? AND state = 'open'
                    """
                )
                var total = 0
                for deadLetter in deadLetters {
                    try statement.execute {
                        $0.integer(number)
                        $0.integer(total + 1)
                        $0.text(deadLetter.id)
                        $0.integer(deadLetter.version)
                    }
                    total += database.changesCount
                }
                if total < deadLetters.count {
                    try database.execute(
                        sql: "UPDATE replay_runs SET total = ? WHERE number = ?",
                        arguments: [total, number]
                    )
                }
                return (try ReplayRun.fetch(database, number), deadLetters.count - total)
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
    /// Judges the next dead letters of a run as ``replay(_:asOf:by:reason:at:)`` does, and stores how far the run has come
    /// in the same transaction. Several processes may work on one run at once; one of them takes each dead letter.
    ///
    /// A dead letter that was edited since the run began is judged as it reads now: a run that was interrupted is resumed
    /// after the cause was removed.
    ///
    /// - Parameters:
    ///   - limit: how many at most; some hundreds, so that the worker can record in between.
    ///   - actor: who continues the run, which need not be who began it.
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
        _ replay: (ReplayRun, StoredMessage.Selection, AuditTrail.Author, Database) throws -> [ReplayOutcome]
    ) throws(LedgerError) -> [ReplayOutcome] {
        try write { database in
            let run = try ReplayRun.fetch(database, number)
            let author = AuditTrail.Author(actor: actor, reason: run.reason, replay: number)
            let selection = StoredMessage.Selection.run(number, after: run.taken, limit: limit)
            let outcomes = try replay(run, selection, author, database)
            try ReplayRun.count(outcomes, database, number)
            return outcomes
        }
    }
}

extension ReplayRun {
    init(_ row: Row) throws {
        guard let clock = JudgingTime(rawValue: row["as_of"]) else {
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
            case .notOpen, .changedMeanwhile, .unknown, .unpatchable: notOpen += 1
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

/// A replay of many dead letters: which ones, and how far it has come.
///
/// Which ones is fixed when the run begins. Each dead letter is judged once, in the transaction that records its outcome,
/// even if the run is interrupted and another process continues it.
public struct ReplayRun: Sendable, Equatable {
    /// From 1; the name by which a run is resumed.
    public let number: Int64
    public let startedAt: Instant
    public let startedBy: String
    /// The way by which it was asked for.
    public let via: Actor.Way
    public let reason: String
    public let asOf: JudgingTime
    /// How many dead letters the run has.
    public let total: Int
    /// How many were judged.
    public let taken: Int
    /// Of those: resolved by being recorded.
    public let accepted: Int
    /// Of those: resolved because the message was recorded already.
    public let alreadyRecorded: Int
    /// Of those: refused again.
    public let rejected: Int
    /// Of those: not open any more when it was their turn.
    public let notOpen: Int

    public var isFinished: Bool { taken == total }
}

/// The instant at which the settings' dated rules are judged when a message is judged again.
public enum JudgingTime: String, Sendable, CaseIterable {
    /// When the termination occurred, as on arrival.
    case occurred
    /// When it is replayed: a rule or a reason whose date is later than the termination counts.
    case now
}
