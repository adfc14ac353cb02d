import JSON
public import Ledger
import Terminations
public import Threads

/// Undoes what an edit, a discard, a restore or an undo has changed.
public struct UndoDeadLetterAction: Sendable {
    /// The number of the action.
    public var number: Int64

    public init(_ number: Int64) { self.number = number }

    /// What an undo would change.
    ///
    /// A dead letter to which something else was done since the action stays as it is, also where it is done after the plan
    /// was made.
    public struct Plan {
        public let found: DeadLetterUndoPlan
        fileprivate let application: Application
    }

    /// What became of an undo.
    public struct Outcome: Sendable {
        public fileprivate(set) var undone = 0
        /// What others did between the plan and its execution.
        public fileprivate(set) var undoneBefore = 0
        public fileprivate(set) var changedSince: [AuditEntry.Action: Int] = [:]
        /// How many were not tried, because somebody asked to stop.
        public fileprivate(set) var left = 0
        /// The undo as an action of its own; nil where nothing was changed.
        public fileprivate(set) var action: DeadLetterAction?
        fileprivate let found: DeadLetterUndoPlan

        /// Dead letters of the action that are not as they were before it.
        public var notUndone: Int {
            found.changedSince.values.reduce(0, +) + found.gone + found.undoable.count - undone
        }

        /// What is to be thrown once the outcome was shown; nil where every dead letter was tried.
        public var interruption: ApplicationError? {
            guard left > 0 else { return nil }
            return .interrupted(left: found.undoable.count - undone, remedy: .continueUndo(action: found.action.number))
        }
    }
}

extension Application {
    /// - Throws: ``ApplicationError`` where there is no such action.
    public func plan(_ action: UndoDeadLetterAction) throws -> UndoDeadLetterAction.Plan {
        if let found = try ledger.planUndo(of: action.number) {
            return UndoDeadLetterAction.Plan(found: found, application: self)
        }
        let remedy: Remedy =
            try ledger.replayRun(action.number) != nil
            ? .correctTerminations(replay: action.number)
            : .listActions(latest: try ledger.deadLetterActions(limit: 1).first?.number)
        throw ApplicationError(
            .notFound,
            "There is no action \(action.number).",
            "Er is geen actie \(action.number).",
            remedy: remedy
        )
    }

    /// The edits, discards, restores and undos, the latest first.
    ///
    /// - Parameter before: the number of the last one of the page before.
    public func deadLetterActions(before number: Int64? = nil, limit: Int) throws(LedgerError) -> [DeadLetterAction] {
        try ledger.deadLetterActions(before: number, limit: limit)
    }

    /// Whether an action, or what it undoes in the end, has changed bodies rather than states.
    public func isOfBodies(_ action: DeadLetterAction) throws(LedgerError) -> Bool {
        var action = action
        while let undone = action.undoes, let earlier = try ledger.deadLetterAction(undone) { action = earlier }
        return action.kind == .mended
    }
}

extension UndoDeadLetterAction.Plan {
    /// Dead letters of the action that would not be as they were before it.
    public var notUndoable: Int { found.changedSince.values.reduce(0, +) + found.gone }

    /// Why nothing can be undone; nil where something can.
    public var refusal: ApplicationError? {
        guard found.undoable.isEmpty else { return nil }
        let number = found.action.number
        if found.undoneBefore > 0, found.changedSince.isEmpty, let undoneBy = found.action.undoneBy {
            return ApplicationError(
                .nothingToDo,
                "Action \(number) is already undone, by action \(undoneBy). Nothing was changed.",
                "Actie \(number) is al ongedaan gemaakt, door actie \(undoneBy). Er is niets gewijzigd.",
                remedy: .undo(action: undoneBy)
            )
        }
        return ApplicationError(
            .nothingToDo,
            "Nothing of action \(number) can be undone.",
            "Van actie \(number) is niets ongedaan te maken.",
            remedy: found.changedSamples.first.map { .showHistory(deadLetterID: $0) }
        )
    }

    /// Differs from that of another plan that would undo another action, or the same one for other dead letters.
    public var digest: String {
        var digest = PlanDigest("undone", [])
        digest.add(String(found.action.number))
        for number in found.undoable { digest.add(String(number)) }
        return digest.text
    }

    /// Undoes the action batch by batch, and leaves the ledger to others in between.
    ///
    /// After a process was killed in between, the same action can be undone again: the undo continues under its number.
    ///
    /// - Parameters:
    ///   - onStart: called when the undo has its number.
    ///   - progress: called after each batch with how many were tried.
    ///   - stop: ends it after the batch that is being recorded.
    /// - Throws: ``LedgerError``; ``refusal``.
    public func execute(
        by actor: Actor,
        because reason: String,
        onStart: (DeadLetterAction) -> Void = { _ in },
        progress: (Int) -> Void = { _ in },
        stop: StopRequest = StopRequest()
    ) throws -> UndoDeadLetterAction.Outcome {
        let ledger = application.ledger
        var outcome = UndoDeadLetterAction.Outcome(found: found)
        let wait = application.lockWait
        if let refusal {
            guard let begun = try begunUndo() else { throw refusal }
            onStart(begun)
            outcome.action = try retryWhileLocked(for: wait.toBegin) { () throws(LedgerError) in
                try ledger.finishDeadLetterAction(begun.number, at: .now)
            }
            return outcome
        }
        let undo = try retryWhileLocked(for: wait.toBegin) { () throws(LedgerError) in
            try ledger.startUndo(of: found.action.number, by: actor, reason: reason, at: .now)
        }
        onStart(undo)
        var rest = found.undoable[...]
        while !rest.isEmpty {
            if stop.isStopped {
                outcome.left = rest.count
                outcome.action = try ledger.deadLetterAction(undo.number)
                return outcome
            }
            let page = Array(rest.prefix(Application.changeBatchSize))
            let undone = try yieldingWriteLock(for: wait.toContinue) { () throws(LedgerError) in
                try ledger.undo(page, by: undo, actor: actor, reason: reason, at: .now)
            }
            for one in undone {
                switch one {
                case .undone: outcome.undone += 1
                case .undoneBefore: outcome.undoneBefore += 1
                case .changedSince(let action): outcome.changedSince[action, default: 0] += 1
                }
            }
            rest = rest.dropFirst(page.count)
            progress(found.undoable.count - rest.count)
        }
        outcome.action = try retryWhileLocked(for: wait.toContinue) { () throws(LedgerError) in
            try ledger.finishDeadLetterAction(undo.number, at: .now)
        }
        return outcome
    }

    /// An undo of the action that has not ended, though nothing is left of it: its process ended in between.
    private func begunUndo() throws(LedgerError) -> DeadLetterAction? {
        guard let number = found.action.undoneBy, let undo = try application.ledger.deadLetterAction(number),
            undo.undoes == found.action.number, !undo.isFinished
        else { return nil }
        return undo
    }

    /// Writes the answer of a dry run.
    public func write(to line: inout JSONWriter) {
        UndoDeadLetterAction.Outcome(found: found).write(to: &line, isDryRun: true)
    }
}

extension UndoDeadLetterAction.Outcome {
    public func write(to line: inout JSONWriter) { write(to: &line, isDryRun: false) }

    fileprivate func write(to line: inout JSONWriter, isDryRun: Bool) {
        line.beginObject()
        line.name("dryRun")
        line.bool(isDryRun)
        line.name("undoes")
        line.integer(found.action.number)
        line.name("action")
        line.integerOrNull(action?.number)
        line.name("undoable")
        line.integer(found.undoable.count)
        line.name("undone")
        line.integer(undone)
        line.name("undoneBefore")
        line.integer(found.undoneBefore + undoneBefore)
        line.name("changedSince")
        line.beginObject()
        let changed = found.changedSince.merging(changedSince) { $0 + $1 }
        for (what, count) in changed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            line.name(escaping: what.rawValue)
            line.integer(count)
        }
        line.endObject()
        line.name("changedSamples")
        line.strings(found.changedSamples)
        line.name("gone")
        line.integer(found.gone)
        line.endObject()
    }
}

extension DeadLetterAction {
    public func write(to line: inout JSONWriter) {
        line.beginObject()
        line.name("action")
        line.integer(number)
        line.name("kind")
        line.string(kind.rawValue)
        line.name("undoes")
        line.integerOrNull(undoes)
        line.name("undoneBy")
        line.integerOrNull(undoneBy)
        line.name("startedAt")
        line.instant(startedAt)
        line.name("startedBy")
        line.string(startedBy)
        line.name("via")
        line.string(via.text)
        line.name("reason")
        line.string(reason)
        line.name("total")
        line.integer(total)
        line.name("changed")
        line.integer(changed)
        line.name("finished")
        line.bool(isFinished)
        line.endObject()
    }
}
