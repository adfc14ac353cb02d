import Ledger
import Logging
import Synchronization
import Terminations

/// Does what is to be done at a certain time: lets terminations take effect when their last day is over, and refuses
/// messages that have waited too long for their termination. Also keeps packed what reports count.
///
/// Guarantees:
/// - All of it is in the ledger: after a crash, or in another worker on the same ledger, the same is due, and each is
///   done once.
/// - Something is done within ``pollInterval`` of its time, and never before it.
///
/// Everything but ``stop()`` happens on the thread that calls ``run()``.
final class Scheduler: Sendable {
    /// How soon is noticed what another process has recorded, or that the clock was set.
    static let pollInterval = Duration.seconds(1)
    /// How often it is noted when newly recorded terminations take effect: many at once are cheaper. Less than the time
    /// within which the recorder notes an effect by itself, so that none is late.
    static let noteInterval = Duration.seconds(20)
    private static let batchSize = 500

    private let ledger: Ledger
    private let source: String
    private let limits: MessageLimits
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let onRecorded: @Sendable () -> Void
    private let pause: Pause
    private let counters = IntakeCounters()
    private let doorbell = Doorbell()
    private let isStopping = Atomic(false)

    init(
        configuration: WorkerConfiguration,
        ledger: Ledger,
        status: WorkerStatus,
        logger: Logger,
        now: @escaping @Sendable () -> Instant,
        onRecorded: @escaping @Sendable () -> Void
    ) {
        self.ledger = ledger
        source = configuration.source
        limits = configuration.limits
        self.logger = logger
        self.now = now
        self.onRecorded = onRecorded
        pause = Pause(of: nil, status: status, logger: logger, now: now)
    }

    func run() {
        let recorder = Recorder(ledger: ledger, source: source, limits: limits)
        var noted = ContinuousClock.now - Self.noteInterval
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            do throws(LedgerError) {
                if ContinuousClock.now - noted >= Self.noteInterval {
                    try noteEffects(recorder)
                    try packReportFacts(recorder)
                    noted = .now
                }
                let next = try doWhatIsDue(recorder)
                pause.clear()
                doorbell.wait(for: next.map { min(now().duration(until: $0), Self.pollInterval) } ?? Self.pollInterval)
            } catch {
                pause.announce(error)
                pause.waitBeforeRetry()
            }
        }
    }

    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        doorbell.ring()
        pause.end()
    }

    private func noteEffects(_ recorder: Recorder) throws(LedgerError) {
        guard try ledger.hasUnnotedEffects() else { return }
        try inPortions(of: Recorder.mostEffectsNoted, recorder) { size throws(LedgerError) in
            try recorder.notePendingEffects(limit: size)
        }
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
        var portion = Portion(most: most)
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let done = try work(portion.size)
            guard done > 0 else { return }
            portion.learn(done, took: recorder.times.held)
            doorbell.wait(for: respite(after: recorder.times.held))
        }
    }

    /// - Returns: when something is due next, as far as is known.
    private func doWhatIsDue(_ recorder: Recorder) throws(LedgerError) -> Instant? {
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            let next = [try ledger.nextEffect(), try ledger.nextExpiry()].compactMap(\.self).min()
            let now = now()
            guard let next, next <= now else { return next }
            let effects = try recorder.takeEffects(at: now, limit: Self.batchSize)
            let refused = try recorder.expireHeldMessages(at: now, limit: Self.batchSize)
            for followUp in refused { counters.count(followUp, logger: logger) }
            if effects.taken + refused.count > 0 { onRecorded() }
        }
        return nil
    }
}
