import Ledger
import Terminations
import Worker

/// What an import did, in words or as JSON.
struct ImportReport {
    let run: ImportRun
    let tally: ImportTally
    let rejects: String?
    let isDryRun: Bool

    func print(_ format: OutputFormat) {
        switch format {
        case .text: for line in lines { Console.print(line) }
        case .json: Console.print(json)
        }
    }

    private var lines: [String] {
        let name = isDryRun ? "Of" : "Import \(run.number):"
        let messages = "\(Count.text(run.messages)) message\(run.messages == 1 ? "" : "s")"
        let refused =
            rejects.map { " (in \(Table.printable($0)))" } ?? (run.rejected == 0 ? "" : " (kept as dead letters)")
        let would = isDryRun ? " would be" : ""
        var lines = [
            "\(name) \(messages): \(Count.text(run.accepted))\(would) recorded, \(Count.text(run.alreadyRecorded)) recorded "
                + "already, \(Count.text(run.held)) waiting for their termination, \(Count.text(run.rejected)) "
                + "refused\(isDryRun && rejects == nil ? "" : refused)."
        ]
        for (code, count) in causes { lines.append("  \(Count.text(count))  \(code)") }
        if isDryRun { lines.append("Nothing was changed.") }
        return lines.flatMap { Paragraph.hanging($0, indent: $0.hasPrefix(" ") ? 2 : 0, hanging: 2) }
    }

    private var causes: [(code: String, count: Int)] {
        tally.causes.map { (code: $0.key, count: $0.value) }.sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }

    private var json: JSONWriter {
        var line = JSONWriter()
        line.beginObject()
        line.name("import")
        if isDryRun { line.null() } else { line.integer(run.number) }
        line.name("dryRun")
        line.bool(isDryRun)
        line.name("finished")
        line.bool(run.isFinished)
        line.name("events")
        line.string(run.tellsEvents ? "all" : "none")
        for (name, count) in [
            ("messages", run.messages), ("recorded", run.accepted), ("alreadyRecorded", run.alreadyRecorded),
            ("waiting", run.held), ("refused", run.rejected),
        ] {
            line.name(escaping: name)
            line.integer(count)
        }
        line.name("causes")
        line.beginArray()
        for (code, count) in causes {
            line.beginObject()
            line.name("code")
            line.string(code)
            line.name("count")
            line.integer(count)
            line.endObject()
        }
        line.endArray()
        line.endObject()
        return line
    }
}
