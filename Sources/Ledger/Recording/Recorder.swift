import GRDB
public import Terminations

/// Judges messages and records the outcome: every way in (the queue, a replay, an import) ends here.
///
/// Guarantees:
/// - One call is one transaction. When it returns, all outcomes and everything that follows from them are on disk;
///   when it throws, nothing is.
/// - The settings that judge are read inside the transaction, so that no batch is judged by half of two versions.
/// - A verdict never fails the batch: only an infrastructure error does, and the batch can be tried again as it was.
///
/// Belongs to one thread: it blocks, and it keeps the compiled settings between calls.
public final class Recorder {
    let ledger: Ledger
    /// The CloudEvents `source` of the events.
    let source: String
    private var judge: Judge?
    private var judgeVersion = 0

    public init(ledger: Ledger, source: String) {
        self.ledger = ledger
        self.source = source
    }

    /// Judges and records `arrivals` in order, each seeing what the ones before it left.
    ///
    /// - Parameter now: when they are recorded; kept with a precision of one millisecond.
    /// - Throws: ``LedgerError``, with `noSettings` when no settings were ever applied.
    public func record(_ arrivals: [Arrival], at now: Instant) throws(LedgerError) -> [Outcome] {
        let recordedAt = Instant(milliseconds: now.milliseconds)
        return try reportingLedgerErrors {
            try ledger.pool.write { database in
                let judge = try currentJudge(database)
                var batch = try Batch(database, source: source, settingsVersion: judgeVersion, recordedAt: recordedAt)
                return try arrivals.map { try batch.record($0, judge: judge) }
            }
        }
    }

    /// Keeps a message that cannot be judged: the process ended, or the ledger refused its rows, each time.
    public func park(_ arrival: Arrival, at now: Instant) throws(LedgerError) -> Outcome {
        let recordedAt = Instant(milliseconds: now.milliseconds)
        return try reportingLedgerErrors {
            try ledger.pool.write { database in
                let version = try Int.fetchOne(database, sql: "SELECT max(version) FROM settings_versions") ?? 0
                var batch = try Batch(database, source: source, settingsVersion: version, recordedAt: recordedAt)
                return try batch.park(arrival)
            }
        }
    }

    private func currentJudge(_ database: Database) throws -> Judge {
        let statement = try database.cachedStatement(sql: "SELECT max(version) FROM settings_versions")
        guard let version = try Int.fetchOne(statement) else {
            throw LedgerError(
                .noSettings,
                "No settings were ever applied.",
                hint: "Run: terminus settings apply FILE"
            )
        }
        if let judge, judgeVersion == version { return judge }
        let settings = try SettingsVersion.fetch(database, number: version)
        let fresh = Judge(settings: settings)
        judge = fresh
        judgeVersion = version
        return fresh
    }
}
