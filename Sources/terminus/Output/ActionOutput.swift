import JSON
import Ledger
import Terminations
import Worker

extension DeadLetterAction {
    /// How it can be taken back.
    var undoHint: String { "This was action \(number). To take it back: terminus dead-letters undo \(number)" }

    /// What it did, in a few words.
    var summary: String {
        let what =
            undoes.map { "undid action \($0) for \(Count.deadLetters(changed))" }
            ?? "\(kind.rawValue) \(Count.deadLetters(changed))"
        let rest = isFinished ? "" : ", interrupted before \(Count.text(total))"
        return what + rest + (undoneBy.map { "; undone by action \($0)" } ?? "")
    }

    var json: JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.fields(of: self)
        line.endObject()
        return line
    }
}

extension JSONWriter {
    mutating func fields(of action: DeadLetterAction) {
        name("action")
        integer(action.number)
        name("kind")
        string(action.kind.rawValue)
        name("undoes")
        if let undoes = action.undoes { integer(undoes) } else { null() }
        name("undoneBy")
        if let undoneBy = action.undoneBy { integer(undoneBy) } else { null() }
        name("startedAt")
        instant(action.startedAt)
        name("startedBy")
        string(action.startedBy)
        name("via")
        string(action.via.text)
        name("reason")
        string(action.reason)
        name("total")
        integer(action.total)
        name("changed")
        integer(action.changed)
        name("finished")
        bool(action.isFinished)
    }

    /// The member `exceptions`: why letters were not changed.
    mutating func exceptions(_ tally: ChangeTally) {
        name("exceptions")
        beginObject()
        for (state, count) in tally.refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            name(escaping: state.rawValue)
            integer(count)
        }
        for (reason, count) in [
            ("changedMeanwhile", tally.changedMeanwhile), ("unknown", tally.unknown),
            ("unpatchable", tally.unpatchable),
        ] where count > 0 {
            name(escaping: reason)
            integer(count)
        }
        endObject()
    }
}

extension ChangeTally {
    /// Why letters were not changed, in a few words.
    ///
    /// - Parameter target: the state in which they were to be.
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

/// What taking an action back would do, or has done.
struct UndoReport {
    let plan: DeadLetterUndoPlan

    init(_ plan: DeadLetterUndoPlan) { self.plan = plan }

    /// What the letters are afterwards.
    var result: String {
        if plan.isOfBodies { return "with the earlier body again" }
        let states = plan.states.sorted { $0.key.rawValue < $1.key.rawValue }
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
        let action = plan.action
        let why = action.reason.isEmpty ? "" : ": \(action.reason)"
        let what =
            "Action \(action.number), \(action.startedAt.toTheSecond), by \(action.startedBy): \(action.summary)\(why)"
        return Paragraph.hanging(what, indent: 0, hanging: 2)
            + ["\(Count.deadLetters(plan.undoable.count)) would \(future)."] + exceptions
    }

    private var future: String { plan.isOfBodies ? "have the earlier body again" : "be \(result)" }

    /// What would not be taken back, and why.
    private var exceptions: [String] {
        Self.exceptions(plan.undoneBefore, plan.changedSince, plan.changedSamples)
            + (plan.gone > 0 ? ["\(Count.deadLetters(plan.gone)) not: removed by retention."] : [])
    }

    private static func exceptions(
        _ undoneBefore: Int,
        _ changedSince: [AuditEntry.Action: Int],
        _ samples: [String]
    ) -> [String] {
        var lines: [String] = []
        if undoneBefore > 0 { lines.append("\(Count.deadLetters(undoneBefore)) not: taken back before.") }
        if !changedSince.isEmpty {
            let words = changedSince.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { "\(Count.text($0.value)) \($0.key.rawValue)" }.joined(separator: ", ")
            let count = changedSince.values.reduce(0, +)
            lines += Paragraph.hanging(
                "\(Count.deadLetters(count)) not, because of what was done since: \(words)"
                    + (samples.isEmpty ? "." : ", such as \(samples.joined(separator: ", "))."),
                indent: 0,
                hanging: 2
            )
        }
        return lines
    }

    /// What was not taken back because somebody else was faster than the question.
    func surprises(_ tally: UndoTally) -> [String] { Self.exceptions(tally.undoneBefore, tally.changedSince, []) }

    /// Why nothing can be taken back.
    var nothing: CommandFailure {
        let number = plan.action.number
        if plan.undoneBefore > 0, plan.changedSince.isEmpty, let undoneBy = plan.action.undoneBy {
            return CommandFailure(
                .failure,
                "Action \(number) is taken back already, by action \(undoneBy). Nothing was changed.",
                hint: "To do it again: terminus dead-letters undo \(undoneBy)"
            )
        }
        let why = exceptions.joined(separator: " ")
        return CommandFailure(
            .failure,
            "Nothing of action \(number) can be taken back. \(why)",
            hint: plan.changedSamples.first.map { "See: terminus dead-letters history \($0)" }
        )
    }

    func json(_ tally: UndoTally, _ action: DeadLetterAction?, isDryRun: Bool) -> JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("dryRun")
        line.bool(isDryRun)
        line.name("undoes")
        line.integer(plan.action.number)
        line.name("action")
        if let action { line.integer(action.number) } else { line.null() }
        line.name("undoable")
        line.integer(plan.undoable.count)
        line.name("undone")
        line.integer(tally.undone)
        line.name("undoneBefore")
        line.integer(plan.undoneBefore + tally.undoneBefore)
        line.name("changedSince")
        line.beginObject()
        let changed = plan.changedSince.merging(tally.changedSince) { $0 + $1 }
        for (what, count) in changed.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            line.name(escaping: what.rawValue)
            line.integer(count)
        }
        line.endObject()
        line.name("changedSamples")
        line.beginArray()
        for id in plan.changedSamples { line.string(id) }
        line.endArray()
        line.name("gone")
        line.integer(plan.gone)
        line.endObject()
        return line
    }
}
