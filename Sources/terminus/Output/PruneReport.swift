import Ledger
import Terminations

/// What a pruning has done, or would do.
struct PruneReport {
    let rows: PrunedRows
    /// Of the file, before and after; nil where nothing was changed.
    let space: (before: LedgerSpace, after: LedgerSpace)?

    func print(_ format: OutputFormat, isForecast: Bool) {
        switch format {
        case .text: for line in lines(isForecast: isForecast) { Console.print(line) }
        case .json: Console.print(json(isForecast: isForecast))
        }
    }

    private func lines(isForecast: Bool) -> [String] {
        var lines = [
            rows.total == 0
                ? "Nothing is older than it is kept." : "\(rows.text) \(isForecast ? "would be removed" : "removed")."
        ]
        if isForecast { lines.append("Nothing was changed.") }
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

    private func json(isForecast: Bool) -> JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("dryRun")
        line.bool(isForecast)
        line.name("messages")
        line.integer(rows.messages)
        line.name("events")
        line.integer(rows.events)
        line.name("deadLetters")
        line.integer(rows.deadLetters)
        if let space {
            line.name("bytesGivenBack")
            line.integer(max(space.before.size - space.after.size, 0))
            line.name("bytes")
            line.integer(space.after.size)
            line.name("bytesFree")
            line.integer(space.after.free)
        }
        line.endObject()
        return line
    }
}

extension PrunedRows {
    /// `1,204 messages, 2,410 events and 3 dead deadLetters`.
    var text: String {
        let parts = [(messages, "message"), (events, "event"), (deadLetters, "dead letter")]
            .filter { $0.0 > 0 }.map { "\(Count.text($0.0)) \($0.1)\($0.0 == 1 ? "" : "s")" }
        guard let last = parts.last else { return "nothing" }
        let others = parts.dropLast().joined(separator: ", ")
        return others.isEmpty ? last : "\(others) and \(last)"
    }
}
