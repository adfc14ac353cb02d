public import Ledger
public import Threads

/// What became of a change that was asked for on many dead letters.
public struct ChangeTally: Sendable {
    public private(set) var changed: [String] = []
    /// Letters in a state that does not allow it.
    public private(set) var refused: [DeadLetter.State: Int] = [:]
    public private(set) var changedMeanwhile = 0
    public private(set) var unknown = 0
    public private(set) var unpatchable = 0
    /// Whether every letter was taken; not where somebody asked to stop.
    public private(set) var isComplete = true

    /// - Parameter refused: what would be refused, where nothing is changed.
    public init(refused: [DeadLetter.State: Int] = [:]) { self.refused = refused }

    public var notChanged: Int { refused.values.reduce(0, +) + changedMeanwhile + unknown + unpatchable }

    public mutating func add(_ changes: [DeadLetterChange], of ids: some Sequence<String>) {
        for (id, change) in zip(ids, changes) {
            switch change {
            case .changed: changed.append(id)
            case .refused(let state): refused[state, default: 0] += 1
            case .changedMeanwhile: changedMeanwhile += 1
            case .unknown: unknown += 1
            case .unpatchable: unpatchable += 1
            }
        }
    }
}

extension ChangeTally {
    /// Letters in one transaction at most.
    static let batchSize = 500

    /// Changes letters batch by batch, taking turns with other writers. All of it is one action, which ends with it.
    ///
    /// Killed in between, what was done is done, and can be taken back by the action's number.
    ///
    /// - Parameters:
    ///   - stop: ends it after the batch that is being recorded.
    ///   - change: changes the letters at these positions, in one transaction, as a part of the action.
    /// - Returns: without an action where nothing was changed.
    public static func ofAction(
        _ kind: DeadLetterAction.Kind,
        on ids: [String],
        in ledger: Ledger,
        by actor: Actor,
        reason: String,
        stop: StopRequest = StopRequest(),
        onStart: (DeadLetterAction) -> Void = { _ in },
        onProgress: (Int) -> Void = { _ in },
        _ change: (Range<Int>, Int64) throws(LedgerError) -> [DeadLetterChange]
    ) throws(LedgerError) -> (tally: ChangeTally, action: DeadLetterAction?) {
        var tally = ChangeTally()
        let action = try patiently { () throws(LedgerError) in
            try ledger.startDeadLetterAction(kind, of: ids.count, by: actor, reason: reason, at: .now)
        }
        onStart(action)
        var start = 0
        while start < ids.count {
            if stop.isStopped {
                tally.isComplete = false
                break
            }
            let range = start..<min(start + batchSize, ids.count)
            let changes = try takingTurns { () throws(LedgerError) in try change(range, action.number) }
            tally.add(changes, of: ids[range])
            start = range.upperBound
            onProgress(start)
        }
        // One that was stopped stays unfinished.
        guard tally.isComplete || tally.changed.isEmpty else {
            return (tally, try ledger.deadLetterAction(action.number))
        }
        let ended = try patiently { () throws(LedgerError) in
            try ledger.finishDeadLetterAction(action.number, at: .now)
        }
        return (tally, ended)
    }
}
