public import Ledger
import Terminations
public import Threads

/// Removes what is older than its retention, step by step, and gives the space back.
///
/// Guarantees:
/// - Each step is one short transaction: killed at any moment, the next run does the rest.
/// - Another process that records at the same time is waited for, and gets twice the time that this takes.
///
/// Blocks the calling thread, and belongs to it.
public struct PruningRun {
    private let ledger: Ledger
    private let stop: StopRequest

    public init(ledger: Ledger, stop: StopRequest = StopRequest()) {
        self.ledger = ledger
        self.stop = stop
    }

    /// What would go. Changes nothing.
    public func preview(
        _ retention: Retention,
        onProgress: (PrunedRows) -> Void = { _ in }
    ) throws(LedgerError) -> PrunedRows {
        try go(retention, run: nil, onProgress)
    }

    /// - Returns: what has gone, and whether that is all.
    public func go(
        _ retention: Retention,
        by actor: Actor,
        reason: String,
        onProgress: (PrunedRows) -> Void = { _ in }
    ) throws(LedgerError) -> (rows: PrunedRows, isFinished: Bool) {
        let run = try patiently { () throws(LedgerError) in
            try ledger.startPruneRun(retention, by: actor, reason: reason, at: .now)
        }
        let rows = try go(retention, run: run, onProgress)
        guard !stop.isStopped else { return (rows, false) }
        try patiently { () throws(LedgerError) in try ledger.finishPruneRun(run, at: .now) }
        return (rows, true)
    }

    private func go(
        _ retention: Retention,
        run: Int64?,
        _ onProgress: (PrunedRows) -> Void
    ) throws(LedgerError) -> PrunedRows {
        var rows = PrunedRows()
        for kind in PrunedKind.allCases {
            guard let before = retention.before(kind) else { continue }
            var place: Int64?
            while !stop.isStopped {
                let began = ContinuousClock.now
                let step = try patiently { () throws(LedgerError) in
                    try ledger.prune(kind, before: before, after: place, run: run, at: .now)
                }
                place = step.place
                rows.add(step.pruned, kind)
                onProgress(rows)
                if step.isAtEnd { break }
                if run != nil, step.pruned > 0 { giveWay(since: began) }
            }
        }
        return rows
    }

    /// Gives free pages back to the file system, as far as the file can shrink.
    ///
    /// - Returns: whether the file was cut: not while another program reads the log.
    public func giveBackSpace(onProgress: (_ free: Int) -> Void = { _ in }) throws(LedgerError) -> Bool {
        while !stop.isStopped {
            let began = ContinuousClock.now
            let more = try patiently { () throws(LedgerError) in try ledger.file.giveBackPages() }
            guard more else { break }
            onProgress(try ledger.file.space().free)
            giveWay(since: began)
        }
        return try ledger.file.emptyLog()
    }

    private func giveWay(since began: ContinuousClock.Instant) {
        stop.wait(for: (ContinuousClock.now - began) * 2)
    }
}
