import Application
import Ledger

extension PruneOutcome {
    /// For a person.
    var lines: [String] {
        var lines = [
            rows.total == 0
                ? "Nothing is older than it is kept." : "\(rows.text) \(isDryRun ? "would be removed" : "removed")."
        ]
        if isDryRun { lines.append("Nothing was changed.") }
        guard let space else { return lines }
        let given = space.before.size - space.after.size
        if given > 0 {
            lines.append("\(Count.text(given)) bytes given back: the file has \(Count.text(space.after.size)).")
        }
        if space.after.free > 0 {
            let hint = space.after.canShrink ? "" : " --vacuum gives it back."
            lines.append("\(Count.text(space.after.free)) bytes in the file are free for what comes.\(hint)")
        }
        return lines
    }
}

extension PrunedRows {
    /// `1,204 messages, 2,410 events and 3 dead letters`.
    var text: String {
        let parts = [(messages, "message"), (events, "event"), (deadLetters, "dead letter")]
            .filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)\($0.0 == 1 ? "" : "s")" }
        guard let last = parts.last else { return "nothing" }
        let others = parts.dropLast().joined(separator: ", ")
        return others.isEmpty ? last : "\(others) and \(last)"
    }
}
