public import Terminations

/// Judges messages and records the outcomes: those of the queue, of a replay and of an import.
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
    /// What of a dead letter is read when it is judged again.
    let limits: MessageLimits
    /// What the engine keeps between the transactions.
    let session: EngineSession
    /// Of the last transaction that returned.
    public private(set) var times = RecordingTimes()
    private var leftAnswers = false
    /// Called when all rows of a transaction are written, and before they are committed; nil but in tests.
    public var beforeCommit: (() -> Void)?
    private let settingsVersions = KnownSettingsVersions()
    private var judge: Judge?
    private var judgeVersion = 0

    public convenience init(ledger: Ledger, source: String, limits: MessageLimits = MessageLimits()) {
        self.init(ledger: ledger, source: source, limits: limits, ids: IDIndex())
    }

    init(ledger: Ledger, source: String, limits: MessageLimits = MessageLimits(), ids: IDIndex) {
        self.ledger = ledger
        self.source = source
        self.limits = limits
        session = EngineSession(ledger.file, ids: ids)
    }

    /// Judges and records `receivedMessages` in order, each seeing what the ones before it left.
    ///
    /// - Parameter now: when they are recorded; kept with a precision of one millisecond.
    /// - Throws: ``LedgerError``, with `noSettings` when no settings were ever applied.
    public func record(_ receivedMessages: [ReceivedMessage], at now: Instant) throws(LedgerError) -> [Outcome] {
        try write { database in
            let outcomes = try judging(database, at: now) { batch, judge in
                try receivedMessages.map { try batch.record($0, judge: judge) }
            }
            try session.compact()
            return outcomes
        }
    }

    /// Keeps a message that cannot be judged: each time the process ended, or the ledger refused its rows.
    ///
    /// - Parameter source: who gave up on it: the worker, or the broker before it.
    public func park(
        _ received: ReceivedMessage,
        source: DeadLetter.Source = .unjudgeable,
        at now: Instant
    ) throws(LedgerError) -> Outcome {
        try write { database in
            let transaction = try session.transaction(database)
            var batch = makeBatch(transaction, try transaction.state(), at: now)
            return try batch.park(received, source: source)
        }
    }

    /// Writes the ids that are in memory to the index on disk, and makes its filter if it is missing. The worker does this in
    /// small parts; visible in the package, so that a large ledger can be made for measuring.
    package func settleRecordedIDs() throws(LedgerError) {
        var isSettled = false
        while !isSettled {
            isSettled = try write { try session.flush($0) }
        }
    }

    /// One transaction. What was read in a transaction that is rolled back is dropped.
    func write<Result>(_ work: (Database) throws -> Result) throws(LedgerError) -> Result {
        defer { session.endTransaction() }
        do {
            var times = RecordingTimes()
            let result = try ledger.pool.write { database in
                times.began = .now
                let result = try work(database)
                times.worked = .now
                beforeCommit?()
                return result
            }
            // The outcomes are acknowledged after this, so they must be in the ledger, and not in a file that is gone.
            try ledger.file.demandUnchanged()
            times.committed = .now
            self.times = times
            return result
        } catch {
            session.forget()
            throw LedgerError(error)
        }
    }

    /// One transaction that is always rolled back.
    ///
    /// The work calls ``RecordingSession/beginDryRun(_:)`` before it records anything.
    func dryRun<Result>(_ work: (Database) throws -> Result) throws(LedgerError) -> Result {
        defer { session.endTransaction() }
        do {
            var result: Result?
            try ledger.pool.dryRun { database in result = try work(database) }
            session.endDryRun()
            guard let result else { throw LedgerError(.other, "A dry run came to nothing.") }
            return result
        } catch {
            session.forget()
            throw LedgerError(error)
        }
    }

    /// Whether a delivery that was refused since the last call has left an answer.
    public func takeLeftAnswers() -> Bool {
        defer { leftAnswers = false }
        return leftAnswers
    }

    /// Compiles the settings again in the next transaction.
    func forgetJudge() {
        settingsVersions.forget()
        judge = nil
        judgeVersion = 0
    }

    /// Records by the current settings, all of which are read in this transaction.
    func judging<Result>(
        _ database: Database,
        at now: Instant,
        _ work: (inout Batch<EngineTransaction>, Judge) throws -> Result
    ) throws -> Result {
        let transaction = try session.transaction(database)
        let state = try transaction.state()
        let judge = try currentJudge(state, database)
        var batch = makeBatch(transaction, state, at: now)
        let result = try work(&batch, judge)
        try batch.finish()
        leftAnswers = leftAnswers || batch.leftAnswers
        return result
    }

    private func makeBatch(
        _ transaction: EngineTransaction,
        _ state: LedgerState,
        at now: Instant
    ) -> Batch<EngineTransaction> {
        Batch(
            transaction,
            state,
            settingsVersions: settingsVersions,
            source: source,
            limits: limits,
            recordedAt: Instant(milliseconds: now.milliseconds)
        )
    }

    /// The current settings, compiled.
    private func currentJudge(_ state: LedgerState, _ database: Database) throws -> Judge {
        guard let version = state.settingsVersion else {
            throw LedgerError(.noSettings, "No settings were ever applied.", remedy: .applySettings)
        }
        if let judge, judgeVersion == version { return judge }
        let settings = try SettingsVersion.fetch(database, number: version)
        let fresh = Judge(settings: settings)
        judge = fresh
        judgeVersion = version
        return fresh
    }
}

/// When the steps of a transaction were done.
public struct RecordingTimes: Sendable {
    /// The write lock was there.
    public internal(set) var began = ContinuousClock.now
    /// Verdicts were found and rows written.
    public internal(set) var worked = ContinuousClock.now
    /// All of it was on disk.
    public internal(set) var committed = ContinuousClock.now

    /// How long the transaction had the ledger for itself.
    public var held: Duration { began.duration(to: committed) }

    init() {}
}
