import JSON
public import Ledger
import Terminations
import Threads

/// What became of an edit, a discard or a restore of dead letters.
public struct ChangeOutcome: Sendable {
    /// Ids of those that were changed.
    public private(set) var changed: [String] = []
    /// How many are in a state that does not allow the change.
    public private(set) var refused: [DeadLetter.State: Int] = [:]
    /// How many somebody has changed since the action was planned.
    public private(set) var changedMeanwhile = 0
    public private(set) var unknown = 0
    public private(set) var unpatchable = 0
    /// How many were not tried, because somebody asked to stop.
    public fileprivate(set) var left = 0
    /// The action by whose number the change can be undone; nil where nothing was changed.
    public fileprivate(set) var action: DeadLetterAction?

    /// - Parameter refused: what would be refused, where nothing is changed.
    public init(refused: [DeadLetter.State: Int] = [:]) { self.refused = refused }

    public var notChanged: Int { refused.values.reduce(0, +) + changedMeanwhile + unknown + unpatchable }

    /// What is to be thrown once the outcome was shown; nil where every dead letter was tried.
    public var interruption: ApplicationError? { left > 0 ? .interrupted(left: left, remedy: .repeatForTheRest) : nil }

    fileprivate mutating func add(_ change: DeadLetterChange, of id: String) {
        switch change {
        case .changed: changed.append(id)
        case .refused(let state): refused[state, default: 0] += 1
        case .changedMeanwhile: changedMeanwhile += 1
        case .unknown: unknown += 1
        case .unpatchable: unpatchable += 1
        }
    }

    /// Writes the member `exceptions`: why dead letters were not changed.
    public func writeExceptions(to line: inout JSONWriter) {
        line.name("exceptions")
        line.beginObject()
        for (state, count) in refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            line.name(escaping: state.rawValue)
            line.integer(count)
        }
        for (reason, count) in [
            ("changedMeanwhile", changedMeanwhile), ("unknown", unknown), ("unpatchable", unpatchable),
        ] where count > 0 {
            line.name(escaping: reason)
            line.integer(count)
        }
        line.endObject()
    }

    /// Writes the members of a discard or a restore, or of its dry run.
    ///
    /// - Parameter causes: only of a dry run.
    func write(to line: inout JSONWriter, total: Int, causes: [DeadLetterCauseValues]?) {
        line.beginObject()
        line.name("dryRun")
        line.bool(causes != nil)
        line.name("total")
        line.integer(total)
        line.name("changed")
        line.integer(changed.count)
        line.name("notChanged")
        line.integer(notChanged)
        writeExceptions(to: &line)
        line.name("action")
        line.integerOrNull(action?.number)
        if let causes {
            line.name("groups")
            line.beginArray()
            for cause in causes { cause.write(to: &line) }
            line.endArray()
        }
        line.endObject()
    }

    public func write(to line: inout JSONWriter) {
        write(to: &line, total: changed.count + notChanged, causes: nil)
    }
}

extension ApplicationError {
    static func interrupted(left: Int, remedy: Remedy) -> ApplicationError {
        ApplicationError(
            .interrupted,
            "Interrupted: \(left == 1 ? "1 dead letter is" : "\(left.grouped) dead letters are") left.",
            "Onderbroken: er \(left == 1 ? "rest 1 dead letter" : "resten \(left.groupedInDutch) dead letters").",
            remedy: remedy
        )
    }
}

extension Application {
    /// Dead letters in one transaction at most.
    static let changeBatchSize = 500

    /// Changes dead letters batch by batch, and leaves the ledger to others in between. All of it is one action.
    ///
    /// A process that is killed in between has done a part, which can be undone by the action's number.
    ///
    /// - Parameters:
    ///   - stop: ends it after the batch that is being recorded.
    ///   - onStart: called when the action has its number, before the first dead letter is changed.
    ///   - progress: called after each batch with how many were tried.
    ///   - change: changes the dead letters at these positions, in one transaction, as a part of the action.
    func change(
        _ kind: DeadLetterAction.Kind,
        _ deadLetters: [DeadLetterVersion],
        by actor: Actor,
        because reason: String,
        stop: StopRequest,
        onStart: (DeadLetterAction) -> Void,
        progress: (Int) -> Void,
        _ change: (Range<Int>, Int64) throws(LedgerError) -> [DeadLetterChange]
    ) throws(LedgerError) -> ChangeOutcome {
        var outcome = ChangeOutcome()
        let action = try retryWhileLocked(for: lockWait.toBegin) { () throws(LedgerError) in
            try ledger.startDeadLetterAction(kind, of: deadLetters.count, by: actor, reason: reason, at: .now)
        }
        onStart(action)
        var start = 0
        while start < deadLetters.count, !stop.isStopped {
            let range = start..<min(start + Self.changeBatchSize, deadLetters.count)
            let changes = try yieldingWriteLock(for: lockWait.toContinue) { () throws(LedgerError) in
                try change(range, action.number)
            }
            for (deadLetter, change) in zip(deadLetters[range], changes) { outcome.add(change, of: deadLetter.id) }
            start = range.upperBound
            progress(start)
        }
        outcome.left = deadLetters.count - start
        // An action that was stopped stays unfinished.
        outcome.action =
            outcome.left > 0 && !outcome.changed.isEmpty
            ? try ledger.deadLetterAction(action.number)
            : try retryWhileLocked(for: lockWait.toContinue) { () throws(LedgerError) in
                try ledger.finishDeadLetterAction(action.number, at: .now)
            }
        return outcome
    }
}
