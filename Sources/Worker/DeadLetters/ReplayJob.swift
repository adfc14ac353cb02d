public import Ledger
import Terminations
public import Threads

/// Takes a run of dead letters through the judge, batch by batch.
///
/// Guarantees:
/// - Each batch is one transaction with all of its outcomes: killed at any moment, the run goes on where it was.
/// - Another process that records at the same time is waited for, and gets its turn after each batch.
/// - With a pace, never more letters than so many a second are taken; see ``Pace``.
///
/// Blocks the calling thread, and belongs to it.
public struct ReplayJob {
    public enum Ending: Sendable, Equatable {
        /// Every letter of the run was taken.
        case finished
        /// A stop was asked for; the run can be resumed.
        case stopped
        /// One of the first letters was refused again; the run can be resumed.
        case canaryRefused
    }

    /// Letters in one transaction at most.
    static let batchSize = 1000

    private let recorder: Recorder
    private let actor: Actor
    private let stop: StopRequest

    /// - Parameter actor: who goes on with the run.
    public init(recorder: Recorder, by actor: Actor, stop: StopRequest = StopRequest()) {
        self.recorder = recorder
        self.actor = actor
        self.stop = stop
    }

    /// - Parameters:
    ///   - rate: letters a second; as many as the ledger takes when nil.
    ///   - canary: take so many first, and go on only if none of them is refused again.
    ///   - onProgress: told after each batch.
    public func go(
        on run: ReplayRun,
        rate: Int? = nil,
        canary: Int? = nil,
        onProgress: (ReplayTally) -> Void = { _ in }
    ) throws(LedgerError) -> (ending: Ending, tally: ReplayTally) {
        var tally = ReplayTally()
        if let canary, canary > 0 {
            let isAtEnd = try take(canary, of: run, rate: rate, &tally, onProgress)
            if stop.isStopped { return (isAtEnd ? .finished : .stopped, tally) }
            if tally.counts.rejected > 0 { return (.canaryRefused, tally) }
            if isAtEnd { return (.finished, tally) }
        }
        let isAtEnd = try take(.max, of: run, rate: rate, &tally, onProgress)
        return (isAtEnd ? .finished : .stopped, tally)
    }

    /// Takes at most so many; true when the run has no more.
    private func take(
        _ count: Int,
        of run: ReplayRun,
        rate: Int?,
        _ tally: inout ReplayTally,
        _ onProgress: (ReplayTally) -> Void
    ) throws(LedgerError) -> Bool {
        var pace = rate.map { RateLimiter(perSecond: $0) }
        var portion = AdaptiveBatchSize(most: ReplayJob.batchSize)
        var remaining = count
        while remaining > 0, !stop.isStopped {
            var size = min(remaining, portion.size)
            if pace != nil {
                let (granted, wait) = pace?.take(size, at: .now) ?? (0, .zero)
                if granted == 0 {
                    stop.wait(for: wait)
                    continue
                }
                size = granted
            }
            let outcomes = try takingTurns { () throws(LedgerError) in
                try recorder.replay(run: run.number, limit: size, by: actor, at: .now)
            }
            if outcomes.isEmpty { return true }
            remaining -= outcomes.count
            tally.add(outcomes)
            onProgress(tally)
            portion.learn(outcomes.count, took: recorder.times.held)
        }
        return false
    }
}
