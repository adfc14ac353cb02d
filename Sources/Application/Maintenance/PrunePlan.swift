import JSON
import Ledger
import Terminations
public import Threads
import Worker

/// Removes messages, events and closed dead letters that are older than they are kept, and gives the space back.
///
/// Guarantees:
/// - Each step is one short transaction: killed at any moment, the next run does the rest.
/// - Another process that records at the same time is waited for, and gets the write lock after each step.
public struct PruneLedger: Sendable {
    public let retention: Retention
    /// Whether the whole file is rewritten afterwards, under the ledger's write lock.
    public let rewritesFile: Bool

    public init(_ retention: Retention, rewritesFile: Bool = false) {
        self.retention = retention
        self.rewritesFile = rewritesFile
    }
}

extension Application {
    /// What would be removed.
    ///
    /// - Throws: ``LedgerError`` with `retentionTooShort`; ``ApplicationError`` with `interrupted`.
    public func plan(_ action: PruneLedger, stop: StopRequest = StopRequest()) throws -> PrunePlan {
        try ledger.requireRetention(action.retention, at: .now)
        let found = try Pruning(ledger, action.retention, stop).run(nil) { _ in }
        if stop.isStopped {
            throw ApplicationError(
                .interrupted,
                "Interrupted. Nothing was changed.",
                "Onderbroken. Er is niets gewijzigd."
            )
        }
        return PrunePlan(action: action, found: found, ledger: ledger)
    }
}

/// What a pruning would remove.
public struct PrunePlan {
    public enum Step: Sendable {
        /// Removes rows; counted in rows.
        case rows
        /// Gives space back; counted in bytes.
        case space
    }

    public let action: PruneLedger
    public let found: PrunedRows
    fileprivate let ledger: Ledger

    /// The answer of a dry run.
    public var dryRun: PruneOutcome {
        PruneOutcome(rows: found, isDryRun: true, isFinished: true, isFileCut: true, space: nil)
    }

    /// Removes what is older than the retention of the plan.
    ///
    /// Blocks the calling thread.
    ///
    /// - Parameter progress: how much of a step is done.
    public func execute(
        by actor: Actor,
        because reason: String,
        stop: StopRequest = StopRequest(),
        progress: (_ step: Step, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
    ) throws(LedgerError) -> PruneOutcome {
        let before = try ledger.file.space()
        let pruning = Pruning(ledger, action.retention, stop)
        var rows = PrunedRows()
        var isFinished = true
        if found.total > 0 {
            let run = try retryWhileLocked { () throws(LedgerError) in
                try ledger.startPruneRun(action.retention, by: actor, reason: reason, at: .now)
            }
            rows = try pruning.run(run) { progress(.rows, min($0.total, found.total), found.total) }
            isFinished = !stop.isStopped
            if isFinished {
                try retryWhileLocked { () throws(LedgerError) in try ledger.finishPruneRun(run, at: .now) }
            }
        }
        var isFileCut = true
        if isFinished {
            if action.rewritesFile { try retryWhileLocked { () throws(LedgerError) in try ledger.file.rewriteFile() } }
            let free = try ledger.file.space().free
            isFileCut = try pruning.giveBackSpace { progress(.space, max(free - $0, 0), free) }
        }
        return PruneOutcome(
            rows: rows,
            isDryRun: false,
            isFinished: isFinished,
            isFileCut: isFileCut,
            space: (before, try ledger.file.space())
        )
    }
}

/// What a pruning did, or would do.
public struct PruneOutcome: Sendable {
    public let rows: PrunedRows
    public let isDryRun: Bool
    /// False where a stop was requested: the same action does the rest.
    public let isFinished: Bool
    /// False where another program reads the log: the file shrinks when that has ended.
    public let isFileCut: Bool
    /// Of the file, before and after; nil where nothing was changed.
    public let space: (before: LedgerSpace, after: LedgerSpace)?

    /// One JSON object.
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.name("dryRun")
        json.bool(isDryRun)
        json.name("messages")
        json.integer(rows.messages)
        json.name("events")
        json.integer(rows.events)
        json.name("deadLetters")
        json.integer(rows.deadLetters)
        if let space {
            json.name("bytesGivenBack")
            json.integer(max(space.before.size - space.after.size, 0))
            json.name("bytes")
            json.integer(space.after.size)
            json.name("bytesFree")
            json.integer(space.after.free)
        }
        json.endObject()
    }
}

/// The steps of a pruning.
private struct Pruning {
    private let ledger: Ledger
    private let retention: Retention
    private let stop: StopRequest

    init(_ ledger: Ledger, _ retention: Retention, _ stop: StopRequest) {
        self.ledger = ledger
        self.retention = retention
        self.stop = stop
    }

    /// - Parameter run: nil only counts.
    func run(_ run: Int64?, _ progress: (PrunedRows) -> Void) throws(LedgerError) -> PrunedRows {
        var rows = PrunedRows()
        for kind in PrunedKind.allCases {
            guard let before = retention.before(kind) else { continue }
            var place: Int64?
            while !stop.isStopped {
                let step = try transaction(yielding: run != nil) { () throws(LedgerError) in
                    try ledger.prune(kind, before: before, after: place, run: run, at: .now)
                }
                place = step.place
                rows.add(step.pruned, kind)
                progress(rows)
                if step.isAtEnd { break }
            }
        }
        return rows
    }

    /// Gives free pages back to the file system, as far as the file can shrink.
    ///
    /// - Returns: whether the file was cut: not while another program reads the log.
    func giveBackSpace(_ progress: (_ free: Int) -> Void) throws(LedgerError) -> Bool {
        while !stop.isStopped {
            let more = try yieldingWriteLock { () throws(LedgerError) in try ledger.file.giveBackPages() }
            guard more else { break }
            progress(try ledger.file.space().free)
        }
        return try ledger.file.emptyLog()
    }

    /// - Parameter yielding: whether the transaction takes the write lock, and leaves it to other processes afterwards.
    private func transaction<Result>(
        yielding: Bool,
        _ work: () throws(LedgerError) -> Result
    ) throws(LedgerError) -> Result {
        yielding ? try yieldingWriteLock(work) : try retryWhileLocked(work)
    }
}
