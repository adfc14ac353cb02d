import Ledger
import Logging
import Synchronization
import Terminations
import Threads

/// Does the work that is due at a certain time: lets terminations take effect when their last day is over, and refuses
/// messages that have waited too long for their termination. Also schedules the effects of new terminations, and packs the
/// facts that reports count.
///
/// Guarantees:
/// - All due work is derived from the ledger. After a crash, or in another worker on the same ledger, the same work is due,
///   and each piece is done once.
/// - Work is done within ``pollInterval`` of its time, and never before it.
/// - Due work comes first, and a failure of one kind of work does not stop the others. A row that cannot be read is skipped
///   and tried again later, and the status reports it.
///
/// Everything but ``stop()`` happens on the thread that calls ``run()``.
final class Scheduler: Sendable {
    /// How soon the scheduler notices what other processes record, and changes of the clock.
    static let pollInterval = Duration.seconds(1)
    /// The time between full passes. A full pass schedules the effects of new terminations (many at once are cheaper), packs
    /// report facts, and tries skipped rows again. It is shorter than the time within which the recorder schedules an effect
    /// by itself, so that none is late.
    static let fullPassInterval = Duration.seconds(20)
    private static let batchSize = 500

    /// In the order in which failures are reported.
    private enum Work: CaseIterable {
        case effects
        case expiry
        case schedulingEffects
        case packing

        /// The sentence for a failure.
        var sentence: String {
            switch self {
            case .effects: "Not every due termination took effect"
            case .expiry: "Not every message that has waited too long was refused"
            case .schedulingEffects: "The effects of new terminations cannot be scheduled"
            case .packing: "The facts for reports cannot be packed"
            }
        }
    }

    private let ledger: Ledger
    private let source: String
    private let limits: MessageLimits
    private let logger: Logger
    private let status: WorkerStatus
    private let heartbeat: ThreadHeartbeat
    private let now: @Sendable () -> Instant
    private let onRecorded: @Sendable (_ leftAnswers: Bool) -> Void
    private let pause: Pause
    private let counters = IntakeCounters()
    private let wakeSignal = WakeSignal()
    private let isStopping = Atomic(false)

    init(
        configuration: WorkerConfiguration,
        ledger: Ledger,
        status: WorkerStatus,
        logger: Logger,
        now: @escaping @Sendable () -> Instant,
        onRecorded: @escaping @Sendable (_ leftAnswers: Bool) -> Void
    ) {
        self.ledger = ledger
        source = configuration.source
        limits = configuration.limits
        self.logger = logger
        self.status = status
        heartbeat = status.heartbeat(of: .scheduler)
        self.now = now
        self.onRecorded = onRecorded
        pause = Pause(of: .scheduler, status: status, logger: logger, now: now)
    }

    func run() {
        defer { status.markEnded(.scheduler) }
        let recorder = Recorder(ledger: ledger, source: source, limits: limits)
        var (effects, expiries) = (DueCursor(), DueCursor())
        var failures: [Work: LedgerError] = [:]
        var lastFullPass = ContinuousClock.now - Self.fullPassInterval
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let isFullPass = ContinuousClock.now - lastFullPass >= Self.fullPassInterval
            if isFullPass { (effects, expiries, lastFullPass) = (DueCursor(), DueCursor(), .now) }
            failures[.effects] = takeEffects(&effects, recorder)
            failures[.expiry] = expire(&expiries, recorder)
            if isFullPass || failures[.schedulingEffects]?.isRetriable == true {
                failures[.schedulingEffects] = attempt { () throws(LedgerError) in try scheduleEffects(recorder) }
            }
            if isFullPass || failures[.packing]?.isRetriable == true {
                failures[.packing] = attempt { () throws(LedgerError) in try packReportFacts(recorder) }
            }
            report(failures)
            heartbeat.beat()
            wakeSignal.wait(for: timeLeft([effects.next, expiries.next]))
        }
    }

    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wakeSignal.signal()
        pause.cancelWait()
    }

    private func timeLeft(_ instants: [Instant?]) -> Duration {
        instants.compactMap(\.self).min().map { min(now().duration(until: $0), Self.pollInterval) } ?? Self.pollInterval
    }

    private func report(_ failures: [Work: LedgerError]) {
        guard let work = Work.allCases.first(where: { failures[$0] != nil }), let error = failures[work] else {
            pause.end()
            return
        }
        pause.countRetry()
        if error.isRetriable || error.needsRestore {
            pause.begin(error)
        } else {
            pause.begin(
                error.code,
                "\(work.sentence): \(error.description)",
                hint: "Run: terminus ledger check. \(error.operatorHint ?? "")"
            )
        }
    }

    private func attempt(_ work: () throws(LedgerError) -> Void) -> LedgerError? {
        do throws(LedgerError) {
            heartbeat.beat()
            try work()
            return nil
        } catch {
            return error
        }
    }

    private func scheduleEffects(_ recorder: Recorder) throws(LedgerError) {
        guard try ledger.hasUnnotedEffects() else { return }
        try inBatches(of: Recorder.mostEffectsNoted, recorder) { size throws(LedgerError) in
            try recorder.notePendingEffects(limit: size)
        }
        // Some effects may be due already.
        wakeSignal.signal()
    }

    /// Only reports depend on the packed facts.
    private func packReportFacts(_ recorder: Recorder) throws(LedgerError) {
        try inBatches(of: Recorder.mostFactsPacked, recorder) { size throws(LedgerError) in
            try recorder.packReportFacts(limit: size)
        }
    }

    /// Does extensive work in small transactions, so that neither the intake nor another worker waits long for the lock.
    ///
    /// - Parameter work: does at most the given amount in one transaction and returns the amount that it did; 0 at the end.
    private func inBatches(
        of most: Int,
        _ recorder: Recorder,
        _ work: (Int) throws(LedgerError) -> Int
    ) throws(LedgerError) {
        var batchSize = AdaptiveBatchSize(most: most)
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            heartbeat.beat()
            let done = try work(batchSize.size)
            guard done > 0 else { return }
            batchSize.observe(done, took: recorder.times.held)
            wakeSignal.wait(for: pauseForOthers(after: recorder.times.held))
        }
    }

    private func takeEffects(_ cursor: inout DueCursor, _ recorder: Recorder) -> LedgerError? {
        runDue(&cursor) { place throws(LedgerError) in
            try ledger.nextEffect(after: place)
        } work: { place, limit, now throws(LedgerError) in
            if try recorder.takeEffects(at: now, limit: limit, after: place).taken > 0 {
                onRecorded(recorder.takeLeftAnswers())
            }
        }
    }

    private func expire(_ cursor: inout DueCursor, _ recorder: Recorder) -> LedgerError? {
        runDue(&cursor) { place throws(LedgerError) in
            try ledger.nextExpiry(after: place)
        } work: { place, limit, now throws(LedgerError) in
            let refused = try recorder.expireHeldMessages(at: now, limit: limit, after: place)
            for followUp in refused { counters.count(followUp, logger: logger) }
            if !refused.isEmpty { onRecorded(recorder.takeLeftAnswers()) }
        }
    }

    /// Does all due work of one kind. Skips rows that cannot be read or written until the next full pass.
    ///
    /// - Returns: the reason why some work was not done; nil if all was done.
    private func runDue(
        _ cursor: inout DueCursor,
        next: (DuePlace) throws(LedgerError) -> DuePlace?,
        work: (DuePlace, _ limit: Int, _ now: Instant) throws(LedgerError) -> Void
    ) -> LedgerError? {
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            heartbeat.beat()
            do throws(LedgerError) {
                let now = now()
                let place = try next(cursor.position)
                cursor.next = place?.at
                guard let place, place.at <= now else { return cursor.failure }
                do throws(LedgerError) {
                    try work(cursor.position, cursor.limit, now)
                    cursor.limit = min(cursor.limit * 2, Self.batchSize)
                } catch  where !error.isRetriable && !error.needsRestore {
                    // Continue row by row, until the row that fails is found.
                    if cursor.limit == 1 {
                        cursor.position = place
                        cursor.failure = error
                    }
                    cursor.limit = 1
                }
            } catch {
                cursor.next = nil
                return error
            }
        }
        return cursor.failure
    }

    /// The progress of one kind of due work.
    private struct DueCursor {
        /// The work up to this place is done or was skipped.
        var position = DuePlace.beginning
        var limit = Scheduler.batchSize
        /// The error of the last skipped row.
        var failure: LedgerError?
        /// When the next row is due, as far as known.
        var next: Instant?
    }
}
