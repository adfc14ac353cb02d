public import Ledger
public import Threads

/// What became of an action that was taken back.
public struct UndoTally: Sendable {
    public private(set) var undone = 0
    public private(set) var undoneBefore = 0
    public private(set) var changedSince: [AuditEntry.Action: Int] = [:]
    /// Whether every letter was taken; not where somebody asked to stop.
    public private(set) var isComplete = true

    public init() {}

    /// Takes back what the plan found, batch by batch, taking turns with other writers. Killed in between it goes on under
    /// the same number when it is asked for again.
    ///
    /// - Parameter stop: ends it after the batch that is being recorded.
    /// - Returns: the taking back as an action of its own; nil where nothing was changed.
    public static func take(
        back plan: DeadLetterUndoPlan,
        in ledger: Ledger,
        by actor: Actor,
        reason: String,
        stop: StopRequest = StopRequest(),
        onProgress: (Int) -> Void = { _ in }
    ) throws(LedgerError) -> (tally: UndoTally, action: DeadLetterAction?) {
        var tally = UndoTally()
        let undo = try patiently { () throws(LedgerError) in
            try ledger.startUndo(of: plan.action.number, by: actor, reason: reason, at: .now)
        }
        var rest = plan.undoable[...]
        while !rest.isEmpty {
            if stop.isStopped {
                tally.isComplete = false
                return (tally, try ledger.deadLetterAction(undo.number))
            }
            let deadLetters = Array(rest.prefix(ChangeTally.batchSize))
            let outcomes = try takingTurns { () throws(LedgerError) in
                try ledger.undo(deadLetters, by: undo, actor: actor, reason: reason, at: .now)
            }
            for outcome in outcomes {
                switch outcome {
                case .undone: tally.undone += 1
                case .undoneBefore: tally.undoneBefore += 1
                case .changedSince(let action): tally.changedSince[action, default: 0] += 1
                }
            }
            rest = rest.dropFirst(deadLetters.count)
            onProgress(plan.undoable.count - rest.count)
        }
        let ended = try patiently { () throws(LedgerError) in try ledger.finishDeadLetterAction(undo.number, at: .now) }
        return (tally, ended)
    }
}
