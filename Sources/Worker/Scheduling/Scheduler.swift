import Ledger
import Logging
import Synchronization
import Terminations

/// Does what is to be done at a certain time: lets terminations take effect when their last day is over, and refuses
/// messages that have waited too long for their termination. Also notes what is to take effect, and keeps packed what
/// reports count.
///
/// Guarantees:
/// - All of it is in the ledger: after a crash, or in another worker on the same ledger, the same is due, and each is
///   done once.
/// - Something is done within ``pollInterval`` of its time, and never before it.
/// - What is due comes first, and each kind of work is done whatever becomes of the others. A row that cannot be read keeps
///   only itself back, and is tried again; the status says so.
///
/// Everything but ``stop()`` happens on the thread that calls ``run()``.
final class Scheduler: Sendable {
    /// How soon is noticed what another process has recorded, or that the clock was set.
    static let pollInterval = Duration.seconds(1)
    /// How often it is noted when newly recorded terminations take effect: many at once are cheaper. Less than the time
    /// within which the recorder notes an effect by itself, so that none is late. And how soon what could not be done is
    /// tried again, unless that can go by by itself.
    static let noteInterval = Duration.seconds(20)
    private static let batchSize = 500

    /// In the order in which a failure is told.
    private enum Work: CaseIterable {
        case effects
        case expiry
        case notingEffects
        case packing

        /// What has failed.
        var sentence: String {
            switch self {
            case .effects: "Not every termination took effect that is due"
            case .expiry: "Not every message was refused that has waited too long"
            case .notingEffects: "It cannot be noted when terminations take effect"
            case .packing: "What reports count cannot be kept up"
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
        defer { status.noteEnd(of: .scheduler) }
        let recorder = Recorder(ledger: ledger, source: source, limits: limits)
        var (effects, expiries) = (DueWalk(), DueWalk())
        var failures: [Work: LedgerError] = [:]
        var noted = ContinuousClock.now - Self.noteInterval
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let isTurnOfAll = ContinuousClock.now - noted >= Self.noteInterval
            if isTurnOfAll { (effects, expiries, noted) = (DueWalk(), DueWalk(), .now) }
            failures[.effects] = takeEffects(&effects, recorder)
            failures[.expiry] = expire(&expiries, recorder)
            if isTurnOfAll || failures[.notingEffects]?.isRetriable == true {
                failures[.notingEffects] = attempt { () throws(LedgerError) in try noteEffects(recorder) }
            }
            if isTurnOfAll || failures[.packing]?.isRetriable == true {
                failures[.packing] = attempt { () throws(LedgerError) in try packReportFacts(recorder) }
            }
            tell(failures)
            heartbeat.turn()
            wakeSignal.wait(for: timeLeft([effects.next, expiries.next]))
        }
    }

    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wakeSignal.ring()
        pause.end()
    }

    private func timeLeft(_ instants: [Instant?]) -> Duration {
        instants.compactMap(\.self).min().map { min(now().duration(until: $0), Self.pollInterval) } ?? Self.pollInterval
    }

    private func tell(_ failures: [Work: LedgerError]) {
        guard let work = Work.allCases.first(where: { failures[$0] != nil }), let error = failures[work] else {
            pause.clear()
            return
        }
        pause.countRetry()
        if error.isRetriable || error.needsRestore {
            pause.announce(error)
        } else {
            pause.announce(
                error.code,
                "\(work.sentence): \(error.description)",
                hint: "Run: terminus ledger check. \(error.hint ?? "")"
            )
        }
    }

    private func attempt(_ work: () throws(LedgerError) -> Void) -> LedgerError? {
        do throws(LedgerError) {
            heartbeat.turn()
            try work()
            return nil
        } catch {
            return error
        }
    }

    private func noteEffects(_ recorder: Recorder) throws(LedgerError) {
        guard try ledger.hasUnnotedEffects() else { return }
        try inPortions(of: Recorder.mostEffectsNoted, recorder) { size throws(LedgerError) in
            try recorder.notePendingEffects(limit: size)
        }
        // Some of it may be due already.
        wakeSignal.ring()
    }

    /// Reports read what is packed; nothing else hangs on it.
    private func packReportFacts(_ recorder: Recorder) throws(LedgerError) {
        try inPortions(of: Recorder.mostFactsPacked, recorder) { size throws(LedgerError) in
            try recorder.packReportFacts(limit: size)
        }
    }

    /// Does what may be much, so that neither the intake nor another worker waits for it for long.
    ///
    /// - Parameter work: does so much of it in one transaction, and says how much it did; 0 when there is no more.
    private func inPortions(
        of most: Int,
        _ recorder: Recorder,
        _ work: (Int) throws(LedgerError) -> Int
    ) throws(LedgerError) {
        var portion = AdaptiveBatchSize(most: most)
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            heartbeat.turn()
            let done = try work(portion.size)
            guard done > 0 else { return }
            portion.learn(done, took: recorder.times.held)
            wakeSignal.wait(for: respite(after: recorder.times.held))
        }
    }

    private func takeEffects(_ walk: inout DueWalk, _ recorder: Recorder) -> LedgerError? {
        go(&walk) { place throws(LedgerError) in
            try ledger.nextEffect(after: place)
        } work: { place, limit, now throws(LedgerError) in
            if try recorder.takeEffects(at: now, limit: limit, after: place).taken > 0 {
                onRecorded(recorder.takeLeftAnswers())
            }
        }
    }

    private func expire(_ walk: inout DueWalk, _ recorder: Recorder) -> LedgerError? {
        go(&walk) { place throws(LedgerError) in
            try ledger.nextExpiry(after: place)
        } work: { place, limit, now throws(LedgerError) in
            let refused = try recorder.expireHeldMessages(at: now, limit: limit, after: place)
            for followUp in refused { counters.count(followUp, logger: logger) }
            if !refused.isEmpty { onRecorded(recorder.takeLeftAnswers()) }
        }
    }

    /// Does all that is due of one kind, but for what cannot be read or written: that is passed over until the next walk.
    ///
    /// - Returns: why not all of it is done; nil where all is.
    private func go(
        _ walk: inout DueWalk,
        next: (DuePlace) throws(LedgerError) -> DuePlace?,
        work: (DuePlace, _ limit: Int, _ now: Instant) throws(LedgerError) -> Void
    ) -> LedgerError? {
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            heartbeat.turn()
            do throws(LedgerError) {
                let now = now()
                let place = try next(walk.passedOver)
                walk.next = place?.at
                guard let place, place.at <= now else { return walk.failure }
                do throws(LedgerError) {
                    try work(walk.passedOver, walk.limit, now)
                    walk.limit = min(walk.limit * 2, Self.batchSize)
                } catch  where !error.isRetriable && !error.needsRestore {
                    // One after the other, until the one is found that it is about.
                    if walk.limit == 1 {
                        walk.passedOver = place
                        walk.failure = error
                    }
                    walk.limit = 1
                }
            } catch {
                walk.next = nil
                return error
            }
        }
        return walk.failure
    }

    /// How far one kind of what is due was done.
    private struct DueWalk {
        /// Up to here it is done, or cannot be.
        var passedOver = DuePlace.beginning
        var limit = Scheduler.batchSize
        /// Of the last that was passed over.
        var failure: LedgerError?
        /// When the next one is due, as far as is known.
        var next: Instant?
    }
}
