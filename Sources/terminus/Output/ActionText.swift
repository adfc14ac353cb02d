import Application
import Ledger

extension DeadLetterAction {
    /// How it can be undone.
    var undoHint: String { "This was action \(number). To take it back: terminus dead-letters undo \(number)" }

    /// The action in a few words.
    var summary: String {
        let what =
            undoes.map { "undid action \($0) for \(Count.deadLetters(changed))" }
            ?? "\(kind.rawValue) \(Count.deadLetters(changed))"
        let rest = isFinished ? "" : ", interrupted before \(Count.text(total))"
        return what + rest + (undoneBy.map { "; undone by action \($0)" } ?? "")
    }
}

extension ChangeOutcome {
    /// Why dead letters were not changed, in a few words.
    ///
    /// - Parameter target: the state that the change leads to.
    func exceptions(target: DeadLetter.State?) -> String {
        let others = [
            (changedMeanwhile, "changed by somebody meanwhile"), (unknown, "not there"),
            (unpatchable, "cannot be changed"),
        ]
        .filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)" }
        let states = Self.words(refused, target: target)
        return ((states.isEmpty ? [] : [states]) + others).joined(separator: ", ")
    }

    /// `3 are open already, 1 is resolved`.
    static func words(_ states: [DeadLetter.State: Int], target: DeadLetter.State?) -> String {
        states.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { state, count in
                "\(Count.text(count)) \(count == 1 ? "is" : "are") \(state.rawValue)\(state == target ? " already" : "")"
            }
            .joined(separator: ", ")
    }
}

extension UndoDeadLetterAction.Plan {
    /// The state of the dead letters afterwards.
    var result: String {
        if found.isOfBodies { return "with the earlier body again" }
        let states = found.states.sorted { $0.key.rawValue < $1.key.rawValue }
        guard states.count > 1 else { return states.first.map { Self.words($0.key) } ?? "changed" }
        return "again as before ("
            + states.map { "\(Count.text($0.value)) \(Self.words($0.key))" }.joined(separator: ", ")
            + ")"
    }

    private static func words(_ state: DeadLetter.State) -> String {
        switch state {
        case .open: "open again"
        case .held: "waiting again"
        case .discarded: "discarded again"
        case .resolved: "resolved"
        }
    }

    var lines: [String] {
        let action = found.action
        let why = action.reason.isEmpty ? "" : ": \(action.reason)"
        let what =
            "Action \(action.number), \(action.startedAt.toTheSecond), by \(action.startedBy): \(action.summary)\(why)"
        return Paragraph.hanging(what, indent: 0, hanging: 2)
            + ["\(Count.deadLetters(found.undoable.count)) would \(future)."] + exceptions
    }

    private var future: String { found.isOfBodies ? "have the earlier body again" : "be \(result)" }

    /// The changes that would not be undone, and why.
    fileprivate var exceptions: [String] {
        UndoDeadLetterAction.exceptions(found.undoneBefore, found.changedSince, found.changedSamples)
            + (found.gone > 0 ? ["\(Count.deadLetters(found.gone)) not: removed by retention."] : [])
    }
}

extension UndoDeadLetterAction {
    fileprivate static func exceptions(
        _ undoneBefore: Int,
        _ changedSince: [AuditEntry.Action: Int],
        _ samples: [String]
    ) -> [String] {
        var lines: [String] = []
        if undoneBefore > 0 { lines.append("\(Count.deadLetters(undoneBefore)) not: undone before.") }
        if !changedSince.isEmpty {
            let words = changedSince.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { "\(Count.text($0.value)) \($0.key.rawValue)" }.joined(separator: ", ")
            let count = changedSince.values.reduce(0, +)
            lines += Paragraph.hanging(
                "\(Count.deadLetters(count)) not, because other actions changed them since: \(words)"
                    + (samples.isEmpty ? "." : ", such as \(samples.joined(separator: ", "))."),
                indent: 0,
                hanging: 2
            )
        }
        return lines
    }
}

extension UndoDeadLetterAction.Outcome {
    /// The changes that were not undone because somebody changed the dead letters after the plan.
    var lines: [String] { UndoDeadLetterAction.exceptions(undoneBefore, changedSince, []) }
}

extension CommandFailure {
    /// Why nothing can be undone, with what was done since.
    init(_ refusal: ApplicationError, of plan: UndoDeadLetterAction.Plan) {
        let isUndone = if case .undo = refusal.remedy { true } else { false }
        let why = isUndone ? "" : " " + plan.exceptions.joined(separator: " ")
        self.init(.failure, refusal.description + why, hint: refusal.remedy?.hint)
    }
}
