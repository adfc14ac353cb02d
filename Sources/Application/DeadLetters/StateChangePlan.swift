import JSON
public import Ledger
import Terminations
public import Threads

/// What a discard or a restore would change.
public struct StateChangePlan {
    /// Discarded or restored.
    public let kind: DeadLetterAction.Kind
    /// What would be tried, as it was when the plan was made.
    public let deadLetters: [DeadLetterVersion]
    /// How many of them are in a state that allows the change.
    public let possible: Int
    /// Means those.
    public let filter: DeadLetterFilter
    /// Dead letters that the selection means, too, in states that do not allow the change. They are not tried, unless the
    /// selection includes them.
    public let others: [DeadLetter.State: Int]
    /// Of those that are tried, how many would be refused.
    public let refused: [DeadLetter.State: Int]
    /// Those whose change is possible, by cause and value; empty where nobody asked for it.
    public let causes: [DeadLetterCauseValues]
    private let application: Application

    /// The states that allow the change.
    private static func states(for kind: DeadLetterAction.Kind) -> Set<DeadLetter.State> {
        kind == .discarded ? [.open, .held] : [.discarded]
    }

    init(
        _ kind: DeadLetterAction.Kind,
        _ selection: DeadLetterSelection,
        showsCauses: Bool,
        _ application: Application
    ) throws {
        self.kind = kind
        self.application = application
        let ledger = application.ledger
        let allowed = Self.states(for: kind)
        let all = Set(DeadLetter.State.allCases)
        let filter = try selection.resolved(in: selection.includesOtherStates ? all : allowed, of: ledger)
        deadLetters = try ledger.deadLetterVersions(matching: filter)
        others = try ledger.countDeadLetters(matching: filter, in: all.subtracting(allowed))
        refused = filter.states.isSubset(of: allowed) ? [:] : others
        var possible = filter
        possible.states.formIntersection(allowed)
        self.filter = possible
        self.possible = possible.states.isEmpty ? 0 : try ledger.countDeadLetters(matching: possible)
        causes = showsCauses && self.possible > 0 ? try application.deadLetterCauses(matching: possible) : []
    }

    /// The state in which the dead letters are afterwards.
    public var target: DeadLetter.State { kind == .discarded ? .discarded : .open }

    /// Whether a reason must be given.
    public var needsReason: Bool { kind == .discarded }

    /// Differs from that of another plan that would change others, or other versions of the same dead letters.
    public var digest: String { PlanDigest(kind.rawValue, deadLetters).text }

    /// Changes the dead letters of the plan that still have the version that it saw.
    ///
    /// - Parameters:
    ///   - onStart: called when the action has its number.
    ///   - progress: called after each batch with how many were tried.
    ///   - stop: ends it after the batch that is being recorded.
    /// - Throws: ``LedgerError``; ``ApplicationError`` where a reason is needed and there is none.
    public func execute(
        by actor: Actor,
        because reason: String,
        onStart: (DeadLetterAction) -> Void = { _ in },
        progress: (Int) -> Void = { _ in },
        stop: StopRequest = StopRequest()
    ) throws -> ChangeOutcome {
        guard !deadLetters.isEmpty else { return ChangeOutcome() }
        if needsReason, reason.allSatisfy(\.isWhitespace) {
            throw ApplicationError(.notAllowed, "A reason is needed.", "Een reden is nodig.", remedy: .giveReason)
        }
        return try application.change(
            kind,
            deadLetters,
            by: actor,
            because: reason,
            stop: stop,
            onStart: onStart,
            progress: progress
        ) { range, action throws(LedgerError) in
            let page = Array(deadLetters[range])
            return kind == .discarded
                ? try application.recorder.discard(page, action: action, by: actor, reason: reason, at: .now)
                : try application.ledger.restore(page, action: action, by: actor, reason: reason, at: .now)
        }
    }

    /// Writes the answer of a dry run.
    public func write(to line: inout JSONWriter) {
        ChangeOutcome(refused: refused)
            .write(to: &line, total: possible + refused.values.reduce(0, +), causes: causes)
    }
}
